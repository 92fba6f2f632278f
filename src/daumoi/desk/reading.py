"""What waits for a person, what is due and what is late: read in a handful of queries, whatever the office holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from daumoi.calendar.book import office_days
from daumoi.calendar.rules import Days, working_days_between
from daumoi.documents.models import Delivery
from daumoi.incoming.models import Arrival
from daumoi.incoming.models import State as Arriving
from daumoi.outgoing.models import Draft, Opinion, OpinionState
from daumoi.outgoing.models import State as Drafting
from daumoi.people.duties import Standing, standing
from daumoi.people.models import Body, Duty, Person
from daumoi.rulesets.book import type_name
from daumoi.tasks.models import Line, Role
from daumoi.tasks.rules import DIRECTORS

MOST = 40
REVIEWERS = frozenset({Duty.REVIEWER, Duty.CHIEF, Duty.DEPUTY_CHIEF})


@dataclass(frozen=True)
class Row:
    """One thing that waits: where it is, what it is, by when, and the verb that opens it."""

    number: str
    title: str
    url: str
    note: str
    verb: str
    due_on: date | None = None
    days_late: int = 0


@dataclass(frozen=True)
class Group:
    name: str
    rows: list[Row]
    more: str = ""

    @property
    def count(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Desk:
    """The groups in the order of a day, and the figures of its sentence."""

    groups: list[Group]
    today: date

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]

    @property
    def waiting(self) -> int:
        return len(self.rows)

    @property
    def due_today(self) -> list[Row]:
        return [row for row in self.rows if row.due_on == self.today]

    @property
    def late(self) -> list[Row]:
        return sorted((row for row in self.rows if row.days_late), key=lambda row: -row.days_late)


class _Lateness:
    """How late something is, in working days. The calendar is read only when something is late."""

    def __init__(self, body: Body, today: date) -> None:
        self.body, self.today = body, today

    @cached_property
    def calendar(self) -> Days:
        return office_days(self.body)

    def days(self, due_on: date | None) -> int:
        if due_on is None or due_on >= self.today:
            return 0
        return max(1, working_days_between(due_on, self.today, self.calendar))


def desk_of(person: Person, body: Body | None) -> Desk:
    """What waits for the person in the body at work; a group without rows is left out."""
    today, mine = timezone.localdate(), standing(person)
    if body is None:
        return Desk([], today)
    late = _Lateness(body, today)
    drafts = _drafts(person, mine, body)
    groups = [
        _deliveries(mine, body),
        _to_direct(person, mine, body),
        _lines(person, mine, late),
        _opinions(person, mine, late),
        _some(drafts, "Chờ thẩm định", "Thẩm định", lambda draft: _reviews(draft, mine, person)),
        _some(drafts, "Chờ đồng chí ký", "Ký", lambda draft: _signs(draft, person)),
        _some(drafts, "Chờ cấp số, phát hành", "Cấp số", lambda draft: _issues(draft, mine)),
        _some(drafts, "Đang soạn", "Soạn tiếp", lambda draft: _writes(draft, person)),
    ]
    return Desk([group for group in groups if group.rows], today)


# --- papers that came in ---------------------------------------------------------------------------


def _deliveries(mine: Standing, body: Body) -> Group:
    rows = []
    if mine.holds(Duty.CLERK, body.pk):
        waiting = Delivery.objects.waiting_for([body.pk]).select_related("document__body").order_by("-sent_at")[:MOST]
        rows = [
            Row(
                delivery.document.number,
                delivery.document.subject,
                f"{reverse('incoming:reception')}?gui={delivery.pk}",
                f"{delivery.document.body} · {timezone.localtime(delivery.sent_at):%H:%M %d/%m}",
                "Tiếp nhận",
            )
            for delivery in waiting
        ]
    return Group("Cơ quan khác gửi đến", rows)


def _to_direct(person: Person, mine: Standing, body: Body) -> Group:
    """Papers without a handling note, for those who write it and for their assistants."""
    directs = mine.holds(DIRECTORS, body.pk) or any(
        appointment.duty in DIRECTORS and body.pk in mine.reach(appointment) for appointment in mine.assisted
    )
    rows = []
    if directs:
        waiting = Arrival.objects.visible_to(person).filter(body=body, state=Arriving.REGISTERED)
        rows = [
            Row(
                str(arrival.number),
                arrival.entry.title or "(không ghi trích yếu)",
                reverse("incoming:direct", args=[arrival.pk]),
                f"{arrival.document.number or 'không số'} · {arrival.document.issuer_name}",
                "Bút phê",
            )
            for arrival in waiting.select_related("entry", "document").order_by("-id")[:MOST]
        ]
    return Group("Chờ bút phê", rows, more=f"{reverse('incoming:list')}?xem=cho")


def _lines(person: Person, mine: Standing, late: _Lateness) -> Group:
    in_hand = Q(person=person) | Q(person=None, unit__in=mine.unit_ids)
    found = Line.objects.open().filter(in_hand).select_related("entry", "unit").order_by("due_on", "id")[:MOST]
    rows = [
        Row(
            line.entry.number,
            line.entry.title or "(không ghi trích yếu)",
            line.entry.get_absolute_url(),
            f"{line.get_role_display()} · {line.get_state_display()}" + (f" · {line.unit}" if line.unit else ""),
            "Xem" if line.role == Role.INFO else ("Nhận việc" if line.state == "waiting" else "Xử lý"),
            line.due_on,
            late.days(line.due_on),
        )
        for line in found
    ]
    return Group("Việc được giao", _by_due(rows))


# --- papers that go out ----------------------------------------------------------------------------


def _drafts(person: Person, mine: Standing, body: Body) -> list[Draft]:
    """Every draft in which the next step may be this person's: one query."""
    wanted = Q(author=person, state=Drafting.DRAFTING) | Q(state=Drafting.REVIEWED, current__signer=person)
    if mine.holds(REVIEWERS, body.pk):
        wanted |= Q(state=Drafting.IN_REVIEW, body=body)
    if mine.holds(Duty.CLERK, body.pk):
        wanted |= Q(state=Drafting.SIGNED, body=body)
    found = Draft.objects.visible_to(person).filter(wanted).select_related("entry", "author", "unit", "current", "body")
    return list(found.order_by("-id")[: 3 * MOST])


