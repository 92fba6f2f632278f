"""Rule sets as rows. A row is written once: a correction is a new row that replaces the old one, with a reason."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q


class Origin(models.TextChoices):
    BUILTIN = "builtin", "Kèm theo chương trình"
    FILE = "file", "Nạp từ tệp"
    EDIT = "edit", "Sửa trên trang"
    CONFIRM = "confirm", "Xác minh"


class RuleSetQuerySet(models.QuerySet["RuleSetRow"]):
    def visible_to(self, _person: object) -> RuleSetQuerySet:
        """Everybody who works here may read the rules."""
        return self.select_related("loaded_by")

    def with_successor(self) -> RuleSetQuerySet:
        return self.select_related("loaded_by", "replaced_by", "replaces")


class RuleSetRow(models.Model):
    """One revision of a rule set.

    `replaces` is the revision it corrects, for all days; a row of the same key that replaces nothing holds from its
    own first day on, and the earlier one until then. `content` says everything; the columns repeat what is searched.
    """

    system = models.CharField("hệ thống", max_length=10, choices=[("party", "Đảng"), ("state", "Nhà nước")])
    key = models.CharField("mã", max_length=40)
    revision = models.PositiveIntegerField("bản")
    title = models.CharField("tên", max_length=200)
    effective_from = models.DateField("hiệu lực từ")
    effective_to = models.DateField("đến hết ngày", null=True, blank=True)
    content: models.JSONField[Any, Any] = models.JSONField("nội dung")
    sha256 = models.CharField("mã kiểm tra", max_length=64)
    verified = models.BooleanField("đã xác minh mọi phần", default=False)
    origin = models.CharField("nguồn", max_length=10, choices=Origin)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="thay cho bản"
    )
    reason = models.CharField("lý do", max_length=500)
    loaded_at = models.DateTimeField("nạp lúc", auto_now_add=True)
    loaded_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", verbose_name="người nạp"
    )

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = "bộ quy định"
        ordering = ["system", "-effective_from", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["key", "revision"], name="rule_set_revision_once"),
            models.CheckConstraint(
                name="rule_set_dates", condition=Q(effective_to=None) | Q(effective_from__lte=F("effective_to"))
            ),
            models.CheckConstraint(name="rule_set_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.key}, bản {self.revision}"
