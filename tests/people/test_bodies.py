"""Bodies are founded, corrected, ended; they never disappear and never stand twice."""

from datetime import date

import pytest

from daumoi.core.errors import NotAllowed, NotReady, Refusal, Stale
from daumoi.journal.actions import history
from daumoi.journal.models import JournalEntry
from daumoi.people.actions import bodies, units
from daumoi.people.models import Body
from daumoi.people.suggestions import bodies_matching
from tests.people.helpers import admin_of


def found(typed):
    return [body.name for body in bodies_matching(typed)]


def test_a_new_body_is_found_by_letters_initials_and_codes(world):
    body = bodies.create_body(actor=world.admin, name="Sở Nội vụ  tỉnh An Bình", kind="state", code="SNV")
    bodies.add_code(body, actor=world.admin, scheme="qcvn102", code="H99.12")

    assert body.name == "Sở Nội vụ tỉnh An Bình"
    for typed in ("so noi vu", "noi v", "SNV", "snvtab", "h99.12", "Nội Vụ"):
        assert found(typed)[0] == body.name
    assert found("khong co") == [] and found("") == [] and found("%") == []
    assert [entry.action for entry in history(body)] == ["people.create_body", "people.add_code"]


def test_the_body_of_that_very_code_comes_first(world):
    assert found("tu")[0] == "Tỉnh uỷ An Bình"
    assert found("btctu") == ["Ban Tổ chức Tỉnh uỷ An Bình"]


def test_a_change_says_what_was_before(world):
    body = bodies.change_body(world.btc, actor=world.admin, name="Ban Tổ chức Tỉnh uỷ", code="BTC", token=1)
    assert body.version == 2
    entry = history(body).last()
    assert entry.data["changes"]["tên cơ quan"] == ["Ban Tổ chức Tỉnh uỷ An Bình", "Ban Tổ chức Tỉnh uỷ"]
    assert "ký hiệu trên văn bản «BTCTU» thành «BTC»" in entry.data["what"]


def test_an_unchanged_body_leaves_no_trace(world):
    assert bodies.change_body(world.btc, actor=world.admin).version == 1
    assert not history(world.btc).exists()


def test_a_stale_page_overwrites_nothing(world):
    bodies.change_body(world.btc, actor=world.admin, place="Thị xã", token=1)
    with pytest.raises(Stale):
        bodies.change_body(world.btc, actor=world.admin, place="Thành phố", token=1)
    assert Body.objects.get(pk=world.btc.pk).place == "Thị xã"


def test_a_body_ends_on_a_day_and_names_its_heir(world):
    heir = bodies.create_body(actor=world.admin, name="Ban Tổ chức và Nội vụ", kind="advisory", is_here=True)
    body = bodies.end_body(world.btc, actor=world.admin, on=date(2026, 6, 30), successor=heir, reason="QĐ 12-QĐ/TU")
    assert (body.valid_to, body.successor) == (date(2026, 6, 30), heir)
    assert history(body).last().reason == "QĐ 12-QĐ/TU"
    with pytest.raises(NotReady):
        bodies.end_body(body, actor=world.admin, on=date(2026, 7, 1), reason="lần nữa")
    assert bodies.reopen_body(body, actor=world.admin, reason="ghi nhầm").valid_to is None
    with pytest.raises(NotReady):
        bodies.reopen_body(body, actor=world.admin, reason="ghi nhầm")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": "  "}, "có tên"),
        ({"kind": "gì đó"}, "loại"),
        ({"name": "Văn phòng Tỉnh uỷ An Bình"}, "Đã có cơ quan"),
        ({"parent": "self"}, "chính mình"),
        ({"office": "tw"}, "không làm việc trên hệ thống"),
        ({"office": "tu"}, "nơi khác giữ"),
        ({"is_here": False, "office": "vptu"}, "Chỉ cơ quan làm việc"),
        ({"is_here": False}, "còn người"),
    ],
)
def test_what_cannot_be_is_refused(world, change, words):
    change = {
        key: getattr(world, value, world.btc) if key in {"parent", "office"} else value for key, value in change.items()
    }
    entries = JournalEntry.objects.count()
    with pytest.raises(Refusal, match=words):
        bodies.change_body(world.btc, actor=world.admin, **change)
    assert JournalEntry.objects.count() == entries and Body.objects.get(pk=world.btc.pk).version == 1


def test_a_superior_cannot_stand_below_itself(world):
    with pytest.raises(Refusal, match="chính mình"):
        bodies.change_body(world.tu, actor=world.admin, parent=world.btc)


def test_two_top_bodies_may_not_share_a_code(world):
    with pytest.raises(Refusal, match="Ký hiệu"):
        bodies.create_body(actor=world.admin, name="Thành uỷ Khác", kind="province", code="TU", is_here=True)


def test_an_end_needs_a_reason_and_a_sensible_day(world):
    with pytest.raises(Refusal, match="căn cứ"):
        bodies.end_body(world.btc, actor=world.admin, on=date(2026, 1, 1), reason=" ")
    with pytest.raises(Refusal, match="trước ngày bắt đầu"):
        bodies.end_body(world.btc, actor=world.admin, on=date(2019, 1, 1), reason="x")
    with pytest.raises(Refusal, match="lý do"):
        bodies.reopen_body(world.btc, actor=world.admin, reason="")
    with pytest.raises(Refusal, match="chính mình"):
        bodies.end_body(world.btc, actor=world.admin, on=date(2026, 1, 1), reason="x", successor=world.btc)


