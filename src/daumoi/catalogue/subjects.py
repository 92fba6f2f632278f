"""How the acts of the journal find their paper: by the entry of the catalogue, inside what the person sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from daumoi.catalogue.models import Entry, Kind
from daumoi.journal import subjects
from daumoi.journal.subjects import Subject
from daumoi.people.models import Person

# Subjects that an entry points at itself: they need no look-up of their own.
KINDS = {
    "incoming.arrival": Kind.INCOMING,
    "outgoing.draft": Kind.DRAFT,
    "dossiers.dossier": Kind.DOSSIER,
}
LONGEST = 160


def by_entry(subject_type: str, pairs: Callable[[list[int]], Any]) -> None:
    """Say how subjects of this type find their entry: `pairs` gives (id of the subject, id of the entry)."""
    subjects.owned(subject_type, lambda ids: {pk: ("entry", entry) for pk, entry in pairs(ids) if entry})


def _of_kind(kind: str) -> subjects.Owner:
    return lambda ids: {pk: (kind, pk) for pk in ids}


def _named(owners: dict[tuple[str, int], Any], person: Person) -> dict[tuple[str, int], Subject]:
    """The names of all of them: one query."""
    wanted: dict[str, set[int]] = {}
    for kind, pk in owners.values():
        wanted.setdefault(kind, set()).add(pk)
    if not wanted:
        return {}
    condition = Q()
    for kind, ids in wanted.items():
        condition |= Q(pk__in=ids) if kind == "entry" else Q(kind=kind, object_id__in=ids)
    known: dict[tuple[str, int], Subject] = {}
    for entry in Entry.objects.visible_to(person).filter(condition):
        subject = Subject(" ".join(str(entry).split())[:LONGEST], entry.get_absolute_url())
        known["entry", entry.pk] = subject
        if entry.object_id:
            known[entry.kind, entry.object_id] = subject
    return {key: known[owner] for key, owner in owners.items() if owner in known}


def register() -> None:
    for subject_type, kind in KINDS.items():
        subjects.owned(subject_type, _of_kind(kind))
    by_entry("catalogue.entry", lambda ids: [(pk, pk) for pk in ids])
    if _named not in subjects.NAMERS:
        subjects.NAMERS.append(_named)
