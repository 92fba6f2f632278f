"""Two people with one line in their hands."""

import pytest

from daumoi.core.errors import NotReady
from daumoi.flow import table
from daumoi.journal.actions import history
from daumoi.tasks import actions
from daumoi.tasks.models import State
from tests.helpers import Meeting, at_once
from tests.tasks.test_actions import directed
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def inside(monkeypatch):
    return Meeting().within(monkeypatch, table, "fresh", "locked")


@pytest.fixture
def reported(db):
    """A world, and a line of which the result is told."""
    world = World()
    _entry, (line,) = directed(world)
    line = actions.accept(line, actor=world.lan)
    return world, actions.report(line, text="Đã tham mưu.", actor=world.lan)


def test_a_line_is_finished_once_by_its_worker_and_the_head_of_the_unit(reported, inside):
    world, line = reported
    outcomes = at_once(*[lambda who=who: actions.finish(line, actor=who) for who in (world.lan, world.minh)])
    assert sum(isinstance(outcome, NotReady) for outcome in outcomes) == 1
    assert history(line).filter(action="tasks.finish").count() == 1
    assert not inside.met


def test_a_line_is_not_finished_and_withdrawn_at_once(reported, inside):
    world, line = reported
    outcomes = at_once(
        lambda: actions.finish(line, actor=world.lan), lambda: actions.withdraw(line, actor=world.son, note="Thôi.")
    )
    line.refresh_from_db()
    assert sum(isinstance(outcome, NotReady) for outcome in outcomes) == 1
    assert (line.state == State.DONE) == isinstance(outcomes[1], Exception)
    assert not inside.met
