"""The pages of the calendar: a year at a glance, the question about a deadline, changes with their reasons."""

import io
from datetime import date

import pytest
import time_machine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from daumoi.calendar.actions import add_days, load_builtin
from daumoi.calendar.models import CalendarDay, CalendarYear
from tests.world import World

pytestmark = pytest.mark.django_db
YEAR = "/lich-lam-viec/"


@pytest.fixture
def loaded(world: World) -> World:
    load_builtin()
    return world


@pytest.fixture
def reader(client: Client, loaded: World) -> Client:
    client.force_login(loaded.lan)
    return client


@pytest.fixture
def admin(loaded: World) -> Client:
    client = Client()
    client.force_login(loaded.admin)
    return client


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


# --- reading -----------------------------------------------------------------------------


def test_a_year_is_twelve_months_with_its_days_off(reader: Client) -> None:
    page = text_of(reader, f"{YEAR}?nam=2026")

    assert page.count('class="year-month"') == 12
    assert "249 ngày làm việc" in page
    assert "Tết Nguyên đán Bính Ngọ" in page
    assert "Thêm ngày" not in page and ">Bỏ<" not in page


def test_a_year_not_yet_announced_warns(reader: Client) -> None:
    assert "Chưa có lịch nghỉ chính thức của năm này" in text_of(reader, f"{YEAR}?nam=2027")
    assert "Năm này chưa có trong lịch" in text_of(reader, f"{YEAR}?nam=2031")
    assert "Chưa có lịch nghỉ chính thức" not in text_of(reader, f"{YEAR}?nam=2025")


@pytest.mark.parametrize(("today", "warned"), [("2026-09-30 05:00", False), ("2026-10-01 05:00", True)])
def test_from_october_the_next_year_is_asked_for(loaded: World, today: str, warned: bool) -> None:
    with time_machine.travel(today, tick=False):
        client = Client()
        client.force_login(loaded.lan)
        assert ("Lịch năm 2027 chưa có bản chính thức" in text_of(client, YEAR)) is warned


@pytest.mark.parametrize("year", ["", "abc", "99999", "-1", "1900"])
def test_a_year_that_makes_no_sense_is_this_year(reader: Client, year: str) -> None:
    assert "Lịch làm việc năm 20" in text_of(reader, f"{YEAR}?nam={year}")


def test_the_question_about_a_deadline_is_answered_with_its_steps(reader: Client) -> None:
    page = text_of(reader, f"{YEAR}?start=24/11/2026&amount=5&unit=working")
    assert "thứ ba, 01/12/2026" in page
    assert "(nghỉ 28–29/11)" in page

    assert "hạn 30/11/2026" in text_of(reader, f"{YEAR}?start=18/11/2026&amount=10&unit=calendar")
    assert "có thể thay đổi" in text_of(reader, f"{YEAR}?start=30/12/2026&amount=5&unit=working")


@pytest.mark.parametrize("query", ["start=30/02/2026&amount=5", "start=24/11/2026&amount=x", "start=&amount=5"])
def test_a_question_that_makes_no_sense_is_answered_beside_the_field(reader: Client, query: str) -> None:
    page = text_of(reader, f"{YEAR}?{query}&unit=working")

    assert 'class="field-error"' in page
    assert "Hạn:" not in page


def test_the_days_of_another_office_are_not_seen(loaded: World, reader: Client) -> None:
    someone = loaded.person("xaadmin", "Lý Xã Quản", loaded.xa, "admin", "Quản trị")
    for body, actor, name in ((loaded.xa, someone, "Lễ hội làng"), (loaded.vptu, loaded.admin, "Ngày thể thao")):
        add_days(date(2026, 12, 10), kind="office_off", name=name, source="x", actor=actor, body=body)

    page = text_of(reader, f"{YEAR}?nam=2026")
    assert "Ngày thể thao" in page
    assert "Lễ hội làng" not in page
    hidden = CalendarDay.objects.get(name="Lễ hội làng")
    assert reader.get(reverse("calendar:remove", args=[hidden.pk])).status_code == 404


def test_the_year_can_be_taken_as_a_table(reader: Client) -> None:
    response = reader.get(reverse("calendar:sample"), {"nam": "2026"})

    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Ngày,Loại,Tên gọi,Hoán đổi với ngày"
    assert "02/01/2026,Nghỉ hoán đổi,Nghỉ Tết Dương lịch,10/01/2026" in lines
    assert not any("Làm bù" in line for line in lines)
    assert reader.get(reverse("calendar:sample"), {"nam": "x"}).status_code == 200


