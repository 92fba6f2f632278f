"""Lists of drafts and of issued papers, read through the catalogue. No query in a loop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from daumoi import vietnamese
from daumoi.catalogue.index import facet
from daumoi.catalogue.models import Kind
from daumoi.catalogue.search import Page, find
from daumoi.documents.models import Delivery, DeliveryState, Document
from daumoi.numbering.models import Number
from daumoi.outgoing.models import Draft, State
from daumoi.people.duties import VETTERS, standing
from daumoi.people.models import Body, Duty, Person, Term

PAGE = 50
MOST = 500


# --- drafts ---------------------------------------------------------------------------------------------

DRAFT_VIEWS = {
    "cua-toi": "Của tôi",
    "cho-tham-dinh": "Chờ thẩm định",
    "cho-ky": "Chờ ký",
    "cho-cap-so": "Chờ cấp số",
    "dang-soan": "Đang soạn",
    "tat-ca": "Tất cả",
}
STATES = {
    "cho-tham-dinh": State.IN_REVIEW,
    "cho-ky": State.REVIEWED,
    "cho-cap-so": State.SIGNED,
    "dang-soan": State.DRAFTING,
}


def default_view(person: Person, body: Body) -> str:
    """Where somebody's work lies: the appraiser's, the signer's, the clerk's, the author's."""
    mine = standing(person)
    if mine.holds(Duty.LEADER, body.pk):
        return "cho-ky"
    if mine.holds(VETTERS, body.pk):
        return "cho-tham-dinh"
    return "cho-cap-so" if mine.holds(Duty.CLERK, body.pk) else "cua-toi"


@dataclass(frozen=True)
class Listed:
    rows: list[Any]
    newer: str | None
    older: str | None
    total: Any
    notes: list[str] = field(default_factory=list)


def drafts(
    person: Person, body: Body, view: str, words: str = "", *, after: str | None = None, before: str | None = None
) -> Listed:
    """A page of drafts, newest first. One's own are those one wrote, whatever body they are for."""
    wanted: list[Any] = [facet("kind", Kind.DRAFT)]
    if view == "cua-toi":
        units = [facet("unit", pk) for pk in sorted(standing(person).unit_ids)]
        wanted.append((facet("author", person.pk), *units))
    else:
        wanted.append(facet("body", body.pk))
    if state := STATES.get(view):
        wanted.append(facet("instate", state))
    page = find(person, words, facets=wanted, after=after, before=before, limit=PAGE, entries=False)
    rows = Draft.objects.visible_to(person).select_related("author", "unit", "body", "current__signer", "document")
    return Listed(page.bring(rows), page.newer, page.older, page.total, list(page.notes))


def draft_counts(person: Person, body: Body) -> dict[str, int]:
    """How many wait in each of the working views. One query over what is open."""
    mine = Q(author=person) | Q(unit_id__in=standing(person).unit_ids)
    opened = [State.DRAFTING, State.IN_REVIEW, State.REVIEWED, State.SIGNED]
    found = (
        Draft.objects.visible_to(person)
        .filter(state__in=opened)
        .aggregate(
            mine=Count("pk", filter=mine),
            **{name.replace("-", "_"): Count("pk", filter=Q(body=body, state=state)) for name, state in STATES.items()},
        )
    )
    return {"cua-toi": found["mine"], **{name: found[name.replace("-", "_")] for name in STATES}}


# --- issued papers --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Filters:
    """What the register is narrowed by, as it stands in the address."""

    words: str = ""
    type_code: str = ""
    term: str = ""
    since: date | None = None
    until: date | None = None
    problems: tuple[str, ...] = ()
    typed_since: str = ""  # what stands in the field, also when it cannot be read
    typed_until: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.words or self.since or self.until)


def filters_of(query: Any, terms: Iterable[Term]) -> Filters:
    """Read the address. A term gives its days; what cannot be read is left out and said."""
    problems: list[str] = []

    def day(name: str) -> date | None:
        typed = query.get(name, "").strip()
        try:
            return vietnamese.parse_date(typed, today=timezone.localdate()) if typed else None
        except ValueError as error:
            problems.append(str(error))
            return None

    def typed(name: str, read: date | None) -> str:
        return f"{read:%d/%m/%Y}" if read else query.get(name, "").strip()[:40]

    wanted = query.get("nhiem-ky", "")
    since, until = day("tu"), day("den")
    return Filters(
        words=query.get("q", "").strip()[:300],
        type_code=query.get("loai", "")[:40],
        term=wanted if wanted in {str(term.pk) for term in terms} else "",
        since=since,
        until=until,
        problems=tuple(problems),
        typed_since=typed("tu", since),
        typed_until=typed("den", until),
    )


def sent_to(document: Document) -> str:
    """Where a paper went. An entry names its issuer where an old register knew no recipients: that is no answer."""
    party = document.entry.party
    return "" if party == document.issuer_name else party


