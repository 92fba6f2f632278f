"""The morning notice about a deadline: once on the working day before it, once when it has passed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from daumoi.calendar.book import office_days
from daumoi.calendar.rules import is_overdue, next_working_day
from daumoi.notices.actions import remind
from daumoi.people.models import Body, Person

# The longest holiday lies between the morning of the notice and the deadline; what is late for longer was told.
AHEAD, BEHIND = timedelta(days=16), timedelta(days=16)


def window(today: date) -> tuple[date, date]:
    """The deadlines that may be worth a notice today; `tell_of` decides with the calendar of the body."""
    return today - BEHIND, today + AHEAD


def tell_of(due_on: date, what: str, *, people: Iterable[Person], url: str, cause: str, body: Body, today: date) -> int:
    """Tell `people` that `what` is due or overdue, unless they were told; how many were."""
    if is_overdue(due_on, today):
        words = f"Đã quá hạn {due_on:%d/%m/%Y}: {what}"
    elif due_on <= next_working_day(today + timedelta(days=1), office_days(body)):
        words = f"Sắp đến hạn {due_on:%d/%m/%Y}: {what}"
    else:
        return 0
    return len(remind(people, words, url=url, cause=cause))
