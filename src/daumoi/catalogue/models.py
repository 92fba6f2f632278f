"""Everything that can be found: one entry each, who may see it, and what led to what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.urls import reverse

from daumoi.people.duties import keys_of
from daumoi.people.models import Person


class Kind(models.TextChoices):
    INCOMING = "incoming", "Văn bản đến"
    OUTGOING = "outgoing", "Văn bản đi"
    DRAFT = "draft", "Dự thảo"
    DOSSIER = "dossier", "Hồ sơ"


ROUTES = {
    Kind.INCOMING: "incoming:detail",
    Kind.OUTGOING: "outgoing:document",
    Kind.DRAFT: "outgoing:detail",
    Kind.DOSSIER: "dossiers:detail",
}


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, person: Person) -> EntryQuerySet:
        """The one definition of who may see an entry."""
        return self.with_keys(keys_of(person))

    def counted_for(self, person: Person) -> EntryQuerySet:
        """The same entries, for counting thousands that an index holds.

        The rights are read once into a set, and what is counted is looked up in it. The sum keeps SQLite from
        fetching each entry of the set instead.
        """
        held = Access.objects.filter(key__in=keys_of(person)).values("entry")
        return self.alias(itself=F("pk") + 0).filter(itself__in=held)

    def with_keys(self, keys: Iterable[str]) -> EntryQuerySet:
        return self.filter(Exists(Access.objects.filter(entry=OuterRef("pk"), key__in=list(keys))))


class Entry(models.Model):
    """One findable thing. Written by the actions of its room, in their transaction."""

    kind = models.CharField("loại mục", max_length=20, choices=Kind)
    object_id = models.BigIntegerField("đối tượng", null=True)
    body = models.ForeignKey("people.Body", models.PROTECT, related_name="+", verbose_name="cơ quan")
    ordinal = models.BigIntegerField("thứ tự", unique=True, null=True, help_text="ngày rồi mã: mới nhất lớn nhất")
    title = models.CharField("trích yếu", max_length=1000)
    number = models.CharField("số, ký hiệu", max_length=100, blank=True)
    number_key = models.CharField(max_length=100, blank=True)
    day = models.DateField("ngày")
    type_code = models.CharField("loại văn bản", max_length=40, blank=True)
    party = models.CharField("nơi gửi hoặc nơi nhận", max_length=300, blank=True)
    security = models.CharField("độ mật", max_length=12, default="normal")
    facets = models.TextField("từ lọc", blank=True, help_text="do phòng sở hữu đặt, cách nhau một dấu trống")
    entered_at = models.DateTimeField("vào mục lục lúc", auto_now_add=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "mục"
        indexes = [
            models.Index(fields=["body", "kind", "-ordinal"], name="entry_register"),
            models.Index(fields=["kind", "body", "day", "type_code"], name="entry_counted"),
            models.Index(fields=["number_key"], name="entry_number"),
            models.Index(fields=["kind", "object_id"], name="entry_object"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse(ROUTES[Kind(self.kind)], args=[self.object_id])

    @property
    def told(self) -> str:
        """Its name in a notice, which may leave the house as a letter: of a secret paper, only that it is one."""
        return str(self) if self.security == "normal" else "văn bản mật (mở Đầu Mối để xem)"


class Access(models.Model):
    """One reason why some people see an entry. `key` is a person, unit or body key (people.duties)."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="access")
    key = models.CharField("ai", max_length=20)
    cause = models.CharField("vì", max_length=120)

    class Meta:
        verbose_name = "quyền xem"
        constraints = [models.UniqueConstraint(fields=["entry", "key", "cause"], name="access_once")]
        indexes = [models.Index(fields=["key", "entry"], name="access_key")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.key} ({self.cause})"


class Relation(models.TextChoices):
    ANSWERS = "answers", "trả lời"
    FROM_PAPER = "from_paper", "soạn từ văn bản"
    FILED_IN = "filed_in", "nằm trong hồ sơ"
    RECEIVED_AS = "received_as", "được tiếp nhận thành"
    ISSUED_AS = "issued_as", "ban hành thành"
    BASED_ON = "based_on", "căn cứ"
    AMENDS = "amends", "sửa đổi, bổ sung"
    REPLACES = "replaces", "thay thế"
    ANNULS = "annuls", "bãi bỏ"
    RECALLS = "recalls", "thu hồi"
    RELATED = "related", "liên quan"


class Link(models.Model):
    """The golden chain: `source` led to `target` (or, for FILED_IN, lies in it)."""

    source = models.ForeignKey(Entry, models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Entry, models.CASCADE, related_name="links_in")
    relation = models.CharField("quan hệ", max_length=20, choices=Relation)
    made_at = models.DateTimeField("lập lúc", auto_now_add=True)
    made_by_id = models.BigIntegerField("người lập", null=True)

    class Meta:
        verbose_name = "mắt xích"
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "relation"], name="link_once"),
            models.CheckConstraint(name="link_not_self", condition=~models.Q(source=models.F("target"))),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.relation} {self.target_id}"


class IndexedTextQuerySet(models.QuerySet["IndexedText"]):
    def visible_to(self, person: Person) -> IndexedTextQuerySet:
        return self.filter(Exists(Access.objects.filter(entry=OuterRef("entry_id"), key__in=keys_of(person))))


class IndexedText(models.Model):
    """What the full-text index holds for an entry: a copy of its own, so that the index can be rebuilt and compared.

    Titles and texts are as people read them, in one spelling; the folded ones are words only.
    """

    ordinal = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, models.CASCADE, related_name="indexed")
    title = models.TextField()
    text = models.TextField()
    title_folded = models.TextField()
    text_folded = models.TextField()
    facets = models.TextField()

    objects = IndexedTextQuerySet.as_manager()

    class Meta:
        verbose_name = "chữ trong mục lục tìm"

    def __str__(self) -> str:
        return self.title


class Unindexed(models.Model):
    """An entry whose row is not in the index yet: a rebuild or a bulk load is under way, and goes on from here."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="unindexed")

    class Meta:
        verbose_name = "mục chờ vào chỉ mục"

    def __str__(self) -> str:
        return str(self.pk)


def ordinal_of(day: date, entry_id: int) -> int:
    """Position of an entry among all: by day, then by age. Newest first is this, descending."""
    return (day.toordinal() << 32) | (entry_id & 0xFFFFFFFF)
