"""Old registers on their way in: a batch is one file for one register, its rows wait here until all go in together."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from daumoi.core.db import Versioned, evidence
from daumoi.people.duties import standing
from daumoi.people.models import Duty, Person

IMPORTERS = frozenset({Duty.CLERK, Duty.CHIEF, Duty.ADMIN})


def importing_bodies(person: Person) -> set[int]:
    """The bodies whose old registers the person may bring in."""
    mine = standing(person)
    return {body for post in mine.appointments if post.duty in IMPORTERS for body in mine.reach(post)}


class Book(models.TextChoices):
    OUTGOING = "outgoing", "Sổ văn bản đi"
    INCOMING = "incoming", "Sổ văn bản đến"


class State(models.TextChoices):
    DRAFT = "draft", "Chờ ghép cột"
    CHECKED = "checked", "Đã kiểm tra"
    IMPORTING = "importing", "Đang nhập"
    DONE = "done", "Đã nhập"
    DROPPED = "dropped", "Đã bỏ"


class Work(models.TextChoices):
    """What the program is doing with the batch just now."""

    NOTHING = "", "không"
    READ = "read", "đang đọc tệp"
    CHECK = "check", "đang kiểm tra từng dòng"
    PREPARE = "prepare", "đang chuẩn bị"
    WRITE = "write", "đang ghi vào sổ"


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, person: Person) -> BatchQuerySet:
        """Whoever may import for the body sees what was imported for it."""
        return self.filter(body_id__in=importing_bodies(person))


class Batch(Versioned):
    """One file of an old register, for one body and one book."""

    body = models.ForeignKey("people.Body", models.PROTECT, related_name="+", verbose_name="sổ của")
    book = models.CharField("sổ", max_length=10, choices=Book)
    name = models.CharField("tên tệp", max_length=255)
    sha256 = models.CharField("dấu vân của tệp", max_length=64, blank=True)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+", help_text="chỉ giữ đến khi đọc xong các dòng"
    )
    columns: models.JSONField[Any, Any] = models.JSONField("các cột trong tệp", default=list)
    mapping: models.JSONField[Any, Any] = models.JSONField("ghép cột", default=dict, help_text="{mục: tên cột}")
    notes: models.JSONField[Any, Any] = models.JSONField("điều cần biết về tệp", default=list)
    counts: models.JSONField[Any, Any] = models.JSONField("số dòng", default=dict)
    is_read = models.BooleanField("đã đọc hết tệp", default=False)
    work = models.CharField("đang làm", max_length=10, choices=Work, blank=True, default=Work.NOTHING)
    work_done = models.PositiveIntegerField("đã làm", default=0)
    work_total = models.PositiveIntegerField("tổng số", default=0)
    problem = models.TextField("trục trặc", blank=True)
    state = models.CharField("tình trạng", max_length=10, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name="người nhập")
    made_at = models.DateTimeField("tải lên lúc", auto_now_add=True)
    done_at = models.DateTimeField("nhập xong lúc", null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = "lần nhập sổ cũ"
        ordering = ["-id"]
        constraints = [
            evidence("batch_done", [State.DONE], "done_at"),
            models.CheckConstraint(name="batch_read", condition=Q(state__in=["draft", "dropped"]) | Q(is_read=True)),
        ]
        indexes = [models.Index(fields=["body", "-id"], name="batch_body")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("exchange:batch", args=[self.pk])

    @property
    def tone(self) -> str:
        return {"draft": "new", "checked": "due", "importing": "doing", "done": "done", "dropped": "hold"}[self.state]

    @property
    def reported(self) -> int:
        """The rows that were understood not to belong into the register, or not understood."""
        return sum(self.counts.get("problems", {}).values())

    @property
    def percent(self) -> int:
        return min(100, self.work_done * 100 // self.work_total) if self.work_total else 0


class RowQuerySet(models.QuerySet["Row"]):
    def visible_to(self, person: Person) -> RowQuerySet:
        return self.filter(batch__body_id__in=importing_bodies(person))


class Row(models.Model):
    """One row of the file: as it stood there, as it was understood, and what became of it.

    `problem` is the kind of thing that keeps it out of the register, `told`
    says it to people; `remarks` are what to look at in a row that goes in.
    `text` and `folded` hold the words of the paper, ready for the search,
    only while the batch goes in.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField("thứ tự")
    place = models.CharField("chỗ trong tệp", max_length=80)
    raw: models.JSONField[Any, Any] = models.JSONField("như trong tệp", default=dict)
    said: models.JSONField[Any, Any] = models.JSONField("đã hiểu là", default=dict)
    problem = models.CharField("vướng", max_length=20, blank=True)
    told = models.CharField("vướng vì", max_length=500, blank=True)
    remarks: models.JSONField[Any, Any] = models.JSONField("lưu ý", default=list)
    text = models.TextField("toàn văn", blank=True)
    folded = models.TextField("toàn văn không dấu", blank=True)
    is_prepared = models.BooleanField("đã chuẩn bị", default=False)
    entry = models.OneToOneField(
        "catalogue.Entry", models.PROTECT, null=True, related_name="imported_row", verbose_name="thành mục"
    )

    objects = RowQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng sổ cũ"
        ordering = ["batch_id", "position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="row_once")]
        indexes = [models.Index(fields=["batch", "problem", "position"], name="row_problem")]

    def __str__(self) -> str:
        return self.place


class ColumnMap(models.Model):
    """How a body put the columns of such a file to their meaning, offered again for the next file like it."""

    body = models.ForeignKey("people.Body", models.CASCADE, related_name="+")
    book = models.CharField("sổ", max_length=10, choices=Book)
    columns_key = models.CharField("bộ cột", max_length=64)
    mapping: models.JSONField[Any, Any] = models.JSONField("ghép cột", default=dict)
    used_at = models.DateTimeField("dùng lần cuối", auto_now=True)

    class Meta:
        verbose_name = "cách ghép cột"
        constraints = [models.UniqueConstraint(fields=["body", "book", "columns_key"], name="column_map_once")]

    def __str__(self) -> str:
        return self.columns_key[:12]
