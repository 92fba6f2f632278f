"""Days that are not what their weekday says, the years whose calendar is official, and a stamp of the whole."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from daumoi.people.duties import standing
from daumoi.people.models import Person


class DayKind(models.TextChoices):
    HOLIDAY = "holiday", "Ngày lễ, tết"
    COMPENSATORY = "compensatory", "Nghỉ bù"
    SWAP_OFF = "swap_off", "Nghỉ hoán đổi"
    MAKE_UP_WORK = "make_up_work", "Làm bù"
    OFFICE_OFF = "office_off", "Cơ quan nghỉ"


class CalendarDayQuerySet(models.QuerySet["CalendarDay"]):
    def visible_to(self, person: Person | AnonymousUser) -> CalendarDayQuerySet:
        """The national days, and the own days of the offices that keep the registers of the person's bodies."""
        appointments = standing(person).appointments if isinstance(person, Person) else ()
        registries = {found.body.office_id or found.body_id for found in appointments}
        return self.filter(Q(body=None) | Q(body_id__in=registries)).select_related("body", "added_by")


class CalendarDay(models.Model):
    """One particular day: for everybody, or (`office_off`) for one body and the bodies whose registers it keeps."""

    date = models.DateField("ngày")
    kind = models.CharField("loại", max_length=20, choices=DayKind)
    name = models.CharField("tên gọi", max_length=120)
    source = models.CharField("căn cứ", max_length=300)
    body = models.ForeignKey(
        "people.Body", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan"
    )
    instead_of = models.DateField("hoán đổi với ngày", null=True, blank=True)
    added_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name="người ghi")
    added_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = "ngày trong lịch"
        ordering = ["date", "body_id"]
        constraints = [
            # Two constraints: SQLite cannot say that two empty bodies are the same.
            models.UniqueConstraint(fields=["date"], name="calendar_day_once", condition=Q(body=None)),
            models.UniqueConstraint(fields=["date", "body"], name="calendar_own_day_once"),
            models.CheckConstraint(
                name="calendar_office_off_has_body",
                condition=Q(kind="office_off", body__isnull=False) | (~Q(kind="office_off") & Q(body__isnull=True)),
            ),
            models.CheckConstraint(
                name="calendar_not_its_own_swap", condition=Q(instead_of=None) | ~Q(instead_of=F("date"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y}: {self.name}"


class CalendarYear(models.Model):
    """Whether the official calendar of a year (Tết, swaps) is known here, and from what paper."""

    year = models.PositiveSmallIntegerField("năm", unique=True)
    announced = models.BooleanField("đã có lịch chính thức", default=False)
    source = models.CharField("căn cứ", max_length=300, blank=True)

    class Meta:
        verbose_name = "năm trong lịch"
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class CalendarStamp(models.Model):
    """One row whose value changes with every change of the calendar; who changes the calendar locks it."""

    value = models.CharField(max_length=32)

    class Meta:
        verbose_name = "dấu phiên bản lịch"
        constraints = [models.CheckConstraint(name="calendar_one_stamp", condition=Q(id=1))]

    def __str__(self) -> str:
        return self.value
