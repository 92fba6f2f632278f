"""What a person may see and do follows from dated appointments, and from nothing else."""

from datetime import timedelta

from django.utils import timezone

from daumoi.people.duties import holders, holds, keys_of, standing, term_on
from daumoi.people.models import Appointment, Duty, Person


def afresh(person):
    return Person.objects.get(pk=person.pk)


def test_the_clerk_of_the_office_keeps_the_registers_of_the_committee(world):
    assert holds(world.ha, Duty.CLERK, world.tu.pk) and holds(world.ha, Duty.CLERK, world.vptu.pk)
    assert not holds(world.ha, Duty.CLERK, world.xa.pk)
    assert {f"r{world.tu.pk}", f"s{world.tu.pk}", f"r{world.vptu.pk}"} <= set(keys_of(world.ha))


def test_a_specialist_sees_what_is_open_to_all_and_what_is_given(world):
    assert set(keys_of(world.lan)) == {f"p{world.lan.pk}", f"u{world.tonghop.pk}", f"b{world.vptu.pk}"}


def test_an_assistant_sees_what_the_chief_sees_but_no_secret_stub(world):
    chief, assistant = set(keys_of(world.son)), set(keys_of(world.thu))
    assert {key for key in chief if key[0] != "s"} <= assistant
    assert not any(key.startswith("s") for key in assistant)


def test_an_appointment_ends_with_its_day(world):
    yesterday = timezone.localdate() - timedelta(days=1)
    Appointment.objects.filter(person=world.ha).update(ends_on=yesterday)
    assert keys_of(afresh(world.ha)) == (f"p{world.ha.pk}",)
    assert standing(afresh(world.ha), yesterday).holds(Duty.CLERK)


def test_somebody_who_may_not_log_in_holds_nothing(world):
    Person.objects.filter(pk=world.ha.pk).update(is_active=False)
    assert not holds(afresh(world.ha), Duty.CLERK)
    assert world.ha not in holders(Duty.CLERK, world.tu)


def test_an_office_shares_the_term_of_its_committee(world):
    assert term_on(world.vptu, timezone.localdate()) == world.term
    assert term_on(world.xa, timezone.localdate()) == world.xa_term
    assert term_on(world.tw, timezone.localdate()) is None
