"""The handling note and the work on its lines."""

from datetime import timedelta

import pytest
from django.utils import timezone

from daumoi.catalogue.models import Entry
from daumoi.core.errors import NotAllowed, NotReady, Refusal, Stale
from daumoi.journal.actions import history
from daumoi.notices.models import Notice
from daumoi.tasks import actions
from daumoi.tasks.actions import Assignment
from daumoi.tasks.models import Line, Role, State
from tests import builders
from tests.helpers import at_once
from tests.world import World


def directed(world, *lines, **fields):
    entry = builders.entry(world)
    lines = lines or (Assignment(Role.LEAD, unit=world.tonghop),)
    note = actions.direct(
        entry, body=world.tu, text="Giao Phòng Tổng hợp tham mưu.", lines=lines, actor=world.son, **fields
    )
    return entry, list(note.lines.order_by("pk"))


def test_a_line_travels_from_the_chief_to_its_end(world):
    entry, (line,) = directed(world)

    line = actions.forward(line, person=world.lan, actor=world.minh)
    line = actions.accept(line, actor=world.lan)
    line = actions.report(line, text="Đã dự thảo văn bản trả lời.", actor=world.lan)
    line = actions.finish(line, actor=world.lan)

    assert line.state == State.DONE and line.done_at
    assert [act.action for act in history(line)] == ["tasks.forward", "tasks.accept", "tasks.report", "tasks.finish"]
    assert Notice.objects.filter(person=world.son, cause="tasks.finish").exists()


def test_whoever_is_given_a_line_sees_the_paper_and_nobody_else(world):
    entry = builders.entry(world)
    assert not Entry.objects.visible_to(world.lan).filter(pk=entry.pk).exists()
    actions.direct(
        entry, body=world.tu, text="Giao.", lines=[Assignment(Role.LEAD, unit=world.tonghop)], actor=world.son
    )
    assert Entry.objects.visible_to(world.lan).filter(pk=entry.pk).exists()
    assert not Entry.objects.visible_to(world.binh).filter(pk=entry.pk).exists()
    assert not Entry.objects.visible_to(world.oanh).filter(pk=entry.pk).exists()


def test_a_withdrawn_line_takes_its_right_with_it(world):
    entry, (line,) = directed(world, Assignment(Role.LEAD, person=world.binh))
    actions.withdraw(line, actor=world.son, note="Giao nhầm.")
    assert not Entry.objects.visible_to(world.binh).filter(pk=entry.pk).exists()


def test_an_assistant_enters_the_note_and_the_journal_names_both(world):
    entry = builders.entry(world)
    note = actions.direct(entry, body=world.tu, text="Để biết.", lines=[], actor=world.thu, on_behalf_of=world.son)
    act = history(entry).last()
    assert (note.author, note.entered_by) == (world.son, world.thu)
    assert (act.actor_name, act.on_behalf_of_name) == ("Đinh Anh Thư", "Lê Hồng Sơn")


def test_nobody_speaks_for_somebody_they_do_not_assist(world):
    with pytest.raises(NotAllowed):
        actions.direct(
            builders.entry(world), body=world.tu, text="x", lines=[], actor=world.lan, on_behalf_of=world.son
        )


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([(Role.LEAD, "tonghop", None), (Role.LEAD, "hanhchinh", None)], "một nơi chủ trì"),
        ([(Role.SUPPORT, "tonghop", None)], "phải có một nơi chủ trì"),
        ([(Role.LEAD, "tonghop", None), (Role.INFO, "tonghop", None)], "chỉ đứng ở một dòng"),
        ([(Role.LEAD, "tonghop", None), (Role.INFO, "hanhchinh", 3)], "không đặt hạn"),
        ([(Role.LEAD, "tonghop", -1)], "đã qua"),
    ],
)
def test_a_note_that_does_not_hold_together_is_refused_whole(world, lines, words):
    entry = builders.entry(world)
    today = timezone.localdate()
    asked = [
        Assignment(role, unit=getattr(world, unit), due_on=today + timedelta(days) if days else None)
        for role, unit, days in lines
    ]
    with pytest.raises(Refusal, match=words):
        actions.direct(entry, body=world.tu, text="Giao.", lines=asked, actor=world.son)
    assert not Line.objects.exists()


def test_a_second_lead_waits_until_the_first_is_returned(world):
    entry, (line,) = directed(world)
    again = [Assignment(Role.LEAD, unit=world.hanhchinh)]
    with pytest.raises(NotReady, match="đã có nơi chủ trì"):
        actions.direct(entry, body=world.tu, text="Giao lại.", lines=again, actor=world.son)
    actions.give_back(line, actor=world.minh, note="Không đúng chức năng.")
    actions.direct(entry, body=world.tu, text="Giao lại.", lines=again, actor=world.son)
    assert Line.objects.filter(role=Role.LEAD, state=State.WAITING).get().unit == world.hanhchinh


def test_a_lead_line_is_not_finished_without_a_report(world):
    _entry, (line,) = directed(world)
    line = actions.accept(line, actor=world.lan)
    with pytest.raises(NotReady, match="báo cáo kết quả"):
        actions.finish(line, actor=world.lan)


def test_returning_needs_a_reason(world):
    _entry, (line,) = directed(world)
    with pytest.raises(NotReady, match="lý do"):
        actions.give_back(line, actor=world.lan)


def test_a_line_goes_only_to_people_of_its_unit(world):
    _entry, (line,) = directed(world)
    with pytest.raises(Refusal, match="không thuộc đơn vị"):
        actions.forward(line, person=world.binh, actor=world.minh)


def test_a_stale_page_changes_nothing(world):
    _entry, (line,) = directed(world)
    actions.accept(line, actor=world.lan, token=1)
    with pytest.raises(Stale):
        actions.report(line, text="Cũ.", actor=world.lan, token=1)
    line.refresh_from_db()
    assert line.report == ""


@pytest.mark.parametrize("step", actions.STEPS)
def test_a_stranger_changes_nothing(world, step):
    _entry, (line,) = directed(world)
    more = {"forward": {"person": world.lan}, "report": {"text": "x"}}.get(step, {})
    before = history(line).count()
    for stranger in (world.khach, world.oanh, world.binh):
        with pytest.raises(NotAllowed):
            actions.STEPS[step](line, actor=stranger, note="x", **more)
    line.refresh_from_db()
    assert (line.state, history(line).count()) == (State.WAITING, before)


@pytest.mark.django_db(transaction=True)
def test_two_people_accept_a_units_line_once(db):
    world = World()
    _entry, (line,) = directed(world)
    outcomes = at_once(
        lambda: actions.accept(line, actor=world.lan, token=1), lambda: actions.accept(line, actor=world.minh, token=1)
    )
    assert sum(isinstance(outcome, Exception) for outcome in outcomes) == 1
    assert history(line).filter(action="tasks.accept").count() == 1
