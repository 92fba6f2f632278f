"""How the office writes dates, numbers, names, deadlines and states."""

import datetime as dt
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from daumoi.core.templatetags import office
from daumoi.core.words import tell, told

HANOI = dt.timezone(dt.timedelta(hours=7))
TUESDAY_MORNING = dt.datetime(2026, 11, 24, 9, 0, tzinfo=HANOI)


@pytest.fixture(autouse=True)
def a_tuesday_in_november():
    with time_machine.travel(TUESDAY_MORNING, tick=False):
        yield


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "0"),
        (7, "7"),
        (999, "999"),
        (1842, "1.842"),
        (1234567, "1.234.567"),
        (-1500, "−1.500"),
        (12345.5, "12.345,5"),
        (None, ""),
    ],
)
def test_thousands_have_dots_and_fractions_a_comma(number, written):
    assert office.thousands(number) == written


def test_a_percentage_has_a_space_before_its_sign():
    assert office.percent(96) == "96 %"
    assert office.percent(96.84) == "96,8 %"


@pytest.mark.parametrize(
    ("amount", "written"),
    [(0, "0 B"), (18_200, "18 kB"), (1_234_567, "1,2 MB"), (32_000_000, "32 MB"), (1_000_000, "1 MB")],
)
def test_a_size_is_short(amount, written):
    assert office.size(amount) == written


def test_a_name_has_the_initials_of_family_and_given_name():
    assert office.initials("Lê Hồng Sơn") == "LS"
    assert office.initials("Đỗ") == "Đ"
    assert office.initials("") == ""


def test_a_moment_says_today_and_yesterday_and_otherwise_the_date():
    assert office.moment(at(24, 8, 12)) == "08:12 hôm nay"
    assert office.moment(at(23, 16, 52)) == "16:52 hôm qua"
    assert office.moment(at(20, 7)) == "07:00, 20/11/2026"
    assert office.moment(dt.date(2026, 11, 24)) == "hôm nay"


def test_the_day_is_the_day_in_hanoi_not_in_greenwich():
    """Seventeen past five in the evening at Greenwich is tomorrow here."""
    assert office.day(dt.datetime(2026, 11, 24, 17, 17, tzinfo=dt.UTC)) == "25/11/2026"


def test_the_form_writes_small_days_and_the_first_two_months_with_a_nought():
    assert office.form_day(dt.date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert office.form_day(dt.date(2026, 3, 25)) == "ngày 25 tháng 3 năm 2026"


def test_a_passed_deadline_is_late_in_days_or_in_working_days_when_known():
    assert office.due_words(dt.date(2026, 11, 22)) == ("late", "trễ 2 ngày")
    assert office.due_words(dt.date(2026, 11, 20), days_late=2) == ("late", "trễ 2 ngày làm việc")


def test_the_hour_counts_on_the_last_day():
    assert office.due_words(at(24, 17)) == ("due", "hạn hôm nay 17:00")
    assert office.due_words(at(24, 8)) == ("late", "quá hạn 08:00 hôm nay")


def test_finished_work_is_never_late():
    assert "due-late" in office.due(dt.date(2026, 11, 20))
    assert office.due(dt.date(2026, 11, 20), closed=True) == "20/11"
    assert office.due_badge(dt.date(2026, 11, 20), closed=True) == office.badge("hạn 20/11", "new")


def test_work_without_a_deadline_says_so():
    assert "không hạn" in office.due(None)
    assert office.due_badge(None) == ""


def test_a_record_may_choose_its_own_tone():
    plain = SimpleNamespace(state="issued", get_state_display=lambda: "Đã ban hành")
    own = SimpleNamespace(state="issued", tone="hold", get_state_display=lambda: "Đã thu hồi")
    assert "state-sealed" in office.state(plain)
    assert "state-hold" in office.state(own)


def test_words_from_people_are_escaped_in_badges():
    assert "<b>" not in office.badge("<b>trả lại</b>", "back")


def test_the_history_tells_an_act_with_its_facts():
    tell("office_words", register="vào sổ số {number}", note="ghi {missing} bút phê")
    assert told("office_words.register", {"number": 1842}) == "vào sổ số 1842"
    assert told("office_words.note", {}) == "ghi bút phê"


def test_an_act_without_words_is_not_hidden():
    assert "office_words.unheard" in told("office_words.unheard")


def test_today_is_the_frozen_day():
    assert timezone.localdate() == dt.date(2026, 11, 24)
