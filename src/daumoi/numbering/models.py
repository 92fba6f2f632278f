"""Numbers: each given once, each accounted for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Counter(models.Model):
    """The last number given in a series and period of a body. Locked while one is taken."""

    body = models.ForeignKey("people.Body", models.PROTECT, related_name="+")
    series = models.CharField("dãy số", max_length=40, help_text="đến; loại văn bản; đại hội; bản sao")
    period = models.CharField("kỳ", max_length=20, help_text="năm hoặc nhiệm kỳ: y2026, t12")
    last = models.PositiveIntegerField("số cuối", default=0)
    given = models.PositiveIntegerField(
        "số dòng trong sổ", default=0, help_text="ít hơn số cuối thì sổ có khoảng trống"
    )

    class Meta:
        verbose_name = "bộ đếm"
        constraints = [models.UniqueConstraint(fields=["body", "series", "period"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.body_id}/{self.series}/{self.period}: {self.last}"


class NumberStatus(models.TextChoices):
    ISSUED = "issued", "Đã cấp"
    RESERVED = "reserved", "Giữ chỗ"
    VOID = "void", "Huỷ"


class Number(models.Model):
    """One number of a register: given to a paper, reserved with a reason, or void with a reason."""

    body = models.ForeignKey("people.Body", models.PROTECT, related_name="+")
    series = models.CharField("dãy số", max_length=40)
    period = models.CharField("kỳ", max_length=20)
    value = models.PositiveIntegerField("số")
    given_on = models.DateField("ngày")
    given_at = models.DateTimeField("cấp lúc")
    given_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    status = models.CharField("tình trạng", max_length=10, choices=NumberStatus, default=NumberStatus.ISSUED)
    entry = models.OneToOneField("catalogue.Entry", models.PROTECT, null=True, related_name="register_number")
    reason = models.CharField("lý do", max_length=300, null=True, blank=True)
    is_imported = models.BooleanField(
        "nhập từ sổ cũ", default=False, help_text="khoảng trống trước số này là của sổ cũ"
    )

    class Meta:
        verbose_name = "số đăng ký"
        ordering = ["body_id", "series", "period", "value"]
        constraints = [
            models.UniqueConstraint(fields=["body", "series", "period", "value"], name="number_once"),
            models.CheckConstraint(name="number_explained", condition=Q(status="issued") | Q(reason__isnull=False)),
            models.CheckConstraint(name="number_positive", condition=Q(value__gt=0)),
        ]
        indexes = [
            models.Index(fields=["body", "series", "period"], name="number_odd", condition=~Q(status="issued")),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.value}"
