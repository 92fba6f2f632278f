"""The incoming register as lists: views, filters, rows by day, counts. Reads only, through the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from daumoi import vietnamese
from daumoi.calendar.book import office_days
from daumoi.calendar.rules import working_days_between
from daumoi.catalogue.index import facet
from daumoi.catalogue.models import Kind
from daumoi.catalogue.search import Page, find
from daumoi.incoming.models import Arrival, ArrivalQuerySet, State
from daumoi.people.models import Body, Person
from daumoi.tasks.models import OPEN, Line, Role

PAGE = 50
MOST_OPEN = 300

VIEWS = {
    "cho": "Chờ bút phê",
    "xu-ly": "Đang xử lý",
    "hom-nay": "Đến hạn hôm nay",
    "tre": "Trễ",
    "xong": "Đã xong",
    "nam": "Cả năm",
}
DEFAULT = "xu-ly"
STATES = {"cho": State.REGISTERED, "xu-ly": State.DIRECTED, "xong": State.DONE}
BY_DAY = ("hom-nay", "tre")


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed by, as it stands in the address."""

    view: str = DEFAULT
    words: str = ""
    type_code: str = ""
    urgent: bool = False
    issuer: int | None = None
    since: date | None = None
    until: date | None = None
    problems: tuple[str, ...] = ()

    @property
    def narrowed(self) -> bool:
        return bool(self.words or self.type_code or self.urgent or self.issuer or self.since or self.until)


def filters_of(query: Any) -> Filters:
    """Read the address; what cannot be read is left out and said."""
    problems: list[str] = []

    def day(name: str) -> date | None:
        typed = query.get(name, "").strip()
        if not typed:
            return None
        try:
            return vietnamese.parse_date(typed, today=timezone.localdate())
        except ValueError as error:
            problems.append(str(error))
            return None

    view = query.get("xem", DEFAULT)
    issuer = query.get("noi-gui", "")
    return Filters(
        view=view if view in VIEWS else DEFAULT,
        words=query.get("q", "").strip()[:300],
        type_code=query.get("loai", "")[:40],
        urgent=query.get("khan") == "1",
        issuer=int(issuer) if issuer.isdecimal() and len(issuer) < 18 else None,
        since=day("tu"),
        until=day("den"),
        problems=tuple(problems),
    )


@dataclass(frozen=True)
class Register:
    """One page of the register."""

    arrivals: list[Arrival]
    newer: str | None = None
    older: str | None = None
    total: Any = None
    notes: list[str] = field(default_factory=list)


def read(
    person: Person,
    body: Body,
    filters: Filters,
    *,
    after: str | None = None,
    before: str | None = None,
    limit: int = PAGE,
    counted: bool = True,
) -> Register:
    """One page, newest first; what is due or late, most pressing first."""
    if filters.view in BY_DAY:
        return _by_day(person, body, filters)
    page = _found(person, body, filters, after, before, limit, counted)
    return Register(
        page.bring(_rows(person)), page.newer, page.older, page.total if counted else None, list(page.notes)
    )


def _found(
    person: Person, body: Body, filters: Filters, after: str | None, before: str | None, limit: int, counted: bool
) -> Page:
    return find(
        person,
        filters.words,
        facets=_facets(body, filters),
        since=filters.since,
        until=filters.until,
        after=after,
        before=before,
        limit=limit,
        counted=counted,
        entries=False,
    )


def _facets(body: Body, filters: Filters) -> list[str]:
    words = [facet("kind", Kind.INCOMING), facet("body", body.pk)]
    if state := STATES.get(filters.view):
        words.append(facet("instate", state))
    elif not (filters.since or filters.until):
        words.append(facet("year", timezone.localdate().year))
    if filters.type_code:
        words.append(facet("type", filters.type_code))
    if filters.urgent:
        words.append(facet("urgency", "khan"))
    if filters.issuer:
        words.append(facet("issuer", filters.issuer))
    return words


def _rows(person: Person) -> ArrivalQuerySet:
    return Arrival.objects.visible_to(person).for_rows()


def every(person: Person, body: Body, filters: Filters, *, most: int) -> Iterator[Arrival]:
    """All that the filters find, a page at a time, for exports and printing; no more than `most`."""
    if filters.view in BY_DAY:
        yield from _by_day(person, body, filters).arrivals
        return
    after: str | None = None
    given = 0
    while given < most:
        page = _found(person, body, filters, after, None, min(500, most - given), False)
        yield from page.bring(_rows(person))
        given += len(page.ordinals)
        if page.older is None or not page.ordinals:
            return
        after = page.older


