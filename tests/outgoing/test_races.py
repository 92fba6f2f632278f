"""Several people at the same moment: one wins, the other is told, and no number is given twice."""

import time

import pytest

from daumoi.core.errors import NotReady
from daumoi.documents.models import Document
from daumoi.numbering.models import Counter, Number
from daumoi.outgoing import actions
from daumoi.outgoing.actions import issuing
from daumoi.outgoing.models import State
from tests.drafts import draft
from tests.helpers import at_once
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_clerks_issue_one_draft_once(monkeypatch):
    world = World()
    paper = draft(world, State.SIGNED)
    take = issuing.take_number

    def slow(*args, **more):
        time.sleep(0.3)  # long enough for the other clerk to arrive
        return take(*args, **more)

    monkeypatch.setattr(issuing, "take_number", slow)
    outcomes = at_once(*[lambda: actions.issue(paper, actor=world.ha)] * 2)
    assert sum(isinstance(outcome, NotReady) for outcome in outcomes) == 1
    assert Document.objects.count() == Number.objects.count() == 1


def test_a_draft_is_not_signed_and_sent_back_at_once(monkeypatch):
    world = World()
    paper = draft(world, State.REVIEWED)
    outcomes = at_once(
        lambda: actions.sign(paper, actor=world.thanh, passphrase="mat khau ky so"),
        lambda: actions.give_back(paper, actor=world.son, note="Sửa mục 2"),
    )
    paper.refresh_from_db()
    assert sum(isinstance(outcome, Exception) for outcome in outcomes) == 1
    assert (paper.state == State.SIGNED) == isinstance(outcomes[1], Exception)


def test_drafts_issued_at_once_get_one_number_each_and_none_is_left_out(monkeypatch):
    world = World()
    papers = [draft(world, State.SIGNED) for _ in range(8)]
    take = issuing.take_number

    def slow(*args, **more):
        time.sleep(0.02)
        return take(*args, **more)

    monkeypatch.setattr(issuing, "take_number", slow)
    outcomes = at_once(*[lambda one=one: actions.issue(one, actor=world.ha).number.value for one in papers])
    assert sorted(outcomes) == list(range(1, 9))
    assert Counter.objects.get(series="ket-luan").last == 8
    numbers = Document.objects.values_list("number", flat=True)
    assert sorted(numbers) == [f"{value:02d}-KL/TU" for value in range(1, 9)]
