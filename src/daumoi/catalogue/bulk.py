"""Many entries at once, in the caller's transaction: old registers. What `actions.enter` promises holds for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import connection

from daumoi.catalogue.index import INDEX, row_of, write
from daumoi.catalogue.models import Access, Entry, ordinal_of
from daumoi.core.engines import engine
from daumoi.numbering.notation import key as number_key
from daumoi.people.models import Body


@dataclass(frozen=True, slots=True)
class Item:
    """What one entry says. `text` is readable already and `folded` its folded words, so that the writing is short."""

    title: str
    day: date
    access: Mapping[str, str]
    number: str = ""
    type_code: str = ""
    party: str = ""
    security: str = "normal"
    facets: Sequence[str] = ()
    text: str = ""
    folded: str = field(default="", repr=False)


def enter_many(kind: str, items: Sequence[Item], *, body: Body) -> list[Entry]:
    """The entries of these things, visible and searchable, in their order. Then call `point_many`."""
    entries = Entry.objects.bulk_create(
        [
            Entry(
                kind=kind,
                body=body,
                title=item.title,
                day=item.day,
                number=item.number,
                number_key=number_key(item.number) if item.number else "",
                type_code=item.type_code,
                party=item.party,
                security=item.security,
                facets=" ".join(item.facets),
            )
            for item in items
        ]
    )
    pairs = list(zip(entries, items, strict=True))
    Access.objects.bulk_create(
        [Access(entry=entry, key=key, cause=cause) for entry, item in pairs for key, cause in item.access.items()]
    )
    rows = []
    for entry, item in pairs:
        entry.ordinal = ordinal_of(entry.day, entry.pk)
        bare = row_of(entry, text="", keys=item.access)
        rows.append((entry.pk, replace(bare, text=item.text, text_folded=item.folded)))
    write(rows)
    engine().fulltext_put(connection, INDEX, [row for _pk, row in rows])
    return entries


def point_many(entries: Sequence[Entry], objects: Sequence[int]) -> None:
    """Tell each entry its place in the order and which object it stands for."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {Entry._meta.db_table} SET ordinal = %s, object_id = %s WHERE id = %s",
            [(entry.ordinal, pk, entry.pk) for entry, pk in zip(entries, objects, strict=True)],
        )
    for entry, pk in zip(entries, objects, strict=True):
        entry.object_id = pk
