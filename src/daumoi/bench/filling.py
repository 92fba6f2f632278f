"""Many entries into the catalogue at once, past the actions: only for measuring, only into an office made for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from django.db import connection, transaction

from daumoi.catalogue.index import INDEX, row_of, write
from daumoi.catalogue.models import Access, Entry, ordinal_of
from daumoi.catalogue.readable import readable
from daumoi.core.engines import engine
from daumoi.numbering.notation import key as number_key

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Paper:
    """What one entry says. `access` maps keys to causes, as in catalogue.actions.enter."""

    kind: str
    body_id: int
    day: date
    title: str
    access: Mapping[str, str]
    number: str = ""
    type_code: str = ""
    party: str = ""
    text: str = ""
    facets: tuple[str, ...] = field(default=())


def load(papers: Iterable[Paper], *, first_id: int) -> int:
    """Enter the papers with consecutive ids from `first_id`, a batch a transaction; the number of papers."""
    papers = iter(papers)
    done = 0
    while batch := list(islice(papers, BATCH)):
        with transaction.atomic():
            _load_batch(batch, first_id + done)
        done += len(batch)
    return done


def _load_batch(batch: list[Paper], first_id: int) -> None:
    entries = [
        Entry(
            id=pk,
            kind=paper.kind,
            object_id=pk,
            body_id=paper.body_id,
            ordinal=ordinal_of(paper.day, pk),
            title=paper.title,
            number=paper.number,
            number_key=number_key(paper.number) if paper.number else "",
            day=paper.day,
            type_code=paper.type_code,
            party=paper.party,
            facets=" ".join(paper.facets),
        )
        for pk, paper in enumerate(batch, first_id)
    ]
    Entry.objects.bulk_create(entries)
    Access.objects.bulk_create(
        [
            Access(entry=entry, key=key, cause=cause)
            for entry, paper in zip(entries, batch, strict=True)
            for key, cause in paper.access.items()
        ]
    )
    rows = [
        (entry.pk, row_of(entry, text=readable(paper.text), keys=paper.access))
        for entry, paper in zip(entries, batch, strict=True)
    ]
    write(rows)
    engine().fulltext_put(connection, INDEX, [row for _pk, row in rows])
