"""Correcting, striking, directing; the paper follows its lead line."""

from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daumoi.catalogue.models import Access
from daumoi.catalogue.search import count
from daumoi.core.errors import NotAllowed, NotReady, Refusal, Stale
from daumoi.documents.models import Security
from daumoi.incoming import actions
from daumoi.incoming.actions import working
from daumoi.incoming.models import Arrival, State
from daumoi.incoming.rules import FLOW
from daumoi.journal.actions import history
from daumoi.journal.models import JournalEntry
from daumoi.numbering.models import Number
from daumoi.tasks.models import Line
from tests.incoming.papers import (
    at_state,
    coming,
    directed,
    done,
    entered,
    lead_of,
    letter,
    now,
    reported,
    uploaded,
)
from tests.incoming.papers import (
    given as lines_of,
)

# --- correcting -------------------------------------------------------------------------------------------


def test_a_correction_keeps_the_number_and_tells_old_and_new(world):
    arrival = entered(world)
    at = now() - timedelta(minutes=5)
    fixed = actions.correct(
        arrival,
        letter(world, "319-CV/BTCTU", subject="Về việc đã sửa"),
        coming(at=at, door="hand", note="đến muộn"),
        actor=world.ha,
        note="Gõ nhầm số.",
    )
    assert (fixed.number, fixed.door, fixed.note) == (1, "hand", "đến muộn")
    step = history(arrival).get(action="incoming.correct")
    assert step.reason == "Gõ nhầm số."
    assert step.data["changed"]["number"] == ["318-CV/BTCTU", "319-CV/BTCTU"]
    assert step.data["changed_words"] == "số, ký hiệu, trích yếu, giờ đến, cách đến, ghi chú"
    assert count(world.ha, "đã sửa", facets=["instate_registered"]) == 1


def test_a_correction_needs_a_reason_a_change_and_a_fresh_page(world):
    arrival = entered(world)
    same = coming(at=arrival.arrived_at)
    with pytest.raises(NotReady, match="cần ghi lý do"):
        actions.correct(arrival, letter(world, "1-CV/X"), same, actor=world.ha, note=" ")
    with pytest.raises(Refusal, match="Không có gì thay đổi"):
        actions.correct(arrival, letter(world), same, actor=world.ha, note="x")
    actions.correct(arrival, letter(world, "1-CV/X"), same, actor=world.ha, note="x", token=1)
    with pytest.raises(Stale):
        actions.correct(arrival, letter(world, "2-CV/X"), same, actor=world.ha, note="x", token=1)
    with pytest.raises(NotAllowed):
        actions.correct(arrival, letter(world, "2-CV/X"), same, actor=world.lan, note="x")


def test_a_correction_is_checked_like_an_entry(world):
    with pytest.raises(Refusal, match="Chưa ghi trích yếu"):
        actions.correct(entered(world), letter(world, subject=""), coming(), actor=world.ha, note="x")


def test_a_day_of_another_year_is_another_register(world, time_machine):
    time_machine.move_to("2026-02-10T02:00:00Z")
    arrival = entered(world)
    earlier = coming(at=now() - timedelta(days=60))
    with pytest.raises(Refusal, match="kỳ khác"):
        actions.correct(arrival, letter(world, issued_on=earlier.at.date()), earlier, actor=world.ha, note="x")
    within = coming(at=now() - timedelta(days=2))
    fixed = actions.correct(arrival, letter(world, issued_on=within.at.date()), within, actor=world.ha, note="x")
    fixed.entry.refresh_from_db()
    assert fixed.entry.day == within.at.date()


def test_a_paper_found_to_be_secret_disappears_from_most(world):
    arrival = entered(world)
    secret = letter(world, security=Security.TUYET_MAT, subject="")
    actions.correct(arrival, secret, coming(at=arrival.arrived_at), actor=world.ha, note="Có dấu Tuyệt mật.")
    assert set(Access.objects.filter(entry=arrival.entry).values_list("key", flat=True)) == {f"s{world.tu.pk}"}
    assert count(world.ha, "quy hoạch cán bộ") == 0
    step = JournalEntry.objects.get(action="incoming.correct")
    assert "quy hoạch" not in str(step.data)


