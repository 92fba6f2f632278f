"""The rows of a file, as they stand there: JSON lines, CSV and tables of Excel, packed by gzip or not. Pure.

A row that cannot be read is a row with a problem, never a missing row. A file
that is no table at all is refused with a sentence.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import chain, islice, pairwise
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from daumoi.core.errors import Refusal
from daumoi.exchange.mapping import recognise
from daumoi.vietnamese import nfc

Cells = dict[str, str]

FORMATS = "Nhận: .xlsx, .xls, .ods, .csv, .jsonl; hai loại sau có thể nén .gz."
LONGEST_LINE = 64 * 1024 * 1024
MOST_UNPACKED = 2 * 1024**3
HEADER_WITHIN = 30
SNIFFED = 1 << 20
SAMPLE_LINES = 200

csv.field_size_limit(LONGEST_LINE)


@dataclass(frozen=True)
class Record:
    """One row: where it stands, and its cells by the names of the columns; or why it could not be read."""

    place: str
    cells: Cells
    problem: str = ""


@dataclass
class Table:
    """The rows of a file in their order. `columns` and `notes` are complete once all rows were taken."""

    kind: str
    rows: Iterator[Record]
    columns: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class _Limited(io.RawIOBase):
    """A stream that refuses to go on for ever: a packed file may unpack to anything."""

    def __init__(self, source: BinaryIO) -> None:
        self.source, self.left = source, MOST_UNPACKED

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        block = self.source.read(len(buffer))
        self.left -= len(block)
        if self.left < 0:
            raise Refusal("Tệp nén bung ra quá lớn, bất thường.", advice="Hãy tách thành nhiều tệp theo năm.")
        buffer[: len(block)] = block
        return len(block)


def read_table(file: BinaryIO, name: str) -> Table:
    """The table in a file, told by what is inside; the name decides only between kinds of text."""
    head = _head(file)
    packed = head.startswith(b"\x1f\x8b")
    if packed:
        name = re.sub(r"\.gz$", "", name, flags=re.IGNORECASE)
        head = _unpacked_head(file)
    if not head.strip(b"\x00\xef\xbb\xbf \t\r\n"):
        raise Refusal(f"«{name}» không có dòng nào.", advice=FORMATS)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        if packed:
            raise Refusal("Bảng tính không cần nén thêm.", advice="Hãy giải nén rồi tải bảng tính lên.")
        return _workbook(file, name)
    encoding = _encoding(file, packed, head)
    lines = _text(file, packed, encoding)
    start = head.decode(encoding, errors="replace").lstrip("\ufeff \t\r\n")
    if name.lower().endswith((".jsonl", ".ndjson", ".json")) or start.startswith("{"):
        return _json_lines(lines)
    if b"\x00" in head and not encoding.startswith("utf-16"):
        raise Refusal(f"«{name}» không phải bảng.", advice=FORMATS)
    return _csv(lines)


# --- the bytes ------------------------------------------------------------------------------------------


def _head(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(8192)


def _open(file: BinaryIO, packed: bool) -> BinaryIO:
    file.seek(0)
    stream: Any = io.BufferedReader(_Limited(gzip.GzipFile(fileobj=file))) if packed else file  # type: ignore[arg-type]
    return stream


def _unpacked_head(file: BinaryIO) -> bytes:
    try:
        return _open(file, True).read(8192)
    except (OSError, EOFError) as error:
        raise Refusal("Tệp nén bị hỏng.", advice="Hãy nén lại rồi tải lên lần nữa.") from error


def _encoding(file: BinaryIO, packed: bool, head: bytes) -> str:
    """UTF-8 or UTF-16 by its marks, UTF-8 when all of it is, else the code page of old Vietnamese Windows."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    if head[0::2].count(0) > len(head) // 4:
        return "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    stream = _open(file, packed)
    try:
        while block := stream.read(SNIFFED):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1258"
    except (OSError, EOFError) as error:
        raise Refusal("Tệp nén bị hỏng.", advice="Hãy nén lại rồi tải lên lần nữa.") from error
    return "utf-8"


class _Kept(io.TextIOWrapper):
    """Text over a file that somebody else closes."""

    def __del__(self) -> None:
        if not self.closed:
            self.detach()


def _text(file: BinaryIO, packed: bool, encoding: str) -> io.TextIOWrapper:
    return _Kept(_open(file, packed), encoding=encoding, errors="replace", newline="")


# --- JSON lines -------------------------------------------------------------------------------------------


def _json_lines(lines: io.TextIOWrapper) -> Table:
    table = Table("jsonl", iter(()))

    def rows() -> Iterator[Record]:
        known: dict[str, None] = {}
        for number, line in enumerate(_chain(lines), 1):
            if not line.strip("\ufeff \t\r\n"):
                continue
            place = f"dòng {number}"
            try:
                said = json.loads(line.lstrip("\ufeff"), parse_constant=str)
            except (ValueError, RecursionError):
                yield Record(place, {"": line.strip()[:500]}, "Dòng này không đọc được như JSON.")
                continue
            if not isinstance(said, dict):
                yield Record(place, {"": line.strip()[:500]}, "Dòng này không phải một bản ghi có tên từng mục.")
                continue
            cells = {_name(key): words for key, value in said.items() if (words := as_words(value))}
            fresh = [_name(key) for key in said if _name(key) not in known]
            known.update(dict.fromkeys(fresh))
            table.columns.extend(fresh)
            yield Record(place, cells)

    table.rows = rows()
    return table


