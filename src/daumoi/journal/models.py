"""The journal: who did what, for whom, when, on what, and why. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models


class JournalQuerySet(models.QuerySet["JournalEntry"]):
    def of_bodies(self, bodies: Iterable[int]) -> JournalQuerySet:
        """The acts of these bodies: those whose whole journal a person may read (people.Person.journal_bodies)."""
        return self.filter(body_id__in=list(bodies))


class JournalEntry(models.Model):
    """One act. `hash` covers every column and the hash before it (see chain.py)."""

    seq = models.BigIntegerField("số thứ tự", primary_key=True)
    at = models.DateTimeField("lúc")
    actor_id = models.BigIntegerField("người làm", null=True)
    actor_name = models.CharField("tên người làm", max_length=200, blank=True)
    on_behalf_of_id = models.BigIntegerField("làm thay", null=True)
    on_behalf_of_name = models.CharField("tên người được làm thay", max_length=200, blank=True)
    body_id = models.BigIntegerField("cơ quan", null=True)
    action = models.CharField("việc", max_length=80)
    subject_type = models.CharField("loại đối tượng", max_length=80)
    subject_id = models.BigIntegerField("đối tượng")
    before = models.CharField("trước", max_length=40, blank=True)
    after = models.CharField("sau", max_length=40, blank=True)
    reason = models.TextField("lý do", blank=True)
    data: models.JSONField[Any, Any] = models.JSONField("chi tiết", default=dict)
    previous = models.CharField("dấu vân trước", max_length=64)
    hash = models.CharField("dấu vân", max_length=64)

    objects = JournalQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng nhật ký"
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "seq"], name="journal_subject"),
            models.Index(fields=["body_id", "seq"], name="journal_body"),
            models.Index(fields=["actor_id", "seq"], name="journal_actor"),
            models.Index(fields=["action", "seq"], name="journal_action"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"


class Anchor(models.Model):
    """The head of the chain at the end of a day, also written outside: makes a cut tail visible."""

    day = models.DateField("ngày", unique=True)
    seq = models.BigIntegerField("số thứ tự cuối")
    hash = models.CharField("dấu vân", max_length=64)
    made_at = models.DateTimeField("lập lúc", auto_now_add=True)

    class Meta:
        verbose_name = "mốc nhật ký"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.seq}"
