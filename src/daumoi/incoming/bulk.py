"""Old incoming registers: their lines become arrivals that are done, without notices, work or deadlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import uuid4

from django.utils import timezone

from daumoi.catalogue.bulk import point_many
from daumoi.catalogue.models import Entry
from daumoi.documents.models import Document
from daumoi.incoming.actions import facets_of
from daumoi.incoming.models import BOOK, Arrival, State
from daumoi.numbering.actions import OldNumber, take_old_numbers
from daumoi.people.models import Body, Person


@dataclass(frozen=True, slots=True)
class OldLine:
    """Where a paper stood in the old register. `number` None: the register gave none, or it is taken.

    `order` then tells the lines of one file apart.
    """

    entry: Entry
    document: Document
    arrived_on: date
    period: str
    number: int | None
    order: int
    note: str = ""


def old_facets(urgency: str) -> list[str]:
    """The words by which lists find an old line."""
    return facets_of(State.DONE, urgency, None)


def register_old(lines: Sequence[OldLine], *, body: Body, book: str, actor: Person | None) -> list[OldLine]:
    """Enter these lines as done. Gives those whose number another line has already: they stand in `book` instead.

    `book` is a register of its own for the file, so that no number of it is taken for one that the office gave.
    """
    wanted = [OldNumber(BOOK, line.period, line.number, line.arrived_on, line.entry) for line in lines if line.number]
    taken = take_old_numbers(body, wanted, actor=actor)
    clashing = {number.entry.pk for number in taken}
    arrivals = []
    for line in lines:
        own = line.number is not None and line.entry.pk not in clashing
        came = timezone.make_aware(datetime.combine(line.arrived_on, time()))
        arrivals.append(
            Arrival(
                body=body,
                entry=line.entry,
                document=line.document,
                book=BOOK if own else book,
                period=line.period,
                number=line.number if own and line.number else line.order,
                arrived_at=came,
                hour_known=False,
                clerk=actor,
                note=line.note[:500],
                state=State.DONE,
                done_at=came,
                token=uuid4(),
            )
        )
    Arrival.objects.bulk_create(arrivals)
    point_many([line.entry for line in lines], [arrival.pk for arrival in arrivals])
    return [line for line in lines if line.entry.pk in clashing]
