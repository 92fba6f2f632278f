"""Lines made ready for a page: what each person may do with them, how late they are. No query in a loop."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from daumoi.calendar.book import office_days
from daumoi.calendar.rules import working_days_between
from daumoi.people.models import Body, Person
from daumoi.tasks.models import OPEN, Line
from daumoi.tasks.rules import FLOW


def ready(lines: Iterable[Line], person: Person, body: Body | None, today: date | None = None) -> list[Line]:
    """The lines with `.offers`, `.closed` and `.days_late` (working days after the deadline; 0 when not late)."""
    today = today or timezone.localdate()
    found = list(lines)
    # The calendar is asked only when something is late.
    days = office_days(body) if any(_is_late(line, today) for line in found) else None
    for line in found:
        line.offers = FLOW.offered(line, person)  # type: ignore[attr-defined]
        line.closed = line.state not in OPEN  # type: ignore[attr-defined]
        late = days is not None and _is_late(line, today)
        line.days_late = max(1, working_days_between(line.due_on, today, days)) if late and days and line.due_on else 0  # type: ignore[attr-defined]
    return found


def _is_late(line: Line, today: date) -> bool:
    return line.due_on is not None and line.state in OPEN and line.due_on < today
