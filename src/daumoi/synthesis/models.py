"""The sentence of the term: how documents are grouped when they are counted, and the counts that were frozen."""

from __future__ import annotations

from typing import Any

from django.db import models

from daumoi.people.models import Body

DEFAULT_GROUPS: list[tuple[str, list[str]]] = [
    ("nghị quyết, chương trình hành động", ["nghi-quyet", "chuong-trinh"]),
    ("chỉ thị", ["chi-thi"]),
    ("thông báo", ["thong-bao"]),
    ("kết luận", ["ket-luan"]),
    ("kế hoạch", ["ke-hoach"]),
]


class Group(models.Model):
    """A line of the sentence: the types that are counted together, and the words for them."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="+")
    name = models.CharField("tên nhóm", max_length=150)
    type_codes: models.JSONField[Any, Any] = models.JSONField("loại văn bản", default=list)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "nhóm thống kê"
        ordering = ["body_id", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["body", "name"], name="group_name_once")]

    def __str__(self) -> str:
        return self.name


class Statement(models.Model):
    """The counts of a term as they stood at a cut-off day. Never changed: a newer count is a newer statement."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    term = models.ForeignKey("people.Term", models.PROTECT, related_name="statements")
    ordinal = models.PositiveSmallIntegerField("lần chốt")
    cutoff = models.DateField("mốc số liệu", help_text="hết ngày")
    sentence = models.TextField("câu")
    counts: models.JSONField[Any, Any] = models.JSONField("số liệu", help_text="[{name, types, count}]")
    total = models.PositiveIntegerField("tổng số văn bản")
    entries: models.JSONField[Any, Any] = models.JSONField("các văn bản đã đếm", help_text="[[mã, loại]]")
    sha256 = models.CharField("dấu vân", max_length=64)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    made_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    made_at = models.DateTimeField("chốt lúc", auto_now_add=True)

    class Meta:
        verbose_name = "bản chốt số liệu"
        ordering = ["term_id", "-ordinal"]
        constraints = [models.UniqueConstraint(fields=["term", "ordinal"], name="statement_once")]

    def __str__(self) -> str:
        return f"{self.term} lần {self.ordinal}"
