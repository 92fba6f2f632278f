"""Any people, any buttons, any order: the story stays true."""

from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from daumoi.core.errors import NotAllowed, NotReady, Refusal
from daumoi.journal.actions import history
from daumoi.numbering.models import Number
from daumoi.outgoing import actions
from daumoi.outgoing.models import Draft, State
from daumoi.signing import vault
from tests.drafts import draft, work
from tests.outgoing.test_actions import press
from tests.world import World

# The steps that lead on come up more often than those that lead back, so that the end is reached.
BUTTONS = [*actions.STEPS, "submit", "approve", "sign", "issue", "submit", "approve", "sign", "issue"]
WHO = ["lan", "minh", "son", "thanh", "ha"]
presses = st.lists(st.tuples(st.sampled_from(BUTTONS), st.sampled_from(WHO)), min_size=4, max_size=14)


class AnyButtons(TestCase):
    @pytest.fixture(autouse=True)
    def quick(self, monkeypatch):
        monkeypatch.setattr(vault, "COST", 2**10)

    @given(presses)
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    def test_however_people_press_the_story_stays_true(self, pressed):
        world = World()
        paper = draft(world)
        work()
        for step, who in pressed:
            with suppress(NotAllowed, NotReady, Refusal):
                press(world, step, paper, getattr(world, who))
                if step == "edit":
                    work()
            paper = Draft.objects.get(pk=paper.pk)
        self.told_truly(paper)

    def told_truly(self, paper):
        story = [one for one in history(paper) if one.action.startswith("outgoing.") and one.after]
        for earlier, later in pairwise(story):
            assert earlier.after == later.before or later.action == "outgoing.finish"
        assert paper.state == story[-1].after
        issued = paper.state == State.ISSUED
        assert issued == (paper.document is not None) == (paper.number is not None) == (Number.objects.count() == 1)
        if paper.state in (State.REVIEWED, State.SIGNED, State.ISSUED):
            assert paper.reviewed_version == paper.current
            assert paper.reviewed_by not in (paper.author, paper.current.made_by)
        if paper.state in (State.SIGNED, State.ISSUED):
            assert paper.signature.version == paper.current and paper.signed_by == paper.current.signer
