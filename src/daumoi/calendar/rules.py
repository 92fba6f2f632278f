"""Counting working days, and saying how they were counted. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

Kind = Literal["", "holiday", "compensatory", "swap_off", "make_up_work", "office_off"]
Unit = Literal["working", "calendar", "fixed"]

KINDS: Mapping[str, str] = {
    "holiday": "Ngày lễ, tết",
    "compensatory": "Nghỉ bù",
    "swap_off": "Nghỉ hoán đổi",
    "make_up_work": "Làm bù",
    "office_off": "Cơ quan nghỉ",
}
NATIONAL = frozenset({"holiday", "compensatory", "swap_off", "make_up_work"})
FARTHEST = 3650
LISTED = 15
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """A day that is not what its weekday says; without a kind, one that is."""

    date: date
    kind: Kind
    name: str

    @property
    def works(self) -> bool:
        return self.kind == "make_up_work"


@dataclass(frozen=True)
class Days:
    """The calendar of a body: its particular days, and the years whose official calendar is known.

    A day that is in no list is what its weekday says. Where a body has its own day beside a national one, the day
    off wins only for that body.
    """

    particular: Mapping[date, Day] = field(default_factory=dict, hash=False)
    announced: frozenset[int] = frozenset()

    def at(self, on: date) -> Day | None:
        return self.particular.get(on)


WEEKDAYS_ONLY = Days()


def calendar_of(days: Iterable[Day], announced: Iterable[int] = ()) -> Days:
    """The calendar that these days make; the office's own day off goes before a national one of the same date."""
    ordered = sorted(days, key=lambda day: (day.date, day.kind == "office_off"))
    return Days({day.date: day for day in ordered}, frozenset(announced))


@dataclass(frozen=True)
class Deadline:
    """A deadline and the steps that led to it: `counted` are the days that counted, `skipped` those that did not.

    `moved_from` is the day off on which it would have fallen. `explain()` says all of it in one sentence.
    """

    start: date
    amount: int
    unit: Unit
    date: date
    counted: tuple[Day, ...] = ()
    skipped: tuple[Day, ...] = ()
    moved_from: dt.date | None = None
    unannounced: tuple[int, ...] = ()

    @property
    def steps(self) -> tuple[Day, ...]:
        return tuple(sorted((*self.counted, *self.skipped), key=lambda day: day.date))

    @property
    def caution(self) -> str:
        """What may still change: the official calendar of a year is not out yet."""
        if not self.unannounced:
            return ""
        years = ", ".join(map(str, self.unannounced))
        return f"Lịch nghỉ chính thức năm {years} chưa có trong hệ thống; hạn này có thể thay đổi."

    def explain(self) -> str:
        return explain(self)


# --- the questions ------------------------------------------------------------------


def is_working_day(on: date, days: Days = WEEKDAYS_ONLY) -> bool:
    """Monday to Friday without days off; Saturdays worked instead count."""
    particular = days.at(on)
    return particular.works if particular else on.weekday() < 5


def next_working_day(on: date, days: Days = WEEKDAYS_ONLY) -> date:
    """The day itself when it is a working day, otherwise the first one after it."""
    return next(day for day in _from(on) if is_working_day(day, days))


def working_days_between(start: date, end: date, days: Days = WEEKDAYS_ONLY) -> int:
    """How many working days lie after `start` up to and including `end`; negative when `end` is the earlier."""
    if end < start:
        return -working_days_between(end, start, days)
    return sum(is_working_day(start + timedelta(days=n), days) for n in range(1, (end - start).days + 1))


def add_working_days(start: date, amount: int, days: Days = WEEKDAYS_ONLY) -> Deadline:
    """The deadline `amount` working days after `start`, which itself is not counted.

    With 0 it is `start`, or the next working day when `start` is a day off.
    """
    if not 0 <= amount <= FARTHEST:
        raise ValueError(f"amount must be between 0 and {FARTHEST}")
    if amount == 0:
        return _moved(start, start, 0, "working", days)
    counted: list[Day] = []
    skipped: list[Day] = []
    on = start
    while len(counted) < amount:
        on += ONE
        (counted if is_working_day(on, days) else skipped).append(_described(on, days))
    return Deadline(start, amount, "working", on, tuple(counted), tuple(skipped), None, _unannounced(start, on, days))


