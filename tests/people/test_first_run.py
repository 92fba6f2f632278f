"""An office is founded once, through a link that dies with its use."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from daumoi.core.errors import NotReady, Refusal
from daumoi.journal.models import JournalEntry
from daumoi.people import first_run
from daumoi.people.duties import holds, installation_of, term_on
from daumoi.people.models import Body, Duty, FirstLink, Person, Rank

pytestmark = pytest.mark.django_db
GOOD = "con-duong-lang-3"
COMMUNE = first_run.Founding(
    name="Đảng uỷ xã Tân Lập",
    kind="commune",
    code="ĐU",
    place="Tân Lập",
    term="2025-2030",
    ordinal="I",
    term_starts_on=date(2025, 8, 1),
    login="son",
    full_name="Lê Hồng Sơn",
    password=GOOD,
    position="Chánh Văn phòng Đảng uỷ",
    duties=(Duty.CLERK, Duty.CHIEF, Duty.LEADER),
)


def token_of(path):
    return path.rstrip("/").rpartition("/")[2]


def test_a_commune_of_three_people_is_founded_by_one_who_does_everything():
    token = token_of(first_run.make_link())
    body = first_run.found(token, COMMUNE)

    son = Person.objects.get(login="son")
    assert son.check_password(GOOD) and not son.must_change_password
    assert all(holds(son, duty, body.pk) for duty in (Duty.ADMIN, Duty.CLERK, Duty.CHIEF, Duty.LEADER))
    assert installation_of(son) == body.pk
    assert son.appointments.get(duty=Duty.CHIEF).rank == Rank.HEAD
    assert body.registry == body and term_on(body, date(2026, 1, 1)).name == "2025-2030"
    assert [entry.action for entry in JournalEntry.objects.all()][-1] == "people.found_office"
    assert not first_run.needed() and first_run.make_link() == ""


def test_a_province_gets_an_office_that_keeps_its_registers():
    wishes = replace(
        COMMUNE, name="Tỉnh uỷ An Bình", kind="province", code="TU", office="Văn phòng Tỉnh uỷ", duties=(Duty.CLERK,)
    )
    body = first_run.found(token_of(first_run.make_link()), wishes)

    assert (body.registry.name, body.registry.code, body.registry.parent) == ("Văn phòng Tỉnh uỷ", "VPTU", body)
    son = Person.objects.get(login="son")
    assert set(son.appointments.values_list("body", flat=True)) == {body.registry.pk}
    assert holds(son, Duty.CLERK, body.pk)


def test_a_board_needs_no_term():
    wishes = replace(COMMUNE, name="Ban Tổ chức", kind="advisory", term="", term_starts_on=None, duties=())
    assert not first_run.found(token_of(first_run.make_link()), wishes).terms.exists()


def test_the_link_works_once():
    token = token_of(first_run.make_link())
    assert first_run.opens(token)
    first_run.found(token, COMMUNE)
    assert not first_run.opens(token)
    with pytest.raises(NotReady):
        first_run.found(token, replace(COMMUNE, login="khac", name="Nơi khác"))
    assert Body.objects.count() == 1


def test_a_newer_link_kills_the_older_and_time_kills_all():
    old, new = token_of(first_run.make_link()), token_of(first_run.make_link())
    assert not first_run.opens(old) and first_run.opens(new)
    FirstLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert not first_run.opens(new)


def test_the_token_itself_is_not_kept():
    token = token_of(first_run.make_link())
    assert token not in str(FirstLink.objects.values_list())


@pytest.mark.parametrize(
    "wrong", [{"password": "ngắn"}, {"term": ""}, {"name": " "}, {"login": "Có Dấu"}, {"kind": "nowhere"}]
)
def test_what_is_wrong_founds_nothing_and_leaves_the_link_alive(wrong):
    token = token_of(first_run.make_link())
    with pytest.raises(Refusal):
        first_run.found(token, replace(COMMUNE, **wrong))
    assert not Body.objects.exists() and not Person.objects.exists() and not JournalEntry.objects.exists()
    assert first_run.opens(token)


def test_there_is_no_link_into_a_working_office(world):
    assert first_run.make_link() == ""


def test_the_page_founds_and_leads_to_the_log_in(client):
    path = first_run.make_link()
    data = {
        "name": "Đảng uỷ xã Tân Lập", "kind": "commune", "place": "Tân Lập", "term": "2025-2030",
        "term_starts_on": "1/8/2025", "full_name": "Lê Hồng Sơn", "login": "SON", "password": GOOD, "again": GOOD,
        "duties": ["clerk"],
    }  # fmt: skip
    page = client.post(path, {**data, "again": "khác"})
    assert page.status_code == 422 and "Hai lần nhập không giống nhau." in page.content.decode()
    assert client.post(path, data).headers["Location"] == "/tai-khoan/dang-nhap/"
    assert Body.objects.get().code == "ĐU"
    assert client.get(path).status_code == 404


def test_a_link_that_is_over_says_how_to_get_another(client):
    page = client.get("/lan-dau/gi-do/")
    assert page.status_code == 409 and "Chạy lại ./daumoi up" in page.content.decode()
    assert "Văn phòng chưa được lập." in client.get("/tai-khoan/dang-nhap/").content.decode()


def test_a_working_office_knows_no_link(client, world):
    assert client.get("/lan-dau/gi-do/").status_code == 404
    assert "Văn phòng chưa được lập." not in client.get("/tai-khoan/dang-nhap/").content.decode()


# --- create-admin -------------------------------------------------------------------------------


def test_the_server_can_open_the_door_again(world):
    person, temporary = first_run.create_admin(login="moi", full_name="Trần Thị Mới")
    assert person.check_password(temporary) and person.must_change_password
    assert holds(person, Duty.ADMIN, world.tu.pk) and person.kept_by == world.vptu


def test_an_existing_person_becomes_administrator_again(world):
    Person.objects.filter(pk=world.ha.pk).update(is_active=False)
    person, temporary = first_run.create_admin(login="HA", full_name="Phạm Thị Thu Hà", body_code="TU")
    assert person == world.ha and person.is_active and person.full_name == "Phạm Thị Thu Hà"
    assert person.check_password(temporary)
    first_run.create_admin(login="ha")
    assert person.appointments.filter(duty=Duty.ADMIN).count() == 1


def test_there_must_be_an_office_to_administer():
    with pytest.raises(Refusal, match="chưa được lập"):
        first_run.create_admin(login="moi")
    with pytest.raises(Refusal, match="ký hiệu TU"):
        first_run.create_admin(login="moi", body_code="TU")
