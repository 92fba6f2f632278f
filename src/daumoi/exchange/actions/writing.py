"""Writing the understood rows of a batch into the register: all of them in one transaction, or none.

Everything slow is done before (`staging.prepare`); here are only inserts, some
thousand papers a second. Killed at any moment, nothing of the batch is there,
and running it again writes all of it once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db import connection, transaction
from django.utils import timezone

from daumoi import vietnamese
from daumoi.catalogue.bulk import point_many
from daumoi.catalogue.index import facet
from daumoi.catalogue.models import Entry
from daumoi.core.db import locked
from daumoi.core.engines import engine
from daumoi.core.errors import NotReady
from daumoi.documents.actions import Description, readers_of
from daumoi.documents.bulk import Whole, capture_many
from daumoi.documents.models import Document, Security
from daumoi.exchange import rules
from daumoi.exchange.actions.staging import Progress, held_papers, put, quietly, rows_in_batches, sweep, tell
from daumoi.exchange.check import identity, same_subject
from daumoi.exchange.models import Batch, Book, Row, State, Work
from daumoi.incoming.bulk import OldLine, old_facets, register_old
from daumoi.numbering import series
from daumoi.numbering.actions import OldNumber, take_old_numbers
from daumoi.numbering.notation import parse
from daumoi.people.models import Body, Term
from daumoi.rulesets.book import current_book
from daumoi.rulesets.rules import RuleSet


def write(batch: Batch, progress: Progress = quietly) -> Batch:
    """Enter all good rows of a batch that is being imported. Doing it twice is doing it once."""
    say = tell(batch, Work.WRITE, progress)
    with transaction.atomic():
        engine().serialise(connection, f"exchange:{batch.body_id}")
        batch = locked(batch)
        if batch.state != State.IMPORTING:
            return batch
        desk = _Desk(batch)
        total, done, problems = batch.counts.get("good", 0), 0, Counter[str](batch.counts.get("problems", {}))
        for rows in rows_in_batches(batch, problem="", entry=None):
            fresh = _not_there_yet(batch, rows)
            problems["doubled"] += len(rows) - len(fresh)
            desk.enter(fresh)
            put(rows, "entry", "problem", "told", "remarks")
            done += len(fresh)
            progress(done, total, Work.WRITE.label)
        counts = {
            "read": batch.counts["read"],
            "imported": done,
            "problems": {kind: n for kind, n in problems.items() if n},
            "remarks": dict(Counter(batch.counts.get("remarks", {})) + desk.remarks),
        }
        facts = {"book": Book(batch.book).label, "file": batch.name, "sha256": batch.sha256, **counts}
        with rules.FLOW.take("finish", batch, actor=batch.made_by, **facts) as batch:
            batch.counts, batch.work, batch.done_at = {**counts, "good": done}, Work.NOTHING, timezone.now()
    say(total, total)
    Batch.objects.filter(pk=batch.pk).update(work=Work.NOTHING)
    sweep(batch)
    return batch


def _not_there_yet(batch: Batch, rows: list[Row]) -> list[Row]:
    """The rows whose paper has not come into the register since they were checked."""
    held = held_papers(batch, [row.said for row in rows])
    fresh = []
    for row in rows:
        twins = held.get(identity(row.said), [])
        twin = next((place for place, subject in twins if same_subject(row.said["subject"], subject)), "")
        if twin and not any(kind == "same_number" for kind, _words in row.remarks):
            row.problem, row.told = "doubled", f"Đã có trong sổ: {twin}."
        else:
            fresh.append(row)
    return fresh


@dataclass(frozen=True)
class _Seat:
    """Which number of which series an old paper bears; without `value` it stands outside, and `why` says so."""

    key: str = ""
    period: str = ""
    value: int | None = None
    why: str = ""


class _Desk:
    """What is looked up once for a whole batch, and the writing of some rows."""

    def __init__(self, batch: Batch) -> None:
        self.batch, self.body, self.actor = batch, batch.body, batch.made_by
        self.remarks: Counter[str] = Counter()
        self.book = current_book()

    @cached_property
    def terms(self) -> list[Term]:
        """The terms of the committee that the body belongs to."""
        bodies: list[Body] = [self.body]
        while bodies[-1].parent is not None:
            bodies.append(bodies[-1].parent)
        return next((found for body in bodies if (found := list(Term.objects.filter(body=body)))), [])

    def enter(self, rows: Sequence[Row]) -> None:
        if self.batch.book == Book.INCOMING:
            self._incoming(rows)
        else:
            self._outgoing(rows)

    def _outgoing(self, rows: Sequence[Row]) -> None:
        seats = [self._seat(row) for row in rows]
        entries, documents = capture_many(
            Book.OUTGOING,
            [self._whole(row, _facets_of(seat)) for row, seat in zip(rows, seats, strict=True)],
            body=self.body,
        )
        point_many(entries, [document.pk for document in documents])
        wanted = [
            OldNumber(seat.key, seat.period, seat.value, entry.day, entry)
            for seat, entry in zip(seats, entries, strict=True)
            if seat.value is not None
        ]
        clashing = {number.entry.pk for number in take_old_numbers(self.body, wanted, actor=self.actor)}
        for row, seat, entry in zip(rows, seats, entries, strict=True):
            row.entry = entry
            why = "Số này đã có trong dãy nên không ghi thêm vào dãy số." if entry.pk in clashing else seat.why
            if why:
                self._remark(row, why)

    def _incoming(self, rows: Sequence[Row]) -> None:
        wholes = [self._whole(row, old_facets(row.said["urgency"])) for row in rows]
        entries, documents = capture_many(Book.INCOMING, wholes, body=self.body)
        clashing = register_old(
            [self._line(*line) for line in zip(rows, entries, documents, strict=True)],
            body=self.body,
            book=f"cu{self.batch.pk}",
            actor=self.actor,
        )
        taken = {line.entry.pk for line in clashing}
        for row, entry in zip(rows, entries, strict=True):
            row.entry = entry
            if entry.pk in taken:
                self._remark(row, "Số đến này đã có trong sổ nên không ghi vào dãy số đến.")

    def _line(self, row: Row, entry: Entry, document: Document) -> OldLine:
        note = f"Nhập từ sổ cũ «{self.batch.name[:100]}», {row.place}. {row.said['note']}".strip()
        kind = self.rules_of(entry.day).incoming_series().period
        period = self._period(kind, entry.day) or series.year(entry.day).key
        return OldLine(entry, document, entry.day, period, row.said["arrival_number"], row.position, note)

    def _remark(self, row: Row, why: str) -> None:
        row.remarks = [*row.remarks, ["not_in_series", why]]
        self.remarks["not_in_series"] += 1

    def _whole(self, row: Row, facets: list[str]) -> Whole:
        said = row.said
        secret = said["security"] != Security.NORMAL
        access = readers_of(self.body, said["security"])
        if not secret:
            access = access | {f"b{self.body.pk}": "sổ cũ của cơ quan"}
        return Whole(
            Description(
                issuer=self.body if self._is_ours(said["issuer"]) else None,
                issuer_name=said["issuer"],
                type_code=said["type_code"],
                type_name=said["type_name"],
                number=said["number"],
                issued_on=date.fromisoformat(said["issued_on"]) if said["issued_on"] else None,
                subject=said["subject"],
                signer_name=said["signer"],
                signer_position=said["position"],
                urgency=said["urgency"],
                security=said["security"],
                pages=said["pages"],
                copies=said["copies"],
            ),
            day=date.fromisoformat(said["day"]),
            access=access,
            party=said["recipients"] if self.batch.book == Book.OUTGOING else said["issuer"],
            facets=[*facets, facet("import", self.batch.pk)],
            text="" if secret else row.text,
            folded="" if secret else row.folded,
        )

    def _is_ours(self, issuer: str) -> bool:
        return vietnamese.words(issuer, folded=True) == self._own_name

    @cached_property
    def _own_name(self) -> str:
        return vietnamese.words(self.body.name, folded=True)

    # --- numbers ----------------------------------------------------------------------------------------------

    def rules_of(self, day: date) -> RuleSet:
        return self.book.at("state" if self.body.system == "state" else "party", day)

    def _seat(self, row: Row) -> _Seat:
        """The series of an old paper by the rules of its day, and its number there."""
        said = row.said
        read = parse(said["number"]) if said["number"] else None
        if read is None or read.value is None:
            return _Seat()
        day = date.fromisoformat(said["day"])
        rule = self.rules_of(day)
        congress = bool(read.body) and read.body == rule.numbering.congress_code
        if read.body and not congress and vietnamese.fold(read.body) != vietnamese.fold(self.body.code):
            return _Seat(why=f"Ký hiệu «{read.body}» không phải của cơ quan nên không ghi vào dãy số.")
        found = rule.series_of(said["type_code"], is_congress=congress)
        period = self._period(found.period, day)
        if not period:
            return _Seat(why=f"Chưa khai nhiệm kỳ (đại hội) cho ngày {day:%d/%m/%Y} nên không ghi vào dãy số.")
        if not 0 < read.value < 1_000_000:
            return _Seat(why=f"Số {read.number} không thể là số của dãy.")
        return _Seat(found.key, period, read.value)

    def _period(self, kind: str, day: date) -> str:
        if kind == "year":
            return series.year(day).key
        if kind == "congress":
            try:
                return series.congress(self.body, day).key
            except NotReady:
                return ""
        covering = (term for term in self.terms if term.starts_on <= day and (not term.ends_on or day <= term.ends_on))
        return next((series.of_term(term).key for term in covering), "")


def _facets_of(seat: _Seat) -> list[str]:
    return [facet("series", seat.key), facet("period", seat.period)] if seat.value is not None else []
