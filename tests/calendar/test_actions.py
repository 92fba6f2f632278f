"""The calendar as rows: loading, adding, removing, importing, and who may."""

from datetime import date

import pytest

from daumoi.calendar import actions
from daumoi.calendar.actions import add_days, import_days, load_builtin, remove_day, set_announced
from daumoi.calendar.book import deadline_after, deadline_in, deadline_on, office_days
from daumoi.calendar.facts import Line, read_csv
from daumoi.calendar.models import CalendarDay, CalendarYear
from daumoi.calendar.rules import is_working_day
from daumoi.core.errors import NotAllowed, Refusal
from daumoi.core.words import told
from daumoi.journal.models import JournalEntry
from tests.helpers import at_once
from tests.world import World

pytestmark = pytest.mark.django_db

STORM = date(2026, 12, 10)


@pytest.fixture
def loaded(world: World) -> World:
    load_builtin()
    return world


def storm(world: World, **changes: object) -> list[CalendarDay]:
    given = {
        "first": STORM, "kind": "office_off", "name": "Nghỉ tránh bão", "source": "Thông báo 12-TB/VPTU",
        "actor": world.admin, "body": world.vptu,
    }  # fmt: skip
    return add_days(**{**given, **changes})  # type: ignore[arg-type]


def test_the_shipped_years_are_loaded_once(world: World) -> None:
    assert load_builtin() > 100
    assert load_builtin() == 0
    assert CalendarYear.objects.filter(announced=False).values_list("year", flat=True).get() == 2027
    assert JournalEntry.objects.filter(action="calendar.load").count() == 1


def test_a_year_that_the_office_changed_is_never_loaded_over(loaded: World) -> None:
    CalendarDay.objects.filter(date=date(2026, 11, 24)).get()
    remove_day(CalendarDay.objects.get(date=date(2026, 11, 24)), reason="Bỏ", actor=loaded.admin)

    assert load_builtin() == 0
    assert not CalendarDay.objects.filter(date=date(2026, 11, 24)).exists()


