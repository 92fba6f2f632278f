"""The golden chain of one entry: what led to it, and what came of it, as far as a person may see.

A hidden entry is not walked through: nothing behind it appears, and nothing
tells that it is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db import connection

from daumoi.catalogue.drawing import Box, Drawing, Edge, Node, layout
from daumoi.catalogue.models import Entry, Kind, Link, Relation
from daumoi.people.duties import keys_of
from daumoi.people.models import Person

DEPTH: Final = 3
PER_LEVEL: Final = 8
WALKED: Final = 400

# IN and not =: for an equality SQLite would first read all links there are into a filter.
_WALK: Final = """
WITH RECURSIVE walk(id, depth) AS (
    SELECT CAST(%s AS bigint), 0
    UNION
    SELECT link.{to}, walk.depth + 1
    FROM walk JOIN catalogue_link AS link ON link.{came} IN (walk.id)
    WHERE walk.depth < %s
      AND EXISTS (SELECT 1 FROM catalogue_access AS access WHERE access.entry_id = link.{to} AND access.key IN ({keys}))
)
SELECT id, min(depth) FROM walk WHERE depth > 0 GROUP BY id ORDER BY 2, 1 DESC LIMIT {walked}
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One link of the table beneath the picture."""

    source: Entry
    relation: str
    target: Entry


@dataclass(frozen=True, slots=True)
class Chain:
    """What a page shows: the picture, its entries by id, the table, and how many stand beside it unseen."""

    entry: Entry
    drawing: Drawing
    rows: list[Row]
    left_out: int = 0
    entries: Mapping[int, Entry] = field(default_factory=dict)

    @property
    def is_alone(self) -> bool:
        return not self.rows

    @property
    def boxes(self) -> list[tuple[Box, Entry, str]]:
        return [(box, self.entries[box.id], _class(self.entries[box.id], self.entry)) for box in self.drawing.boxes]


def chain_of(entry: Entry, person: Person, *, depth: int = DEPTH) -> Chain:
    """The chain around an entry the person may see, `depth` levels both ways. Four queries, however long it is."""
    levels = {pk: -level for pk, level in _walk(entry, person, depth, back=True)}
    for pk, level in _walk(entry, person, depth, back=False):
        if pk not in levels or level < -levels[pk]:
            levels[pk] = level
    levels[entry.pk] = 0
    kept, left_out = _widest(levels)
    entries = {found.pk: found for found in Entry.objects.visible_to(person).filter(pk__in=kept).select_related("body")}
    entries[entry.pk] = entry
    links = list(Link.objects.filter(source__in=entries, target__in=entries).order_by("id"))
    rows = [Row(entries[link.source_id], Relation(link.relation).label, entries[link.target_id]) for link in links]
    nodes = [Node(pk, levels[pk], found.ordinal or 0) for pk, found in entries.items()]
    drawing = layout(nodes, [Edge(link.source_id, link.target_id) for link in links])
    return Chain(entry, drawing, rows, left_out, entries)


def _walk(entry: Entry, person: Person, depth: int, *, back: bool) -> list[tuple[int, int]]:
    keys = keys_of(person)
    came, to = ("target_id", "source_id") if back else ("source_id", "target_id")
    sql = _WALK.format(came=came, to=to, keys=", ".join(["%s"] * len(keys)), walked=WALKED)
    with connection.cursor() as cursor:
        cursor.execute(sql, [entry.pk, depth, *keys])
        return [(pk, level) for pk, level in cursor.fetchall() if pk != entry.pk]


def _widest(levels: Mapping[int, int]) -> tuple[list[int], int]:
    """At most so many of each level, the youngest first, and how many were left out."""
    kept: list[int] = []
    for level in sorted(set(levels.values())):
        kept += sorted((pk for pk, at in levels.items() if at == level), reverse=True)[:PER_LEVEL]
    return kept, len(levels) - len(kept)


def _class(entry: Entry, now: Entry) -> str:
    if entry.pk == now.pk:
        return "node-now"
    return {Kind.DRAFT: "node-wait", Kind.INCOMING: "node-doing" if _is_open(entry) else "node-done"}.get(
        Kind(entry.kind), "node-done"
    )


def _is_open(entry: Entry) -> bool:
    return any(word in entry.facets.split() for word in ("instate_registered", "instate_directed"))