def _some(drafts: Iterable[Draft], name: str, verb: str, belongs: Callable[[Draft], bool]) -> Group:
    return Group(name, [_draft_row(draft, verb) for draft in drafts if belongs(draft)][:MOST])


def _draft_row(draft: Draft, verb: str) -> Row:
    note = f"{type_name(draft.type_code)} · {draft.unit or draft.author}"
    return Row(draft.code, draft.subject, reverse("outgoing:detail", args=[draft.pk]), note, verb)


def _reviews(draft: Draft, mine: Standing, person: Person) -> bool:
    return (
        draft.state == Drafting.IN_REVIEW
        and mine.holds(REVIEWERS, draft.body_id)
        and draft.author_id != person.pk
        and draft.current is not None
        and draft.current.made_by_id != person.pk
    )


def _signs(draft: Draft, person: Person) -> bool:
    return draft.state == Drafting.REVIEWED and draft.current is not None and draft.current.signer_id == person.pk


def _issues(draft: Draft, mine: Standing) -> bool:
    return draft.state == Drafting.SIGNED and mine.holds(Duty.CLERK, draft.body_id)


def _writes(draft: Draft, person: Person) -> bool:
    return draft.state == Drafting.DRAFTING and draft.author_id == person.pk


def _opinions(person: Person, mine: Standing, late: _Lateness) -> Group:
    asked = Opinion.objects.filter(
        Q(person=person) | Q(unit__in=mine.unit_ids) | Q(body__in=mine.body_ids), state=OpinionState.ASKED
    )
    rows = [
        Row(
            opinion.draft.code,
            opinion.draft.subject,
            reverse("outgoing:detail", args=[opinion.draft_id]),
            f"{opinion.asked_by} xin ý kiến",
            "Góp ý",
            opinion.due_on,
            late.days(opinion.due_on),
        )
        for opinion in asked.select_related("draft", "asked_by").order_by("due_on", "id")[:MOST]
    ]
    return Group("Được xin ý kiến", _by_due(rows))


def _by_due(rows: list[Row]) -> list[Row]:
    """The most pressing first; what has no deadline last."""
    return sorted(rows, key=lambda row: (row.due_on is None, row.due_on or date.max))
