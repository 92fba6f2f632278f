"""Two clerks, or one clerk clicking twice, at the same moment."""

import time
from uuid import uuid4

import pytest

from daumoi.core.errors import NotReady, Stale
from daumoi.documents import actions as documents
from daumoi.documents import delivery as way
from daumoi.incoming import actions
from daumoi.incoming.actions import entering
from daumoi.incoming.duplicates import Doubled
from daumoi.incoming.models import Arrival, State
from daumoi.numbering.models import Number
from daumoi.rulesets.actions import load_builtin
from tests.helpers import at_once
from tests.incoming.papers import coming, directed, entered, letter, today, uploaded
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    load_builtin()
    return World()


@pytest.fixture
def slow(monkeypatch):
    """Everybody takes a while between looking and writing."""
    look = entering.twins

    def slowly(*args, **more):
        found = look(*args, **more)
        time.sleep(0.2)  # long enough for the other clerk to arrive
        return found

    monkeypatch.setattr(entering, "twins", slowly)


def test_a_double_click_is_one_paper(world, slow):
    token = uuid4()
    outcomes = at_once(*[lambda: entered(world, token=token)] * 3)
    assert {outcome.pk for outcome in outcomes} == {Arrival.objects.get().pk}
    assert Number.objects.get(series="den").value == 1


def test_two_clerks_with_the_same_paper_enter_it_once(world, slow):
    outcomes = at_once(lambda: entered(world), lambda: entered(world, actor=world.son))
    assert sorted(isinstance(outcome, Doubled) for outcome in outcomes) == [False, True]
    assert Arrival.objects.count() == 1


def test_eight_papers_at_once_get_eight_numbers(world):
    calls = [lambda n=n: entered(world, f"{n}-CV/A", subject=f"Việc số {n}") for n in range(1, 9)]
    outcomes = at_once(*calls)
    assert sorted(outcome.number for outcome in outcomes) == list(range(1, 9))
    assert sorted(Number.objects.filter(series="den").values_list("value", flat=True)) == list(range(1, 9))


def test_one_file_goes_into_one_paper(world):
    upload = uploaded(world)
    outcomes = at_once(
        lambda: entered(world, "1-CV/A", subject="Một việc", uploads=[upload]),
        lambda: entered(world, "2-CV/A", subject="Việc khác", uploads=[upload]),
    )
    assert sorted(isinstance(outcome, NotReady) for outcome in outcomes) == [False, True]
    assert Arrival.objects.count() == 1


def test_one_delivery_is_entered_once(world):
    document = documents.capture("outgoing", letter(world), body=world.btc, day=today())
    (sent,) = way.deliver(document, [way.Recipient(world.tu.name, world.tu)], actor=None)
    outcomes = at_once(*[lambda: actions.receive_delivery(sent, coming(), actor=world.ha)] * 2)
    assert sorted(isinstance(outcome, NotReady) for outcome in outcomes) == [False, True]
    assert Arrival.objects.count() == 1


def test_the_chief_and_the_clerk_at_once_one_wins_and_the_other_is_told(world):
    arrival = entered(world)
    outcomes = at_once(
        lambda: directed(world, arrival),
        lambda: actions.strike(arrival, actor=world.ha, note="Rút lại.", token=1),
    )
    assert sum(isinstance(outcome, NotReady | Stale) for outcome in outcomes) == 1
    arrival.refresh_from_db()
    assert arrival.state in (State.DIRECTED, State.STRUCK)
