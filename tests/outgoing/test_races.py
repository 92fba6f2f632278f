"""Several people at the same moment: one wins, the other is told, and no number is given twice."""

import pytest

from daumoi.core.errors import NotReady
from daumoi.documents.models import Document
from daumoi.flow import table
from daumoi.numbering import actions as numbering
from daumoi.numbering.models import Counter, Number
from daumoi.outgoing import actions
from daumoi.outgoing.actions import issuing
from daumoi.outgoing.models import Draft, OpinionState, State
from tests.drafts import PASSPHRASE, draft
from tests.helpers import Meeting, at_once
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def holding(monkeypatch):
    """From now on whoever has a draft in hand pauses with it."""
    return Meeting().within(monkeypatch, table, "fresh", "locked")


def test_two_clerks_issue_one_draft_once(monkeypatch):
    world = World()
    paper = draft(world, State.SIGNED)
    inside = holding(monkeypatch)
    outcomes = at_once(*[lambda: actions.issue(paper, actor=world.ha)] * 2)
    assert sum(isinstance(outcome, NotReady) for outcome in outcomes) == 1
    assert Document.objects.count() == Number.objects.count() == 1
    assert not inside.met


def test_a_draft_is_not_signed_and_sent_back_at_once(monkeypatch):
    world = World()
    paper = draft(world, State.REVIEWED)
    made = issuing._signature_of(Draft.objects.get(pk=paper.pk), PASSPHRASE)
    monkeypatch.setattr(issuing, "_signature_of", lambda *_: made)  # so that both come to the lock together
    inside = holding(monkeypatch)
    outcomes = at_once(
        lambda: actions.sign(paper, actor=world.thanh, passphrase=PASSPHRASE),
        lambda: actions.give_back(paper, actor=world.son, note="Sửa mục 2"),
    )
    paper.refresh_from_db()
    assert sum(isinstance(outcome, NotReady) for outcome in outcomes) == 1
    assert (paper.state == State.SIGNED) == isinstance(outcomes[1], Exception)
    assert not inside.met


def test_an_opinion_is_not_given_and_taken_back_at_once(monkeypatch):
    world = World()
    paper = draft(world)
    (opinion,) = actions.ask_opinion(paper, asked=[world.hanhchinh], question="Góp ý", actor=world.lan)
    inside = holding(monkeypatch)
    outcomes = at_once(
        lambda: actions.answer(opinion, text="Nhất trí.", actor=world.binh),
        lambda: actions.retract(opinion, actor=world.lan),
    )
    opinion.refresh_from_db()
    assert sum(isinstance(outcome, NotReady) for outcome in outcomes) == 1
    assert (opinion.state == OpinionState.ANSWERED) == isinstance(outcomes[1], Exception)
    assert not inside.met


def test_drafts_issued_at_once_get_one_number_each_and_none_is_left_out(monkeypatch):
    world = World()
    papers = [draft(world, State.SIGNED) for _ in range(4)]
    inside = Meeting().within(monkeypatch, numbering, "_locked_counter")
    outcomes = at_once(*[lambda one=one: actions.issue(one, actor=world.ha).number.value for one in papers])
    assert sorted(outcomes) == [1, 2, 3, 4]
    assert Counter.objects.get(series="ket-luan").last == 4
    numbers = Document.objects.values_list("number", flat=True)
    assert sorted(numbers) == [f"{value:02d}-KL/TU" for value in range(1, 5)]
    assert not inside.met
