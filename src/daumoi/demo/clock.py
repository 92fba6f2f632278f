"""A clock that can be set back while the demonstration is built, so that its three weeks of history have their days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from django.utils import timezone


@contextmanager
def days_ago(days: int, hour: int = 8, minute: int = 30) -> Iterator[datetime]:
    """Inside, it is that many days ago at that hour, moved back to Friday from a weekend; never later than now."""
    real = timezone.now
    day = timezone.localdate() - timedelta(days=days)
    day -= timedelta(days=max(0, day.weekday() - 4))
    moment = min(timezone.make_aware(datetime.combine(day, time(hour, minute))), real())
    timezone.now = lambda: moment
    try:
        yield moment
    finally:
        timezone.now = real
