"""Bàn làm việc shows each person what waits for that person, and nothing else."""

from datetime import timedelta

from django.utils import timezone

from daumoi.desk.reading import desk_of
from daumoi.outgoing.models import State
from daumoi.tasks import actions as tasks
from daumoi.tasks.actions import Assignment
from daumoi.tasks.models import Line, Role
from tests import builders
from tests.drafts import draft


def names(person, body):
    return [group.name for group in desk_of(person, body).groups]


def given(world, **fields):
    entry = builders.entry(world)
    line = Assignment(Role.LEAD, unit=world.tonghop, **fields)
    tasks.direct(entry, body=world.tu, text="Giao.", lines=[line], actor=world.son)
    return entry


def test_a_line_waits_for_the_unit_and_then_for_the_one_who_has_it(world):
    given(world)
    assert names(world.lan, world.vptu) == ["Việc được giao"]
    line = Line.objects.get()
    tasks.forward(line, person=world.lan, actor=world.minh)
    assert names(world.minh, world.vptu) == []
    assert names(world.lan, world.vptu) == ["Việc được giao"]
    assert names(world.binh, world.vptu) == []


def test_late_is_counted_in_working_days_and_stands_first(world):
    today = timezone.localdate()
    given(world, due_on=today)
    given(world)
    line = Line.objects.first()
    Line.objects.filter(pk=line.pk).update(due_on=today - timedelta(days=14))
    desk = desk_of(world.lan, world.vptu)
    assert [row.days_late for row in desk.late] == [10]
    assert desk.rows[0].days_late == 10 and desk.rows[-1].due_on is None


def test_each_draft_waits_for_whose_step_it_is(world):
    draft(world, State.IN_REVIEW)
    assert names(world.son, world.tu) == ["Chờ thẩm định"]
    assert names(world.lan, world.vptu) == [] and names(world.ha, world.tu) == [] and names(world.thanh, world.tu) == []


def test_a_draft_in_the_making_waits_for_its_author(world):
    draft(world)
    assert names(world.lan, world.vptu) == ["Đang soạn"]
    assert names(world.son, world.tu) == []


def test_somebody_without_a_post_has_an_empty_desk(world, client):
    client.force_login(world.khach)
    page = client.get("/")
    assert page.status_code == 200 and "chưa được phân công" in page.content.decode()


def test_the_desk_asks_little(world, client, django_assert_max_num_queries):
    for _ in range(6):
        given(world)
    draft(world, State.IN_REVIEW)
    for person in (world.lan, world.son, world.ha, world.thanh):
        client.force_login(person)
        with django_assert_max_num_queries(12):
            assert client.get("/").status_code == 200
