"""What a row of the journal is about, for those who may see it. Each room says how its own things are found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from daumoi.journal.models import JournalEntry


@dataclass(frozen=True)
class Subject:
    """The paper or dossier of an act: its name and where it stands."""

    name: str
    url: str


# Given the ids of one kind of subject, a room gives the findable thing each belongs to.
Owner = Callable[[list[int]], dict[int, Any]]
OWNERS: dict[str, Owner] = {}
# The catalogue, which alone knows what a person may see, turns those into names and addresses.
Namer = Callable[[dict[tuple[str, int], Any], Any], dict[tuple[str, int], Subject]]
NAMERS: list[Namer] = []


def owned(subject_type: str, owner: Owner) -> None:
    """Say to which findable thing the subjects of this type belong: `owned("tasks.line", entries_of_lines)`."""
    OWNERS[subject_type] = owner


def of(entries: Iterable[JournalEntry], person: Any) -> dict[int, Subject]:
    """The subject of each act, among those the person sees, by the number of the act.

    One query for a kind of subject that has to be looked up, and one for all names: however many acts.
    """
    entries = list(entries)
    kinds: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        kinds[entry.subject_type].add(entry.subject_id)
    owners: dict[tuple[str, int], Any] = {}
    for kind, ids in kinds.items():
        if kind in OWNERS:
            owners |= {(kind, pk): owner for pk, owner in OWNERS[kind](sorted(ids)).items()}
    found: dict[tuple[str, int], Subject] = {}
    for name in NAMERS:
        found |= name(owners, person)
    return {
        entry.seq: found[entry.subject_type, entry.subject_id]
        for entry in entries
        if (entry.subject_type, entry.subject_id) in found
    }
