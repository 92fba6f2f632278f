"""Receiving a file, choosing what its columns mean, starting and dropping an import; and the same in one go."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import IO

from django.db import transaction

from daumoi.core.db import fresh, locked
from daumoi.core.errors import NotAllowed, NotReady, Refusal
from daumoi.core.words import tell
from daumoi.exchange import mapping as columns
from daumoi.exchange import rules
from daumoi.exchange.actions import staging
from daumoi.exchange.actions.staging import Progress, quietly
from daumoi.exchange.actions.writing import write
from daumoi.exchange.models import Batch, Book, ColumnMap, Row, State
from daumoi.exchange.reading import FORMATS, Record, Table
from daumoi.files.actions import keep_source, store_file
from daumoi.files.kinds import clean_name
from daumoi.files.models import StoredFile
from daumoi.jobs.queue import later
from daumoi.people.models import Body, Person

tell(
    "exchange",
    check="kiểm tra {read} dòng của sổ cũ, {good} dòng nhập được",
    start="cho nhập sổ cũ",
    finish="nhập {imported} văn bản từ sổ cũ «{file}» ({book})",
    drop="bỏ lần nhập sổ cũ",
)

PLAIN = ("jsonl", "ndjson", "json", "gz", "tsv")


def receive(source: IO[bytes], name: str, *, body: Body, book: str, actor: Person | None) -> Batch:
    """Take in a file of an old register; its rows are read by a job."""
    batch = _open_batch(source, name, body=body, book=book, actor=actor)
    return _promise(batch, "read")


def _open_batch(source: IO[bytes], name: str, *, body: Body, book: str, actor: Person | None) -> Batch:
    if not rules.imports(actor, body.pk):
        raise NotAllowed(f"Chỉ văn thư, Chánh Văn phòng và quản trị nhập sổ cũ cho {body}.")
    if not body.is_here:
        raise Refusal(f"{body} không giữ sổ trên hệ thống này.")
    if book not in Book.values:
        raise Refusal("Chưa chọn nhập vào sổ đến hay sổ đi.")
    name = clean_name(name)
    stored = _keep(source, name)
    return Batch.objects.create(body=body, book=book, name=name, sha256=stored.sha256, file=stored, made_by=actor)


def _keep(source: IO[bytes], name: str) -> StoredFile:
    suffix = name.rpartition(".")[2].lower()
    if suffix in PLAIN:
        return keep_source(source, name, suffix, "application/octet-stream")
    if suffix not in ("csv", "txt", "xlsx", "xls", "ods"):
        raise Refusal(f"Không nhận «{name}» để nhập sổ.", advice=FORMATS)
    return store_file(source, name)


def put_columns(
    batch: Batch, chosen: Mapping[str, str], *, actor: Person | None, token: str | int | None = None
) -> Batch:
    """Say what the columns mean; every row is then checked by a job. Remembered for the next file like it."""
    batch = _columns_put(batch, chosen, actor=actor, token=token)
    return _promise(batch, "check")


def _columns_put(
    batch: Batch, chosen: Mapping[str, str], *, actor: Person | None, token: str | int | None = None
) -> Batch:
    with transaction.atomic():
        batch = fresh(batch, token)
        if not rules.may(batch, actor):
            raise NotAllowed("Đồng chí không có quyền nhập sổ cũ này.")
        if batch.state not in (State.DRAFT, State.CHECKED) or not batch.is_read or batch.work:
            raise NotReady("Lần nhập này không còn ở bước ghép cột.", advice="Mở lại trang để xem tình trạng mới.")
        kept = columns.clean(chosen, batch.columns, batch.book)
        if missing := columns.missing(kept, batch.book):
            raise Refusal(*missing, kept="Các cột đã chọn còn trên trang.")
        twice = [name for name in set(kept.values()) if list(kept.values()).count(name) > 1]
        if twice:
            raise Refusal(f"Cột «{twice[0]}» đang được chọn cho hai mục.", kept="Các cột đã chọn còn trên trang.")
        batch.mapping = kept
        batch.version += 1
        batch.save(update_fields=["mapping", "version"])
        ColumnMap.objects.update_or_create(
            body_id=batch.body_id,
            book=batch.book,
            columns_key=columns.columns_key(batch.columns),
            defaults={"mapping": kept},
        )
    return batch


def start(batch: Batch, *, actor: Person | None, token: str | int | None = None) -> Batch:
    """Let the good rows go into the register; a job does it."""
    with transaction.atomic():
        with rules.FLOW.take("start", batch, actor=actor, token=token) as batch:
            pass
        return _promise(batch, "write")


def drop(batch: Batch, *, actor: Person | None, token: str | int | None = None) -> Batch:
    """Do not import this file; what was read of it is put away."""
    with rules.FLOW.take("drop", batch, actor=actor, token=token) as batch:
        Row.objects.filter(batch=batch).delete()
        if stored := batch.file:
            batch.file = None
            later("files.sweep", unique_key=f"files.sweep:{stored.pk}", file_id=stored.pk)
        return batch


def again(batch: Batch, *, actor: Person | None) -> Batch:
    """Promise the work of a batch once more, when a failure has ended it. Work that is under way is not doubled."""
    if not rules.may(batch, actor):
        raise NotAllowed("Đồng chí không có quyền nhập sổ cũ này.")
    if batch.state == State.IMPORTING:
        return _promise(batch, "write")
    if batch.state == State.DRAFT and not batch.is_read and batch.file_id:
        return _promise(batch, "read")
    if batch.work == "check":
        return _promise(batch, "check")
    raise NotReady("Không có việc nào dở dang để làm lại.")


def _promise(batch: Batch, work: str) -> Batch:
    with transaction.atomic():
        batch = locked(batch)
        batch.work = work
        batch.save(update_fields=["work"])
        later(
            f"exchange.{work}",
            unique_key=f"exchange.{work}:{batch.pk}",
            priority=3,
            asked_by=batch.made_by,
            body_id=batch.body_id,
            batch_id=batch.pk,
        )
    return batch


# --- in one go, for commands and the demonstration ------------------------------------------------------------


def import_file(
    source: IO[bytes],
    name: str,
    *,
    body: Body,
    book: str = "",
    actor: Person | None,
    progress: Progress = quietly,
) -> Batch:
    """Read, understand and enter a file now, with the columns guessed; goes on where an earlier run was stopped.

    Without `book` the columns tell which register it is.
    """
    digest = hashlib.sha256()
    while block := source.read(1 << 20):
        digest.update(block)
    source.seek(0)
    unfinished = Batch.objects.filter(
        body=body, sha256=digest.hexdigest(), state__in=[State.DRAFT, State.CHECKED, State.IMPORTING], problem=""
    )
    if book:
        unfinished = unfinished.filter(book=book)
    batch = unfinished.filter(made_by=actor).first()
    if batch is None:
        batch = _open_batch(source, name, body=body, book=book or Book.INCOMING, actor=actor)
    if not batch.is_read:
        batch = staging.read(batch, progress)
        if batch.problem:
            raise Refusal(batch.problem)
    if not book and batch.state == State.DRAFT:
        batch.book = columns.guess_book(batch.columns)
        batch.mapping = staging.propose(batch)
        batch.save(update_fields=["book", "mapping"])
    return _through(batch, actor, progress)


def import_rows(
    body: Body,
    rows: Iterable[Mapping[str, str]],
    actor: Person | None,
    *,
    name: str = "sổ cũ",
    book: str = Book.OUTGOING,
    progress: Progress = quietly,
) -> Batch:
    """Enter rows that a program has, by the names of `mapping.MEANINGS` (number, type, issued_on, subject, …)."""
    plain = [{key: str(value) for key, value in row.items() if value not in (None, "")} for row in rows]
    batch = Batch.objects.create(
        body=body,
        book=book,
        name=name,
        made_by=actor,
        sha256=hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest(),
    )
    if not rules.imports(actor, body.pk):
        raise NotAllowed(f"Chỉ văn thư, Chánh Văn phòng và quản trị nhập sổ cũ cho {body}.")
    for some in staging.in_batches(enumerate(plain, 1)):
        staging.stage_rows(batch, [(at, Record(f"dòng {at}", cells)) for at, cells in some])
    names = list(dict.fromkeys(key for row in plain for key in row))
    batch.mapping = {key: key for key in names if key in columns.BY_KEY}
    batch.save(update_fields=["mapping"])
    staging.finish_reading(batch, Table("rows", iter(()), columns=names))
    return _through(batch, actor, progress)


def _through(batch: Batch, actor: Person | None, progress: Progress) -> Batch:
    """From the columns to the register, with the mapping as proposed."""
    batch.refresh_from_db()
    if batch.state != State.IMPORTING:
        if missing := columns.missing(batch.mapping, batch.book):
            found = ", ".join(f"«{name}»" for name in batch.columns[:20])
            raise Refusal(*missing, advice=f"Các cột của tệp: {found}. Hãy nhập ở trang «Nhập sổ cũ» để chọn cột.")
        batch = staging.check(batch, progress)
        if not batch.counts["good"]:
            return batch
        with rules.FLOW.take("start", batch, actor=actor) as batch:
            pass
    staging.prepare(batch, progress)
    return write(batch, progress)
