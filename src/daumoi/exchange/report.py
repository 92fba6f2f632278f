"""The report on a batch, row by row, as a file to keep or to mend and bring in again. Reads only."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

import xlsxwriter

from daumoi.exchange.check import PROBLEMS
from daumoi.exchange.models import Batch, Row, State

OWN = ["Chỗ trong tệp", "Kết quả", "Lý do", "Lưu ý"]


def headings(batch: Batch) -> list[str]:
    return [*OWN, *batch.columns]


def lines(batch: Batch, *, everything: bool = False) -> Iterator[list[str]]:
    """What was reported or remarked, or every row; then the cells as they stood in the file."""
    rows = Row.objects.filter(batch=batch).order_by("position").defer("text", "folded")
    for row in rows.iterator(chunk_size=500):
        if everything or row.problem or row.remarks:
            remarks = " ".join(words for _kind, words in row.remarks)
            cells = [row.raw.get(name, "") for name in batch.columns]
            yield [row.place, outcome(row, batch), row.told, remarks, *cells]


def outcome(row: Row, batch: Batch) -> str:
    if row.problem:
        return f"không vào sổ: {PROBLEMS[row.problem]}"
    return "đã vào sổ" if batch.state == State.DONE else "sẽ vào sổ"


def as_csv(batch: Batch, *, everything: bool = False) -> Iterator[str]:
    """With the mark by which Excel knows UTF-8; no cell can start a formula."""
    yield "\ufeff"
    yield _csv_line(headings(batch))
    for line in lines(batch, everything=everything):
        yield _csv_line([f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in line])


def _csv_line(cells: list[str]) -> str:
    held = io.StringIO()
    csv.writer(held).writerow(cells)
    return held.getvalue()


def as_workbook(batch: Batch, *, everything: bool = False) -> bytes:
    held = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(held, {**plain, "in_memory": True, "constant_memory": True}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Báo cáo")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 3, 34)
        sheet.set_column(4, 4 + len(batch.columns), 22)
        sheet.write_row(0, 0, headings(batch), bold)
        for at, line in enumerate(lines(batch, everything=everything), 1):
            # A cell of Excel holds no more than this.
            sheet.write_row(at, 0, [cell[:32_000] for cell in line])
    return held.getvalue()


def day_of(row: Row) -> date | None:
    return date.fromisoformat(row.said["day"]) if row.said.get("day") else None
