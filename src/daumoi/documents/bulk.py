"""Many papers at once, in the caller's transaction: old registers. What `actions.capture` promises holds for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from daumoi.catalogue.bulk import Item, enter_many
from daumoi.catalogue.models import Entry
from daumoi.core.errors import Refusal
from daumoi.documents.actions import Description, columns_of, key_of, missing_in, title_of
from daumoi.documents.models import Document
from daumoi.people.models import Body


@dataclass(frozen=True, slots=True)
class Whole:
    """A paper with its place in the register. Its words are given as `catalogue.bulk.Item` wants them."""

    description: Description
    day: date
    access: Mapping[str, str]
    party: str = ""
    facets: Sequence[str] = ()
    text: str = field(default="", repr=False)
    folded: str = field(default="", repr=False)


def capture_many(kind: str, papers: Sequence[Whole], *, body: Body) -> tuple[list[Entry], list[Document]]:
    """The entries and the documents of these papers, in their order; the caller points the entries.

    They are not sealed: an old register has mistakes, and the papers themselves may be scanned and added later.
    """
    for paper in papers:
        if problems := missing_in(paper.description):
            raise Refusal(*problems)
    with transaction.atomic():
        entries = enter_many(
            kind,
            [
                Item(
                    title=title_of(paper.description)[:1000],
                    day=paper.day,
                    access=paper.access,
                    number=paper.description.number,
                    type_code=paper.description.type_code,
                    party=(paper.party or paper.description.issuer_name)[:300],
                    security=paper.description.security,
                    facets=paper.facets,
                    text=paper.text,
                    folded=paper.folded,
                )
                for paper in papers
            ],
            body=body,
        )
        documents = Document.objects.bulk_create(
            [
                Document(
                    body=body,
                    entry=entry,
                    number_key=key_of(paper.description.number),
                    **columns_of(paper.description),
                )
                for entry, paper in zip(entries, papers, strict=True)
            ]
        )
        return entries, documents
