"""Work of every day: promised once for each day, however many workers look and however long none did.

A handler names its hour beside itself: `@job("journal.anchor", "…", daily=time(23, 50))`. What a worker
promises carries its day in `Job.turn`, and the database keeps one job for each name and day. An hour that
passed while nothing ran is made up for once, when a worker comes back; older ones are let go.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Max
from django.utils import timezone

from daumoi.jobs.models import Job
from daumoi.jobs.queue import DAILY
from daumoi.jobs.words import name_of

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Turn:
    """A daily job as its page shows it: when it comes again, and what became of the last time."""

    words: str
    at: time
    comes_at: datetime
    last: Job | None


def promise_due(now: datetime | None = None) -> datetime:
    """Promise each daily job whose hour has passed; the moment of the next hour. Safe for any number of workers."""
    now = now or timezone.now()
    promised = dict(
        Job.objects.filter(name__in=DAILY).exclude(turn=None).order_by().values_list("name").annotate(Max("turn"))
    )
    for name, at in DAILY.items():
        passed = _passed(at, now)
        if name not in promised or promised[name] < passed.date():
            Job.objects.get_or_create(name=name, turn=passed.date(), defaults={"run_after": now})
    return min((_passed(at, now) + DAY for at in DAILY.values()), default=now + DAY)


def turns(now: datetime | None = None) -> list[Turn]:
    """Every daily job, the next to come first."""
    now = now or timezone.now()
    jobs = Job.objects.filter(name__in=DAILY).exclude(turn=None)
    newest = {
        job.name: job for job in jobs.filter(pk__in=jobs.order_by().values("name").annotate(n=Max("pk")).values("n"))
    }
    made = [Turn(name_of(name), at, _passed(at, now) + DAY, newest.get(name)) for name, at in DAILY.items()]
    return sorted(made, key=lambda turn: turn.comes_at)


def _passed(at: time, now: datetime) -> datetime:
    """The last time the office's clock showed this hour."""
    today = timezone.localtime(now).replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today <= now else today - DAY
