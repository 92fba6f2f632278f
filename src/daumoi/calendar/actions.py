"""Changing the calendar. Every change has a reason, is in the journal, and gives the calendar a new stamp."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction

from daumoi.calendar.facts import Line, make_up, shipped, unlikely
from daumoi.calendar.models import CalendarDay, CalendarStamp, CalendarYear, DayKind
from daumoi.calendar.rules import KINDS
from daumoi.core.errors import NotAllowed, Refusal
from daumoi.core.words import tell
from daumoi.journal.actions import record
from daumoi.people.duties import holds, installation_of
from daumoi.people.models import Body, Duty

tell(
    "calendar",
    load="nạp lịch nghỉ kèm theo chương trình ({days} ngày)",
    add="thêm «{name}» ({kind}) {dates} vào lịch",
    remove="bỏ «{name}» ({kind}) {dates} khỏi lịch",
    import_year="nhập lịch năm {years} từ tệp ({days} ngày)",
    announce="đánh dấu lịch năm {year}: {announced}",
)

LONGEST = 31


@dataclass(frozen=True)
class ImportReport:
    """What an import did."""

    added: int
    removed: int
    unchanged: int
    years: tuple[int, ...]


def may_change(person: Any) -> bool:
    """National days are shared by every body of the installation."""
    return installation_of(person) is not None


def may_close_office(person: Any, body: Body) -> bool:
    """A body's own days off belong to those who administer it."""
    return holds(person, Duty.ADMIN, body.pk)


def load_builtin() -> int:
    """Put the shipped years into an installation that has none of them. Safe to run at every start; how many were new.

    Only years not yet in the calendar: what the office has changed in a year is never overwritten.
    """
    with transaction.atomic():
        have = set(CalendarYear.objects.values_list("year", flat=True))
        new = [facts for facts in shipped() if facts.year not in have]
        if not new:
            return 0
        _restamp()
        CalendarYear.objects.bulk_create(
            CalendarYear(year=facts.year, announced=facts.announced, source=facts.source) for facts in new
        )
        lines = [line for facts in new for line in facts.lines]
        taken = set(CalendarDay.objects.filter(body=None).values_list("date", flat=True))
        rows = CalendarDay.objects.bulk_create(
            _row(line, None, line.source) for line in lines if line.date not in taken
        )
        first = CalendarYear.objects.get(year=new[0].year)
        record("calendar.load", first, actor=None, days=len(rows), years=[facts.year for facts in new])
    return len(rows)


def add_days(
    first: date,
    last: date | None = None,
    *,
    kind: str,
    name: str,
    source: str,
    actor: Any,
    body: Body | None = None,
    instead_of: date | None = None,
) -> list[CalendarDay]:
    """Add a day, or every day from `first` to `last`. A swapped day off also adds the Saturday worked instead.

    `source` is the paper that says so; `body` is for the office's own days off (`office_off`) and only for them.
    """
    last = last or first
    _may(actor, kind, body)
    if not name.strip() or not source.strip():
        raise Refusal("Cần ghi tên gọi của ngày và căn cứ (văn bản thông báo, lý do).")
    if kind not in KINDS or (kind == DayKind.OFFICE_OFF) != (body is not None):
        raise Refusal("Loại ngày không hợp lệ.")
    if last < first or last - first > timedelta(days=LONGEST):
        raise Refusal(f"Khoảng ngày phải từ 1 đến {LONGEST} ngày, ngày cuối không sớm hơn ngày đầu.")
    if instead_of and (kind != DayKind.SWAP_OFF or last != first):
        raise Refusal("Chỉ một ngày «nghỉ hoán đổi» mới có ngày làm bù đi kèm.")
    lines = [
        Line(first + timedelta(days=n), kind, name.strip(), source.strip(), instead_of)
        for n in range((last - first).days + 1)
    ]
    if instead_of:
        lines.append(make_up(lines[0]))
    for line in lines:
        if problem := unlikely(line.date, line.kind):
            raise Refusal(problem, kept="Lịch được giữ nguyên.")
    with transaction.atomic():
        _restamp()
        try:
            with transaction.atomic():
                rows = [_saved(_row(line, actor, source.strip(), body)) for line in lines]
        except IntegrityError:
            taken = CalendarDay.objects.filter(body=body, date__in=[line.date for line in lines]).order_by("date")
            listed = "; ".join(f"{day.date:%d/%m/%Y} ({day.name})" for day in taken)
            raise Refusal(
                f"Đã có trong lịch: {listed}.", kept="Lịch được giữ nguyên.", advice="Bỏ ngày cũ trước rồi thêm lại."
            ) from None
        record(
            "calendar.add",
            rows[0],
            actor=actor,
            reason=source.strip(),
            body_id=body.pk if body else installation_of(actor),
            name=name.strip(),
            kind=KINDS[kind].lower(),
            dates=_dates([row.date for row in rows]),
            source=source.strip(),
        )
    return rows


def remove_day(day: CalendarDay, *, reason: str, actor: Any) -> None:
    """Take a day out of the calendar; with a swapped day its other half goes too. The journal keeps what it was."""
    _may(actor, day.kind, day.body)
    if not reason.strip():
        raise Refusal("Cần ghi lý do bỏ ngày này.", kept="Lịch được giữ nguyên.")
    with transaction.atomic():
        _restamp()
        found = CalendarDay.objects.select_for_update(of=("self",)).filter(pk=day.pk).first()
        if found is None:
            raise Refusal("Ngày này vừa được người khác bỏ khỏi lịch.")
        days = [found]
        if found.instead_of:
            days += CalendarDay.objects.filter(date=found.instead_of, instead_of=found.date, body=found.body)
        record(
            "calendar.remove",
            found,
            actor=actor,
            reason=reason.strip(),
            body_id=found.body_id or installation_of(actor),
            name=found.name,
            kind=KINDS[found.kind].lower(),
            dates=_dates([day.date for day in days]),
            source=found.source,
        )
        for day in days:
            day.delete()


