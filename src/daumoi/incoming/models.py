"""Arrivals: the papers that came in, each under its number in the incoming register."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Concat
from django.urls import reverse

from daumoi.catalogue.models import Access, Entry, Link
from daumoi.core.db import Versioned, evidence
from daumoi.documents.models import Delivery, Document, Recall
from daumoi.dossiers.models import Filing
from daumoi.people.duties import keys_of
from daumoi.people.models import Person
from daumoi.tasks.models import Directive, Line, Role
from daumoi.tasks.models import State as LineState

BOOK = "den"


class State(models.TextChoices):
    REGISTERED = "registered", "Chờ bút phê"
    DIRECTED = "directed", "Đang xử lý"
    DONE = "done", "Đã xong"
    STRUCK = "struck", "Đã gạch"


class Door(models.TextChoices):
    """The way by which a paper came."""

    PAPER = "paper", "Bản giấy"
    INSIDE = "inside", "Trong hệ thống"
    EMAIL = "email", "Thư điện tử"
    AXIS = "axis", "Trục liên thông"
    HAND = "hand", "Trao tay"


# What the sender asked about a paper already entered, and the answer: (words, tone) for a row of the register.
RECALL_MARKS = {
    "recall asked": ("đề nghị thu hồi", "due"),
    "recall agreed": ("đã thu hồi", "hold"),
    "recall refused": ("không thu hồi", "back"),
    "replace asked": ("đề nghị thay thế", "due"),
    "replace agreed": ("đã thay thế", "hold"),
    "replace refused": ("không thay thế", "back"),
}


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    def visible_to(self, person: Person) -> ArrivalQuerySet:
        """Whoever sees the entry sees the arrival."""
        return self.filter(Exists(Access.objects.filter(entry=OuterRef("entry_id"), key__in=keys_of(person))))

    def for_rows(self) -> ArrivalQuerySet:
        """With everything a row of the register shows: two queries however many rows."""
        lines = Line.objects.exclude(state__in=[LineState.RETURNED, LineState.WITHDRAWN])
        kind = Case(When(replacement=None, then=Value("recall ")), default=Value("replace "))
        recalls = Recall.objects.filter(delivery=OuterRef("delivery_id")).order_by("-id")
        return (
            self.select_related("document", "entry", "body")
            .annotate(last_recall=Subquery(recalls.annotate(mark=Concat(kind, F("state"))).values("mark")[:1]))
            .prefetch_related(
                Prefetch("entry__lines", queryset=lines.select_related("unit", "person"), to_attr="shown_lines")
            )
        )

    def for_page(self) -> ArrivalQuerySet:
        """With what its page shows, and whether there are notes, dossiers, a chain, a recall to ask for; one query."""
        entry = OuterRef("entry_id")
        return self.select_related("body__office", "entry__body", "document", "clerk", "delivery").annotate(
            has_notes=Exists(Directive.objects.filter(entry=entry)),
            has_dossiers=Exists(Filing.objects.filter(entry=entry)),
            has_recall=Exists(Recall.objects.filter(delivery=OuterRef("delivery_id"))),
            has_chain=Exists(Link.objects.filter(Q(source=entry) | Q(target=entry))),
        )


class Arrival(Versioned):
    """One line of the incoming register."""

    body = models.ForeignKey("people.Body", models.PROTECT, related_name="+", verbose_name="sổ của")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="arrival")
    document = models.OneToOneField(Document, models.PROTECT, related_name="arrival", verbose_name="văn bản")
    book = models.CharField("sổ", max_length=20, default=BOOK)
    period = models.CharField("kỳ", max_length=20)
    number = models.PositiveIntegerField("số đến")
    arrived_at = models.DateTimeField("đến lúc")
    hour_known = models.BooleanField("ghi cả giờ", default=True)
    door = models.CharField("đến bằng", max_length=10, choices=Door, default=Door.PAPER)
    clerk = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name="người vào sổ")
    registered_at = models.DateTimeField("vào sổ lúc", auto_now_add=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    delivery = models.OneToOneField(
        Delivery, models.PROTECT, null=True, blank=True, related_name="arrival", verbose_name="lượt gửi"
    )
    state = models.CharField("tình trạng", max_length=12, choices=State, default=State.REGISTERED)
    done_at = models.DateTimeField("xong lúc", null=True)
    struck_reason = models.CharField("lý do gạch", max_length=500, null=True)
    # What the form carried: the same form sent twice is one paper.
    token = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản đến"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["body", "book", "period", "number"], name="arrival_number_once"),
            models.UniqueConstraint(fields=["body", "token"], name="arrival_form_once"),
            models.CheckConstraint(name="arrival_number_positive", condition=Q(number__gt=0)),
            evidence("arrival_done", [State.DONE], "done_at"),
            evidence("arrival_struck", [State.STRUCK], "struck_reason"),
        ]
        indexes = [models.Index(fields=["body", "state", "-id"], name="arrival_state")]

    def __str__(self) -> str:
        return f"Số đến {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("incoming:detail", args=[self.pk])

    @property
    def tone(self) -> str:
        return {"registered": "new", "directed": "doing", "done": "done", "struck": "hold"}[self.state]

    @property
    def lead(self) -> Line | None:
        """The lead line, from what `for_rows` has read."""
        return next((line for line in self.entry.shown_lines if line.role == Role.LEAD), None)  # type: ignore[attr-defined]

    @property
    def recall_mark(self) -> tuple[str, str] | None:
        """What the register says of the sender's last wish to have the paper back, from what `for_rows` has read."""
        return RECALL_MARKS.get(self.last_recall or "")  # type: ignore[attr-defined]

    @property
    def is_closed(self) -> bool:
        return self.state in (State.DONE, State.STRUCK)


class Sender(models.Model):
    """A sender typed freely by the clerks of a body, offered again the next time."""

    body = models.ForeignKey("people.Body", models.CASCADE, related_name="+")
    name = models.CharField("nơi gửi", max_length=300)
    search_key = models.CharField(max_length=400, editable=False)
    used_at = models.DateTimeField("dùng lần cuối", auto_now=True)

    class Meta:
        verbose_name = "nơi gửi đã dùng"
        ordering = ["-used_at"]
        constraints = [models.UniqueConstraint(fields=["body", "search_key"], name="sender_once")]

    def __str__(self) -> str:
        return self.name