def register(
    person: Person,
    body: Body,
    filters: Filters,
    term: Term | None,
    *,
    after: str | None = None,
    before: str | None = None,
    limit: int = PAGE,
    counted: bool = True,
) -> Listed:
    """A page of the register of issued papers, newest first."""
    page = _found(person, body, filters, term, after, before, limit, counted)
    return Listed(page.bring(_rows(person)), page.newer, page.older, page.total, list(page.notes))


def _found(
    person: Person,
    body: Body,
    filters: Filters,
    term: Term | None,
    after: str | None,
    before: str | None,
    limit: int,
    counted: bool,
) -> Page:
    wanted = [facet("kind", Kind.OUTGOING), facet("body", body.pk)]
    if filters.type_code:
        wanted.append(facet("type", filters.type_code))
    since = max(filter(None, [filters.since, term.starts_on if term else None]), default=None)
    until = min(filter(None, [filters.until, term.ends_on if term else None]), default=None)
    return find(
        person, filters.words, facets=wanted, since=since, until=until, after=after, before=before, limit=limit,
        counted=counted, entries=False,
    )  # fmt: skip


def _rows(person: Person) -> QuerySet[Document]:
    """The documents the person may see, each with `sent` and `received` of its deliveries."""
    arrived = ~Q(deliveries__state__in=[DeliveryState.PENDING, DeliveryState.SENT, DeliveryState.REFUSED])
    return Document.objects.visible_to(person).annotate(
        places=Count("deliveries"),
        received=Count("deliveries", filter=arrived),
        unsent=Count("deliveries", filter=Q(deliveries__state=DeliveryState.PENDING)),
        refused=Count("deliveries", filter=Q(deliveries__state=DeliveryState.REFUSED)),
    )


def every(person: Person, body: Body, filters: Filters, term: Term | None, *, most: int) -> Iterator[Document]:
    """All that the filters find, a page at a time, for the spreadsheet."""
    after: str | None = None
    given = 0
    while given < most:
        page = _found(person, body, filters, term, after, None, min(MOST, most - given), False)
        yield from page.bring(_rows(person))
        given += len(page.ordinals)
        if page.older is None or not page.ordinals:
            return
        after = page.older


# --- the official book ------------------------------------------------------------------------------------


@dataclass
class Line:
    """One line of the official register: a number, and the paper it stands on or the reason it does not."""

    number: Number
    document: Document | None
    deliveries: list[Delivery]

    @property
    def recipients(self) -> str:
        if self.deliveries:
            return "; ".join(delivery.recipient_name for delivery in self.deliveries)
        return sent_to(self.document) if self.document else ""

    @property
    def sent_on(self) -> date | None:
        sent = [delivery.sent_at for delivery in self.deliveries if delivery.sent_at]
        return timezone.localdate(min(sent)) if sent else None

    @property
    def signed_for(self) -> str:
        got = sum(delivery.state not in {"pending", "sent", "refused"} for delivery in self.deliveries)
        return f"{got}/{len(self.deliveries)}" if self.deliveries else ""


def book(person: Person, body: Body, series: str, period: str, *, first: int, most: int) -> list[Line]:
    """The lines of one series in the order of their numbers, reserved and struck ones included. Three queries."""
    numbers = list(
        Number.objects.filter(body=body, series=series, period=period, value__gte=first).order_by("value")[:most]
    )
    entries = [number.entry_id for number in numbers if number.entry_id]
    documents = {
        document.entry_id: document
        for document in Document.objects.visible_to(person).filter(entry_id__in=entries).select_related("entry")
    }
    deliveries: dict[int, list[Delivery]] = {}
    for delivery in Delivery.objects.filter(document__in=documents.values()):
        deliveries.setdefault(delivery.document_id, []).append(delivery)
    return [
        Line(number, found := documents.get(number.entry_id or 0), deliveries.get(found.pk, []) if found else [])
        for number in numbers
    ]


# --- numbers ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Series:
    """What a series of numbers looks like: how many were issued, kept, struck, and what nobody can account for."""

    key: str
    period: str
    label: str
    period_label: str
    last: int
    given: int
    reserved: int
    void: int

    @property
    def issued(self) -> int:
        return self.given - self.reserved - self.void

    @property
    def gaps(self) -> int:
        return self.last - self.given


def gaps_of(body: Body, series: str, period: str, last: int, *, most: int = 50) -> list[tuple[int, int]]:
    """The stretches of numbers that no line accounts for, from old registers; the first `most` of them."""
    found: list[tuple[int, int]] = []
    expected = 1
    values = (
        Number.objects.filter(body=body, series=series, period=period).order_by("value").values_list("value", flat=True)
    )
    for value in values.iterator(chunk_size=2000):
        if value > expected:
            found.append((expected, value - 1))
            if len(found) == most:
                return found
        expected = value + 1
    if expected <= last:
        found.append((expected, last))
    return found
