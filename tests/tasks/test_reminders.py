"""A deadline speaks twice: on the working day before it and when it has passed; each time once."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from daumoi.notices.models import Notice
from daumoi.tasks import actions, jobs
from daumoi.tasks.actions import Assignment
from daumoi.tasks.models import Role
from tests import builders

DUE = date(2026, 11, 23)  # a Monday


def morning(day):
    """Seven o'clock in Hà Nội."""
    return time_machine.travel(datetime(2026, 11, day, 0, 0, tzinfo=UTC), tick=False)


@pytest.fixture
def line(world):
    with morning(16):
        note = actions.direct(
            builders.entry(world),
            body=world.tu,
            text="Giao tham mưu.",
            lines=[Assignment(Role.LEAD, unit=world.tonghop, due_on=DUE)],
            actor=world.son,
        )
        return note.lines.get()


def told(person):
    found = Notice.objects.filter(person=person, cause="tasks.due").order_by("id")
    return [notice.text.split(":")[0] for notice in found]


def test_the_head_of_the_unit_hears_it_on_friday_and_again_when_it_is_late(world, line):
    for day, said in [
        (19, []),
        (20, ["Sắp đến hạn 23/11/2026"]),
        (21, ["Sắp đến hạn 23/11/2026"]),
        (23, ["Sắp đến hạn 23/11/2026"]),
        (24, ["Sắp đến hạn 23/11/2026", "Đã quá hạn 23/11/2026"]),
        (25, ["Sắp đến hạn 23/11/2026", "Đã quá hạn 23/11/2026"]),
    ]:
        with morning(day):
            jobs.remind()
            assert jobs.remind() == 0
        assert told(world.minh) == said
    assert told(world.lan) == []


def test_whoever_took_the_line_is_told_instead(world, line):
    with morning(20):
        actions.forward(line, person=world.lan, actor=world.minh)
        jobs.remind()
    assert told(world.lan) == ["Sắp đến hạn 23/11/2026"] and told(world.minh) == []


def test_finished_and_withdrawn_work_is_not_spoken_of(world, line):
    with morning(18):
        actions.withdraw(line, actor=world.son, note="Giao nhầm.")
    with morning(24):
        assert jobs.remind() == 0


def test_the_notice_opens_the_paper(world, line):
    with morning(20):
        jobs.remind()
    assert Notice.objects.get(person=world.minh, cause="tasks.due").url == line.entry.get_absolute_url()
