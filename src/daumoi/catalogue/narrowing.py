"""The ways in which what was found can be narrowed: kinds, types, bodies, years, with their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from daumoi.catalogue.models import Entry
from daumoi.people.models import Person

LOOKED_AT: Final = 1_000
"""How many of the newest are looked at; ask `find` for a sample of one more."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the newest of the things found are. `exact` says that these are all, so that the counts are true."""

    kinds: Counter[str]
    types: Counter[str]
    bodies: Counter[int]
    years: Counter[int]
    exact: bool


def narrowing(person: Person, sample: Sequence[int]) -> Narrowing:
    """Look at the things with these ordinals."""
    seen = Entry.objects.visible_to(person).filter(ordinal__in=sample[:LOOKED_AT])
    kinds: Counter[str] = Counter()
    types: Counter[str] = Counter()
    bodies: Counter[int] = Counter()
    years: Counter[int] = Counter()
    for kind, type_code, body_id, day in seen.values_list("kind", "type_code", "body_id", "day"):
        kinds[kind] += 1
        types[type_code] += 1
        bodies[body_id] += 1
        years[day.year] += 1
    return Narrowing(kinds, types, bodies, years, exact=len(sample) <= LOOKED_AT)
