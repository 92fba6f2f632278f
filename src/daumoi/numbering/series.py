"""What makes a series start again at 1: a year, a term of office, a congress. A period has a key and dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from daumoi.core.errors import NotReady
from daumoi.people.duties import term_on
from daumoi.people.models import Body, Term


@dataclass(frozen=True)
class Period:
    """`key` is what the register stores: y2026, t12 (a term), c12 (the congress that opened that term)."""

    key: str
    label: str
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class Place:
    """Where a paper takes its number: which series of which body, in which period, and how the number is written."""

    series: str
    label: str
    period: Period
    abbreviation: str
    body_code: str
    style: str

    @property
    def sentence(self) -> str:
        return f"{self.label}, {self.period.label}"


def year(on: date) -> Period:
    return Period(f"y{on.year}", f"năm {on.year}", date(on.year, 1, 1), date(on.year, 12, 31))


def term(body: Body, on: date) -> Period:
    """The term of the committee on that day; refused when the office has not entered it."""
    found = term_on(body, on)
    if found is None:
        raise NotReady(
            f"Chưa khai nhiệm kỳ của {body} cho ngày {on:%d/%m/%Y} nên chưa biết số thuộc dãy nào.",
            advice="Nhờ quản trị khai nhiệm kỳ ở trang Cơ quan và nhân sự.",
        )
    return of_term(found)


def congress(body: Body, on: date) -> Period:
    """The congress that sits on that day; its series stops with its closing day."""
    found = Term.objects.filter(body=body, congress_from__lte=on, congress_to__gte=on).first()
    if found is None or found.congress_from is None:
        raise NotReady(
            f"Ngày {on:%d/%m/%Y} không nằm trong thời gian đại hội của {body} nên không lấy được số đại hội.",
            advice="Xem lại ngày đại hội ở trang nhiệm kỳ; sau bế mạc, văn bản lấy số của cấp uỷ.",
        )
    return Period(f"c{found.pk}", f"đại hội, nhiệm kỳ {found.name}", found.congress_from, found.congress_to)


def of_term(found: Term) -> Period:
    return Period(f"t{found.pk}", f"nhiệm kỳ {found.name}", found.starts_on, found.ends_on)


def period_of(kind: str, body: Body, on: date) -> Period:
    """The period of a rule (`term`, `year`, `congress`) for a body on a day."""
    if kind == "year":
        return year(on)
    return congress(body, on) if kind == "congress" else term(body, on)


def label_of(key: str) -> str:
    """The words for a stored period."""
    return labels_of([key])[key]


def labels_of(keys: Iterable[str]) -> dict[str, str]:
    """The words for stored periods. One query for all the terms among them."""
    wanted = list(dict.fromkeys(keys))
    numbers = {int(key[1:]) for key in wanted if key[:1] in "tc" and key[1:].isdecimal()}
    terms = Term.objects.in_bulk(numbers) if numbers else {}
    return {key: _label(key, terms) for key in wanted}


def _label(key: str, terms: dict[int, Term]) -> str:
    kind, rest = key[:1], key[1:]
    if kind == "y":
        return f"năm {rest}"
    found = terms.get(int(rest)) if rest.isdecimal() else None
    if found is None or kind not in "tc":
        return key
    return f"đại hội, nhiệm kỳ {found.name}" if kind == "c" else f"nhiệm kỳ {found.name}"