def add_calendar_days(start: date, amount: int, days: Days = WEEKDAYS_ONLY) -> Deadline:
    """The deadline `amount` days after `start`; on a day off it moves to the next working day."""
    if not 0 <= amount <= FARTHEST:
        raise ValueError(f"amount must be between 0 and {FARTHEST}")
    return _moved(start, start + timedelta(days=amount), amount, "calendar", days)


def due_on(day: date, days: Days = WEEKDAYS_ONLY) -> Deadline:
    """A deadline given as a date: the same day, or the next working day when it is a day off."""
    return _moved(day, day, 0, "fixed", days)


def is_overdue(deadline: date, on: date) -> bool:
    """Late from 00:00 of the day after."""
    return on > deadline


# --- the sentence ---------------------------------------------------------------------


def explain(deadline: Deadline) -> str:
    """How the deadline came about, in one sentence."""
    year = deadline.start.year
    parts = []
    if deadline.unit == "working" and deadline.amount:
        said = f"{deadline.amount} ngày làm việc kể từ {_full(deadline.start)}"
        if deadline.amount <= LISTED:
            parts.append(f"{said}: {', '.join(_listed(deadline, year))}")
        else:
            parts.append(f"{said}: từ {_short(deadline.counted[0].date, year)} đến {_short(deadline.date, year)}")
            if left_out := _left_out(deadline.skipped, year):
                parts.append(f", không tính {left_out}")
    elif deadline.unit == "calendar":
        parts.append(f"{deadline.amount} ngày kể từ {_full(deadline.start)}")
    else:
        parts.append(f"Ngày {_full(deadline.start)}")
    if deadline.moved_from:
        parts.append(
            f": {_short(deadline.moved_from, year)} là {_why_off(deadline.skipped[0])},"
            " chuyển sang ngày làm việc tiếp theo"
        )
    return f"{''.join(parts)} → hạn {_full(deadline.date)}"


def _listed(deadline: Deadline, year: int) -> Iterator[str]:
    pending: list[Day] = []
    for day in deadline.steps:
        if day in deadline.skipped:
            pending.append(day)
            continue
        if pending:
            yield f"(nghỉ {_span(pending, year)})"
            pending = []
        yield f"{_short(day.date, year)} (làm bù)" if day.works else _short(day.date, year)


def _span(off: list[Day], year: int) -> str:
    """«28–29/11», «31/12–03/01/2027 Tết Dương lịch»: one stretch of days off with the names of the particular ones."""
    first, last = off[0].date, off[-1].date
    if first == last:
        dates = _short(first, year)
    elif (first.year, first.month) == (last.year, last.month):
        dates = f"{first.day:02d}–{_short(last, year)}"
    else:
        dates = f"{_short(first, year)}–{_short(last, year)}"
    names = dict.fromkeys(day.name for day in off if day.name)
    return " ".join([dates, *([", ".join(names)] if names else [])])


def _left_out(skipped: Iterable[Day], year: int) -> str:
    skipped = list(skipped)
    weekends = sum(not day.name for day in skipped)
    said = [f"{weekends} ngày nghỉ cuối tuần"] if weekends else []
    stretches: list[list[Day]] = []
    for day in (day for day in skipped if day.name):
        if stretches and stretches[-1][-1].date + ONE == day.date:
            stretches[-1].append(day)
        else:
            stretches.append([day])
    return ", ".join([*said, *(_span(stretch, year) for stretch in stretches)])


def _why_off(day: Day) -> str:
    return f"ngày nghỉ ({day.name})" if day.name else ("thứ bảy", "chủ nhật")[day.date.weekday() - 5]


def _full(on: date) -> str:
    return f"{on:%d/%m}/{on.year}"


def _short(on: date, year: int) -> str:
    return f"{on:%d/%m}" if on.year == year else _full(on)


# --- inside ---------------------------------------------------------------------------


def _from(on: date) -> Iterator[date]:
    while True:
        yield on
        on += ONE


def _described(on: date, days: Days) -> Day:
    return days.at(on) or Day(on, "", "")


def _moved(start: date, wanted: date, amount: int, unit: Unit, days: Days) -> Deadline:
    found = next_working_day(wanted, days)
    off = tuple(_described(wanted + timedelta(days=n), days) for n in range((found - wanted).days))
    return Deadline(
        start, amount, unit, found, (), off, wanted if found != wanted else None, _unannounced(start, found, days)
    )


def _unannounced(start: date, end: date, days: Days) -> tuple[int, ...]:
    return tuple(year for year in range(start.year, end.year + 1) if year not in days.announced)
