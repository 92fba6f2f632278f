"""The long work of imports. Each may run twice, and goes on where it was stopped."""

from __future__ import annotations

from typing import Any

from daumoi.exchange.actions import check, prepare, read, write
from daumoi.exchange.actions.staging import Progress
from daumoi.exchange.models import Batch, State
from daumoi.jobs.queue import job


@job("exchange.read", "Đọc tệp sổ cũ")
def read_file(batch_id: int, progress: Progress) -> dict[str, Any]:
    return read(_batch(batch_id), progress).counts  # type: ignore[no-any-return]


@job("exchange.check", "Kiểm tra từng dòng sổ cũ")
def check_rows(batch_id: int, progress: Progress) -> dict[str, Any]:
    batch = _batch(batch_id)
    if batch.state not in (State.DRAFT, State.CHECKED):
        return batch.counts  # type: ignore[no-any-return]
    return check(batch, progress).counts  # type: ignore[no-any-return]


@job("exchange.write", "Nhập sổ cũ vào sổ")
def write_rows(batch_id: int, progress: Progress) -> dict[str, Any]:
    batch = _batch(batch_id)
    if batch.state != State.IMPORTING:
        return batch.counts  # type: ignore[no-any-return]
    prepare(batch, progress)
    return write(batch, progress).counts  # type: ignore[no-any-return]


def _batch(pk: int) -> Batch:
    return Batch.objects.select_related("body", "made_by", "file").get(pk=pk)