def _name(key: object) -> str:
    return as_words(key)[:120]


# --- CSV ---------------------------------------------------------------------------------------------------


def _csv(lines: io.TextIOWrapper) -> Table:
    sample = "".join(islice(_chain(lines), SAMPLE_LINES))
    delimiter = _delimiter(sample)

    def numbered() -> Iterator[tuple[str, list[Any]]]:
        rest = _chain(io.StringIO(sample, newline=""), lines)
        reader = csv.reader((line.replace("\x00", "") for line in rest), delimiter=delimiter)
        start = 1
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error:
                row = ["\ufffd"]
            yield f"dòng {start}", row
            start = reader.line_num + 1

    table = Table("csv", iter(()))
    table.rows = _headed(numbered(), table, "")
    return table


def _chain(*streams: io.TextIOBase) -> Iterator[str]:
    for stream in streams:
        while line := stream.readline(LONGEST_LINE):
            yield line


def _delimiter(sample: str) -> str:
    """The sign that cuts the first lines into the most columns whose names are known."""

    def score(sign: str) -> tuple[int, int]:
        rows = list(islice(csv.reader(io.StringIO(sample), delimiter=sign), HEADER_WITHIN))
        return max((_known(row) for row in rows), default=0), max((len(row) for row in rows), default=0)

    return max((",", ";", "\t", "|"), key=score)


# --- workbooks ------------------------------------------------------------------------------------------------


def _workbook(file: BinaryIO, name: str) -> Table:
    file.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(file)  # type: ignore[arg-type]
        names = list(book.sheet_names)
    except (CalamineError, OSError, ValueError) as error:
        raise Refusal(
            f"«{name}» không mở được như một bảng tính.", advice="Hãy mở bằng Excel, lưu lại dạng .xlsx rồi tải lên."
        ) from error
    table = Table("xlsx", iter(()))

    def rows() -> Iterator[Record]:
        for sheet in names:
            where = f"{sheet[:40]}, " if len(names) > 1 else ""
            lines = enumerate(book.get_sheet_by_name(sheet).iter_rows(), 1)
            yield from _headed(((f"{where}dòng {at}", list(row)) for at, row in lines), table, sheet)

    table.rows = rows()
    return table


# --- rows under a header ------------------------------------------------------------------------------------------


def _known(row: Iterable[Any]) -> int:
    return len({key for cell in row if (key := recognise(as_words(cell)[:120]))})


def _headed(numbered: Iterator[tuple[str, list[Any]]], table: Table, sheet: str) -> Iterator[Record]:
    """The rows under the line that names the columns; what stands above it (titles of the register) is no row."""
    first = list(islice(numbered, HEADER_WITHIN))
    scores = [_known(row) for _place, row in first]
    filled = [sum(1 for cell in row if as_words(cell)) for _place, row in first]
    if not first or not any(filled):
        return
    best = max(scores)
    at = scores.index(best) if best >= 2 else next((n for n, count in enumerate(filled) if count > 1), 0)
    if best < 2 and sheet and table.columns:
        table.notes.append(f"Trang tính «{sheet}» không có dòng tên cột nên chưa đọc.")
        return
    names = _names(first[at][1])
    table.columns.extend(name for name in names if name not in table.columns)
    under = first[at + 1 :]
    if under and _counts_columns(under[0][1]):
        under = under[1:]
    for place, row in chain(under, numbered):
        words = [as_words(cell) for cell in row]
        if not any(words):
            continue
        extra = [f"Cột {n + 1}" for n in range(len(names), len(words)) if words[n]]
        table.columns.extend(name for name in extra if name not in table.columns)
        cells = {(names[n] if n < len(names) else f"Cột {n + 1}"): word for n, word in enumerate(words) if word}
        yield Record(place, cells, "Dòng này không đọc được." if words == ["\ufffd"] else "")


def _names(row: list[Any]) -> list[str]:
    """A name for every column: its own, with a number where it stands twice, «Cột n» where it has none."""
    names: list[str] = []
    for place, cell in enumerate(row, 1):
        name = as_words(cell)[:100] or f"Cột {place}"
        while name in names:
            name = f"{name} ({place})"
        names.append(name)
    while names and names[-1] == f"Cột {len(names)}":
        names.pop()
    return names


def _counts_columns(row: list[Any]) -> bool:
    """The line (1) (2) (3) … under the names in printed registers."""
    said = [found[1] for cell in row if (found := re.fullmatch(r"\(?(\d{1,2})\)?", as_words(cell)))]
    filled = sum(1 for cell in row if as_words(cell))
    return filled > 2 and len(said) == filled and all(int(b) - int(a) == 1 for a, b in pairwise(said))


def as_words(value: Any) -> str:
    """A cell as text: dates as 2015-10-20, whole numbers without a point, lists and objects as JSON."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        # A lone half of a letter pair, or a zero byte, is nothing that a database keeps.
        text = value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
        return " ".join(nfc(text).split()) if len(text) < 2000 else nfc(text).strip()
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time | timedelta):
        return value.isoformat() if not isinstance(value, timedelta) else str(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False).replace("\\u0000", "").encode("utf-8", "replace").decode("utf-8")
    return str(value)