def test_a_stub_entered_by_mistake_is_opened_to_the_readers_of_the_register(world):
    stub = entered(world, security=Security.MAT)
    actions.correct(stub, letter(world), coming(at=stub.arrived_at), actor=world.ha, note="Không có dấu mật.")
    assert set(Access.objects.filter(entry=stub.entry).values_list("key", flat=True)) == {f"r{world.tu.pk}"}


def test_a_paper_already_given_out_cannot_be_hidden(world):
    arrival = directed(world)
    with pytest.raises(NotReady, match="đã chuyển xử lý"):
        actions.correct(
            arrival, letter(world, security=Security.MAT), coming(at=arrival.arrived_at), actor=world.ha, note="x"
        )


# --- striking ---------------------------------------------------------------------------------------------


def test_a_struck_line_stays_with_its_reason_and_its_number_is_never_given_again(world):
    arrival = actions.strike(entered(world), actor=world.ha, note="Nơi gửi rút lại.")
    assert arrival.state == State.STRUCK
    number = Number.objects.get(entry=arrival.entry)
    assert (number.status, number.reason) == ("void", "Nơi gửi rút lại.")
    assert entered(world).number == 2
    assert count(world.ha, facets=["instate_struck"]) == 1


def test_a_line_without_a_register_number_can_be_struck_too(world):
    arrival = entered(world)
    Number.objects.all().delete()
    assert actions.strike(arrival, actor=world.ha, note="x").state == State.STRUCK


def test_work_under_way_is_not_struck(world):
    with pytest.raises(NotReady, match="còn đầu việc"):
        actions.strike(directed(world), actor=world.ha, note="x")


# --- directing and following --------------------------------------------------------------------------------


def test_the_handling_note_puts_a_paper_to_work_for_those_it_names(world):
    arrival = directed(world, support=world.hanhchinh)
    assert arrival.state == State.DIRECTED
    assert Arrival.objects.visible_to(world.lan).get() == arrival
    assert count(world.lan, facets=["instate_directed"]) == 1
    assert count(world.binh, facets=["instate_directed"]) == 1
    assert [entry.action for entry in history(arrival)] == ["incoming.register", "incoming.direct"]


def test_an_assistant_enters_the_note_of_the_chief_and_the_journal_names_both(world):
    arrival = entered(world)
    actions.direct(arrival, text="Tổng hợp chủ trì.", lines=lines_of(world), actor=world.thu, on_behalf_of=world.son)
    step = history(arrival).last()
    assert (step.actor_name, step.on_behalf_of_name) == ("Đinh Anh Thư", "Lê Hồng Sơn")


def test_a_first_note_without_a_lead_is_not_enough_and_a_second_may_only_add_words(world):
    arrival = entered(world)
    with pytest.raises(Refusal, match="Chưa chọn nơi chủ trì"):
        actions.direct(arrival, text="Xem.", lines=[], actor=world.son)
    arrival = directed(world, arrival)
    arrival = actions.direct(arrival, text="Báo cáo trước thứ sáu.", lines=[], actor=world.son)
    assert arrival.entry.directives.count() == 2


def test_what_needs_no_work_is_only_kept(world):
    arrival = actions.file_away(entered(world), actor=world.son)
    assert (arrival.state, arrival.is_closed) == (State.DONE, True)
    with pytest.raises(NotAllowed):
        actions.file_away(entered(world, "2-CV/X"), actor=world.ha)


def test_the_paper_is_done_when_its_lead_is_done(world):
    arrival = done(world)
    assert arrival.state == State.DONE
    assert arrival.done_at
    assert count(world.lan, facets=["instate_done"]) == 1
    story = [entry.action for entry in history(arrival)]
    assert story == ["incoming.register", "incoming.direct", "incoming.complete"]


def test_a_co_operating_line_does_not_move_the_paper(world):
    arrival = directed(world, support=world.hanhchinh)
    support = Line.objects.get(entry=arrival.entry, unit=world.hanhchinh)
    actions.line_step(arrival, support, "accept", actor=world.binh)
    actions.line_step(arrival, support, "finish", actor=world.binh)
    arrival.refresh_from_db()
    assert arrival.state == State.DIRECTED


def test_a_reopened_lead_opens_the_paper_again(world):
    arrival = done(world)
    arrival = actions.line_step(arrival, lead_of(arrival), "reopen", actor=world.son, note="Còn thiếu phụ lục.")
    assert (arrival.state, arrival.done_at) == (State.DIRECTED, None)
    assert count(world.son, facets=["instate_directed"]) == 1