def test_a_correspondent_is_entered_once(world):
    first = bodies.add_correspondent("Sở Tài chính tỉnh An Bình", actor=world.ha, kind="state")
    assert bodies.add_correspondent("Sở  Tài chính tỉnh An Bình", actor=world.oanh) == first
    assert bodies.add_correspondent("so tai chinh tinh an binh", actor=world.ha) == first
    assert bodies.add_correspondent("Sở Tài chính", actor=world.ha) != first
    assert bodies.add_correspondent("Sở Tài chính tỉnh Ân Bình", actor=world.ha) != first
    assert bodies.create_body(actor=world.admin, name="Sở Tài", kind="state").pk != first.pk
    assert not first.is_here
    with pytest.raises(NotAllowed):
        bodies.add_correspondent("Sở Y tế", actor=world.lan)


def test_a_code_belongs_to_one_body_at_a_time(world):
    code = bodies.add_code(world.btc, actor=world.admin, scheme="party", code="A99.02", valid_from=date(2025, 7, 1))
    with pytest.raises(Refusal, match="đang thuộc"):
        bodies.add_code(world.xa, actor=world.admin, scheme="party", code="A99.02")
    with pytest.raises(Refusal, match="trước ngày bắt đầu"):
        bodies.end_code(code, actor=world.admin, on=date(2025, 1, 1))
    bodies.end_code(code, actor=world.admin, on=date(2026, 1, 1))
    with pytest.raises(NotReady):
        bodies.end_code(code, actor=world.admin, on=date(2026, 2, 1))
    assert bodies.add_code(world.xa, actor=world.admin, scheme="party", code="A99.02").body == world.xa
    with pytest.raises(Refusal, match="để trống"):
        bodies.add_code(world.xa, actor=world.admin, scheme="party", code=" ")
    with pytest.raises(Refusal, match="trước ngày bắt đầu"):
        bodies.add_code(
            world.xa,
            actor=world.admin,
            scheme="party",
            code="1",
            valid_from=date(2026, 1, 2),
            valid_to=date(2026, 1, 1),
        )


# --- who may ------------------------------------------------------------------------------------


def test_the_administrator_of_one_body_does_not_touch_another(world):
    xa_admin = admin_of(world, world.xa)
    assert bodies.change_body(world.xa, actor=xa_admin, place="Tân Lập mới").place == "Tân Lập mới"
    assert bodies.change_body(world.tw, actor=xa_admin, place="Hà Nội").place == "Hà Nội"
    for act in (
        lambda: bodies.change_body(world.btc, actor=xa_admin, place="x"),
        lambda: bodies.change_body(world.xa, actor=xa_admin, parent=None),
        lambda: bodies.change_body(world.tw, actor=xa_admin, is_here=True),
        lambda: bodies.end_body(world.xa, actor=xa_admin, on=date(2026, 1, 1), reason="x"),
        lambda: bodies.reopen_body(world.xa, actor=xa_admin, reason="x"),
        lambda: bodies.create_body(actor=xa_admin, name="Cơ quan mới", kind="other", is_here=True),
        lambda: bodies.add_code(world.btc, actor=xa_admin, scheme="party", code="9"),
        lambda: units.create_unit(world.btc, actor=xa_admin, name="Phòng"),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize("who", ["ha", "son", "thanh", "khach"])
def test_without_the_duty_of_administrator_nothing_is_changed(world, who):
    actor = getattr(world, who)
    code = bodies.add_code(world.btc, actor=None, scheme="party", code="9")
    entries = JournalEntry.objects.count()
    for act in (
        lambda: bodies.change_body(world.vptu, actor=actor, place="x"),
        lambda: bodies.create_body(actor=actor, name="Mới", kind="other", is_here=True),
        lambda: bodies.end_body(world.tw, actor=actor, on=date(2026, 1, 1), reason="x"),
        lambda: bodies.end_code(code, actor=actor, on=date(2026, 1, 1)),
        lambda: units.create_unit(world.vptu, actor=actor, name="Phòng"),
        lambda: units.rename_unit(world.tonghop, actor=actor, name="Phòng"),
        lambda: units.end_unit(world.tonghop, actor=actor, on=date(2026, 1, 1)),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert JournalEntry.objects.count() == entries


# --- units --------------------------------------------------------------------------------------


def test_a_unit_lives_from_day_to_day(world):
    unit = units.create_unit(world.vptu, actor=world.admin, name="Phòng  Tài chính", valid_from=date(2026, 1, 1))
    assert unit.name == "Phòng Tài chính"
    unit = units.rename_unit(unit, actor=world.admin, name="Phòng Tài chính đảng", token=1)
    assert units.rename_unit(unit, actor=world.admin, name="Phòng Tài chính đảng").version == 2
    assert units.end_unit(unit, actor=world.admin, on=date(2026, 5, 1), token=2).valid_to == date(2026, 5, 1)
    assert [entry.action for entry in history(world.vptu)] == [
        "people.create_unit",
        "people.rename_unit",
        "people.end_unit",
    ]
    with pytest.raises(NotReady, match="đã kết thúc"):
        units.end_unit(unit, actor=world.admin, on=date(2026, 5, 2))


def test_a_unit_with_people_in_it_does_not_end(world):
    with pytest.raises(NotReady, match="Đỗ Thị Lan"):
        units.end_unit(world.tonghop, actor=world.admin, on=date(2026, 1, 1))


def test_units_have_names_of_their_own(world):
    with pytest.raises(Refusal, match="đã có đơn vị"):
        units.create_unit(world.vptu, actor=world.admin, name="Phòng Tổng hợp")
    with pytest.raises(Refusal, match="có tên"):
        units.create_unit(world.vptu, actor=world.admin, name=" ")
    empty = units.create_unit(world.vptu, actor=world.admin, name="Phòng Trống", valid_from=date(2026, 1, 1))
    with pytest.raises(Refusal, match="trước ngày lập"):
        units.end_unit(empty, actor=world.admin, on=date(2025, 1, 1))
