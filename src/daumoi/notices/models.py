"""Notices: what a person should know, in the program and by e-mail."""

from __future__ import annotations

from typing import Any

from django.db import models


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, person: Any) -> NoticeQuerySet:
        """The person's own notices: nobody reads another's."""
        return self.filter(person_id=person.pk)

    def waiting(self) -> NoticeQuerySet:
        return self.filter(seen_at=None)

    def newest(self, person: Any, most: int = 8) -> tuple[list[Notice], int]:
        """The person's newest notices, and how many were not seen yet: one query for both."""
        unseen = (
            Notice.objects.of(person).waiting().order_by().values("person").annotate(n=models.Count("pk")).values("n")
        )
        found: list[Any] = list(self.of(person).annotate(unseen=models.Subquery(unseen))[:most])
        return found, (found[0].unseen or 0) if found else 0


class Notice(models.Model):
    """One notice to one person. Its subject is an address inside the program."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="notices")
    text = models.CharField("nội dung", max_length=500)
    url = models.CharField("địa chỉ", max_length=300, blank=True)
    cause = models.CharField("vì", max_length=80)
    made_at = models.DateTimeField("lúc", auto_now_add=True)
    seen_at = models.DateTimeField("đã xem lúc", null=True)
    mailed_at = models.DateTimeField("đã gửi thư lúc", null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo"
        ordering = ["-id"]
        indexes = [models.Index(fields=["person", "seen_at", "-id"], name="notice_waiting")]

    def __str__(self) -> str:
        return self.text
