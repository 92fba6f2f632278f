"""Entering, changing, opening and joining entries. Called by the actions of the rooms, in their transaction."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from daumoi.catalogue import index
from daumoi.catalogue.models import Access, Entry, Link, ordinal_of
from daumoi.core.db import locked
from daumoi.numbering.notation import key as number_key
from daumoi.people.models import Body


def enter(
    kind: str,
    *,
    body: Body,
    title: str,
    day: date,
    access: Mapping[str, str],
    number: str = "",
    type_code: str = "",
    party: str = "",
    security: str = "normal",
    text: str = "",
    facets: Iterable[str] = (),
    object_id: int | None = None,
) -> Entry:
    """Make the entry of a new findable thing.

    `access` maps keys to causes. `facets` are words that lists filter by
    (index.facet). Call `point(entry, obj)` when the object has its id.
    """
    entry = Entry.objects.create(
        kind=kind,
        body=body,
        title=title,
        day=day,
        number=number,
        number_key=number_key(number) if number else "",
        type_code=type_code,
        party=party,
        security=security,
        object_id=object_id,
        facets=" ".join(facets),
    )
    entry.ordinal = ordinal_of(day, entry.pk)
    entry.save(update_fields=["ordinal"])
    Access.objects.bulk_create([Access(entry=entry, key=key, cause=cause) for key, cause in access.items()])
    index.put(entry, text=text, keys=access)
    return entry


def point(entry: Entry, obj: Any) -> None:
    """Tell the entry which object it stands for."""
    entry.object_id = obj.pk
    entry.save(update_fields=["object_id"])


def change(entry: Entry, *, text: str | None = None, facets: Iterable[str] | None = None, **fields: Any) -> Entry:
    """Change what an entry says; `text` and `facets` None keep what is indexed."""
    held = locked(entry)
    if "number" in fields:
        fields["number_key"] = number_key(fields["number"]) if fields["number"] else ""
    if facets is not None:
        fields["facets"] = " ".join(facets)
    if "day" in fields:
        fields["ordinal"] = ordinal_of(fields["day"], entry.pk)
    for name, value in fields.items():
        setattr(entry, name, value)
        setattr(held, name, value)
    if fields:
        held.save(update_fields=list(fields))
    index.follow(held, text=text)
    return entry


def grant(entry: Entry, access: Mapping[str, str]) -> None:
    """Let more people see an entry; each key with its cause."""
    Access.objects.bulk_create(
        [Access(entry=entry, key=key, cause=cause) for key, cause in access.items()], ignore_conflicts=True
    )
    index.follow(locked(entry))


def revoke(entry: Entry, *, cause: str) -> None:
    """Take back every right that was given for `cause`."""
    Access.objects.filter(entry=entry, cause=cause).delete()
    index.follow(locked(entry))


def link(source: Entry, target: Entry, relation: str, *, actor: Any) -> None:
    """Join two entries; joining them twice is joining them once."""
    made_by = actor.pk if actor else None
    Link.objects.bulk_create(
        [Link(source=source, target=target, relation=relation, made_by_id=made_by)], ignore_conflicts=True
    )
