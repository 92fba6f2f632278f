"""Dates as printed and as typed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daumoi.vietnamese import date_in_words, parse_date

TODAY = date(2026, 7, 3)


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 5, 27), "ngày 27 tháng 5 năm 2026"),
        (date(2026, 1, 10), "ngày 10 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
    ],
)
def test_the_official_line(day, line):
    assert date_in_words(day) == line


@pytest.mark.parametrize(
    "typed",
    [
        "05/02/2026",
        "5/2/26",
        "5-2-2026",
        "05.02.2026",
        "05022026",
        "050226",
        "5/2",
        "05-02",
        "5 2 2026",
        " 5 / 2 / 2026 ",
        "2026-02-05",
        "2026/02/05",
        "2026-02-05 00:00:00",
        "2026-02-05T08:30",
        "ngày 5 tháng 2 năm 2026",
        "Ngày05 tháng 02 năm 2026.",
        "ngay 5 thang 2",
        "mùng 5 tháng 2 năm 2026",
        "5 tháng 2, 2026",
        "ngày 5/2/2026",
    ],
)
def test_what_clerks_type(typed):
    assert parse_date(typed, today=TODAY) == date(2026, 2, 5)


def test_two_digits_of_a_year_reach_ten_years_ahead():
    assert parse_date("1/1/36", today=TODAY).year == 2036
    assert parse_date("1/1/37", today=TODAY).year == 1937
    assert parse_date("1/1/1930", today=TODAY).year == 1930


@given(st.dates())
def test_every_printed_date_reads_back(day):
    for typed in (date_in_words(day), f"{day:%d/%m}/{day.year:04d}", day.isoformat(), f"{day:%d%m}{day.year:04d}"):
        assert parse_date(typed, today=TODAY) == day


@given(st.dates(TODAY - timedelta(days=80 * 365), TODAY + timedelta(days=9 * 365)))
def test_short_years_read_back(day):
    assert parse_date(f"{day:%d/%m/%y}", today=TODAY) == day


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("30/02/2026", "Không có ngày 30/02/2026: tháng 2 năm 2026 chỉ có 28 ngày."),
        ("29/2", "Không có ngày 29/02/2026: tháng 2 năm 2026 chỉ có 28 ngày."),
        ("31/4/2026", "chỉ có 30 ngày"),
        ("5/13/2026", "Không có tháng 13."),
        ("0/5/2026", "Không có ngày 0."),
        ("5/5/0000", "Không có năm 0."),
        ("hôm nọ", "Chưa hiểu ngày “hôm nọ”. Hãy gõ ngày/tháng/năm, ví dụ 05/02/2026."),
        ("", "Chưa hiểu ngày"),
        ("5/2/202", "Chưa hiểu ngày"),
    ],
)
def test_what_is_no_date_is_said_plainly(typed, said):
    with pytest.raises(ValueError, match=said.replace(".", r"\.")):
        parse_date(typed, today=TODAY)


@given(st.text())
def test_nothing_typed_breaks_it(typed):
    try:
        outcome = parse_date(typed, today=TODAY).isoformat()
    except ValueError as refusal:
        outcome = str(refusal)
    assert outcome[:4].isdigit() or outcome.startswith(("Chưa hiểu ngày", "Không có"))