# --- due and late -----------------------------------------------------------------------------------------


def _pressing(body: Body, filters: Filters, today: date) -> Any:
    lines = Line.objects.open().filter(body=body).exclude(role=Role.INFO)
    return lines.filter(due_on=today) if filters.view == "hom-nay" else lines.filter(due_on__lt=today)


def _by_day(person: Person, body: Body, filters: Filters) -> Register:
    """Few by nature: the papers with an open line due today, or overdue. Oldest deadline first."""
    today = timezone.localdate()
    lines = _pressing(body, filters, today)
    found = Arrival.objects.visible_to(person).filter(body=body, state=State.DIRECTED)
    found = found.filter(Exists(lines.filter(entry=OuterRef("entry_id"))))
    if filters.type_code:
        found = found.filter(document__type_code=filters.type_code)
    if filters.urgent:
        found = found.exclude(document__urgency="normal")
    if filters.issuer:
        found = found.filter(document__issuer_id=filters.issuer)
    rows = list(found.for_rows().order_by("-id")[:MOST_OPEN])
    if filters.words:
        wanted = vietnamese.words(filters.words, folded=True).split()
        rows = [row for row in rows if all(word in _said(row) for word in wanted)]
    rows.sort(key=lambda row: (row.lead.due_on or today if row.lead else today, -row.pk))
    notes = [f"Đang hiện {MOST_OPEN} văn bản mới nhất."] if len(rows) == MOST_OPEN else []
    return Register(rows, total=len(rows), notes=notes)


def _said(row: Arrival) -> str:
    return vietnamese.words(f"{row.document.number} {row.document.subject} {row.document.issuer_name}", folded=True)


def counts(person: Person, body: Body) -> dict[str, int]:
    """How many papers each of the working views holds; one query."""
    today = timezone.localdate()
    lines = Line.objects.open().filter(entry=OuterRef("entry_id")).exclude(role=Role.INFO)
    working = Arrival.objects.visible_to(person).filter(body=body, state__in=[State.REGISTERED, State.DIRECTED])
    found = working.annotate(
        due=Exists(lines.filter(due_on=today)), late=Exists(lines.filter(due_on__lt=today))
    ).aggregate(
        cho=Count("pk", filter=Q(state=State.REGISTERED)),
        xu_ly=Count("pk", filter=Q(state=State.DIRECTED)),
        hom_nay=Count("pk", filter=Q(state=State.DIRECTED, due=True)),
        tre=Count("pk", filter=Q(state=State.DIRECTED, late=True)),
    )
    return {name.replace("_", "-"): value for name, value in found.items()}


def by_day(arrivals: Iterable[Arrival]) -> list[dict[str, Any]]:
    """Rows under the day on which they came."""
    groups = groupby(arrivals, key=lambda arrival: timezone.localdate(arrival.arrived_at))
    return [{"day": day, "arrivals": list(rows)} for day, rows in groups]


def mark_late(arrivals: Iterable[Arrival], body: Body) -> None:
    """Give each row `due`, `days_late` (working days) and `closed`; one query for the calendar."""
    arrivals, today = list(arrivals), timezone.localdate()
    late = [row for row in arrivals if row.lead and row.lead.due_on and row.lead.due_on < today and not row.is_closed]
    days = office_days(body) if late else None
    for row in arrivals:
        lead = row.lead
        row.due = lead.due_on if lead else None  # type: ignore[attr-defined]
        row.closed = row.is_closed or (lead is not None and lead.state not in OPEN)  # type: ignore[attr-defined]
        row.days_late = (  # type: ignore[attr-defined]
            max(1, working_days_between(row.due, today, days)) if row in late and days and not row.closed else None  # type: ignore[attr-defined]
        )


def for_print(person: Person, body: Body, since: date, until: date, *, most: int) -> list[Arrival]:
    """The official register from one day to another, in the order of its numbers."""
    rows = Arrival.objects.visible_to(person).filter(body=body, entry__day__gte=since, entry__day__lte=until)
    return list(rows.for_rows().order_by("period", "number")[:most])
