"""Working days: counted over real years, and moved by rules that hold for every calendar."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daumoi.calendar.facts import kind_named, read_csv, read_rows, shipped
from daumoi.calendar.rules import (
    Day,
    Days,
    add_calendar_days,
    add_working_days,
    calendar_of,
    due_on,
    is_overdue,
    is_working_day,
    next_working_day,
    working_days_between,
)

FACTS = shipped()
VIETNAM = calendar_of(
    (Day(line.date, line.kind, line.name) for facts in FACTS for line in facts.lines),  # type: ignore[arg-type]
    [facts.year for facts in FACTS if facts.announced],
)
# Known here and not to the public list: the swap of 02/01/2026, announced on 25/12/2025.
NOT_IN_THE_LIST = {date(2026, 1, 2)}


def day(text: str) -> date:
    return date.fromisoformat(text)


# --- real years ------------------------------------------------------------------------


def test_the_shipped_years_agree_with_a_public_list_of_days_off(data: Path) -> None:
    with (data / "lists" / "vn_public_holidays_2015_2027.csv").open(encoding="utf-8") as file:
        listed = {day(row["date"]) for row in csv.DictReader(file)}
    weekdays_off = {on for on, found in VIETNAM.particular.items() if not found.works and on.weekday() < 5}

    assert weekdays_off - {on for on in listed if on.weekday() < 5} == NOT_IN_THE_LIST
    assert {on for on in listed if on.weekday() < 5} <= weekdays_off


def test_every_swapped_day_names_a_saturday_that_was_worked() -> None:
    lines = [line for facts in FACTS for line in facts.lines]
    swapped = {line.date: line.instead_of for line in lines if line.kind == "swap_off"}
    worked = {line.date: line.instead_of for line in lines if line.kind == "make_up_work"}

    assert len(swapped) == 9
    assert {saturday: off for off, saturday in swapped.items()} == worked
    assert all(saturday and saturday.weekday() == 5 for saturday in swapped.values())


def test_the_five_days_of_tet_are_there_every_year_and_so_is_what_makes_up_for_a_weekend() -> None:
    for facts in FACTS:
        tet = [line for line in facts.lines if line.name.startswith("Tết Nguyên đán")]
        made_up = [line for line in facts.lines if line.kind == "compensatory" and "Tết Nguyên đán" in line.name]
        assert len(tet) == 5
        assert len(made_up) == sum(line.date.weekday() > 4 for line in tet)


@pytest.mark.parametrize(
    ("start", "amount", "due"),
    [
        ("2026-11-24", 5, "2026-12-01"),
        ("2025-04-29", 1, "2025-05-05"),  # 30/4, 1/5, and 2/5 swapped
        ("2025-04-24", 2, "2025-04-26"),  # the Saturday worked for it
        ("2026-01-09", 1, "2026-01-10"),  # Saturday worked for 2 January
        ("2023-01-19", 1, "2023-01-27"),  # Tết with its two compensating days
        ("2018-12-28", 2, "2019-01-03"),  # New Year with a day swapped to 5 January
        ("2026-08-28", 1, "2026-09-03"),
    ],
)
def test_deadlines_of_real_years(start: str, amount: int, due: str) -> None:
    assert add_working_days(day(start), amount, VIETNAM).date == day(due)


def test_250_or_so_days_are_worked_in_a_year() -> None:
    for year in range(2015, 2028):
        worked = working_days_between(date(year - 1, 12, 31), date(year, 12, 31), VIETNAM)
        assert 246 <= worked <= 252, year


# --- the sentence --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "amount", "sentence"),
    [
        (
            "2026-11-24",
            5,
            "5 ngày làm việc kể từ 24/11/2026: 25/11, 26/11, 27/11, (nghỉ 28–29/11), 30/11, 01/12 → hạn 01/12/2026",
        ),
        (
            "2025-04-25",
            3,
            "3 ngày làm việc kể từ 25/04/2025: 26/04 (làm bù), (nghỉ 27/04), 28/04, 29/04 → hạn 29/04/2025",
        ),
        (
            "2026-12-30",
            2,
            "2 ngày làm việc kể từ 30/12/2026: 31/12, (nghỉ 01–03/01/2027 Tết Dương lịch), 04/01/2027 → hạn 04/01/2027",
        ),
        (
            "2026-08-12",
            16,
            (
                "16 ngày làm việc kể từ 12/08/2026: từ 13/08 đến 07/09, không tính 7 ngày nghỉ cuối tuần,"
                " 31/08–02/09 Nghỉ Quốc khánh, Quốc khánh → hạn 07/09/2026"
            ),
        ),
        ("2026-11-28", 0, "Ngày 28/11/2026: 28/11 là thứ bảy, chuyển sang ngày làm việc tiếp theo → hạn 30/11/2026"),
    ],
)
def test_a_deadline_says_how_it_was_counted(start: str, amount: int, sentence: str) -> None:
    assert add_working_days(day(start), amount, VIETNAM).explain() == sentence


def test_a_long_stretch_without_a_day_off_leaves_nothing_out() -> None:
    start = day("2026-06-01")
    days = calendar_of(Day(start + timedelta(days=n), "make_up_work", "Chống lụt") for n in range(1, 25))

    assert add_working_days(start, 20, days).explain() == (
        "20 ngày làm việc kể từ 01/06/2026: từ 02/06 đến 21/06 → hạn 21/06/2026"
    )


def test_ten_days_after_a_letter_move_off_the_weekend() -> None:
    deadline = add_calendar_days(day("2026-11-18"), 10, VIETNAM)

    assert deadline.date == day("2026-11-30")
    assert deadline.explain() == (
        "10 ngày kể từ 18/11/2026: 28/11 là thứ bảy, chuyển sang ngày làm việc tiếp theo → hạn 30/11/2026"
    )
    assert add_calendar_days(day("2026-11-17"), 10, VIETNAM).explain() == "10 ngày kể từ 17/11/2026 → hạn 27/11/2026"


def test_a_given_date_on_a_holiday_moves_too() -> None:
    deadline = due_on(day("2026-09-02"), VIETNAM)

    assert deadline.date == day("2026-09-03")
    assert deadline.moved_from == day("2026-09-02")
    assert "ngày nghỉ (Quốc khánh)" in deadline.explain()
    assert due_on(day("2026-09-03"), VIETNAM).moved_from is None


def test_a_year_that_is_not_announced_is_a_caution() -> None:
    assert "2027" in add_working_days(day("2026-12-30"), 5, VIETNAM).caution
    assert add_working_days(day("2026-11-24"), 5, VIETNAM).caution == ""


def test_late_begins_at_midnight() -> None:
    assert not is_overdue(day("2026-12-01"), day("2026-12-01"))
    assert is_overdue(day("2026-12-01"), day("2026-12-02"))


@pytest.mark.parametrize("amount", [-1, 4000])
def test_an_amount_that_makes_no_sense_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="amount"):
        add_working_days(day("2026-11-24"), amount)
    with pytest.raises(ValueError, match="amount"):
        add_calendar_days(day("2026-11-24"), amount)


# --- what must hold for every calendar ----------------------------------------------------------

dates = st.dates(date(2020, 1, 1), date(2027, 12, 31))
offsets = st.integers(-5, 60)


@st.composite
def calendars(draw: st.DrawFn) -> tuple[date, int, Days]:
    """A start, an amount, and a calendar with something going on around them."""
    start, amount = draw(dates), draw(st.integers(0, 30))
    near = [start + timedelta(days=n) for n in draw(st.lists(offsets, max_size=25, unique=True))]
    found = [Day(on, "holiday" if on.weekday() < 5 else "make_up_work", "x") for on in near]
    return start, amount, calendar_of(found)


@given(calendars(), offsets)
def test_a_new_holiday_never_shortens_a_deadline(case: tuple[date, int, Days], offset: int) -> None:
    start, amount, days = case
    new = Day(start + timedelta(days=offset), "holiday", "mới")
    richer = calendar_of([*days.particular.values(), new])

    assert add_working_days(start, amount, richer).date >= add_working_days(start, amount, days).date
    assert add_calendar_days(start, amount, richer).date >= add_calendar_days(start, amount, days).date


@given(calendars(), offsets)
def test_a_new_make_up_day_never_lengthens_a_deadline(case: tuple[date, int, Days], offset: int) -> None:
    start, amount, days = case
    new = Day(start + timedelta(days=offset), "make_up_work", "mới")
    richer = calendar_of([*days.particular.values(), new])

    assert add_working_days(start, amount, richer).date <= add_working_days(start, amount, days).date


@given(calendars())
def test_a_deadline_is_a_working_day_and_counts_back(case: tuple[date, int, Days]) -> None:
    start, amount, days = case
    deadline = add_working_days(start, amount, days)

    assert is_working_day(deadline.date, days)
    assert len(deadline.counted) == amount
    if amount:
        assert working_days_between(start, deadline.date, days) == amount
        whole = [start + timedelta(days=n) for n in range(1, (deadline.date - start).days + 1)]
        assert [step.date for step in deadline.steps] == whole
    assert deadline.explain().endswith(f"hạn {deadline.date:%d/%m/%Y}")


@given(calendars(), st.integers(0, 30))
def test_counting_in_two_goes_is_counting_in_one(case: tuple[date, int, Days], more: int) -> None:
    start, amount, days = case
    if not amount or not more:
        return
    halfway = add_working_days(start, amount, days).date

    assert add_working_days(halfway, more, days).date == add_working_days(start, amount + more, days).date


@given(dates, dates)
def test_the_count_between_two_days_turns_its_sign(one: date, other: date) -> None:
    assert working_days_between(one, other, VIETNAM) == -working_days_between(other, one, VIETNAM)


@given(dates)
def test_a_later_start_never_gives_an_earlier_deadline(start: date) -> None:
    assert add_working_days(start + timedelta(days=1), 5, VIETNAM).date >= add_working_days(start, 5, VIETNAM).date
    assert next_working_day(start, VIETNAM) >= start


# --- the office's own days -------------------------------------------------------------------------


def test_the_office_may_close_on_a_saturday_that_others_work() -> None:
    saturday = day("2026-08-22")
    days = calendar_of([Day(saturday, "office_off", "Hội thao"), *VIETNAM.particular.values()])

    assert is_working_day(saturday, VIETNAM)
    assert not is_working_day(saturday, days)


# --- tables that people bring ------------------------------------------------------------------------


def test_a_table_is_read_with_its_swaps_and_its_faults() -> None:
    table = read_csv(
        "\ufeffNgày;Loại;Tên gọi;Hoán đổi với ngày\n"
        "01/01/2028;Ngày lễ, tết;Tết Dương lịch;\n"
        "2028-01-03;nghi bu;Nghỉ bù Tết Dương lịch;\n"
        "31/01/2028;Nghỉ hoán đổi;Nghỉ Tết;05/02/2028\n"
        ";;;\n"
        "30/02/2028;Ngày lễ, tết;Ngày lạ;\n"
        "30/04;Ngày lễ, tết;Không có năm;\n"
        "30/04/2028;ngày vui;Ngày Chiến thắng;\n"
        "01/05/2028;holiday;;\n"
        "01/01/2028;Ngày lễ, tết;Trùng;\n"
        "08/02/2028;Làm bù;Ngày thường;\n"
        "06/02/2028;Nghỉ bù;Cuối tuần;\n"
    )

    assert [(line.date.isoformat(), line.kind) for line in table.lines] == [
        ("2028-01-01", "holiday"),
        ("2028-01-03", "compensatory"),
        ("2028-01-31", "swap_off"),
        ("2028-02-05", "make_up_work"),
    ]
    assert [number for number, _ in table.faults] == [6, 7, 8, 9, 10, 11, 12]


@pytest.mark.parametrize("text", ["", "ngày,tên\n01/01/2028,Tết\n", "\n\n"])
def test_a_table_without_its_columns_says_so(text: str) -> None:
    table = read_csv(text)

    assert table.lines == ()
    assert table.faults


def test_cells_of_a_spreadsheet_may_be_real_dates() -> None:
    table = read_rows([["Ngày", "Loại", "Tên"], [date(2028, 4, 30), "Lễ", "Ngày Chiến thắng"]])

    assert [line.date for line in table.lines] == [date(2028, 4, 30)]


@pytest.mark.parametrize(("words", "kind"), [("statutory", "holiday"), ("Làm bù", "make_up_work"), ("chơi", "")])
def test_kinds_are_understood_in_several_spellings(words: str, kind: str) -> None:
    assert kind_named(words) == kind


@pytest.mark.needs_data
def test_the_public_list_can_be_read_as_a_table(data: Path) -> None:
    table = read_csv((data / "lists" / "vn_public_holidays_2015_2027.csv").read_text("utf-8"))

    assert len(table.lines) == 184
    assert table.faults == ()
