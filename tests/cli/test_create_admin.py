"""An administrator made at the keyboard: the way in, and the way back in."""

import argparse

import pytest

from daumoi.cli import create_admin
from daumoi.cli.machinery.frame import Complaint
from daumoi.core.errors import Refusal
from daumoi.people.models import Duty, Person


@pytest.fixture
def command(monkeypatch, capsys):
    """`./daumoi create-admin …` on the test database; gives what it printed."""
    monkeypatch.setattr(create_admin.office, "enter_prepared", lambda args: None)

    def go(**options):
        defaults = {"name": None, "email": "", "body": None, "position": create_admin.POSITION, "ask_password": False}
        status = create_admin.run(argparse.Namespace(json=False, **{**defaults, **options}))
        assert status == 0
        return capsys.readouterr().out

    return go


def test_the_new_administrator_gets_a_password_that_works_once(world, command):
    said = command(login="moi", name="Trịnh Thị Mới", body="VPTU")
    person = Person.objects.get(login="moi")
    assert person.appointments.get().duty == Duty.ADMIN
    assert person.appointments.get().body == world.vptu
    assert person.check_password(said.rstrip().rpartition(" ")[2])
    assert person.must_change_password


def test_somebody_known_only_gets_the_duty(world, command):
    said = command(login="ha")
    assert "Mật khẩu" not in said
    assert world.ha.appointments.filter(duty=Duty.ADMIN, body=world.tu).exists()


def test_a_double_or_nameless_administrator_is_refused_and_nothing_is_kept(world, command):
    people = Person.objects.count()
    with pytest.raises(Complaint, match="--name"):
        command(login="moi")
    with pytest.raises(Refusal, match="đã giữ nhiệm vụ"):
        command(login="quantri", body="VPTU")
    with pytest.raises(Complaint, match="Chọn một cơ quan"):
        command(login="ha", body="KHÔNG CÓ")
    assert Person.objects.count() == people


def test_an_office_without_bodies_is_opened_first(db, command):
    with pytest.raises(Complaint, match=r"\./daumoi up"):
        command(login="moi", name="Trịnh Thị Mới")
