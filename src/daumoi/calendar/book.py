"""The calendar of a body, from the rows. One query when nothing changed since the last time."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from threading import Lock
from typing import cast

from django.db.models import Q

from daumoi.calendar.models import CalendarDay, CalendarStamp, CalendarYear
from daumoi.calendar.rules import Day, Days, Deadline, Kind, add_calendar_days, add_working_days, calendar_of, due_on
from daumoi.people.models import Body

# Keyed by the stamp, so a change made anywhere is seen by the next request of every process.
_KEPT: OrderedDict[tuple[str, int | None], Days] = OrderedDict()
_LOCK = Lock()
_MOST = 32


def office_days(body: Body | None = None) -> Days:
    """The calendar by which `body` counts: the national days, and its registry's own days off."""
    stamp = CalendarStamp.objects.values_list("value", flat=True).first()
    registry = (body.office_id or body.pk) if body else None
    key = (stamp or "", registry)
    with _LOCK:
        if stamp and key in _KEPT:
            _KEPT.move_to_end(key)
            return _KEPT[key]
    days = _read(registry)
    if stamp:
        with _LOCK:
            _KEPT[key] = days
            while len(_KEPT) > _MOST:
                _KEPT.popitem(last=False)
    return days


def deadline_in(amount: int, start: date, body: Body | None = None) -> Deadline:
    """The deadline `amount` working days after `start` in the calendar of `body`."""
    return add_working_days(start, amount, office_days(body))


def deadline_after(amount: int, start: date, body: Body | None = None) -> Deadline:
    """The deadline `amount` calendar days after `start`, moved off days off."""
    return add_calendar_days(start, amount, office_days(body))


def deadline_on(day: date, body: Body | None = None) -> Deadline:
    """A deadline given as a date, moved off days off."""
    return due_on(day, office_days(body))


def years() -> list[CalendarYear]:
    """The years of the calendar, with whether each is official."""
    return list(CalendarYear.objects.all())


def _read(registry: int | None) -> Days:
    shown = Q(body=None) | Q(body=registry) if registry else Q(body=None)
    rows = CalendarDay.objects.filter(shown).values_list("date", "kind", "name")
    years = CalendarYear.objects.filter(announced=True).values_list("year", flat=True)
    return calendar_of((Day(on, cast("Kind", kind), name) for on, kind, name in rows), years)
