"""A year of the calendar, arranged for the page. No writing."""

from __future__ import annotations

import csv
import io
from calendar import Calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from daumoi.calendar.facts import Line
from daumoi.calendar.models import CalendarDay
from daumoi.calendar.rules import KINDS

WEEKDAYS = [
    *zip(
        ("T2", "T3", "T4", "T5", "T6", "T7", "CN"),
        ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật"),
        strict=True,
    )
]


@dataclass(frozen=True)
class Cell:
    """One day of a month as the page draws it; outside the month there is none."""

    date: date
    kind: str
    words: str
    today: bool = False

    @property
    def css(self) -> str:
        return f"day-{self.kind.replace('_', '-')}" if self.kind else ""


@dataclass(frozen=True)
class Month:
    number: int
    weeks: list[list[Cell | None]]
    working: int


def months(year: int, days: Iterable[CalendarDay], today: date) -> list[Month]:
    """The twelve months, each as weeks from Monday, with the number of working days."""
    particular: dict[date, CalendarDay] = {}
    for day in sorted(days, key=lambda day: day.body_id is not None):
        particular[day.date] = day
    made = []
    for number in range(1, 13):
        weeks = [
            [_cell(on, particular.get(on), today) if on.month == number else None for on in week]
            for week in Calendar().monthdatescalendar(year, number)
        ]
        working = sum(cell is not None and cell.kind in ("", "make_up_work") for week in weeks for cell in week)
        made.append(Month(number, weeks, working))
    return made


def _cell(on: date, day: CalendarDay | None, today: date) -> Cell:
    kind = day.kind if day else "weekend" if on.weekday() > 4 else ""
    words = f"{KINDS[day.kind].lower()}: {day.name}" if day else "cuối tuần" if kind else ""
    return Cell(on, kind, words, on == today)


def as_csv(lines: Sequence[Line]) -> str:
    """Lines that were read, as a table to be read again on confirming. Make-up days come back from their swaps."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["ngày", "loại", "tên", "hoán đổi với ngày"])
    swapped = {line.instead_of for line in lines if line.kind == "swap_off"}
    for line in lines:
        if line.kind == "make_up_work" and line.date in swapped:
            continue
        instead = line.instead_of.isoformat() if line.instead_of else ""
        writer.writerow([line.date.isoformat(), line.kind, line.name, instead])
    return out.getvalue()


def as_sample(days: Iterable[CalendarDay]) -> str:
    """The days of a year as a table that can be changed and imported again."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Ngày", "Loại", "Tên gọi", "Hoán đổi với ngày"])
    for day in days:
        if day.kind == "make_up_work" and day.instead_of:
            continue
        instead = f"{day.instead_of:%d/%m/%Y}" if day.instead_of else ""
        writer.writerow([f"{day.date:%d/%m/%Y}", KINDS[day.kind], day.name, instead])
    return out.getvalue()
