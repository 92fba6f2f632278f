"""Many papers at once, past the actions: only for measuring, only into an office made for it.

The rows are those that the actions would have written: entries with their
rights, papers, lines of the registers, numbers, tasks and links.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from daumoi.bench.founding import Office
from daumoi.bench.words import TYPES, Writer
from daumoi.catalogue.index import INDEX, facet, row_of, write
from daumoi.catalogue.models import Access, Entry, Kind, Link, Relation, ordinal_of
from daumoi.catalogue.readable import readable
from daumoi.core.engines import engine
from daumoi.documents.models import Document, Urgency
from daumoi.incoming.actions.facets import facets_of
from daumoi.incoming.models import BOOK, Arrival, State
from daumoi.numbering.models import Counter, Number
from daumoi.numbering.notation import key as number_key
from daumoi.numbering.notation import party
from daumoi.people.models import Body
from daumoi.tasks.models import Line, Role
from daumoi.tasks.models import State as LineState

BATCH: Final = 2_000
FIRST_DAY: Final = date(2016, 1, 1)
OPEN_PAPERS: Final = 5_000
"""Of the newest so many, those that came in are still in hand: as many in a young office as in an old one."""

SHARES: Final = (0.35, 0.10)
"""Of all papers: the committee's own, the office's own; the rest is spread over the other bodies."""

WITH_UNIT: Final = 0.6
INCOMING: Final = 0.65
LINKED: Final = 0.25


@dataclass
class Batch:
    """Rows on their way into the database."""

    entries: list[Entry] = field(default_factory=list)
    access: list[Access] = field(default_factory=list)
    texts: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


class Filler:
    """Writes papers day by day up to today; the same papers for the same office and count."""

    def __init__(self, office: Office, total: int) -> None:
        self.office, self.total = office, total
        self.random, self.writer = Random(total), Writer(total)
        self.last: dict[tuple[int, str, str], int] = defaultdict(int)
        self.recent: dict[int, list[int]] = defaultdict(list)
        self.today = timezone.localdate()
        self.codes = list(TYPES)
        self.weights = [weight for _abbreviation, _name, weight in TYPES.values()]

    def fill(self, progress: Callable[[int, int], None]) -> None:
        """Write what is still missing. The last batch may have been cut off: it was one transaction."""
        held, done = Entry.objects.filter(pk__lte=self.total).count(), 0
        if held == self.total and Counter.objects.exists():
            return
        self._careless(True)
        while done < self.total:
            count = min(BATCH, self.total - done)
            batch = self._batch(done, count)
            done += count
            if done > held:
                self._write(batch)
                progress(done, self.total)
        self._finish()
        self._careless(False)

    def _careless(self, yes: bool) -> None:
        """Whether SQLite waits for the disk. What is cut off here is simply filled again."""
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA synchronous={'OFF' if yes else 'NORMAL'}")

    def _batch(self, done: int, count: int) -> Batch:
        batch = Batch()
        span = (self.today - FIRST_DAY).days
        for n in range(done, done + count):
            self._paper(batch, n + 1, FIRST_DAY + timedelta(days=span * n // self.total))
        return batch

    def _paper(self, batch: Batch, pk: int, day: date) -> None:
        body = self._body()
        code = self.random.choices(self.codes, self.weights)[0]
        abbreviation, name, _weight = TYPES[code]
        incoming = self.random.random() < INCOMING
        access = self._access(body)
        title = self.writer.title(name, day.year)
        given = datetime.combine(day, time(8 + pk % 9, pk % 60), tzinfo=timezone.get_current_timezone())
        if incoming:
            series, period, kind = BOOK, f"y{day.year}", Kind.INCOMING
            sender = self.writer.office()
            number = party(1 + int(self.random.random() ** 2 * 3000), abbreviation, "TU" if pk % 3 else "UBND")
        else:
            series, period, kind = code, f"t{self._term(day)}", Kind.OUTGOING
            sender = body.name
        self.last[body.pk, series, period] += 1
        value = self.last[body.pk, series, period]
        if not incoming:
            number = party(value, abbreviation, body.code)
        fresh = pk > self.total - OPEN_PAPERS and incoming and "key" in access
        state = State.DIRECTED if fresh else State.DONE
        entry = Entry(
            id=pk, kind=kind, object_id=pk, body_id=body.pk, ordinal=ordinal_of(day, pk), title=title, number=number,
            number_key=number_key(number), day=day, type_code=code, party=sender if incoming else self.writer.office(),
            facets=" ".join(facets_of(state, Urgency.NORMAL, None) if incoming else self._own_facets(series, period)),
        )  # fmt: skip
        batch.entries.append(entry)
        unit = access.pop("key", "")
        batch.access += [Access(entry_id=pk, key=key, cause=cause) for key, cause in access.items()]
        batch.texts.append((self.writer.text(day.year), access))
        batch.documents.append(
            Document(
                id=pk, body_id=body.pk, entry_id=pk, issuer=None if incoming else body, issuer_name=sender,
                type_code=code, type_name=name, number=number, number_key=entry.number_key, issued_on=day,
                subject=title, signer_name=self.writer.person(), pages=1 + pk % 7,
            )
        )  # fmt: skip
        batch.numbers.append(
            Number(
                body_id=body.pk, series=series, period=period, value=value, given_on=day, given_at=given,
                given_by=self.office.clerk, entry_id=pk, is_imported=not incoming,
            )
        )  # fmt: skip
        if incoming:
            batch.arrivals.append(
                Arrival(
                    id=pk, body_id=body.pk, entry_id=pk, document_id=pk, period=period, number=value, arrived_at=given,
                    clerk=self.office.clerk, state=state, done_at=given if state == State.DONE else None,
                    token=UUID(int=pk),
                )
            )  # fmt: skip
        if incoming and unit:
            batch.lines.append(
                Line(
                    entry_id=pk, body_id=body.pk, role=Role.LEAD, unit_id=int(unit),
                    state=LineState.WAITING if fresh else LineState.DONE, given_at=given,
                    done_at=None if fresh else given, due_on=self._due(pk) if fresh else day + timedelta(days=10),
                )
            )  # fmt: skip
        self._link(batch, pk, body, incoming)

    def _due(self, pk: int) -> date:
        """What is in hand is due about now, some of it late, in a young office as in an old one."""
        return self.today + timedelta(days=pk % 20 - 10)

    def _own_facets(self, series: str, period: str) -> list[str]:
        return [facet("series", series), facet("period", period)]

    def _body(self) -> Body:
        part = self.random.random()
        if part < SHARES[0]:
            return self.office.committee
        if part < sum(SHARES):
            return self.office.office
        return self.office.others[int(self.random.random() * len(self.office.others))]

    def _access(self, body: Body) -> dict[str, str]:
        """Keys with causes; for the office's own papers also "key", the unit that has it in hand."""
        access = {f"r{body.pk}": "người giữ sổ"}
        if body.pk in (self.office.committee.pk, self.office.office.pk) and self.random.random() < WITH_UNIT:
            unit = self.office.units[int(self.random.random() * len(self.office.units))].pk
            access[f"u{unit}"] = "đầu việc: chủ trì"
            access["key"] = str(unit)
        if self.random.random() < 0.002:
            access[f"p{self.office.reader.pk}"] = "đầu việc: phối hợp"
        return access

    def _term(self, day: date) -> int:
        return next(term.pk for term in reversed(self.office.terms) if term.starts_on <= day)

    def _link(self, batch: Batch, pk: int, body: Body, incoming: bool) -> None:
        recent = self.recent[body.pk]
        if recent and self.random.random() < LINKED:
            relation = Relation.BASED_ON if incoming else Relation.ANSWERS
            source = recent[int(self.random.random() * len(recent))]
            batch.links.append(Link(source_id=source, target_id=pk, relation=relation))
        recent.append(pk)
        del recent[:-200]

    def _write(self, batch: Batch) -> None:
        rows = []
        for entry, (text, access) in zip(batch.entries, batch.texts, strict=True):
            rows.append((entry.pk, row_of(entry, text=readable(text), keys=access)))
        with transaction.atomic():
            Entry.objects.bulk_create(batch.entries)
            Access.objects.bulk_create(batch.access)
            write(rows)
            engine().fulltext_put(connection, INDEX, [row for _pk, row in rows])
            Document.objects.bulk_create(batch.documents)
            Number.objects.bulk_create(batch.numbers)
            Arrival.objects.bulk_create(batch.arrivals)
            Line.objects.bulk_create(batch.lines)
            Link.objects.bulk_create(batch.links)

    def _finish(self) -> None:
        """What stands once for all papers: the counters, the next ids, the shape of the index."""
        held = set(Counter.objects.values_list("body_id", "series", "period"))
        Counter.objects.bulk_create(
            [
                Counter(body_id=body, series=series, period=period, last=value, given=value)
                for (body, series, period), value in self.last.items()
                if (body, series, period) not in held
            ]
        )
        engine().fulltext_settle(connection, INDEX)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [Entry, Document, Arrival]):
                cursor.execute(statement)
        engine().count_rows(connection)
