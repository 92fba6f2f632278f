"""Promises are kept at least once, later if need be, and never silently dropped."""

import os
import signal
import subprocess
import sys
import textwrap
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from daumoi.core.errors import Refusal
from daumoi.jobs import queue
from daumoi.jobs.jobs import count_rows
from daumoi.jobs.models import Job
from tests.helpers import at_once

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def done(monkeypatch):
    """What the handlers of this test have done, in order."""
    acts = []

    def fails(word):
        acts.append(word)
        raise OSError("đĩa đầy")

    def refuses(word):
        raise Refusal("Tệp hỏng.")

    def long(word, *, progress):
        progress(1, 2, "nửa đường")
        acts.append(word)
        return {"word": word}

    handlers = {"test.do": acts.append, "test.fail": fails, "test.refuse": refuses, "test.long": long}
    monkeypatch.setattr(queue, "HANDLERS", {name: handler for name, handler in handlers.items() if name != "test.do"})
    queue.HANDLERS["test.do"] = lambda word: acts.append(word)
    return acts


@pytest.mark.django_db
def test_a_promise_is_kept_after_the_transaction(done):
    queue.later("test.do", word="một")
    assert done == []
    assert queue.run_all() == 1
    assert done == ["một"] and Job.objects.get().state == "done"


@pytest.mark.django_db
def test_a_promise_of_a_failed_transaction_never_was(done):
    def promises_and_fails():
        with transaction.atomic():
            queue.later("test.do", word="một")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        promises_and_fails()
    assert queue.run_all() == 0


@pytest.mark.django_db
def test_a_failure_is_tried_again_later_and_then_shown(done):
    job = queue.later("test.fail", word="x")
    for attempt in range(1, queue.MAX_ATTEMPTS + 1):
        Job.objects.filter(pk=job.pk).update(run_after=timezone.now())
        assert queue.run_one()
        job.refresh_from_db()
        assert job.attempts == attempt
    assert job.state == "failed" and "đĩa đầy" in job.last_error
    queue.retry(job)
    job.refresh_from_db()
    assert job.state == "waiting"


@pytest.mark.django_db
def test_a_refusal_is_not_tried_again(done):
    job = queue.later("test.refuse", word="x")
    queue.run_one()
    job.refresh_from_db()
    assert (job.state, job.last_error) == ("failed", "Tệp hỏng.")


@pytest.mark.django_db
def test_the_job_of_a_dead_worker_is_taken_over(done):
    job = queue.later("test.do", word="lại")
    queue.claim("a worker that dies")
    assert queue.run_all() == 0
    Job.objects.filter(pk=job.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    assert queue.run_all() == 1 and done == ["lại"]


@pytest.mark.django_db
def test_a_job_that_kills_every_worker_is_given_up(done):
    job = queue.later("test.do", word="độc", unique_key="k")
    for _death in range(queue.MAX_ATTEMPTS):
        assert queue.claim("a worker that dies").pk == job.pk
        Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert queue.run_all() == 0 and done == []
    job.refresh_from_db()
    assert (job.state, job.last_error, job.unique_key) == ("failed", queue.DIED, None)


@pytest.mark.django_db
def test_the_same_promise_is_made_once_until_it_is_kept(done):
    first = queue.later("test.do", word="a", unique_key="k")
    assert queue.later("test.do", word="a", unique_key="k") == first
    queue.run_all()
    assert queue.later("test.do", word="a", unique_key="k") != first


@pytest.mark.django_db
def test_long_work_says_how_far_it_is(done):
    job = queue.later("test.long", word="dài")
    queue.run_all()
    job.refresh_from_db()
    assert (job.progress_done, job.progress_total, job.progress_note) == (1, 2, "nửa đường")
    assert job.result == {"word": "dài"}


@pytest.mark.django_db
def test_urgent_work_goes_first(done):
    queue.later("test.do", word="thường")
    queue.later("test.do", word="gấp", priority=5)
    queue.run_all()
    assert done == ["gấp", "thường"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_one_job(done):
    for word in range(6):
        queue.later("test.do", word=word)
    at_once(*[queue.run_all] * 3)
    assert sorted(done) == list(range(6))


@pytest.mark.django_db
def test_nobody_promises_what_nobody_can_do(done):
    with pytest.raises(LookupError):
        queue.later("test.unknown")


# --- a real kill ------------------------------------------------------------------------------------------

DYING = """
    import os
    import signal
    import django
    django.setup()
    from django.conf import settings
    settings.DATABASES["default"].update({database!r})
    from daumoi.jobs import queue

    queue.HANDLERS["test.do"] = lambda word: os.kill(os.getpid(), signal.SIGKILL)
    queue.run_one()
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_its_job_to_the_next(done):
    job = queue.later("test.do", word="dở dang")
    wanted = {"NAME", "USER", "HOST", "PORT", "PASSWORD"}
    database = {key: str(value) for key, value in connection.settings_dict.items() if key in wanted}
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    source = textwrap.dedent(DYING).format(database=database)
    died = subprocess.run(
        [sys.executable, "-c", source], env=environment, capture_output=True, timeout=120, check=False
    )
    assert died.returncode == -signal.SIGKILL, died.stderr

    assert queue.run_all() == 0  # the lease of the dead one still runs
    Job.objects.filter(pk=job.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    assert queue.run_all() == 1 and done == ["dở dang"]
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)


def test_the_planner_is_told_how_many_rows_there_are(world):
    count_rows()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'people_body'")
        else:
            cursor.execute("SELECT count(*) FROM pg_statistic WHERE starelid = 'people_body'::regclass")
        assert cursor.fetchone()[0] > 0