def set_announced(year: int, announced: bool, *, source: str, actor: Any) -> CalendarYear:
    """Say whether the official calendar of a year is in; `source` is the notice."""
    if not may_change(actor):
        raise NotAllowed("Chỉ người quản trị hệ thống được đổi lịch chung.")
    if not 2000 <= year <= 2100:
        raise Refusal("Năm nằm ngoài khoảng 2000–2100.")
    if not source.strip():
        raise Refusal("Cần ghi căn cứ: số, ngày của thông báo lịch nghỉ.")
    with transaction.atomic():
        _restamp()
        row, _created = CalendarYear.objects.update_or_create(
            year=year, defaults={"announced": announced, "source": source.strip()}
        )
        record(
            "calendar.announce",
            row,
            actor=actor,
            body_id=installation_of(actor),
            reason=source.strip(),
            year=year,
            announced="đã có lịch chính thức" if announced else "chưa có lịch chính thức",
        )
    return row


def import_days(lines: Sequence[Line], *, source: str, announced: bool, actor: Any) -> ImportReport:
    """Make the national days of the years in the table exactly those of the table: all of it, or nothing.

    Years not in the table and the offices' own days off are left alone.
    """
    if not may_change(actor):
        raise NotAllowed("Chỉ người quản trị hệ thống được đổi lịch chung.")
    if not source.strip():
        raise Refusal("Cần ghi căn cứ: số, ngày của thông báo lịch nghỉ.")
    lines = [line for line in lines if line.kind != DayKind.OFFICE_OFF]
    years = years_of(lines)
    if not years:
        raise Refusal("Bảng không có ngày nghỉ chung nào để nhập.", kept="Lịch được giữ nguyên.")
    with transaction.atomic():
        _restamp()
        wanted = {line.date: line for line in lines}
        if len(wanted) < len(lines):
            raise Refusal("Bảng có hai dòng cùng một ngày.", kept="Lịch được giữ nguyên.")
        old = [
            row
            for row in CalendarDay.objects.filter(body=None)
            if _year_of(row.date, row.kind, row.instead_of) in years or row.date in wanted
        ]
        same = {row.date for row in old if (line := wanted.get(row.date)) and _alike(row, line)}
        gone = [row for row in old if row.date not in same]
        CalendarDay.objects.filter(pk__in=[row.pk for row in gone]).delete()
        fresh = [_saved(_row(line, actor, source.strip())) for line in lines if line.date not in same]
        for year in years:
            CalendarYear.objects.update_or_create(
                year=year, defaults={"announced": announced, "source": source.strip()}
            )
        first = CalendarYear.objects.get(year=years[0])
        record(
            "calendar.import_year",
            first,
            actor=actor,
            body_id=installation_of(actor),
            reason=source.strip(),
            years=", ".join(map(str, years)),
            days=len(wanted),
            announced=announced,
            added=[_told(row) for row in fresh],
            removed=[_told(row) for row in gone],
        )
    return ImportReport(len(fresh), len(gone), len(same), years)


def years_of(lines: Sequence[Line]) -> tuple[int, ...]:
    """The years that a table is about. A Saturday worked in the year before belongs to the year of the day off."""
    return tuple(sorted({_year_of(line.date, line.kind, line.instead_of) for line in lines}))


# --- inside -----------------------------------------------------------------------


def _year_of(on: date, kind: str, instead_of: date | None) -> int:
    return instead_of.year if kind == DayKind.MAKE_UP_WORK and instead_of else on.year


def _alike(row: CalendarDay, line: Line) -> bool:
    return (row.kind, row.name, row.instead_of) == (line.kind, line.name, line.instead_of)


def _may(actor: Any, kind: str, body: Body | None) -> None:
    if kind == DayKind.OFFICE_OFF and body is not None:
        if not may_close_office(actor, body):
            raise NotAllowed("Chỉ người quản trị của cơ quan được ghi ngày nghỉ riêng của cơ quan.")
    elif not may_change(actor):
        raise NotAllowed("Chỉ người quản trị hệ thống được đổi lịch chung.")


def _row(line: Line, actor: Any, source: str, body: Body | None = None) -> CalendarDay:
    return CalendarDay(
        date=line.date,
        kind=line.kind,
        name=line.name,
        source=source,
        body=body,
        instead_of=line.instead_of,
        added_by=actor,
    )


def _saved(row: CalendarDay) -> CalendarDay:
    row.save(force_insert=True)
    return row


def _restamp() -> None:
    """A new stamp, locked until the transaction ends: two people change the calendar one after the other."""
    CalendarStamp.objects.get_or_create(pk=1, defaults={"value": uuid4().hex})
    stamp = CalendarStamp.objects.select_for_update().get(pk=1)
    stamp.value = uuid4().hex
    stamp.save(update_fields=["value"])


def _dates(days: list[date]) -> str:
    shown = [f"{day:%d/%m/%Y}" for day in days]
    return (
        shown[0]
        if len(shown) == 1
        else f"{shown[0]} (và {len(shown) - 1} ngày khác)"
        if len(shown) > 3
        else ", ".join(shown)
    )


def _told(row: CalendarDay) -> str:
    return f"{row.date.isoformat()} {row.kind} {row.name}"
