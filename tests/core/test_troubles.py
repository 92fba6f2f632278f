"""Whatever happens under the program, the page is Vietnamese and says what was kept and what to do."""

import errno
import sqlite3

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from daumoi.core import troubles
from daumoi.core.troubles import trouble_of
from daumoi.notices.models import Notice
from tests.world import World

POSTGRES = "postgresql" in settings.DATABASES["default"]["ENGINE"]
on_postgres = pytest.mark.engine("postgresql")  # only a server can go away
on_sqlite = pytest.mark.engine("sqlite")  # only SQLite has one writer at a time
ENGLISH = ("Error", "Exception", "Traceback", "Server", "Bad Request", "not allowed", "Forbidden")


def browser(person):
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def page_of(response, status, words):
    text = response.content.decode()
    assert response.status_code == status, text
    assert words in text and "Đã giữ lại" in text and "Cần làm" in text
    assert not [word for word in ENGLISH if word in text]


@pytest.fixture
def broken(monkeypatch):
    """Make every page that shows a moment fail with this error: something from deep inside."""

    def fail(error):
        def raises(*_all):
            raise error

        monkeypatch.setattr("daumoi.desk.views.desk_of", raises)

    return fail


# --- the program and the machine ---------------------------------------------------------------------


def test_an_error_of_the_program_says_nothing_of_itself(world, broken):
    broken(ZeroDivisionError("division by zero"))
    page_of(browser(world.ha).get("/"), 500, "Máy gặp lỗi")


def test_a_full_disk_is_named(world, broken):
    broken(OSError(errno.ENOSPC, "No space left on device"))
    page_of(browser(world.ha).get("/"), 507, "Ổ đĩa của máy chủ đã đầy")


def test_a_full_disk_of_the_database_is_named(world, broken):
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorname = "SQLITE_FULL"
    broken(full)
    page_of(browser(world.ha).get("/"), 507, "Ổ đĩa của máy chủ đã đầy")


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (psycopg.errors.DiskFull(), troubles.NO_ROOM_LEFT),
        (psycopg.errors.DeadlockDetected(), troubles.TOO_BUSY),
        (psycopg.errors.TooManyConnections(), troubles.TOO_BUSY),
        (psycopg.errors.AdminShutdown(), troubles.NO_DATABASE),
        (psycopg.errors.CannotConnectNow(), troubles.NO_DATABASE),
        (psycopg.errors.UniqueViolation(), None),
        (OSError(errno.ENOENT, "gone"), None),
        (ValueError("full"), None),
        (None, None),
    ],
)
def test_every_trouble_has_its_page(error, trouble):
    assert trouble_of(error) is trouble


# --- the database ------------------------------------------------------------------------------------


@on_postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", [0, 1, 4])
def test_a_connection_cut_in_the_middle_is_a_sentence_and_the_next_click_works(statement):
    """Before the first statement (the session), the second (the person), and later (the page)."""
    client = browser(World().ha)
    seen = [0]

    def cut(execute, sql, params, many, context):
        seen[0] += 1
        if seen[0] == statement + 1:
            one = connection.settings_dict
            with psycopg.connect(host=one["HOST"], user=one["USER"], dbname="postgres", autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(cut):
        page_of(client.get("/"), 503, "mất kết nối với cơ sở dữ liệu")
    connections.close_all()  # what the end of every request does to a connection that failed
    assert client.get("/").status_code == 200


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_a_server_that_is_not_there_is_a_sentence(monkeypatch):
    client = browser(World().ha)
    connections.close_all()
    with monkeypatch.context() as away:
        away.setitem(connection.settings_dict, "HOST", "/nowhere")
        page_of(client.get("/"), 503, "mất kết nối với cơ sở dữ liệu")
    assert client.get("/").status_code == 200


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_writer_that_does_not_let_go_is_a_sentence_and_nothing_is_written():
    world = World()
    Notice.objects.create(person=world.ha, text="Giao việc", cause="test")
    client = browser(world.ha)
    name = connection.settings_dict["NAME"]
    connection.cursor().execute("PRAGMA busy_timeout=0")
    other = sqlite3.connect(name, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    page_of(client.post(reverse("notices:see_all")), 503, "Máy chủ đang bận")
    other.execute("ROLLBACK")
    other.close()
    assert Notice.objects.filter(seen_at=None).count() == 1
    assert client.post(reverse("notices:see_all")).status_code == 302


# --- what is sent ------------------------------------------------------------------------------------


def test_a_form_of_another_session_is_a_page(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.ha)
    page_of(client.post(reverse("notices:see_all")), 403, "phiên làm việc cũ")


def test_a_button_opened_as_a_page_says_where_to_press_it(world):
    response = browser(world.ha).get(reverse("notices:see_all"))
    page_of(response, 405, "bấm lại từ trang")
    assert response["Allow"] == "POST"


def test_more_than_a_form_may_hold_is_a_page(world, settings):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(world.ha)
    client.cookies["csrftoken"] = "x" * 32  # so that the form is read for its token
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    page_of(client.post(reverse("notices:see_all"), {"a": "x" * 2000}), 413, "quá lớn")
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    page_of(client.post(reverse("notices:see_all"), {str(n): "x" for n in range(9)}), 413, "quá lớn")


def test_a_name_that_is_not_ours_is_a_page(world):
    page_of(browser(world.ha).get("/", HTTP_HOST="ai-do.example"), 400, "không đọc được")


def test_an_address_that_is_not_there_is_a_page(world):
    response = browser(world.ha).get("/khong-co/")
    assert response.status_code == 404 and "Not Found" not in response.content.decode()