def test_a_page_costs_few_questions_to_the_database(reader: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_max_num_queries(12):
        text_of(reader, f"{YEAR}?start=24/11/2026&amount=5&unit=working")


# --- changing -----------------------------------------------------------------------------------


def test_a_reader_is_refused_every_change(reader: Client) -> None:
    day = CalendarDay.objects.get(date=date(2026, 9, 2))
    for address in (
        reverse("calendar:add"),
        reverse("calendar:import"),
        reverse("calendar:remove", args=[day.pk]),
    ):
        assert reader.get(address).status_code == 403
        assert reader.post(address, {}).status_code == 403
    given = {"year": 2027, "announced": "on", "source": "x"}
    assert reader.post(reverse("calendar:announce"), given).status_code == 403


def test_the_administrator_adds_and_removes_a_day(admin: Client) -> None:
    given = {"kind": "holiday", "first": "4/5/2027", "name": "Ngày nghỉ mới", "source": "Nghị quyết"}
    assert text_of(admin, reverse("calendar:add") + "?ngay=04/05/2027")
    page = admin.post(reverse("calendar:add"), given, follow=True).content.decode()
    assert "Đã thêm 1 ngày" in page and "Ngày nghỉ mới" in page

    day = CalendarDay.objects.get(date=date(2027, 5, 4))
    remove = reverse("calendar:remove", args=[day.pk])
    assert "Ngày nghỉ mới" in text_of(admin, remove)
    assert "Chưa ghi được" in admin.post(remove, {"reason": ""}).content.decode()
    assert "Đã bỏ" in admin.post(remove, {"reason": "Nhầm"}, follow=True).content.decode()
    assert not CalendarDay.objects.filter(pk=day.pk).exists()


def test_a_day_already_there_is_refused_and_nothing_is_lost(admin: Client) -> None:
    given = {"kind": "holiday", "first": "02/09/2026", "name": "Trùng", "source": "x"}
    response = admin.post(reverse("calendar:add"), given)

    assert response.status_code == 422
    assert "Đã có trong lịch" in response.content.decode()
    assert "Chưa ghi được" in admin.post(reverse("calendar:add"), {**given, "first": "30/02/2026"}).content.decode()


def test_the_administrator_of_one_office_may_only_close_that_office(loaded: World) -> None:
    client = Client()
    client.force_login(loaded.person("xaadmin", "Lý Xã Quản", loaded.xa, "admin", "Quản trị"))

    page = text_of(client, reverse("calendar:add"))
    assert "Cơ quan nghỉ" in page and 'value="holiday"' not in page
    given = {"kind": "office_off", "first": "10/12/2026", "name": "Lễ hội làng", "source": "Thông báo 3"}
    assert client.post(reverse("calendar:add"), given).status_code == 302
    day = CalendarDay.objects.get(body=loaded.xa)
    assert client.post(reverse("calendar:remove", args=[day.pk]), {"reason": "Thôi"}).status_code == 302
    national = CalendarDay.objects.get(date=date(2026, 9, 2))
    assert client.get(reverse("calendar:remove", args=[national.pk])).status_code == 403


def test_a_year_is_marked_as_announced(admin: Client) -> None:
    given = {"year": 2027, "announced": "on", "source": "Thông báo 99"}
    assert "Đã ghi tình trạng" in admin.post(reverse("calendar:announce"), given, follow=True).content.decode()
    assert CalendarYear.objects.get(year=2027).announced
    page = admin.post(reverse("calendar:announce"), {"year": 2027, "source": ""}, follow=True).content.decode()
    assert "Cần ghi căn cứ" in page
    assert CalendarYear.objects.get(year=2027).announced


# --- a year from a file -------------------------------------------------------------------------


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["Ngày", "Loại", "Tên gọi", "Hoán đổi với ngày"])
        sheet.write_datetime(1, 0, date(2028, 1, 3), day)
        sheet.write_row(1, 1, ["Nghỉ hoán đổi", "Nghỉ Tết Dương lịch"])
        sheet.write_datetime(1, 3, date(2028, 1, 8), day)
    return out.getvalue()


def test_a_spreadsheet_is_shown_and_then_imported_whole(admin: Client) -> None:
    address = reverse("calendar:import")
    assert "Bảng cần có" in text_of(admin, address)
    given = {"source": "Thông báo 1", "announced": "on"}
    page = admin.post(address, {**given, "file": SimpleUploadedFile("lich.xlsx", workbook())}).content.decode()
    assert "Nhập 2 ngày" in page and "08/01/2028" in page
    assert not CalendarDay.objects.filter(date__year=2028).exists()

    text = "ngày,loại,tên,hoán đổi với ngày\r\n2028-01-03,swap_off,Nghỉ Tết Dương lịch,2028-01-08\r\n"
    assert text.replace("\r\n", "\n") in page.replace("&quot;", '"')
    page = admin.post(address, {**given, "text": text, "import": "1"}, follow=True).content.decode()
    assert "thêm 2, bỏ 0" in page
    assert set(CalendarDay.objects.filter(date__year=2028).values_list("kind", flat=True)) == {
        "swap_off",
        "make_up_work",
    }


def test_a_table_with_faults_is_shown_row_by_row_and_not_imported(admin: Client) -> None:
    text = "ngày,loại,tên\n01/01/2028,lễ,Tết\n30/02/2028,lễ,Lạ\n"
    for more in ({}, {"import": "1"}):
        page = admin.post(reverse("calendar:import"), {"text": text, "source": "x", **more}).content.decode()
        assert "Chưa nhập gì" in page and "30/02/2028" in page
    assert not CalendarDay.objects.filter(date__year=2028).exists()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (None, "Chọn tệp cần nhập"),
        (("a.xlsx", b"not a workbook"), "Không đọc được tệp"),
        (("a.csv", b"\xff\xfe\x00"), "Không đọc được tệp"),
        (("a.csv", b"x" * 2_000_001), "lớn hơn 2 MB"),
        (("a.csv", b""), ""),
    ],
)
def test_a_file_that_cannot_be_read_is_a_sentence(admin: Client, file: tuple[str, bytes] | None, words: str) -> None:
    given: dict[str, object] = {"source": "x"}
    if file:
        given["file"] = SimpleUploadedFile(*file)
    response = admin.post(reverse("calendar:import"), given)

    assert response.status_code == 200
    assert words in response.content.decode()
