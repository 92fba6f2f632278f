"""Numbers: taken, reserved and struck; each accounted for, none given twice."""

from datetime import date

import pytest
from django.db import transaction

from daumoi.core.errors import NotAllowed, NotReady, Refusal
from daumoi.journal.models import JournalEntry
from daumoi.numbering import series
from daumoi.numbering.actions import peek, reserve, take_number, void
from daumoi.numbering.models import Number, NumberStatus
from daumoi.people.models import Term
from tests.helpers import at_once
from tests.world import World

ON = date(2026, 11, 24)


def take(world, **more):
    return take_number(world.tu, "ket-luan", "t1", on=ON, actor=world.ha, **more)


def test_numbers_run_on_and_each_body_series_and_period_has_its_own(world):
    assert [take(world).value for _ in range(3)] == [1, 2, 3]
    assert take_number(world.tu, "quyet-dinh", "t1", on=ON, actor=world.ha).value == 1
    assert take_number(world.tu, "ket-luan", "t2", on=ON, actor=world.ha).value == 1
    assert take_number(world.xa, "ket-luan", "t1", on=ON, actor=world.oanh).value == 1


def test_a_number_of_an_old_register_moves_the_counter_on_and_is_never_given_again(world):
    assert take(world, value=41).value == 41
    assert take(world).value == 42
    with pytest.raises(NotReady, match="Số 41 đã có"):
        take(world, value=41)
    assert take(world, value=7).value == 7
    assert take(world).value == 43


def test_a_block_is_kept_with_its_reason_and_issuing_goes_on_behind_it(world):
    take(world)
    kept = reserve(world.tu, "ket-luan", "t1", count=3, on=ON, reason="Ba văn bản mật", actor=world.ha)
    assert [number.value for number in kept] == [2, 3, 4]
    assert {number.status for number in kept} == {NumberStatus.RESERVED}
    assert take(world).value == 5
    entry = JournalEntry.objects.get(action="numbering.reserve")
    assert (entry.data["first"], entry.data["last"], entry.reason) == (2, 4, "Ba văn bản mật")


@pytest.mark.parametrize(("count", "reason"), [(0, "x"), (501, "x"), (1, "  ")])
def test_a_block_needs_a_size_and_a_reason(world, count, reason):
    with pytest.raises(Refusal):
        reserve(world.tu, "ket-luan", "t1", count=count, on=ON, reason=reason, actor=world.ha)
    assert not Number.objects.exists()


@pytest.mark.parametrize("who", ["khach", "lan", "oanh", "thanh", "admin"])
def test_only_the_keepers_of_the_register_reserve_and_strike(world, who):
    number = take(world)
    stranger = getattr(world, who)
    with pytest.raises(NotAllowed):
        reserve(world.tu, "ket-luan", "t1", count=1, on=ON, reason="Giữ", actor=stranger)
    with pytest.raises(NotAllowed):
        void(number, reason="Huỷ", actor=stranger)
    number.refresh_from_db()
    assert number.status == NumberStatus.ISSUED and Number.objects.count() == 1


def test_a_struck_number_stays_with_its_reason_and_is_struck_once(world):
    number = take(world)
    void(number, reason="Ghi nhầm loại", actor=world.son)
    number.refresh_from_db()
    assert (number.status, number.reason) == (NumberStatus.VOID, "Ghi nhầm loại")
    assert take(world).value == 2
    with pytest.raises(NotReady):
        void(number, reason="Lần nữa", actor=world.son)
    with pytest.raises(Refusal, match="lý do"):
        void(take(world), reason=" ", actor=world.son)


def test_the_next_number_is_shown_without_taking_it(world):
    assert peek(world.tu, "ket-luan", "t1") == 1
    take(world)
    assert peek(world.tu, "ket-luan", "t1") == 2


def test_a_term_does_not_restart_at_new_year_but_a_year_does(world):
    last, first = date(2026, 12, 31), date(2027, 1, 1)
    assert series.term(world.tu, last).key == series.term(world.tu, first).key == f"t{world.term.pk}"
    assert (series.year(last).key, series.year(first).key) == ("y2026", "y2027")


def test_the_office_counts_in_the_term_of_its_committee(world):
    assert series.term(world.vptu, ON).key == f"t{world.term.pk}"
    assert series.term(world.xa, ON).key == f"t{world.xa_term.pk}"


def test_a_day_without_a_term_has_no_series(world):
    with pytest.raises(NotReady, match="nhiệm kỳ"):
        series.term(world.tu, date(2025, 10, 9))
    Term.objects.filter(pk=world.term.pk).update(ends_on=date(2030, 9, 15))
    assert series.term(world.tu, date(2030, 9, 15)).ends_on == date(2030, 9, 15)
    with pytest.raises(NotReady):
        series.term(world.tu, date(2030, 9, 16))


def test_the_series_of_a_congress_stops_at_its_closing_day(world):
    Term.objects.filter(pk=world.term.pk).update(congress_from=date(2025, 10, 7), congress_to=date(2025, 10, 9))
    assert series.period_of("congress", world.tu, date(2025, 10, 9)).key == f"c{world.term.pk}"
    with pytest.raises(NotReady, match="đại hội"):
        series.period_of("congress", world.tu, date(2025, 10, 10))


def test_periods_have_names(world):
    keys = [f"t{world.term.pk}", f"c{world.term.pk}", "y2026", "t999999", "khac"]
    assert [series.label_of(key) for key in keys] == [
        "nhiệm kỳ 2025-2030",
        "đại hội, nhiệm kỳ 2025-2030",
        "năm 2026",
        "t999999",
        "khac",
    ]


@pytest.mark.django_db(transaction=True)
def test_thirty_two_who_take_at_once_get_thirty_two_numbers():
    world = World()

    def one():
        with transaction.atomic():
            return take(world).value

    found = at_once(*[one] * 32)
    assert sorted(found) == list(range(1, 33))
