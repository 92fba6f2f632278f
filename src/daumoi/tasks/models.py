"""What has to be done about a paper: the handling note and its lines, each with a state of its own."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q

from daumoi.catalogue.models import Access, Entry
from daumoi.core.db import evidence
from daumoi.people.duties import keys_of
from daumoi.people.models import Person


class Directive(models.Model):
    """A handling note (bút phê) on an entry, by the person whose duty it is, perhaps entered by another."""

    body = models.ForeignKey("people.Body", models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="directives")
    text = models.TextField("ý kiến chỉ đạo")
    author = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="người cho ý kiến")
    entered_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="người nhập")
    given_at = models.DateTimeField("cho ý kiến lúc", auto_now_add=True)

    class Meta:
        verbose_name = "bút phê"
        ordering = ["given_at", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class Role(models.TextChoices):
    LEAD = "lead", "Chủ trì"
    SUPPORT = "support", "Phối hợp"
    INFO = "info", "Để biết"


class State(models.TextChoices):
    WAITING = "waiting", "Mới chuyển"
    ACCEPTED = "accepted", "Đang xử lý"
    REPORTED = "reported", "Đã báo cáo"
    DONE = "done", "Đã xong"
    RETURNED = "returned", "Trả lại"
    WITHDRAWN = "withdrawn", "Đã rút"
    SEEN = "seen", "Đã xem"


OPEN = [State.WAITING, State.ACCEPTED, State.REPORTED]


class LineQuerySet(models.QuerySet["Line"]):
    def visible_to(self, person: Person) -> LineQuerySet:
        """Lines of entries the person sees."""
        return self.filter(Exists(Access.objects.filter(entry=OuterRef("entry_id"), key__in=keys_of(person))))

    def open(self) -> LineQuerySet:
        """Lines that somebody still has to do something about.

        Those have no day of being done, which finds them in an index of the few that have none.
        """
        return self.filter(state__in=OPEN, done_at=None)


class Line(models.Model):
    """One line of a handling note: who does what part, by when, and how far it is.

    The state belongs to the line, never to the paper.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="lines")
    directive = models.ForeignKey(Directive, models.PROTECT, related_name="lines", null=True)
    body = models.ForeignKey("people.Body", models.PROTECT, related_name="+")
    role = models.CharField("vai", max_length=10, choices=Role)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="lines", verbose_name="đơn vị"
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="lines", verbose_name="người"
    )
    state = models.CharField("tình trạng", max_length=12, choices=State, default=State.WAITING)
    due_on = models.DateField("hạn", null=True, blank=True)
    due_explained = models.CharField("cách tính hạn", max_length=500, blank=True)
    given_at = models.DateTimeField("giao lúc", auto_now_add=True)
    accepted_at = models.DateTimeField("nhận lúc", null=True)
    report = models.TextField("báo cáo kết quả", blank=True)
    reported_at = models.DateTimeField("báo cáo lúc", null=True)
    done_at = models.DateTimeField("xong lúc", null=True)
    returned_reason = models.CharField("lý do trả lại", max_length=500, null=True)
    forwarded_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="forwards")
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = "đầu việc"
        ordering = ["entry_id", "id"]
        constraints = [
            models.CheckConstraint(name="line_somebody", condition=Q(unit__isnull=False) | Q(person__isnull=False)),
            models.CheckConstraint(name="line_info_no_due", condition=~Q(role="info") | Q(due_on=None)),
            models.UniqueConstraint(
                fields=["entry"],
                name="line_one_lead",
                condition=Q(role="lead") & ~Q(state__in=["returned", "withdrawn"]),
            ),
            evidence("line_done", [State.DONE, State.SEEN], "done_at"),
            evidence("line_returned", [State.RETURNED], "returned_reason"),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="line_open", condition=Q(done_at=None)),
            models.Index(fields=["unit", "state", "due_on"], name="line_unit"),
            models.Index(fields=["person", "state", "due_on"], name="line_person"),
            models.Index(fields=["body", "state", "due_on"], name="line_body"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person or self.unit}"


class Phrase(models.Model):
    """A reusable phrase of a handling note."""

    body = models.ForeignKey("people.Body", models.CASCADE, related_name="+")
    owner = models.ForeignKey(
        "people.Person", models.CASCADE, null=True, blank=True, related_name="+", help_text="trống: dùng chung"
    )
    text = models.CharField("câu dùng lại", max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "câu dùng lại"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text