def test_a_returned_lead_brings_the_paper_back_to_the_chief(world):
    arrival = directed(world)
    arrival = actions.line_step(arrival, lead_of(arrival), "return", actor=world.lan, note="Không đúng chức năng.")
    assert arrival.state == State.REGISTERED
    assert count(world.son, facets=["instate_registered"]) == 1
    arrival = directed(world, arrival, lead=world.hanhchinh)
    assert arrival.state == State.DIRECTED


def test_a_line_of_another_paper_is_refused(world):
    one, other = directed(world), entered(world, "2-CV/X")
    with pytest.raises(NotAllowed, match="không thuộc văn bản"):
        actions.line_step(other, lead_of(one), "accept", actor=world.lan)


def test_a_failing_follow_up_takes_the_line_back_too(world, monkeypatch):
    arrival = reported(world)
    monkeypatch.setattr(working, "_finished", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.line_step(arrival, lead_of(arrival), "finish", actor=world.lan)
    assert lead_of(arrival).state == "reported"


# --- whoever presses whatever -----------------------------------------------------------------------------


def press(arrival, step, actor, world):
    if step == "direct":
        return actions.direct(arrival, text="Giao.", lines=lines_of(world), actor=actor)
    if step == "correct":
        return actions.correct(
            arrival,
            letter(world, f"{arrival.pk}{arrival.version}-CV/X"),
            coming(at=arrival.arrived_at),
            actor=actor,
            note="x",
        )
    if step in actions.STEPS:
        return actions.STEPS[step](arrival, actor=actor, note="x")
    return actions.line_step(arrival, lead_of(arrival), step.removeprefix("line_"), actor=actor, **_said(step, world))


def _said(step, world):
    return {"person": world.lan} if step == "line_forward" else LINE_WORDS.get(step, {})


LINE_WORDS = {
    "line_report": {"text": "Đã làm."},
    "line_return": {"note": "x"},
    "line_reopen": {"note": "x"},
    "line_withdraw": {"note": "x"},
}
PRESSES = ["direct", "correct", "strike", "file_away", "line_accept", "line_forward", "line_finish", *LINE_WORDS]


@pytest.mark.parametrize("state", State.values)
def test_a_stranger_changes_nothing(world, state):
    arrival = at_state(world, state)
    count_before = JournalEntry.objects.count()
    for step in ["direct", "correct", "strike", "file_away"]:
        with pytest.raises((NotAllowed, NotReady)):
            press(arrival, step, world.khach, world)
    arrival.refresh_from_db()
    assert (arrival.state, JournalEntry.objects.count()) == (state, count_before)


@pytest.mark.parametrize("state", State.values)
def test_the_steps_offered_are_the_steps_allowed(world, state):
    arrival = at_state(world, state)
    for person in (world.ha, world.son, world.lan, world.khach):
        offered = {offer.step.name for offer in FLOW.offered(arrival, person) if not offer.locked}
        for name in FLOW.steps:
            allowed = True
            try:
                FLOW.check(name, arrival, person, "lý do")
            except (NotAllowed, NotReady):
                allowed = False
            assert (name in offered) == allowed


@given(st.lists(st.tuples(st.sampled_from(PRESSES), st.integers(0, 4)), max_size=12))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_people_press_the_story_stays_true(world, presses):
    arrival = entered(world, f"{Arrival.objects.count() + 1}-CV/BTCTU", subject=f"Việc {Arrival.objects.count()}")
    people = [world.ha, world.son, world.lan, world.minh, world.oanh]
    for step, who in presses:
        with suppress(NotAllowed, NotReady, Refusal, Line.DoesNotExist):
            arrival = press(arrival, step, people[who], world)
    arrival.refresh_from_db()
    story = [entry for entry in history(arrival) if entry.after]
    assert all(later.before == earlier.after for earlier, later in pairwise(story))
    assert arrival.state == story[-1].after
    assert (arrival.done_at is not None) == (arrival.state == State.DONE)
    assert (
        count(world.son, facets=[f"instate_{arrival.state}", f"no_{arrival.entry.number_key.replace(' ', '_')}_"]) == 1
    )


def test_a_file_used_by_a_struck_paper_still_belongs_to_it(world):
    arrival = entered(world, uploads=[uploaded(world)])
    actions.strike(arrival, actor=world.ha, note="x")
    assert arrival.document.attachments.count() == 1
