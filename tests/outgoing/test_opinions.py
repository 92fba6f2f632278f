"""Asking about a draft: who is asked sees it, answers, and every answer is dealt with before the Office approves."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from daumoi.core.errors import NotAllowed, NotReady, Refusal
from daumoi.journal.actions import history
from daumoi.notices.models import Notice
from daumoi.outgoing import actions
from daumoi.outgoing.models import Draft, Opinion, OpinionState, State
from tests.drafts import ALL_GOOD, PASSPHRASE, draft, work


def ask(world, paper, *asked, **more):
    fields = {"question": "Đề nghị góp ý mục 2", "actor": world.lan, **more}
    return actions.ask_opinion(paper, asked=asked or [world.hanhchinh], **fields)


def test_a_question_lets_those_asked_read_the_draft_and_tells_them(world):
    paper = draft(world)
    assert not Draft.objects.visible_to(world.binh).filter(pk=paper.pk).exists()
    ask(world, paper, world.hanhchinh, world.hoa, world.xa)
    for reader in (world.binh, world.hoa, world.tri):
        assert Draft.objects.visible_to(reader).filter(pk=paper.pk).exists()
        assert Notice.objects.filter(person=reader, cause="outgoing.ask_opinion").exists()
    assert history(paper).last().data["asked"] == "Phòng Hành chính, Đặng Văn Hoà, Đảng uỷ xã Tân Lập"


def test_the_answer_is_taken_in_and_told_to_whoever_gave_it(world):
    paper = draft(world)
    (opinion,) = ask(world, paper)
    opinion = actions.answer(opinion, text="Nên nêu rõ người chịu trách nhiệm.", actor=world.binh)
    assert (opinion.state, opinion.answered_by) == (OpinionState.ANSWERED, world.binh)
    opinion = actions.settle(opinion, resolution="accepted", reason="đã đưa vào mục 2", actor=world.lan)
    assert (opinion.state, opinion.settled_by) == (OpinionState.SETTLED, world.lan)
    assert [one.action for one in history(paper)][-3:] == ["outgoing.ask_opinion", "outgoing.answer", "outgoing.settle"]
    assert Notice.objects.filter(person=world.binh, cause="outgoing.settle").exists()


@pytest.mark.parametrize(("resolution", "reason"), [("partly", " "), ("not", ""), ("khác", "x")])
def test_what_is_not_taken_in_is_explained(world, resolution, reason):
    (opinion,) = ask(world, draft(world))
    opinion = actions.answer(opinion, text="Hạ chỉ tiêu.", actor=world.binh)
    with pytest.raises(Refusal):
        actions.settle(opinion, resolution=resolution, reason=reason, actor=world.lan)
    opinion.refresh_from_db()
    assert opinion.state == OpinionState.ANSWERED


@pytest.mark.parametrize(
    ("asked", "question", "due"), [([], "Góp ý", 1), (["hanhchinh"], "  ", 1), (["hanhchinh"], "Góp ý", -1)]
)
def test_a_question_needs_somebody_words_and_a_day_to_come(world, asked, question, due):
    paper = draft(world)
    with pytest.raises(Refusal):
        actions.ask_opinion(
            paper,
            asked=[getattr(world, name) for name in asked],
            question=question,
            due_on=timezone.localdate() + timedelta(days=due),
            actor=world.lan,
        )
    assert not Opinion.objects.exists()


def test_the_same_place_is_not_asked_twice_at_once(world):
    paper = draft(world)
    ask(world, paper, world.xa, world.hoa)
    for again in (world.xa, world.hoa):
        with pytest.raises(NotReady, match="Đang chờ ý kiến"):
            ask(world, paper, again)


def test_the_office_approves_only_when_every_answer_was_dealt_with(world):
    paper = draft(world)
    (opinion,) = ask(world, paper, due_on=timezone.localdate() + timedelta(days=1))
    paper = actions.submit(paper, actor=world.lan)
    work()
    with pytest.raises(NotReady, match="Đang chờ ý kiến của Phòng Hành chính"):
        actions.approve(paper, sheet=ALL_GOOD, actor=world.son)
    opinion = actions.answer(opinion, text="Nhất trí.", actor=world.binh)
    with pytest.raises(NotReady, match="Còn 1 ý kiến chưa xử lý"):
        actions.approve(paper, sheet=ALL_GOOD, actor=world.son)
    actions.settle(opinion, resolution="accepted", reason="", actor=world.lan)
    assert actions.approve(paper, sheet=ALL_GOOD, actor=world.son).state == State.REVIEWED


def test_a_question_whose_day_has_passed_holds_nothing_up(world):
    paper = draft(world)
    ask(world, paper, due_on=timezone.localdate())
    paper = actions.submit(paper, actor=world.lan)
    work()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert actions.approve(paper, sheet=ALL_GOOD, actor=world.son).state == State.REVIEWED


def test_a_question_taken_back_takes_the_right_to_read_with_it(world):
    paper = draft(world)
    (opinion,) = ask(world, paper)
    actions.retract(opinion, actor=world.lan)
    assert not Draft.objects.visible_to(world.binh).filter(pk=paper.pk).exists()


def test_after_the_signature_an_opinion_comes_too_late(world):
    paper = draft(world)
    (opinion,) = ask(world, paper, due_on=timezone.localdate())
    paper = actions.submit(paper, actor=world.lan)
    work()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        paper = actions.approve(paper, sheet=ALL_GOOD, actor=world.son)
        paper = actions.sign(paper, actor=world.thanh, passphrase=PASSPHRASE)
        with pytest.raises(NotReady, match="không góp ý được nữa"):
            actions.answer(opinion, text="Muộn rồi.", actor=world.binh)


def test_strangers_neither_answer_nor_settle_nor_take_back(world):
    (opinion,) = ask(world, draft(world))
    for stranger in (world.khach, world.oanh, world.hoa, world.thanh):
        for step, more in (
            ("answer", {"text": "x"}),
            ("settle", {"resolution": "accepted", "reason": ""}),
            ("retract", {}),
        ):
            with pytest.raises(NotAllowed):
                actions.OPINION_STEPS[step](opinion, actor=stranger, **more)
    with pytest.raises(Refusal, match="chưa có nội dung"):
        actions.answer(opinion, text=" ", actor=world.binh)
    opinion.refresh_from_db()
    assert opinion.state == OpinionState.ASKED
