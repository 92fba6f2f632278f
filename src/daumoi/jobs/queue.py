"""Promise work in a transaction; a worker does it afterwards, at least once.

A handler may run twice (its worker may die between doing and saying so), so
every handler must bear that.
"""

import logging
import os
import socket
import threading
import traceback
from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from daumoi.core.errors import Refusal
from daumoi.jobs.models import Job
from daumoi.jobs.words import NAMES

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 6
DIED = "Tiến trình làm việc này đã dừng giữa chừng ở mọi lần thử. Xem nhật ký của tiến trình việc nền."
Handler = Callable[..., Any]
HANDLERS: dict[str, Handler] = {}
DAILY: dict[str, time] = {}


def job(name: str, words: str, *, daily: time | None = None) -> Callable[[Handler], Handler]:
    """Register a handler: `@job("files.render", "Dựng trang của tệp")`; the words are its name on the page of jobs.

    It may take `progress` to report how far it is. With `daily`, an hour of the
    office's clock, it is promised by itself every day (see schedule.py).
    """

    def register(handler: Handler) -> Handler:
        HANDLERS[name] = handler
        NAMES[name] = words
        if daily is not None:
            DAILY[name] = daily
        return handler

    return register


def later(
    name: str,
    /,
    *,
    delay: timedelta = timedelta(0),
    priority: int = 0,
    unique_key: str | None = None,
    asked_by: Any = None,
    body_id: int | None = None,
    **payload: Any,
) -> Job:
    """Promise `name(**payload)` in the caller's transaction.

    With `unique_key` a promise that is still waiting is not made twice: the
    waiting one is returned.
    """
    if name not in HANDLERS:
        raise LookupError(f"no handler is registered for job {name!r}")
    fields = {
        "name": name,
        "payload": payload,
        "priority": priority,
        "run_after": timezone.now() + delay,
        "asked_by_id": asked_by.pk if asked_by else None,
        "body_id": body_id,
    }
    if unique_key is None:
        return Job.objects.create(**fields)
    Job.objects.bulk_create([Job(unique_key=unique_key, **fields)], ignore_conflicts=True)
    return Job.objects.get(unique_key=unique_key)


class Progress:
    """How far a long job is, for its page. Writes at most when asked; renews the lease."""

    def __init__(self, job_id: int) -> None:
        self.job_id = job_id

    def __call__(self, done: int, total: int, note: str = "") -> None:
        Job.objects.filter(pk=self.job_id).update(
            progress_done=done,
            progress_total=total,
            progress_note=note[:300],
            leased_until=timezone.now() + LEASE,
        )


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"


def claim(worker: str) -> Job | None:
    """Take the next waiting job under a lease, so that no other worker takes it."""
    now = timezone.now()
    with transaction.atomic():
        waiting = Job.objects.filter(done_at=None, failed_at=None, run_after__lte=now).filter(
            Q(leased_until=None) | Q(leased_until__lt=now)
        )
        found = (
            waiting.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
            .order_by("-priority", "run_after", "id")
            .first()
        )
        if found is None:
            return None
        if found.attempts >= MAX_ATTEMPTS:
            # Every worker that took it died of it: the next one must not.
            found.failed_at, found.last_error, found.unique_key, found.leased_until = now, DIED, None, None
            found.save(update_fields=["failed_at", "last_error", "unique_key", "leased_until"])
            return claim(worker)
        found.leased_until, found.leased_by = now + LEASE, worker
        found.attempts += 1
        found.save(update_fields=["leased_until", "leased_by", "attempts"])
        return found


def run_one(worker: str = "") -> bool:
    """Do the next waiting job; say whether there was one."""
    found = claim(worker or worker_name())
    if found is None:
        return False
    try:
        handler = HANDLERS[found.name]
        wants_progress = (
            "progress"
            in handler.__code__.co_varnames[: handler.__code__.co_argcount + handler.__code__.co_kwonlyargcount]
        )
        extra = {"progress": Progress(found.pk)} if wants_progress else {}
        result = handler(**found.payload, **extra)
    except Exception as error:
        _failed(found, error)
    else:
        Job.objects.filter(pk=found.pk).update(
            done_at=timezone.now(), leased_until=None, last_error="", result=result, unique_key=None
        )
    return True


def run_all(limit: int = 10_000) -> int:
    """Do what waits now (tests, preparation of an office); the number of jobs done."""
    done = 0
    while done < limit and run_one():
        done += 1
    return done


def retry(found: Job) -> None:
    """Put a job that was given up back into the queue."""
    Job.objects.filter(pk=found.pk).update(failed_at=None, attempts=0, run_after=timezone.now(), leased_until=None)


def _failed(found: Job, error: Exception) -> None:
    """Try again later, twice as long each time; a refusal or too many attempts ends it."""
    message = (
        "\n".join(error.reasons) if isinstance(error, Refusal) else "".join(traceback.format_exception(error))[-4000:]
    )
    log.warning("job %s #%s failed: %r", found.name, found.pk, error)
    now = timezone.now()
    given_up = isinstance(error, Refusal) or found.attempts >= MAX_ATTEMPTS
    Job.objects.filter(pk=found.pk).update(
        last_error=message,
        leased_until=None,
        run_after=now + timedelta(seconds=10 * 2**found.attempts),
        failed_at=now if given_up else None,
        unique_key=None if given_up else F("unique_key"),
    )
