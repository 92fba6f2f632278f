"""An administrator made at the keyboard: the way in, and the way back in."""

import pytest

from daumoi.cli import __main__ as entrance
from daumoi.cli.machinery import frame
from daumoi.people.models import Duty, Person


@pytest.fixture
def command(monkeypatch):
    """`./daumoi create-admin …` on the test database."""
    monkeypatch.setattr("daumoi.cli.machinery.office.enter_prepared", lambda args: None)
    return lambda *words: entrance.main(["create-admin", *words])


def test_the_new_administrator_gets_a_password_that_opens_once(world, command, capsys):
    assert command("--login", "moi", "--name", "Trịnh Thị Mới") == frame.OK
    person = Person.objects.get(login="moi")
    assert person.appointments.get().duty == Duty.ADMIN
    assert person.check_password(capsys.readouterr().out.rstrip().rpartition(" ")[2])
    assert person.must_change_password


def test_an_office_without_bodies_is_opened_first(db, command, capsys):
    assert command("--login", "moi") == frame.PROBLEM
    assert "./daumoi up" in capsys.readouterr().err
    assert not Person.objects.exists()
