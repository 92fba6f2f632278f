"""Duties and delegations run from day to day; terms from congress to congress."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from daumoi.core.errors import NotAllowed, NotReady, Refusal, Stale
from daumoi.journal.actions import history
from daumoi.journal.models import JournalEntry
from daumoi.people import rules
from daumoi.people.actions import appointments, bodies, terms, units
from daumoi.people.duties import holds, term_on
from daumoi.people.models import Appointment, Duty, Person, Rank, Term
from tests.people.helpers import admin_of

DAY = date(2026, 1, 5)


def appoint(world, person=None, body=None, **fields):
    values = {"duty": Duty.SPECIALIST, "position": "Chuyên viên", "starts_on": DAY, "actor": world.admin, **fields}
    return appointments.appoint(person or world.khach, body or world.vptu, **values)


def test_one_person_holds_several_duties(world):
    appoint(world, duty=Duty.CLERK, position="Văn thư", unit=world.hanhchinh)
    appoint(world, duty=Duty.ARCHIVIST, position="Lưu trữ viên", reason="QĐ 3-QĐ/VPTU")
    khach = Person.objects.get(pk=world.khach.pk)
    assert holds(khach, Duty.CLERK, world.tu.pk) and holds(khach, Duty.ARCHIVIST, world.vptu.pk)
    entry = history(khach).last()
    assert (entry.reason, entry.body_id, entry.data["duty"]) == ("QĐ 3-QĐ/VPTU", world.vptu.pk, "Lưu trữ")


def test_a_duty_is_held_to_the_end_of_its_last_day(world):
    held = appoint(world, ends_on=date(2026, 2, 28))
    ended = appointments.end_appointment(held, actor=world.admin, on=date(2026, 1, 31), reason="chuyển công tác")
    assert Appointment.objects.on(date(2026, 1, 31)).contains(ended)
    assert not Appointment.objects.on(date(2026, 2, 1)).contains(ended)
    with pytest.raises(NotReady):
        appointments.end_appointment(held, actor=world.admin, on=date(2026, 2, 5))
    with pytest.raises(Refusal, match="trước ngày bắt đầu"):
        appointments.end_appointment(held, actor=world.admin, on=date(2025, 1, 1))


def test_the_same_duty_twice_is_one_too_many(world):
    appoint(world, ends_on=date(2026, 6, 30))
    with pytest.raises(Refusal, match="đã giữ nhiệm vụ"):
        appoint(world, starts_on=date(2026, 6, 30))
    appoint(world, starts_on=date(2026, 7, 1))
    with pytest.raises(Refusal, match="ở đây từ 05/01/2026 đến hết 30/06/2026"):
        appoint(world, starts_on=date(2026, 1, 1))
    assert appoint(world, starts_on=date(2025, 1, 1), ends_on=date(2025, 2, 1)).pk


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"position": " "}, "chức vụ"),
        ({"ends_on": date(2026, 1, 1)}, "trước ngày bắt đầu"),
        ({"body": "tw"}, "không làm việc trên hệ thống"),
        ({"body": "btc", "unit": "tonghop"}, "không thuộc"),
        ({"assists": "khach"}, "chính mình"),
        ({"assists": "oanh"}, "không giữ nhiệm vụ nào"),
    ],
)
def test_what_cannot_be_appoints_nobody(world, fields, words):
    fields = {
        key: getattr(world, value) if key in {"body", "unit", "assists"} else value for key, value in fields.items()
    }
    with pytest.raises(Refusal, match=words):
        appoint(world, **{"actor": None, **fields})
    assert not world.khach.appointments.exists() and not JournalEntry.objects.exists()


def test_nobody_serves_longer_than_the_place(world):
    unit = units.create_unit(world.vptu, actor=None, name="Tổ giúp việc", valid_from=DAY)
    units.end_unit(unit, actor=None, on=date(2026, 3, 1))
    unit.refresh_from_db()
    with pytest.raises(Refusal, match="Đơn vị"):
        appoint(world, unit=unit)
    body = bodies.create_body(actor=None, name="Ban Chỉ đạo", kind="other", is_here=True)
    body = bodies.end_body(body, actor=None, on=date(2026, 3, 1), reason="xong việc")
    with pytest.raises(Refusal, match="Cơ quan kết thúc"):
        appoint(world, body=body, actor=None)
    assert appoint(world, body=body, actor=None, ends_on=date(2026, 3, 1)).pk


def test_an_assistant_may_serve_a_leader_of_the_committee(world):
    assert appoint(world, duty=Duty.ASSISTANT, position="Thư ký", assists=world.thanh).assists == world.thanh


def test_who_governs_names_administrators_anywhere_and_nothing_else(world):
    appoint(world, body=world.xa, duty=Duty.ADMIN, position="Quản trị")
    with pytest.raises(NotAllowed):
        appoint(world, body=world.xa, duty=Duty.CLERK, position="Văn thư")
    khach = Person.objects.get(pk=world.khach.pk)
    assert appoint(world, world.khach, world.xa, duty=Duty.CLERK, position="Văn thư", actor=khach).pk
    with pytest.raises(NotAllowed):
        appoint(world, world.khach, world.vptu, duty=Duty.ADMIN, position="Quản trị", actor=khach)


def test_the_last_administrator_stays(world):
    last = world.admin.appointments.get()
    today = timezone.localdate()
    with pytest.raises(NotReady, match="cuối cùng"):
        appointments.end_appointment(last, actor=world.admin, on=today)
    appoint(world, duty=Duty.ADMIN, position="Quản trị")
    assert appointments.end_appointment(last, actor=world.admin, on=today).ends_on == today


def test_the_administrator_of_a_commune_may_leave(world):
    held = admin_of(world, world.xa).appointments.get()
    assert appointments.end_appointment(held, actor=world.admin, on=timezone.localdate()).ends_on


# --- delegations --------------------------------------------------------------------------------


def delegate(world, **fields):
    values = {"position": "Chánh Văn phòng", "basis": "QĐ 05-QĐ/TU, ngày 12/10/2025", "starts_on": DAY, **fields}
    return appointments.delegate(values.pop("person", world.son), world.tu, **{"actor": world.admin, **values})


def test_an_order_to_sign_is_written_down_and_ends(world):
    delegation = delegate(world, type_codes=["cong-van"], ends_on=date(2026, 12, 31))
    ended = appointments.end_delegation(delegation, actor=world.admin, on=date(2026, 3, 1), reason="thôi chức")
    assert ended.ends_on == date(2026, 3, 1)
    assert [entry.action for entry in history(world.son)] == ["people.delegate", "people.end_delegation"]
    with pytest.raises(NotReady):
        appointments.end_delegation(delegation, actor=world.admin, on=date(2026, 4, 1))
    with pytest.raises(Refusal, match="trước ngày bắt đầu"):
        appointments.end_delegation(delegation, actor=world.admin, on=date(2025, 4, 1))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"basis": " "}, "bằng văn bản"),
        ({"position": " "}, "chức vụ"),
        ({"ends_on": date(2025, 1, 1)}, "trước ngày bắt đầu"),
        ({"person": "oanh"}, "không giữ nhiệm vụ"),
    ],
)
def test_an_order_needs_a_paper_and_a_post(world, fields, words):
    fields = {key: getattr(world, value) if key == "person" else value for key, value in fields.items()}
    with pytest.raises(Refusal, match=words):
        delegate(world, **fields)


# --- terms --------------------------------------------------------------------------------------


def test_a_term_begins_the_day_after_the_congress_closes(world):
    term = terms.open_term(
        world.tu, actor=world.admin, name="2030-2035", ordinal="II",
        congress_from=date(2030, 10, 8), congress_to=date(2030, 10, 10),
    )  # fmt: skip
    before = Term.objects.get(pk=world.term.pk)
    assert (term.starts_on, before.ends_on) == (date(2030, 10, 11), date(2030, 10, 10))
    assert term_on(world.vptu, date(2030, 10, 10)) == before and term_on(world.vptu, date(2030, 10, 11)) == term
    assert "khép nhiệm kỳ 2025-2030 hết ngày 10/10/2030" in history(world.tu).last().data["closed"]


def test_a_first_plenum_within_the_congress_begins_the_term(world):
    term = terms.open_term(
        world.tu, actor=world.admin, name="2030-2035",
        congress_from=date(2030, 10, 8), congress_to=date(2030, 10, 10), plenum_from=date(2030, 10, 9),
    )  # fmt: skip
    assert term.starts_on == date(2030, 10, 9)
    assert Term.objects.get(pk=world.term.pk).ends_on == date(2030, 10, 8)


def test_an_older_term_is_written_in_before_the_first(world):
    term = terms.open_term(
        world.tu, actor=world.admin, name="2020-2025", starts_on=date(2020, 10, 15), ends_on=date(2025, 10, 9)
    )
    assert term.ends_on == date(2025, 10, 9) and Term.objects.get(pk=world.term.pk).ends_on is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " "}, "có tên"),
        ({"name": "2025-2030"}, "Đã có nhiệm kỳ"),
        ({"starts_on": None}, "ngày bắt đầu"),
        ({"congress_from": date(2030, 1, 1)}, "cả ngày khai mạc và ngày bế mạc"),
        ({"congress_from": date(2030, 1, 2), "congress_to": date(2030, 1, 1)}, "trước ngày khai mạc"),
        ({"plenum_from": date(2030, 1, 1)}, "trong những ngày đại hội"),
        ({"ends_on": date(2029, 1, 1)}, "trước ngày bắt đầu"),
        ({"starts_on": date(2020, 1, 1)}, "Chồng lên nhiệm kỳ 2025-2030"),
        ({"starts_on": date(2020, 1, 1), "ends_on": date(2026, 1, 1)}, "Chồng lên"),
    ],
)
def test_a_term_that_cannot_be_is_refused(world, fields, words):
    with pytest.raises(Refusal, match=words):
        terms.open_term(world.tu, actor=world.admin, **{"name": "2030-2035", "starts_on": date(2030, 1, 1), **fields})
    assert Term.objects.get(pk=world.term.pk).ends_on is None and not JournalEntry.objects.exists()


def test_an_office_has_no_term_of_its_own(world):
    with pytest.raises(Refusal, match="không làm việc theo nhiệm kỳ"):
        terms.open_term(world.vptu, actor=world.admin, name="2025-2030", starts_on=DAY)


def test_a_term_is_corrected_with_its_traces(world):
    fields = {"name": "2025-2030", "ordinal": "I", "starts_on": date(2025, 10, 11)}
    term = terms.change_term(world.term, actor=world.admin, token=1, **fields)
    assert term.version == 2 and history(world.tu).last().data["changes"]["từ ngày"] == ["10/10/2025", "11/10/2025"]
    assert terms.change_term(term, actor=world.admin, **fields).version == 2
    with pytest.raises(Stale):
        terms.change_term(world.term, actor=world.admin, token=1, **fields)
    later = terms.open_term(world.tu, actor=world.admin, name="2030-2035", starts_on=date(2030, 10, 1))
    for wrong, words in [
        ({"name": ""}, "có tên"),
        ({"name": "2025-2030"}, "Đã có"),
        ({"starts_on": date(2030, 1, 1)}, "Chồng lên"),
        ({"ends_on": date(2029, 1, 1)}, "trước ngày bắt đầu"),
    ]:
        with pytest.raises(Refusal, match=words):
            terms.change_term(
                later, actor=world.admin, **{"name": "2030-2035", "starts_on": date(2030, 10, 1), **wrong}
            )


# --- who may ------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["ha", "son", "thanh", "khach", "xa_admin"])
def test_others_appoint_delegate_and_open_nothing(world, who):
    actor = admin_of(world, world.xa) if who == "xa_admin" else getattr(world, who)
    delegation = delegate(world, actor=None)
    entries = JournalEntry.objects.count()
    for act in (
        lambda: appoint(world, actor=actor),
        lambda: appointments.end_appointment(world.lan.appointments.get(), actor=actor, on=timezone.localdate()),
        lambda: delegate(world, actor=actor),
        lambda: appointments.end_delegation(delegation, actor=actor, on=timezone.localdate()),
        lambda: terms.open_term(world.tu, actor=actor, name="x", starts_on=date(2030, 1, 1)),
        lambda: terms.change_term(world.term, actor=actor, name="x", starts_on=date(2030, 1, 1)),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert JournalEntry.objects.count() == entries


@pytest.mark.parametrize(
    ("duty", "position", "rank"),
    [
        (Duty.LEADER, "Bí thư", Rank.HEAD),
        (Duty.LEADER, "Phó Bí thư", Rank.DEPUTY),
        (Duty.LEADER, "Quyền Trưởng ban", Rank.ACTING),
        (Duty.CHIEF, "Chánh Văn phòng", Rank.HEAD),
        (Duty.DEPUTY_CHIEF, "Phụ trách Văn phòng", Rank.DEPUTY),
        (Duty.CLERK, "Văn thư", Rank.STAFF),
    ],
)
def test_the_signing_rank_follows_the_position(duty, position, rank):
    assert rules.rank_for(duty, position) == rank


def test_the_words_of_a_change_say_what_came_and_what_went():
    told = rules.told({"tên": ["A", "B"], "mã": ["", "C"], "nơi": ["D", ""]})
    assert told == "tên «A» thành «B»; thêm mã «C»; bỏ nơi «D»"
    assert (rules.shown(True), rules.shown(None), rules.shown(date(2026, 1, 2))) == ("có", "", "02/01/2026")


def test_a_plenum_after_the_congress_changes_nothing():
    closing = date(2030, 10, 10)
    assert rules.next_term_start(closing, None) == rules.next_term_start(closing, closing + timedelta(days=5))
