"""The pages of an import, as a clerk walks them; and what others see of them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from daumoi.catalogue.models import Entry
from daumoi.exchange import actions
from daumoi.exchange.models import Batch
from daumoi.jobs.models import Job
from daumoi.jobs.queue import run_all

LINES = [
    "Số, ký hiệu;Ngày ban hành;Trích yếu;Ghi riêng",
    "05-NQ/TU;20/11/2015;về phát triển rừng;a",
    "06-NQ/TU;30/02/2016;về biển đảo;=1+1",
    "07-NQ/TU;21/11/2016;;c",
]


def page_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def clerk(world: Any) -> Client:
    return page_of(world.ha)


def upload(clerk: Client, world: Any, *lines: str, name: str = "sổ cũ.csv") -> Any:
    file = SimpleUploadedFile(name, "\n".join(lines or LINES).encode())
    return clerk.post("/nhap-so/", {"file": file, "book": "outgoing", "body": world.tu.pk})


def columns(batch: Batch) -> dict[str, str]:
    return {**batch.mapping, "version": str(batch.version)}


def checked(clerk: Client, world: Any) -> Batch:
    upload(clerk, world)
    run_all()
    batch = Batch.objects.get()
    clerk.post(f"/nhap-so/{batch.pk}/cot/", columns(batch))
    run_all()
    batch.refresh_from_db()
    return batch


def test_a_clerk_brings_in_a_register(clerk: Client, world: Any) -> None:
    assert "Chưa nhập sổ nào" in clerk.get("/nhap-so/").content.decode()
    answer = upload(clerk, world)
    batch = Batch.objects.get()
    assert answer.status_code == 302 and answer.url == f"/nhap-so/{batch.pk}/"
    assert "Đang đọc tệp" in clerk.get(answer.url).content.decode()
    run_all()

    shown = clerk.get(answer.url).content.decode()
    assert "Cột nào là gì" in shown and "về phát triển rừng" in shown
    batch.refresh_from_db()
    clerk.post(f"/nhap-so/{batch.pk}/cot/", columns(batch))
    assert "Đang kiểm tra từng dòng" in clerk.get(answer.url).content.decode()
    run_all()

    shown = clerk.get(answer.url).content.decode()
    assert "30/02/2016" in shown and "thiếu trích yếu" in shown and "Nhập vào sổ" in shown
    assert "về phát triển rừng" in clerk.get(f"{answer.url}?xem=vao-so").content.decode()
    assert not Entry.objects.exists()
    batch.refresh_from_db()
    clerk.post(f"/nhap-so/{batch.pk}/start/", {"version": batch.version})
    run_all()

    shown = clerk.get(f"{answer.url}?xem=vao-so").content.decode()
    entry = Entry.objects.get()
    assert "Đã nhập xong" in shown and entry.get_absolute_url() in shown
    assert clerk.get(entry.get_absolute_url()).status_code == 200


def test_the_report_can_be_mended_in_excel(clerk: Client, world: Any) -> None:
    batch = checked(clerk, world)
    answer: Any = clerk.get(f"/nhap-so/{batch.pk}/bao-cao/csv/")
    said = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "không vào sổ: thiếu trích yếu" in said and "'=1+1" in said and "về phát triển rừng" not in said
    answer = clerk.get(f"/nhap-so/{batch.pk}/bao-cao/xlsx/?moi-dong")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()  # type: ignore[arg-type]
    assert len(rows) == 4 and rows[0][:2] == ["Chỗ trong tệp", "Kết quả"] and rows[2][-1] == "=1+1"
    assert clerk.get(f"/nhap-so/{batch.pk}/bao-cao/pdf/").status_code == 404


def test_progress_is_asked_for_piece_by_piece(clerk: Client, world: Any) -> None:
    upload(clerk, world)
    batch = Batch.objects.get()
    answer = clerk.get(f"/nhap-so/{batch.pk}/?phan=tien-do", headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode() and "every 2s" in answer.content.decode()
    run_all()
    answer = clerk.get(f"/nhap-so/{batch.pk}/?phan=tien-do", headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"


def test_work_that_was_given_up_can_be_done_again(clerk: Client, world: Any) -> None:
    upload(clerk, world)
    batch = Batch.objects.get()
    Job.objects.filter(name="exchange.read").update(unique_key=None, failed_at="2026-01-01T00:00:00Z")
    assert "Làm lại" in clerk.get(f"/nhap-so/{batch.pk}/").content.decode()
    assert clerk.post(f"/nhap-so/{batch.pk}/lam-lai/").status_code == 302
    run_all()
    batch.refresh_from_db()
    assert batch.is_read and clerk.post(f"/nhap-so/{batch.pk}/lam-lai/").status_code == 409


def test_columns_that_do_not_do_are_told_beside_the_choice(clerk: Client, world: Any) -> None:
    upload(clerk, world)
    run_all()
    batch = Batch.objects.get()
    answer = clerk.post(f"/nhap-so/{batch.pk}/cot/", {"number": "Số, ký hiệu", "version": batch.version})
    assert answer.status_code == 422 and "Chưa chọn cột cho «Trích yếu»" in answer.content.decode()
    twice = {"subject": "Trích yếu", "note": "Trích yếu", "issued_on": "Ngày ban hành", "version": batch.version}
    assert "hai mục" in clerk.post(f"/nhap-so/{batch.pk}/cot/", twice).content.decode()


def test_a_stale_page_changes_nothing(clerk: Client, world: Any) -> None:
    batch = checked(clerk, world)
    assert clerk.post(f"/nhap-so/{batch.pk}/start/", {"version": 1}).status_code == 409
    batch.refresh_from_db()
    assert batch.state == "checked" and not Entry.objects.exists()


def test_dropping_keeps_nothing(clerk: Client, world: Any) -> None:
    batch = checked(clerk, world)
    clerk.post(f"/nhap-so/{batch.pk}/drop/", {"version": batch.version})
    batch.refresh_from_db()
    assert batch.state == "dropped" and not batch.rows.exists()
    assert clerk.get(f"/nhap-so/{batch.pk}/").status_code == 200
    assert clerk.get(f"/nhap-so/{batch.pk}/bao-cao/csv/").status_code == 404


@pytest.mark.parametrize("name", ["so.pdf", "so.exe", "so.xlsx"])
def test_other_files_are_refused_on_the_form(clerk: Client, world: Any, name: str) -> None:
    answer = upload(clerk, world, "không phải bảng", name=name)
    assert answer.status_code == 422 and "so." in answer.content.decode() and not Batch.objects.exists()


def test_an_empty_file_is_refused_on_the_form(clerk: Client, world: Any) -> None:
    file = SimpleUploadedFile("so.csv", b"")
    answer = clerk.post("/nhap-so/", {"file": file, "book": "outgoing", "body": world.tu.pk})
    assert answer.status_code == 422 and "rỗng" in answer.content.decode()


def test_strangers_and_other_bodies_see_nothing(clerk: Client, world: Any) -> None:
    batch = checked(clerk, world)
    assert page_of(world.lan).get("/nhap-so/").status_code == 403
    for person in (world.lan, world.oanh, world.khach):
        other = page_of(person)
        for address in ("", "bao-cao/csv/"):
            assert other.get(f"/nhap-so/{batch.pk}/{address}").status_code == 404
        for address in ("cot/", "start/", "drop/", "lam-lai/"):
            assert other.post(f"/nhap-so/{batch.pk}/{address}", {"version": batch.version}).status_code == 404
    answer = page_of(world.oanh).post("/nhap-so/", {"file": SimpleUploadedFile("a.csv", b"a"), "body": world.tu.pk})
    assert answer.status_code == 422 and Batch.objects.count() == 1
    assert page_of(world.admin).get(f"/nhap-so/{batch.pk}/").status_code == 200


def test_a_page_of_many_rows_asks_few_questions(clerk: Client, world: Any, django_assert_max_num_queries: Any) -> None:
    rows = [{"number": f"{n}-KH/TU", "issued_on": "1/1/2016", "subject": f"việc {n}"} for n in range(1, 151)]
    batch = actions.import_rows(world.tu, rows, world.ha)
    with django_assert_max_num_queries(14):  # with the two of the session and the person
        shown = clerk.get(f"/nhap-so/{batch.pk}/?xem=vao-so").content.decode()
    assert "việc 100" in shown and "việc 101" not in shown
    assert "việc 101" in clerk.get(f"/nhap-so/{batch.pk}/?xem=vao-so&sau=100").content.decode()
    with django_assert_max_num_queries(14):
        clerk.get("/nhap-so/")
