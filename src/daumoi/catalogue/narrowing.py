"""A glance at many of the things found: enough to rank them by title, and to say how they can be narrowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from daumoi.catalogue.models import Entry
from daumoi.people.models import Body, Person

LOOKED_AT: Final = 1_000
"""How many of the newest are looked at; ask `find` for a sample of one more."""


class Glance(NamedTuple):
    """One thing found, without its text."""

    ordinal: int
    number: str
    title: str
    party: str
    kind: str
    type_code: str
    day: date
    body_id: int
    body_name: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the newest of the things found are. `exact` says that these are all, so that the counts are true."""

    kinds: Counter[str]
    types: Counter[str]
    bodies: Counter[int]
    years: Counter[int]
    names: dict[int, str]
    exact: bool


def glance(person: Person, ordinals: Sequence[int]) -> list[Glance]:
    """Those of the things with these ordinals that the person may see, in this order; one query.

    The name of the body is asked for by each row, not joined: a planner that knows little would begin with the bodies.
    """
    called = Body.objects.filter(pk=OuterRef("body_id")).values(
        called=Coalesce(NullIf("short_name", Value("")), "name")
    )
    rows = (
        Entry.objects.visible_to(person)
        .filter(ordinal__in=ordinals)
        .values_list(
            "ordinal", "number", "title", "party", "kind", "type_code", "day",
            "body_id", Subquery(called),
        )
    )  # fmt: skip
    found = {row[0]: Glance(*row) for row in rows}  # type: ignore[arg-type]
    return [found[ordinal] for ordinal in ordinals if ordinal in found]


def narrowing(sample: Sequence[Glance]) -> Narrowing:
    """By what these things can be narrowed."""
    seen = sample[:LOOKED_AT]
    return Narrowing(
        kinds=Counter(one.kind for one in seen),
        types=Counter(one.type_code for one in seen),
        bodies=Counter(one.body_id for one in seen),
        years=Counter(one.day.year for one in seen),
        names={one.body_id: one.body_name for one in seen},
        exact=len(sample) <= LOOKED_AT,
    )
