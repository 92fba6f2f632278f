"""Accounts: made by administrators, handed over with a temporary password, stopped and never deleted."""

import pytest

from daumoi.core.errors import NotAllowed, NotReady, Refusal, Stale
from daumoi.journal.actions import history
from daumoi.journal.models import JournalEntry
from daumoi.people.actions import account, people
from daumoi.people.models import Person
from tests.people.helpers import admin_of


def test_a_new_account_waits_for_its_owner_to_choose_a_password(world):
    person, temporary = people.create_person(
        actor=world.admin, login=" Van.An ", full_name="Nguyễn  Văn An", kept_by=world.vptu
    )
    assert (person.login, person.full_name) == ("van.an", "Nguyễn Văn An")
    assert person.check_password(temporary) and person.must_change_password
    assert len(temporary) >= 16
    entry = history(person).get()
    assert entry.body_id == world.vptu.pk and temporary not in str(entry.data)


def test_people_stand_by_given_name(world):
    names = [str(person) for person in Person.objects.order_by("sort_key")]
    assert names.index("Vũ Thanh Bình") < names.index("Phạm Thu Hà") < names.index("Đặng Văn Hoà")


def test_a_reset_password_replaces_the_old_one(world):
    world.ha.set_password("mat-khau-cu-2026")
    world.ha.save()
    temporary = people.reset_password(world.ha, actor=world.admin, token=1)
    ha = Person.objects.get(pk=world.ha.pk)
    assert ha.check_password(temporary) and ha.must_change_password and ha.version == 2
    with pytest.raises(Stale):
        people.reset_password(world.ha, actor=world.admin, token=1)


def test_a_correction_says_what_was_before(world):
    person = people.change_person(
        world.ha, actor=world.admin, full_name="Phạm Thị Thu Hà", email="ha@example.vn", token=1
    )
    assert "pham thi thu ha" in person.search_key
    assert history(person).get().data["changes"]["họ và tên"] == ["Phạm Thu Hà", "Phạm Thị Thu Hà"]
    assert people.change_person(person, actor=world.admin).version == 2


def test_an_account_is_stopped_and_opened_again(world):
    stopped = people.deactivate(world.ha, actor=world.admin, reason="nghỉ hưu")
    assert not stopped.is_active
    with pytest.raises(NotReady):
        people.deactivate(stopped, actor=world.admin, reason="lần nữa")
    with pytest.raises(NotReady, match="đang dừng"):
        people.reset_password(stopped, actor=world.admin)
    assert people.reactivate(stopped, actor=world.admin, reason="trở lại").is_active
    with pytest.raises(NotReady):
        people.reactivate(stopped, actor=world.admin, reason="lần nữa")
    assert [entry.reason for entry in history(world.ha)] == ["nghỉ hưu", "trở lại"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"login": "ha"}, "đã có người dùng"),
        ({"login": "HA"}, "đã có người dùng"),
        ({"login": "có dấu"}, "không dấu"),
        ({"login": ""}, "không dấu"),
        ({"full_name": " "}, "họ và tên"),
        ({"password": "ngan"}, "ít nhất 10"),
        ({"password": "van.an.2026"}, "giống"),
        ({"password": "1234567890"}, "phổ biến"),
    ],
)
def test_what_cannot_be_makes_no_account(world, fields, words):
    entries, accounts = JournalEntry.objects.count(), Person.objects.count()
    with pytest.raises(Refusal, match=words):
        people.create_person(
            actor=world.admin, **{"login": "van.an", "full_name": "Nguyễn Văn An", "kept_by": world.vptu, **fields}
        )
    assert (JournalEntry.objects.count(), Person.objects.count()) == (entries, accounts)


def test_nobody_stops_their_own_account_or_any_without_a_reason(world):
    with pytest.raises(Refusal, match="Không tự dừng"):
        people.deactivate(world.admin, actor=world.admin, reason="x")
    with pytest.raises(Refusal, match="lý do"):
        people.deactivate(world.ha, actor=world.admin, reason=" ")
    with pytest.raises(Refusal, match="lý do"):
        people.reactivate(world.ha, actor=world.admin, reason=" ")


def test_an_administrator_of_another_body_has_no_hold_on_the_account(world):
    xa_admin = admin_of(world, world.xa)
    assert people.reset_password(world.oanh, actor=xa_admin)
    for act in (
        lambda: people.reset_password(world.ha, actor=xa_admin),
        lambda: people.change_person(world.ha, actor=xa_admin, full_name="X"),
        lambda: people.deactivate(world.ha, actor=xa_admin, reason="x"),
        lambda: people.reactivate(world.ha, actor=xa_admin, reason="x"),
        lambda: people.create_person(actor=xa_admin, login="moi", full_name="Mới", kept_by=world.vptu),
        lambda: people.create_person(actor=xa_admin, login="moi", full_name="Mới", kept_by=None),
        lambda: people.reset_password(world.khach, actor=xa_admin),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize("who", ["ha", "son", "thanh", "khach"])
def test_without_the_duty_of_administrator_no_account_is_touched(world, who):
    actor = getattr(world, who)
    entries = JournalEntry.objects.count()
    for act in (
        lambda: people.create_person(actor=actor, login="moi", full_name="Mới", kept_by=world.vptu),
        lambda: people.change_person(world.lan, actor=actor, full_name="X"),
        lambda: people.reset_password(world.lan, actor=actor),
        lambda: people.deactivate(world.lan, actor=actor, reason="x"),
        lambda: people.reactivate(world.lan, actor=actor, reason="x"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert JournalEntry.objects.count() == entries


def test_one_chooses_about_mail_oneself(world):
    assert not account.choose_mail(world.ha, wants=False).wants_mail
    account.choose_mail(world.ha, wants=False)
    assert [entry.data["wants"] for entry in history(world.ha)] == ["không"]
