"""Counting what a body issued in a term, and saying it in one sentence."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from daumoi import vietnamese
from daumoi.catalogue.models import Entry, Kind
from daumoi.people.models import Body, Person, Term
from daumoi.synthesis.models import DEFAULT_GROUPS, Group, Statement

OTHERS = "văn bản khác"


@dataclass(frozen=True)
class Line:
    """One group of the sentence with its count."""

    name: str
    types: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class Tally:
    """What a term gives: the groups in order, the rest by type, by month, and the sentence."""

    lines: tuple[Line, ...]
    others: tuple[Line, ...]
    months: dict[tuple[date, str], int]

    @property
    def total(self) -> int:
        return sum(line.count for line in (*self.lines, *self.others))

    @property
    def other_count(self) -> int:
        return sum(line.count for line in self.others)

    @property
    def sentence(self) -> str:
        return sentence(self.lines, self.other_count)


def sentence(lines: Iterable[Line], others: int) -> str:
    """`18 nghị quyết, chương trình hành động, 43 chỉ thị, …` and, if there is more, `và nhiều văn bản khác`.

    Groups without a document are left out.
    """
    said = ", ".join(f"{vietnamese.thousands(line.count)} {line.name}" for line in lines if line.count)
    if not said:
        return f"{vietnamese.thousands(others)} văn bản" if others else "chưa ban hành văn bản nào"
    return f"{said} và nhiều văn bản khác" if others else said


def issued(body: Body, term: Term, *, person: Person | None, until: date | None = None) -> QuerySet[Entry]:
    """The entries of documents that the body issued in the term, up to the end of `until`.

    `person` sees only what a person may see; None is the installation itself
    (commands on the machine). A number struck out is not a document.
    """
    entries = Entry.objects.counted_for(person) if person else Entry.objects.all()
    found = entries.filter(kind=Kind.OUTGOING, body=body, day__gte=term.starts_on)
    last = min((day for day in (term.ends_on, until) if day), default=None)
    if last:
        found = found.filter(day__lte=last)
    return found.exclude(register_number__status="void")


def groups_of(body: Body) -> list[tuple[str, tuple[str, ...]]]:
    """The groups of the body's sentence: its own, or the usual ones."""
    own = [(group.name, tuple(group.type_codes)) for group in Group.objects.filter(body=body)]
    return own or [(name, tuple(types)) for name, types in DEFAULT_GROUPS]


def tally(body: Body, term: Term, *, person: Person | None, until: date | None = None) -> Tally:
    """Count the term in one query for the documents and one for the groups."""
    rows = (
        issued(body, term, person=person, until=until)
        .values_list("day", "type_code")
        .annotate(n=Count("pk"))
        .order_by()
    )
    # By the day, as the index lies; the months are put together here.
    months: Counter[tuple[date, str]] = Counter()
    by_type: Counter[str] = Counter()
    for day, code, n in rows:
        months[day.replace(day=1), code] += n
        by_type[code] += n
    return arrange(by_type, groups_of(body), dict(months))


def arrange(
    by_type: Counter[str],
    groups: Sequence[tuple[str, tuple[str, ...]]],
    months: dict[tuple[date, str], int] | None = None,
) -> Tally:
    """Put counts by type into the groups; what no group takes is listed by type, largest first. Pure."""
    lines = tuple(Line(name, types, sum(by_type[code] for code in types)) for name, types in groups)
    taken = {code for _name, types in groups for code in types}
    rest = sorted(
        ((code, n) for code, n in by_type.items() if code not in taken and n), key=lambda pair: (-pair[1], pair[0])
    )
    return Tally(lines, tuple(Line(code, (code,), n) for code, n in rest), months or {})


def fingerprint(entries: Iterable[Sequence[Any]], lines: Iterable[dict[str, Any]]) -> str:
    """SHA-256 over what was counted and how: the same documents and groups give the same value."""
    form = json.dumps(
        [sorted(map(list, entries)), list(lines)], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(form.encode()).hexdigest()


@dataclass(frozen=True)
class Difference:
    """How a group counts now against a frozen statement, with the entries that came and went."""

    name: str
    then: int
    now: int
    came: list[Entry]
    gone: list[Entry]

    @property
    def change(self) -> str:
        return f"{self.now - self.then:+d}".replace("-", "−")


def differences(statement: Statement, *, person: Person) -> list[Difference]:
    """Where the register, counted again to the same cut-off with the same groups, differs from the statement."""
    then: dict[int, str] = dict(statement.entries)
    now_rows = issued(statement.body, statement.term, person=person, until=statement.cutoff).values_list(
        "pk", "type_code"
    )
    now = dict(now_rows)
    changed = {pk for pk in then.keys() | now.keys() if then.get(pk) != now.get(pk)}
    entries = Entry.objects.visible_to(person).in_bulk(changed)
    found = []
    for line in statement.counts:
        types = set(line["types"])
        came = [
            entries[pk]
            for pk in sorted(changed)
            if now.get(pk) in types and then.get(pk) not in types and pk in entries
        ]
        gone = [
            entries[pk]
            for pk in sorted(changed)
            if then.get(pk) in types and now.get(pk) not in types and pk in entries
        ]
        count = sum(code in types for code in now.values())
        if came or gone or count != line["count"]:
            found.append(Difference(line["name"], line["count"], count, came, gone))
    return found


def statements_of(term: Term, body: Body) -> list[Statement]:
    """What was frozen for the term, the latest first."""
    return list(Statement.objects.filter(term=term, body=body).select_related("made_by"))


def term_of(pk: int, mine: Sequence[Body], current: Body | None) -> tuple[Term, Body] | None:
    """The term and the body whose documents are counted in it, for somebody who works for `mine`; None for others.

    An office or a board without terms of its own counts in the term of its committee.
    """
    found = Term.objects.select_related("body").filter(pk=pk).first()
    if found is None:
        return None
    own = next((body for body in mine if body.pk == found.body_id), None)
    if own is not None:
        return found, own
    shares = current is not None and current.parent_id == found.body_id and not current.terms.exists()
    return (found, current) if shares and current else None
