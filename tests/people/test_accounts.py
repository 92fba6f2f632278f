"""Log-in: what it asks, what it says, and what a temporary password opens."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from daumoi.journal.actions import history
from daumoi.people.actions import people
from daumoi.people.models import Person

GOOD = "con-duong-lang-3"
ENGLISH = re.compile(
    r">[^<]*\b(Password|Username|Sign [Ii]n|Log ?[Ii]n|Please|Invalid|This field|Submit|required|Forgot)\b"
)


@pytest.fixture(autouse=True)
def _no_memory_of_attempts(db):
    cache.clear()


def log_in(client, login, password=GOOD):
    return client.post("/tai-khoan/dang-nhap/", {"login": login, "password": password})


def with_password(person):
    person.set_password(GOOD)
    person.save()
    return person


def test_the_right_password_opens_and_is_written_down(world, client):
    with_password(world.ha)
    assert log_in(client, " HA ").headers["Location"] == "/"
    assert history(world.ha).get().action == "people.log_in"
    assert client.get("/tai-khoan/").status_code == 200


def test_a_wrong_password_gets_one_vietnamese_sentence(world, client):
    with_password(world.ha)
    for login in ("ha", "khong-co-ai"):
        page = log_in(client, login, "sai").content.decode()
        assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in page and not ENGLISH.search(page)


def test_guessing_is_stopped_with_a_page_that_says_so(world, client):
    with_password(world.ha)
    for _ in range(5):
        assert log_in(client, "ha", "sai").status_code == 200
    answer = log_in(client, "ha")
    assert answer.status_code == 429 and "Tạm khoá" in answer.content.decode()


def test_a_stopped_account_is_told_so(world, client):
    with_password(world.ha)
    people.deactivate(Person.objects.get(pk=world.ha.pk), actor=world.admin, reason="nghỉ")
    log_in(client, "ha")
    assert client.get("/tai-khoan/").status_code == 302


def test_a_temporary_password_opens_only_the_page_where_it_is_changed(world, client):
    temporary = people.reset_password(world.ha, actor=world.admin)
    log_in(client, "ha", temporary)
    for path in ("/tai-khoan/", "/quan-tri/", "/"):
        assert client.get(path).headers["Location"] == "/tai-khoan/doi-mat-khau/"
    data = {"oldpassword": temporary, "password1": GOOD, "password2": GOOD}
    same = client.post("/tai-khoan/doi-mat-khau/", {**data, "password1": temporary, "password2": temporary})
    assert "phải khác mật khẩu hiện nay" in same.content.decode()
    differ = client.post("/tai-khoan/doi-mat-khau/", {**data, "password2": "khac-di-mot-ti"})
    assert "Hai lần nhập không giống nhau." in differ.content.decode()
    short = client.post("/tai-khoan/doi-mat-khau/", {**data, "password1": "ngan", "password2": "ngan"}).content.decode()
    assert "ít nhất 10 ký tự" in short and not ENGLISH.search(short)
    assert client.post("/tai-khoan/doi-mat-khau/", data).headers["Location"] == "/tai-khoan/"
    assert client.get("/tai-khoan/").status_code == 200
    assert history(world.ha).last().action == "people.change_password"


def test_a_reset_password_ends_the_sessions_of_the_account(world, client):
    with_password(world.ha)
    log_in(client, "ha")
    people.reset_password(Person.objects.get(pk=world.ha.pk), actor=world.admin)
    assert client.get("/tai-khoan/").status_code == 302


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_logout",
        "account_change_password",
        "usersessions_list",
        "mfa_index",
        "mfa_list_webauthn",
    ],
)
def test_no_page_of_the_account_speaks_english(world, client, name):
    if name != "account_login":
        with_password(world.ha)
        log_in(client, "ha")
    page = client.get(reverse(name))
    assert page.status_code == 200 and not ENGLISH.search(page.content.decode())


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_a_second_factor_is_added_after_asking_once_more(world, client, name):
    client.force_login(with_password(world.ha))
    answer = client.get(reverse(name))
    assert answer.status_code == 302 and "xac-nhan-lai" in answer.headers["Location"]
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Xác nhận lại" in page and not ENGLISH.search(page)
    client.post(answer.headers["Location"], {"password": GOOD})
    page = client.get(reverse(name))
    assert page.status_code == 200 and not ENGLISH.search(page.content.decode())


def test_there_is_no_signing_up(client, db):
    assert client.get("/tai-khoan/dang-ky/").status_code in {302, 404}
    assert client.get("/tai-khoan/signup/").status_code in {302, 404}


def test_everything_else_asks_for_the_log_in(db):
    for path in ("/tai-khoan/", "/quan-tri/", "/co-quan/tim/?q=tu", "/can-bo/tim/?q=ha"):
        answer = Client().get(path)
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/tai-khoan/dang-nhap/")


# --- one's own page, the body of the session, comboboxes -------------------------------------------


def test_one_sees_ones_own_posts_and_chooses_about_mail(world, client):
    client.force_login(world.thu)
    page = client.get("/tai-khoan/").content.decode()
    assert "giúp việc cho Lê Hồng Sơn" in page and "thu@anbinh.example" in page
    client.post("/tai-khoan/", {})
    assert not Person.objects.get(pk=world.thu.pk).wants_mail
    client.post("/tai-khoan/", {"wants_mail": "on"})
    assert Person.objects.get(pk=world.thu.pk).wants_mail


def test_the_body_of_the_session_is_one_of_ones_own(world, client):
    client.force_login(world.ha)
    assert (
        client.post("/co-quan/chon/", {"body": world.vptu.pk, "next": "/tai-khoan/"}).headers["Location"]
        == "/tai-khoan/"
    )
    assert client.session["body"] == world.vptu.pk
    assert client.post("/co-quan/chon/", {"body": world.xa.pk}).status_code == 404
    assert client.post("/co-quan/chon/", {"body": "x"}).status_code == 404
    away = client.post("/co-quan/chon/", {"body": world.tu.pk, "next": "https://example.com/"})
    assert away.headers["Location"] == "/" and client.session["body"] == world.tu.pk
    assert client.get("/co-quan/chon/").status_code == 405


def test_bodies_are_suggested_by_a_few_letters(world, client):
    client.force_login(world.lan)
    found = client.get("/co-quan/tim/", {"q": "to chuc"}).json()
    assert found == [{"id": world.btc.pk, "label": world.btc.name, "note": "BTCTU · trong hệ thống"}]
    assert client.get("/co-quan/tim/", {"q": ""}).json() == []
    assert client.get("/co-quan/tim/").json() == []


def test_people_are_suggested_only_from_where_one_works(world, client):
    client.force_login(world.ha)
    found = client.get("/can-bo/tim/", {"q": "lan"}).json()
    assert found == [{"id": world.lan.pk, "label": "Đỗ Thị Lan", "note": "Chuyên viên, Phòng Tổng hợp"}]
    assert client.get("/can-bo/tim/", {"q": "oanh"}).json() == []
    client.force_login(world.oanh)
    assert client.get("/can-bo/tim/", {"q": "lan"}).json() == []
    client.force_login(world.khach)
    assert client.get("/can-bo/tim/", {"q": "ha"}).json() == []


def test_an_ended_body_is_still_found_and_says_so(world, client):
    world.btc.valid_to = world.term.starts_on
    world.btc.save()
    client.force_login(world.lan)
    assert client.get("/co-quan/tim/", {"q": "btctu"}).json()[0]["note"] == "đã kết thúc 10/10/2025"
