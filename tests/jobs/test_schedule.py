"""What must happen every day is promised once for each day: by many workers, after a rest, and by itself."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from daumoi.jobs import jobs, queue, schedule
from daumoi.jobs.models import Job
from tests.helpers import at_once

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=HANOI)


@pytest.fixture
def evening(monkeypatch):
    """One daily job, at 23:50; what it has done."""
    acts = []
    monkeypatch.setattr(queue, "HANDLERS", {"test.evening": lambda: acts.append(1)})
    monkeypatch.setattr(schedule, "DAILY", {"test.evening": time(23, 50)})
    return acts


def promised():
    return list(Job.objects.order_by("turn").values_list("turn", flat=True))


@pytest.mark.django_db
def test_a_day_is_promised_when_its_hour_has_come_and_never_again(evening):
    schedule.promise_due(at(24, 23, 50))
    for minute in (50, 51, 59):
        schedule.promise_due(at(24, 23, minute))
    assert promised() == [date(2026, 11, 24)]
    schedule.promise_due(at(25, 23, 49))
    assert promised() == [date(2026, 11, 24)]
    schedule.promise_due(at(25, 23, 50))
    assert promised() == [date(2026, 11, 24), date(2026, 11, 25)]


@pytest.mark.django_db
def test_a_day_that_was_done_is_not_done_again(evening):
    schedule.promise_due()
    assert queue.run_all() == 1
    schedule.promise_due()
    assert queue.run_all() == 0 and evening == [1]


@pytest.mark.django_db
def test_after_a_long_rest_one_turn_is_made_up_for(evening):
    schedule.promise_due(at(2, 23, 55))
    schedule.promise_due(at(24, 8))
    assert promised() == [date(2026, 11, 2), date(2026, 11, 23)]


@pytest.mark.django_db
def test_the_hour_is_that_of_the_office(evening):
    assert schedule.promise_due(at(24, 8)) == at(24, 23, 50)
    assert schedule.promise_due(at(24, 23, 50)) == at(25, 23, 50)


@pytest.mark.django_db(transaction=True)
def test_many_workers_promise_one_turn(evening):
    outcomes = at_once(*[lambda: schedule.promise_due(at(24, 23, 55))] * 4)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert promised() == [date(2026, 11, 24)]


@pytest.mark.django_db
def test_every_room_has_its_hours_named_in_vietnamese():
    turns = schedule.turns()
    assert {"journal.anchor", "files.nightly", "people.sweep", "jobs.sweep", "tasks.remind"} <= set(queue.DAILY)
    assert len(turns) == len(queue.DAILY) and not any("." in turn.words for turn in turns)
    assert [turn.comes_at for turn in turns] == sorted(turn.comes_at for turn in turns)
    assert all(turn.comes_at > timezone.now() for turn in turns)


def test_every_job_has_a_name_for_people():
    from daumoi.jobs.words import NAMES

    assert set(queue.HANDLERS) <= set(NAMES)


@pytest.mark.django_db
def test_the_page_shows_when_it_comes_again_and_how_it_ended(client, world):
    client.force_login(world.admin)
    page = client.get("/viec-nen/?xem=daily").content.decode()
    assert "Chốt mốc nhật ký trong ngày" in page and "23:50" in page and "chưa có" in page
    Job.objects.create(
        name="journal.anchor", turn=timezone.localdate(), run_after=timezone.now(), failed_at=timezone.now()
    )
    assert "đã thôi thử" in client.get("/viec-nen/?xem=daily").content.decode()


@pytest.mark.django_db
def test_what_was_done_long_ago_is_forgotten_and_what_failed_stays():
    old = timezone.now() - jobs.KEPT - timedelta(days=1)
    Job.objects.create(name="a.b", run_after=old, done_at=old)
    Job.objects.create(name="a.c", run_after=old, failed_at=old)
    Job.objects.create(name="a.d", run_after=old, done_at=timezone.now())
    assert jobs.sweep() == 1
    assert sorted(Job.objects.values_list("name", flat=True)) == ["a.c", "a.d"]
