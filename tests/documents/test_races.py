"""Sender and recipient at the same moment, wanting a paper back."""

import pytest

from daumoi.core.errors import NotReady
from daumoi.documents import actions as documents
from daumoi.documents import delivery as way
from daumoi.documents.models import DeliveryState, Recall, RecallState
from daumoi.flow import table
from tests.helpers import Meeting, at_once
from tests.incoming.papers import letter, today
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def sent(world):
    """A paper on its way from the committee to the commune."""
    paper = documents.capture("outgoing", letter(world, "5-KL/TU", issuer=world.tu), body=world.tu, day=today())
    return way.deliver(paper, [way.Recipient(world.xa.name, world.xa)], actor=world.ha)[0]


@pytest.fixture
def inside(monkeypatch):
    return Meeting().within(monkeypatch, table, "fresh", "locked")


def test_a_recall_is_answered_once(world, sent, inside):
    recall = way.ask_recall(sent, reason="Nhầm", actor=world.ha)
    outcomes = at_once(
        lambda: way.answer_recall(recall, agree=True, actor=world.oanh),
        lambda: way.answer_recall(recall, agree=False, note="Đã giao việc", actor=world.tri),
    )
    recall.refresh_from_db()
    sent.refresh_from_db()
    assert sum(isinstance(outcome, NotReady) for outcome in outcomes) == 1
    assert (recall.state == RecallState.AGREED) == (sent.state == DeliveryState.RECALLED)
    assert not inside.met


def test_a_paper_is_not_given_back_and_refused_at_once(world, sent, inside):
    recall = way.ask_recall(sent, reason="Nhầm", actor=world.ha)
    outcomes = at_once(
        lambda: way.answer_recall(recall, agree=True, actor=world.oanh),
        lambda: way.refuse(sent, actor=world.tri, note="Gửi nhầm nơi"),
    )
    recall.refresh_from_db()
    sent.refresh_from_db()
    assert sum(isinstance(outcome, NotReady) for outcome in outcomes) == 1
    assert (recall.state == RecallState.AGREED) == (sent.state == DeliveryState.RECALLED)


def test_a_paper_is_wanted_back_once(world, sent, monkeypatch):
    inside = Meeting().within(monkeypatch, way, "notify")
    outcomes = at_once(*[lambda who=who: way.ask_recall(sent, reason="x", actor=who) for who in (world.ha, world.son)])
    assert sum(isinstance(outcome, NotReady) for outcome in outcomes) == 1
    assert Recall.objects.count() == 1
    assert not inside.met
