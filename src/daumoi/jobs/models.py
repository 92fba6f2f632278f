"""Promised work: a row written in the transaction that promises it, done afterwards by a worker."""

from __future__ import annotations

from typing import Any

from django.db import models

STATE_WORDS = {
    "done": "đã xong",
    "failed": "đã thôi thử",
    "running": "đang làm",
    "retrying": "chờ thử lại",
    "waiting": "đang chờ",
}


class JobQuerySet(models.QuerySet["Job"]):
    def in_state(self, state: str) -> JobQuerySet:
        """Jobs of one view of the page: waiting (also those under way), failed, or done."""
        if state == "failed":
            return self.exclude(failed_at=None)
        if state == "done":
            return self.exclude(done_at=None)
        return self.filter(done_at=None, failed_at=None)


class Job(models.Model):
    """One promise. `state` follows from the evidence: done_at, failed_at, leased_until."""

    name = models.CharField("việc", max_length=80)
    payload: models.JSONField[Any, Any] = models.JSONField("tham số", default=dict)
    priority = models.SmallIntegerField("ưu tiên", default=0, help_text="số lớn làm trước")
    unique_key = models.CharField("khoá duy nhất", max_length=200, null=True, unique=True)
    asked_by_id = models.BigIntegerField("người yêu cầu", null=True)
    body_id = models.BigIntegerField("cơ quan", null=True)
    created_at = models.DateTimeField("hứa lúc", auto_now_add=True)
    run_after = models.DateTimeField("làm từ")
    turn = models.DateField("lượt của ngày", null=True, help_text="chỉ có ở việc hằng ngày")
    leased_until = models.DateTimeField("đang giữ đến", null=True)
    leased_by = models.CharField("thợ đang giữ", max_length=100, blank=True)
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    done_at = models.DateTimeField("xong lúc", null=True)
    failed_at = models.DateTimeField("thôi thử lúc", null=True)
    last_error = models.TextField("lỗi lần cuối", blank=True)
    progress_done = models.PositiveIntegerField("đã làm", default=0)
    progress_total = models.PositiveIntegerField("tổng số", default=0)
    progress_note = models.CharField("đang làm", max_length=300, blank=True)
    result: models.JSONField[Any, Any] = models.JSONField("kết quả", null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "việc chạy nền"
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["-priority", "run_after", "id"],
                name="job_waiting",
                condition=models.Q(done_at=None, failed_at=None),
            ),
            models.Index(fields=["name", "-id"], name="job_name"),
        ]
        constraints = [models.UniqueConstraint(fields=["name", "turn"], name="job_one_a_day")]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"

    @property
    def state(self) -> str:
        if self.done_at:
            return "done"
        if self.failed_at:
            return "failed"
        if self.leased_until:
            return "running"
        return "retrying" if self.attempts else "waiting"

    def get_state_display(self) -> str:
        return STATE_WORDS[self.state]

    @property
    def tone(self) -> str:
        return {"done": "done", "failed": "late", "running": "doing", "retrying": "due"}.get(self.state, "new")

    @property
    def percent(self) -> int | None:
        """How far, in hundredths; None when the job does not say."""
        return min(100, self.progress_done * 100 // self.progress_total) if self.progress_total else None
