"""The shipped facts and imported tables as lines: reading, checking, saying what is wrong. Pure."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import resources
from typing import Any

from daumoi.calendar.rules import KINDS
from daumoi.vietnamese import fold, parse_date

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "date": ("ngay", "date", "tu ngay"),
    "kind": ("loai", "kind"),
    "name": ("ten", "ten goi", "name", "name_vi", "ten ngay nghi"),
    "instead_of": ("hoan doi voi ngay", "lam bu ngay", "lam bu", "instead_of"),
}
MOST_LINES = 2000


@dataclass(frozen=True)
class Line:
    """One day of a calendar to be written."""

    date: date
    kind: str
    name: str
    source: str = ""
    instead_of: dt.date | None = None


@dataclass(frozen=True)
class ReadTable:
    """The lines understood, and for every other row of the table its number and what is wrong with it."""

    lines: tuple[Line, ...]
    faults: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class YearFacts:
    year: int
    announced: bool
    source: str
    lines: tuple[Line, ...]


def shipped() -> list[YearFacts]:
    """The years that come with the program."""
    tree = tomllib.loads(resources.files("daumoi.calendar").joinpath("data", "vietnam.toml").read_text("utf-8"))
    laws: Mapping[str, str] = tree["laws"]
    return [
        YearFacts(int(year), facts["announced"], laws[facts["law"]], tuple(_shipped_lines(int(year), facts, laws)))
        for year, facts in sorted(tree["year"].items())
    ]


def _shipped_lines(year: int, facts: Mapping[str, Any], laws: Mapping[str, str]) -> Iterator[Line]:
    for days, kind, name, *more in facts["days"]:
        instead = date.fromisoformat(more[0]) if more and more[0] else None
        law = laws[more[1]] if len(more) > 1 else laws["swap"] if kind == "swap_off" else laws[facts["law"]]
        first, _, last = days.partition("/")
        for on in _range(date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last or first}")):
            yield Line(on, kind, name, law, instead)
        if instead:
            yield make_up(Line(on, kind, name, law, instead))


def make_up(swap: Line) -> Line:
    """The day worked instead of a swapped day off."""
    assert swap.instead_of
    return Line(swap.instead_of, "make_up_work", f"Làm bù ngày {swap.date:%d/%m/%Y}", swap.source, swap.date)


def _range(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


# --- tables of people -------------------------------------------------------------------


def read_csv(text: str) -> ReadTable:
    """Lines of a CSV with a head row; comma, semicolon or tab."""
    sample = text[:2000]
    delimiter = max(",;\t", key=sample.count)
    return read_rows(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter))


def read_rows(rows: Iterable[Sequence[Any]]) -> ReadTable:
    """Lines of a table whose first row names the columns: ngày, loại, tên, hoán đổi với ngày."""
    lines: list[Line] = []
    faults: list[tuple[int, str]] = []
    columns: dict[str, int] = {}
    seen: dict[date, int] = {}
    for number, row in enumerate(rows, start=1):
        if not any(str(cell).strip() for cell in row if cell is not None):
            continue
        if not columns:
            columns = _columns(row)
            if {"date", "kind", "name"} - set(columns):
                return ReadTable(
                    (), ((number, "Dòng đầu phải có các cột: ngày, loại, tên (có thể thêm: hoán đổi với ngày)."),)
                )
            continue
        if len(lines) >= MOST_LINES:
            faults.append((number, f"Bảng có quá {MOST_LINES} dòng; phần còn lại không được đọc."))
            break
        read, fault = _line(row, columns)
        for line in read:
            if line.date in seen:
                fault = f"Ngày {line.date:%d/%m/%Y} đã có ở dòng {seen[line.date]}."
        if fault:
            faults.append((number, fault))
            continue
        seen.update({line.date: number for line in read})
        lines += read
    if not columns:
        faults.append((1, "Bảng không có dòng nào."))
    return ReadTable(tuple(lines), tuple(faults))


def _columns(row: Sequence[Any]) -> dict[str, int]:
    heads = [fold(str(cell or "")).strip() for cell in row]
    return {name: heads.index(known) for name, spellings in COLUMNS.items() for known in spellings if known in heads}


def _line(row: Sequence[Any], columns: Mapping[str, int]) -> tuple[list[Line], str]:
    cells = {name: row[at] if at < len(row) else "" for name, at in columns.items()}
    on, kind, name = as_date(cells["date"]), kind_named(str(cells["kind"] or "")), str(cells["name"] or "").strip()
    instead = as_date(cells.get("instead_of"))
    if on is None:
        return [], f"Không hiểu ngày «{cells['date']}»; ghi dạng 30/04/2027."
    if not kind:
        return [], f"Không hiểu loại «{cells['kind']}»; ghi một trong: {', '.join(KINDS.values())}."
    if not name:
        return [], "Thiếu tên gọi của ngày."
    if len(name) > 120:
        return [], "Tên gọi dài quá 120 chữ."
    if cells.get("instead_of") not in (None, "") and instead is None:
        return [], f"Không hiểu ngày «{cells['instead_of']}»; ghi dạng 30/04/2027."
    if problem := unlikely(on, kind):
        return [], problem
    line = Line(on, kind, name, "", instead)
    return ([line, make_up(line)] if kind == "swap_off" and instead and instead != on else [line]), ""


def unlikely(on: date, kind: str) -> str:
    """Why a day cannot be of this kind, empty when it can."""
    if not 2000 <= on.year <= 2100:
        return f"Năm {on.year} nằm ngoài khoảng 2000–2100."
    if kind == "make_up_work" and on.weekday() < 5:
        return f"Ngày {on:%d/%m/%Y} vốn là ngày làm việc, không phải làm bù."
    if kind in ("swap_off", "compensatory") and on.weekday() > 4:
        return f"Ngày {on:%d/%m/%Y} vốn là ngày nghỉ cuối tuần, không phải {KINDS[kind].lower()}."
    return ""


def as_date(value: Any) -> date | None:
    """A date from a cell: a date, or text with its year such as 30/04/2027 or 2027-04-30."""
    match value:
        case datetime():
            return value.date()
        case date():
            return value
        case None | "":
            return None
    text = str(value).strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return parse_date(text) if re.search(r"\d{4}", text) else None
    except ValueError:
        return None


def kind_named(words: str) -> str:
    """The kind from its code or its name in any spelling; also the usual words of other tables."""
    said = fold(words).strip().replace(" ", "_")
    names = {fold(name).replace(" ", "_"): code for code, name in KINDS.items()}
    names |= {code: code for code in KINDS}
    names |= {
        "statutory": "holiday",
        "le": "holiday",
        "tet": "holiday",
        "swap_day_off": "swap_off",
        "hoan_doi": "swap_off",
    }
    return names.get(said, "")
