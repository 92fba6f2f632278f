"""Two clerks, or one clerk clicking twice, at the same moment."""

from uuid import uuid4

import pytest

from daumoi.core.errors import NotReady, Stale
from daumoi.documents import actions as documents
from daumoi.documents import delivery as way
from daumoi.files.models import Upload
from daumoi.flow import table
from daumoi.incoming import actions
from daumoi.incoming.actions import entering
from daumoi.incoming.duplicates import Doubled
from daumoi.incoming.models import Arrival, State
from daumoi.numbering import actions as numbering
from daumoi.numbering.models import Number
from daumoi.rulesets.actions import load_builtin
from tests.helpers import Meeting, at_once
from tests.incoming.papers import coming, directed, entered, letter, today, uploaded
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    load_builtin()
    return World()


@pytest.fixture
def looking(monkeypatch):
    """Whoever has looked for the same paper pauses before writing it down."""
    return Meeting().within(monkeypatch, entering, "twins")


def test_a_double_click_is_one_paper(world, looking):
    token = uuid4()
    outcomes = at_once(*[lambda: entered(world, token=token)] * 3)
    assert {outcome.pk for outcome in outcomes} == {Arrival.objects.get().pk}
    assert Number.objects.get(series="den").value == 1
    assert not looking.met


def test_two_clerks_with_the_same_paper_enter_it_once(world, looking):
    outcomes = at_once(lambda: entered(world), lambda: entered(world, actor=world.son))
    assert sorted(isinstance(outcome, Doubled) for outcome in outcomes) == [False, True]
    assert Arrival.objects.count() == 1
    assert not looking.met


def test_eight_papers_at_once_get_eight_numbers(world, monkeypatch):
    inside = Meeting().within(monkeypatch, numbering, "_locked_counter")
    calls = [lambda n=n: entered(world, f"{n}-CV/A", subject=f"Việc số {n}") for n in range(1, 9)]
    outcomes = at_once(*calls)
    assert sorted(outcome.number for outcome in outcomes) == list(range(1, 9))
    assert sorted(Number.objects.filter(series="den").values_list("value", flat=True)) == list(range(1, 9))
    assert not inside.met


def test_one_file_goes_into_one_paper(world, monkeypatch):
    upload = uploaded(world)
    inside = Meeting().before(monkeypatch, Upload, "save")
    outcomes = at_once(
        lambda: entered(world, "1-CV/A", subject="Một việc", uploads=[upload]),
        lambda: entered(world, "2-CV/A", subject="Việc khác", uploads=[upload]),
    )
    assert sorted(isinstance(outcome, NotReady) for outcome in outcomes) == [False, True]
    assert Arrival.objects.count() == 1
    assert not inside.met


def test_one_delivery_is_entered_once(world, looking):
    document = documents.capture("outgoing", letter(world), body=world.btc, day=today())
    (sent,) = way.deliver(document, [way.Recipient(world.tu.name, world.tu)], actor=None)
    outcomes = at_once(*[lambda: actions.receive_delivery(sent, coming(), actor=world.ha)] * 2)
    assert sorted(isinstance(outcome, NotReady) for outcome in outcomes) == [False, True]
    assert Arrival.objects.count() == 1
    assert not looking.met


def test_the_chief_and_the_clerk_at_once_one_wins_and_the_other_is_told(world, monkeypatch):
    arrival = entered(world)
    inside = Meeting().within(monkeypatch, table, "fresh", "locked")
    outcomes = at_once(
        lambda: directed(world, arrival),
        lambda: actions.strike(arrival, actor=world.ha, note="Rút lại.", token=1),
    )
    assert sum(isinstance(outcome, NotReady | Stale) for outcome in outcomes) == 1
    arrival.refresh_from_db()
    assert arrival.state in (State.DIRECTED, State.STRUCK)
    assert not inside.met