def test_the_calendar_costs_one_query_once_read(loaded: World, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    office_days(loaded.tu)
    with django_assert_num_queries(1):
        office_days(loaded.tu)
    with django_assert_num_queries(1):
        assert deadline_in(5, date(2026, 11, 24), loaded.tu).date == date(2026, 12, 1)


def test_an_empty_calendar_counts_weekdays(world: World) -> None:
    assert deadline_in(1, date(2026, 1, 9)).date == date(2026, 1, 12)
    assert deadline_after(3, date(2026, 1, 8)).date == date(2026, 1, 12)
    assert deadline_on(date(2026, 1, 10)).date == date(2026, 1, 12)


# --- the office's own days off ----------------------------------------------------------


def test_an_own_day_off_moves_deadlines_of_the_office_and_of_the_bodies_it_serves_only(loaded: World) -> None:
    (row,) = storm(loaded)

    start = date(2026, 12, 9)
    assert deadline_in(1, start, loaded.vptu).date == deadline_in(1, start, loaded.tu).date == date(2026, 12, 11)
    assert deadline_in(1, start, loaded.xa).date == deadline_in(1, start).date == STORM
    assert "nghỉ 10/12 Nghỉ tránh bão" in deadline_in(1, start, loaded.tu).explain()
    entry = JournalEntry.objects.get(action="calendar.add")
    assert (entry.body_id, entry.subject_id, entry.reason) == (loaded.vptu.pk, row.pk, "Thông báo 12-TB/VPTU")
    assert told(entry.action, entry.data) == "thêm «Nghỉ tránh bão» (cơ quan nghỉ) 10/12/2026 vào lịch"


def test_each_body_closes_for_itself_only(loaded: World) -> None:
    someone = loaded.person("xaadmin", "Lý Xã Quản", loaded.xa, "admin", "Quản trị")

    storm(loaded, actor=someone, body=loaded.xa)
    storm(loaded)
    for refused in ({"actor": someone}, {"actor": loaded.admin, "body": loaded.xa}, {"actor": loaded.ha}):
        with pytest.raises(NotAllowed):
            storm(loaded, first=date(2026, 12, 11), **refused)


# --- national days -----------------------------------------------------------------------


def national(world: World, **changes: object) -> list[CalendarDay]:
    given = {
        "first": date(2027, 5, 4),
        "kind": "holiday",
        "name": "Ngày nghỉ mới",
        "source": "Nghị quyết",
        "actor": world.admin,
    }
    return add_days(**{**given, **changes})  # type: ignore[arg-type]


def test_when_a_day_moves_every_deadline_moves_and_says_why(loaded: World) -> None:
    start = date(2027, 5, 3)
    assert deadline_in(1, start, loaded.xa).date == date(2027, 5, 4)
    national(loaded)
    assert deadline_in(1, start, loaded.xa).date == date(2027, 5, 5)
    assert "Ngày nghỉ mới" in deadline_in(1, start, loaded.xa).explain()


def test_a_swap_brings_the_saturday_worked_and_takes_it_away_again(loaded: World) -> None:
    rows = national(loaded, kind="swap_off", instead_of=date(2027, 5, 8))
    assert [row.date for row in rows] == [date(2027, 5, 4), date(2027, 5, 8)]
    assert is_working_day(date(2027, 5, 8), office_days())

    remove_day(rows[0], reason="Thông báo bị thu hồi", actor=loaded.admin)
    assert not is_working_day(date(2027, 5, 8), office_days())
    assert is_working_day(date(2027, 5, 4), office_days())
    entry = JournalEntry.objects.get(action="calendar.remove")
    assert entry.data["dates"] == "04/05/2027, 08/05/2027"


def test_a_range_is_added_whole_or_not_at_all(loaded: World) -> None:
    before = CalendarDay.objects.count()
    with pytest.raises(Refusal, match=r"24/11/2027 \(Ngày Văn hoá Việt Nam\)"):
        national(loaded, first=date(2027, 11, 22), last=date(2027, 11, 26))
    assert CalendarDay.objects.count() == before

    assert len(national(loaded, first=date(2027, 12, 20), last=date(2027, 12, 24))) == 5
    assert JournalEntry.objects.get(action="calendar.add").data["dates"] == "20/12/2027 (và 4 ngày khác)"


@pytest.mark.parametrize(
    "changes",
    [
        {"name": " "},
        {"source": ""},
        {"kind": "picnic"},
        {"kind": "office_off"},
        {"last": date(2027, 5, 1)},
        {"last": date(2027, 9, 1)},
        {"instead_of": date(2027, 5, 8)},
        {"kind": "make_up_work"},
        {"kind": "compensatory", "first": date(2027, 5, 8)},
        {"kind": "swap_off", "instead_of": date(2027, 5, 5)},
        {"first": date(1930, 2, 3)},
    ],
)
def test_a_day_that_makes_no_sense_is_refused(loaded: World, changes: dict[str, object]) -> None:
    before = CalendarDay.objects.count()
    with pytest.raises(Refusal):
        national(loaded, **changes)
    assert CalendarDay.objects.count() == before


def test_strangers_do_not_touch_the_calendar(loaded: World) -> None:
    day, entries = CalendarDay.objects.get(date=date(2026, 9, 2)), JournalEntry.objects.count()
    for person in (loaded.ha, loaded.son, loaded.khach, loaded.oanh):
        with pytest.raises(NotAllowed):
            national(loaded, actor=person)
        with pytest.raises(NotAllowed):
            remove_day(day, reason="x", actor=person)
        with pytest.raises(NotAllowed):
            set_announced(2027, True, source="x", actor=person)
        with pytest.raises(NotAllowed):
            import_days([Line(date(2028, 1, 1), "holiday", "Tết")], source="x", announced=True, actor=person)
    assert JournalEntry.objects.count() == entries


def test_removing_needs_a_reason_and_happens_once(loaded: World) -> None:
    day = CalendarDay.objects.get(date=date(2026, 9, 2))
    with pytest.raises(Refusal, match="lý do"):
        remove_day(day, reason=" ", actor=loaded.admin)
    remove_day(day, reason="Thử", actor=loaded.admin)
    with pytest.raises(Refusal, match="người khác"):
        remove_day(day, reason="Thử", actor=loaded.admin)


def test_a_year_is_announced_with_its_paper(loaded: World) -> None:
    assert deadline_in(5, date(2027, 3, 1)).caution
    set_announced(2027, True, source="Thông báo 99/TB-BNV", actor=loaded.admin)
    assert not deadline_in(5, date(2027, 3, 1)).caution
    for year, source in ((1930, "x"), (2027, " ")):
        with pytest.raises(Refusal):
            set_announced(year, True, source=source, actor=loaded.admin)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_adding_one_day_at_once_add_it_once(loaded: World) -> None:
    outcomes = at_once(*[lambda: national(loaded)] * 2)

    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 1
    assert CalendarDay.objects.filter(date=date(2027, 5, 4)).count() == 1


# --- a year from a table ----------------------------------------------------------------------

YEAR_2027 = """ngày,loại,tên,hoán đổi với ngày
01/01/2027,Ngày lễ,Tết Dương lịch,
04/02/2027,Tết,Tết Nguyên đán Đinh Mùi,
03/05/2027,Nghỉ hoán đổi,Nghỉ dịp lễ,08/05/2027
""".replace("Ngày lễ,", "Lễ,")


def test_a_table_makes_its_year_exactly_so_and_leaves_the_others(loaded: World) -> None:
    storm(loaded, first=date(2027, 6, 1))
    others = CalendarDay.objects.exclude(date__year=2027).count()
    report = import_days(read_csv(YEAR_2027).lines, source="Thông báo 99", announced=True, actor=loaded.admin)

    assert report.years == (2027,)
    assert (report.unchanged, report.added) == (2, 2)
    assert report.removed == 13
    assert list(CalendarDay.objects.filter(date__year=2027).values_list("date", "kind")) == [
        (date(2027, 1, 1), "holiday"),
        (date(2027, 2, 4), "holiday"),
        (date(2027, 5, 3), "swap_off"),
        (date(2027, 5, 8), "make_up_work"),
        (date(2027, 6, 1), "office_off"),
    ]
    assert CalendarDay.objects.exclude(date__year=2027).count() == others
    assert CalendarYear.objects.get(year=2027).announced
    entry = JournalEntry.objects.get(action="calendar.import_year")
    assert len(entry.data["removed"]) == 13


def test_the_same_table_again_changes_nothing(loaded: World) -> None:
    lines = read_csv(YEAR_2027).lines
    import_days(lines, source="Thông báo 99", announced=True, actor=loaded.admin)
    report = import_days(lines, source="Thông báo 99", announced=True, actor=loaded.admin)

    assert (report.added, report.removed, report.unchanged) == (0, 0, 4)


def test_a_saturday_worked_before_new_year_belongs_to_the_year_of_the_day_off(loaded: World) -> None:
    swap = [
        Line(date(2015, 1, 2), "swap_off", "Nghỉ Tết", "", date(2014, 12, 27)),
        Line(date(2014, 12, 27), "make_up_work", "Làm bù ngày 02/01/2015", "", date(2015, 1, 2)),
    ]
    assert actions.years_of(swap) == (2015,)
    assert import_days(swap, source="x", announced=True, actor=loaded.admin).years == (2015,)
    assert CalendarDay.objects.get(date=date(2014, 12, 27)).name == "Làm bù ngày 02/01/2015"


@pytest.mark.parametrize(
    ("lines", "source"),
    [
        ([], "x"),
        ([Line(date(2028, 1, 1), "office_off", "Nghỉ")], "x"),
        ([Line(date(2028, 1, 1), "holiday", "A"), Line(date(2028, 1, 1), "holiday", "B")], "x"),
        ([Line(date(2028, 1, 1), "holiday", "A")], " "),
    ],
)
def test_a_table_that_cannot_be_used_changes_nothing(loaded: World, lines: list[Line], source: str) -> None:
    before = list(CalendarDay.objects.values_list("pk", flat=True))
    with pytest.raises(Refusal):
        import_days(lines, source=source, announced=True, actor=loaded.admin)
    assert list(CalendarDay.objects.values_list("pk", flat=True)) == before
