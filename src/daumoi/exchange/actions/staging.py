"""Bringing the rows of a file in to wait, understanding them, preparing their words. Each can be stopped and run again.

Nothing here touches a register.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from daumoi import vietnamese
from daumoi.catalogue.readable import readable
from daumoi.core.errors import Refusal
from daumoi.documents.jobs import MAX_WORDS
from daumoi.documents.models import Document, Security
from daumoi.exchange import mapping as columns
from daumoi.exchange import rules
from daumoi.exchange.check import Judged, Setting, identity, judge, same_subject
from daumoi.exchange.models import Batch, ColumnMap, Row, Work
from daumoi.exchange.reading import Record, Table, read_table
from daumoi.files import store
from daumoi.jobs.queue import later
from daumoi.rulesets.book import current_book

BATCH = 500
Progress = Callable[..., None]
"""Called with how many are done, of how many, and sometimes what is being done."""


def quietly(_done: int, _total: int, _note: str = "") -> None:
    """Progress that nobody watches."""


def tell(batch: Batch, work: str, progress: Progress) -> Progress:
    """Progress that the page of the batch shows as well."""

    def say(done: int, total: int, note: str = "") -> None:
        Batch.objects.filter(pk=batch.pk).update(work=work, work_done=done, work_total=total)
        progress(done, total, note or Work(work).label)

    say(0, 0)
    return say


def in_batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    rows = iter(rows)
    while some := list(islice(rows, BATCH)):
        yield some


# --- reading ------------------------------------------------------------------------------------------------


def read(batch: Batch, progress: Progress = quietly) -> Batch:
    """Take every row of the file in, from where an earlier run was stopped; then put the file away.

    A file that is no table is told in `problem`, and nothing of it is kept.
    """
    if batch.is_read or batch.file is None:
        return batch
    say = tell(batch, Work.READ, progress)
    try:
        with store.open_bytes(batch.file.sha256) as file:
            table = read_table(file, batch.name)
            _stage(batch, table, say)
    except Refusal as refusal:
        with transaction.atomic():
            Row.objects.filter(batch=batch).delete()
            problem = " ".join([*refusal.reasons, refusal.advice]).strip()
            Batch.objects.filter(pk=batch.pk).update(problem=problem, work=Work.NOTHING)
            _let_go(batch)
        batch.refresh_from_db()
        return batch
    finish_reading(batch, table)
    return batch


def _stage(batch: Batch, table: Table, say: Progress) -> None:
    after = Row.objects.filter(batch=batch).order_by("-position").values_list("position", flat=True).first() or 0
    for records in in_batches(enumerate(table.rows, 1)):
        fresh = [(position, record) for position, record in records if position > after]
        stage_rows(batch, fresh)
        say(records[-1][0], 0)


def stage_rows(batch: Batch, records: Iterable[tuple[int, Record]]) -> None:
    Row.objects.bulk_create(
        [
            Row(
                batch=batch,
                position=position,
                place=record.place[:80],
                raw=record.cells,
                problem="broken" if record.problem else "",
                told=record.problem,
            )
            for position, record in records
        ]
    )


def finish_reading(batch: Batch, table: Table) -> None:
    """All rows are here: keep the names of the columns, propose what they mean, let the file go."""
    with transaction.atomic():
        batch.refresh_from_db()
        batch.columns, batch.notes, batch.is_read = table.columns, table.notes, True
        batch.counts = {"read": Row.objects.filter(batch=batch).count()}
        if not batch.counts["read"]:
            batch.problem = "Tệp không có dòng nào dưới dòng tên cột."
        batch.mapping = batch.mapping or propose(batch)
        batch.work = Work.NOTHING
        batch.save()
        _let_go(batch)


def propose(batch: Batch) -> dict[str, str]:
    """How this body put such columns to their meaning the last time, else a guess by their names."""
    known = ColumnMap.objects.filter(
        body_id=batch.body_id, book=batch.book, columns_key=columns.columns_key(batch.columns)
    ).first()
    if known and (kept := columns.clean(known.mapping, batch.columns, batch.book)):
        return kept
    return columns.guess(batch.columns, batch.book)


def _let_go(batch: Batch) -> None:
    """The rows are kept, not the file: it may hold subjects of secret papers."""
    stored = batch.file
    if stored is None:
        return
    Batch.objects.filter(pk=batch.pk).update(file=None)
    batch.file = None
    later("files.sweep", unique_key=f"files.sweep:{stored.pk}", file_id=stored.pk)


# --- understanding --------------------------------------------------------------------------------------------


def check(batch: Batch, progress: Progress = quietly) -> Batch:
    """Judge every row by the chosen columns; counts by reason go onto the batch."""
    say = tell(batch, Work.CHECK, progress)
    setting = Setting(
        batch.book,
        batch.body.name,
        "state" if batch.body.system == "state" else "party",
        current_book(),
        timezone.localdate(),
    )
    total, done = batch.counts.get("read", 0), 0
    seen: dict[str, list[tuple[str, str]]] = {}
    good, problems, remarks = 0, Counter[str](), Counter[str]()
    for rows in rows_in_batches(batch):
        judged = {row.pk: _judged(row, batch, setting) for row in rows if row.problem != "broken"}
        _find_twins(batch, rows, judged, seen)
        for row in rows:
            if found := judged.get(row.pk):
                _note(row, found, batch)
            problems[row.problem] += 1
            if not row.problem:
                good += 1
                remarks.update({kind for kind, _words in row.remarks})
        with transaction.atomic():
            put(rows, "said", "problem", "told", "remarks", "raw")
        done += len(rows)
        say(done, total)
    problems.pop("", None)
    counts = {"read": done, "good": good, "problems": dict(problems), "remarks": dict(remarks)}
    with rules.FLOW.take("check", batch, actor=batch.made_by, read=done, good=good, problems=dict(problems)) as batch:
        batch.counts, batch.work, batch.problem = counts, Work.NOTHING, ""
    return batch


def rows_in_batches(batch: Batch, **only: Any) -> Iterator[list[Row]]:
    after = 0
    rows = Row.objects.filter(batch=batch, **only).order_by("position")
    while some := list(rows.filter(position__gt=after)[:BATCH]):
        yield some
        after = some[-1].position


def put(rows: Iterable[Row], *names: str) -> None:
    """Keep these columns of rows; one statement for all, where bulk_update would take most of the time of an import."""
    fields = [Row._meta.get_field(name) for name in names]
    setters = ", ".join(f"{field.column} = %s" for field in fields)  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {Row._meta.db_table} SET {setters} WHERE id = %s",
            [[*(_stored(field, row) for field in fields), row.pk] for row in rows],
        )


def _stored(field: Any, row: Row) -> Any:
    return field.get_db_prep_save(getattr(row, field.attname), connection)


def _judged(row: Row, batch: Batch, setting: Setting) -> Judged:
    return judge(row.raw, batch.mapping, setting)


def _note(row: Row, found: Judged, batch: Batch) -> None:
    row.said, row.problem, row.told, row.remarks = found.said, found.problem, found.told, found.remarks
    security = found.said["security"]
    if security != Security.NORMAL:
        # What a secret paper says is not kept, not even while it waits.
        hidden = {
            batch.mapping.get("text"),
            *([batch.mapping.get("subject")] if security == Security.TUYET_MAT else []),
        }
        row.raw = {name: row.raw[name] for name in batch.mapping.values() if name in row.raw and name not in hidden}


def _find_twins(
    batch: Batch, rows: list[Row], judged: dict[int, Judged], seen: dict[str, list[tuple[str, str]]]
) -> None:
    """Mark rows whose paper stands in the register already, or higher up in the file."""
    held = held_papers(batch, [found.said for found in judged.values() if not found.problem])
    for row in rows:
        found = judged.get(row.pk)
        if found is None or found.problem:
            continue
        key = identity(found.said)
        if twin := _same(held.get(key, []), found.said["subject"]):
            found.refuse("doubled", f"Đã có trong sổ: {twin}.")
        elif twin := _same(seen.get(key, []), found.said["subject"]):
            found.refuse("doubled_in_file", f"Lặp lại {twin}.")
        elif other := next(iter([*held.get(key, []), *seen.get(key, [])]), None):
            found.remark("same_number", f"Trùng số và ngày với {other[0]} nhưng trích yếu khác.")
        if not found.problem:
            seen.setdefault(key, []).append((row.place, found.said["subject"]))


def _same(papers: list[tuple[str, str]], subject: str) -> str:
    return next((place for place, other in papers if same_subject(subject, other)), "")


def held_papers(batch: Batch, said: list[dict[str, Any]]) -> dict[str, list[tuple[str, str]]]:
    """What the register holds of these papers, by identity: how it is called there, and its subject. One query."""
    keys = {identity(one).partition("|")[0][:100] for one in said}
    days = {one["issued_on"] or one["day"] for one in said} - {None}
    found = Document.objects.filter(body_id=batch.body_id, entry__kind=batch.book, number_key__in=keys)
    if "" in keys:
        # Papers without a number all share the empty key.
        found = found.filter(entry__day__in=days) | found.exclude(number_key="")
    held: dict[str, list[tuple[str, str]]] = {}
    rows = found.values_list("number", "issued_on", "entry__day", "issuer_name", "subject", "type_code")
    for number, issued_on, day, issuer, subject, type_code in rows.iterator():
        key = identity(
            {
                "number": number,
                "issued_on": issued_on.isoformat() if issued_on else None,
                "day": day.isoformat(),
                "issuer": issuer,
                "subject": subject,
                "type_code": type_code,
            }
        )
        held.setdefault(key, []).append((f"{number or 'văn bản không số'} ngày {issued_on or day:%d/%m/%Y}", subject))
    return held


# --- preparing ----------------------------------------------------------------------------------------------


def prepare(batch: Batch, progress: Progress = quietly) -> None:
    """Bring the words of the good rows into the spelling of the search, the slow part of an import."""
    column = batch.mapping.get("text")
    if not column:
        return
    total = batch.counts.get("good", 0)
    say = tell(batch, Work.PREPARE, progress)
    for rows in rows_in_batches(batch, problem="", is_prepared=False):
        for row in rows:
            words = row.raw.pop(column, "")[:MAX_WORDS] if row.said["security"] == Security.NORMAL else ""
            row.text = readable(words)
            row.folded = vietnamese.words(row.text, folded=True)
            row.is_prepared = True
        with transaction.atomic():
            put(rows, "raw", "text", "folded", "is_prepared")
        say(Row.objects.filter(batch=batch, is_prepared=True).count(), total)


def sweep(batch: Batch) -> None:
    """What is in the register need not be kept here twice. Safe at any time after the import."""
    while True:
        with transaction.atomic():
            rows = Row.objects.filter(batch=batch, entry__isnull=False, is_prepared=True).order_by("position")
            ids = list(rows.values_list("pk", flat=True)[:BATCH])
            if not ids:
                return
            Row.objects.filter(pk__in=ids).update(text="", folded="", is_prepared=False)
