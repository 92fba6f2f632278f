"""The ways in which what was found can be narrowed: kinds, types, bodies, years, with their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from daumoi.catalogue.asking import ask
from daumoi.catalogue.models import Entry
from daumoi.catalogue.scope import scope_of
from daumoi.catalogue.search import taken
from daumoi.people.models import Person

LOOKED_AT: Final = 1_000


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the newest of the things found are. `exact` says that these are all, so that the counts are true."""

    kinds: Counter[str]
    types: Counter[str]
    bodies: Counter[int]
    years: Counter[int]
    exact: bool


def narrowing(
    person: Person,
    text: str,
    *,
    facets: Iterable[str | Iterable[str]] = (),
    since: date | None = None,
    until: date | None = None,
) -> Narrowing:
    scope = scope_of(person, facets=facets, since=since, until=until)
    found = taken(scope, ask(text), LOOKED_AT + 1)
    rows = list(
        Entry.objects.visible_to(person)
        .filter(ordinal__in=found[:LOOKED_AT])
        .values_list("kind", "type_code", "body_id", "day__year")
    )
    kinds, types, bodies, years = (
        Counter(column) for column in (zip(*rows, strict=True) if rows else ((), (), (), ()))
    )
    return Narrowing(kinds, types, bodies, years, exact=len(found) <= LOOKED_AT)
