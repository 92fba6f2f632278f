"""Work dossiers: opened from a paper, everything that follows falls into them."""

from __future__ import annotations

from django.db import models
from django.db.models import Count, Exists, OuterRef

from daumoi import vietnamese
from daumoi.catalogue.models import Access, Entry
from daumoi.core.db import Versioned, evidence
from daumoi.people.duties import keys_of
from daumoi.people.models import Person


class State(models.TextChoices):
    OPEN = "open", "Đang mở"
    CLOSED = "closed", "Đã kết thúc"


class DossierQuerySet(models.QuerySet["Dossier"]):
    def visible_to(self, person: Person) -> DossierQuerySet:
        return self.filter(Exists(Access.objects.filter(entry=OuterRef("entry_id"), key__in=keys_of(person))))

    def with_counts(self) -> DossierQuerySet:
        """With `.papers`, how many lie in each."""
        return self.annotate(papers=Count("filings"))

    def matching(self, words: str) -> DossierQuerySet:
        """Whose title or code has all the words, with or without marks."""
        found = self
        for word in vietnamese.words(words, folded=True).split():
            found = found.filter(entry__indexed__title_folded__contains=word)
        return found


class FilingQuerySet(models.QuerySet["Filing"]):
    def visible_to(self, person: Person) -> FilingQuerySet:
        """Filings of papers the person may see: a dossier does not open its papers."""
        return self.filter(Exists(Access.objects.filter(entry=OuterRef("entry_id"), key__in=keys_of(person))))


class Dossier(Versioned):
    """Hồ sơ công việc: the papers of one matter, kept by one person."""

    body = models.ForeignKey("people.Body", models.PROTECT, related_name="+", verbose_name="cơ quan")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="dossier")
    code = models.CharField("số, ký hiệu hồ sơ", max_length=60)
    title = models.CharField("tiêu đề", max_length=500)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị"
    )
    keeper = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="người lập")
    retention = models.CharField("thời hạn bảo quản", max_length=40, blank=True)
    opened_on = models.DateField("mở ngày")
    state = models.CharField("tình trạng", max_length=10, choices=State, default=State.OPEN)
    closed_on = models.DateField("kết thúc ngày", null=True, blank=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ"
        ordering = ["-opened_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["body", "code"], name="dossier_code_once"),
            evidence("dossier_closed", [State.CLOSED], "closed_on"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Filing(models.Model):
    """A paper in a dossier."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="filings")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="filings")
    ordinal = models.PositiveIntegerField("thứ tự")
    filed_at = models.DateTimeField("đưa vào lúc", auto_now_add=True)
    filed_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    by_itself = models.BooleanField("tự động", default=False)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản trong hồ sơ"
        ordering = ["dossier_id", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["dossier", "entry"], name="filing_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.entry_id}"
