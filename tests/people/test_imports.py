"""A list of bodies or people from a file: every row accounted for, and never half of it taken in."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from daumoi.core.errors import NotAllowed, NotReady, Refusal, Stale
from daumoi.journal.models import JournalEntry
from daumoi.people import cells, tables
from daumoi.people.actions import imports
from daumoi.people.models import Body, BodyKind, Duty, ImportSheet, Person
from tests.people.helpers import admin_of

BODIES = """Tên cơ quan;Loại;Ký hiệu;Cấp trên;Mã định danh;Từ ngày;Trên hệ thống này
Đảng uỷ xã Hoà Thuận;;ĐU;Tỉnh uỷ An Bình;A99.23;1/7/2025;
Sở Nội vụ tỉnh An Bình;Cơ quan nhà nước;SNV;;;;không
Đảng uỷ phường Bến Đá;phường;ĐU;TU;A99.22;01/07/2025;có
Chi bộ Trạm Y tế;Chi bộ;CB;Đảng uỷ xã Hoà Thuận;;;
"""
PEOPLE = """DANH SÁCH CÁN BỘ VĂN PHÒNG,,,,
Họ và tên,Chức vụ,Phòng,Điện thoại,Email
Nguyễn Văn An,Chuyên viên,Phòng Tổng hợp,0912 345 678,an@example.vn
Trần Thị Bích,Văn thư,phong hanh chinh,,
Nguyễn Vân An,Phó Chánh Văn phòng,,,
"""


def start(world, text, kind="bodies", name="danh-sach.csv", **more):
    data = text.encode() if isinstance(text, str) else text
    return imports.start(actor=more.pop("actor", world.admin), kind=kind, file_name=name, data=data, **more)


def workbook(rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, place, cell)
                else:
                    sheet.write(number, place, cell)
    return out.getvalue()


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", bytes(tables.MOST_UNPACKED + 1))
    return out.getvalue()


def state():
    return Body.objects.count(), Person.objects.count(), JournalEntry.objects.count()


def test_a_list_of_bodies_goes_in_whole(world):
    sheet = start(world, BODIES)
    before = state()
    trial = imports.trial(sheet, actor=world.admin)
    assert [row.problems for row in trial.rows] == [[], [], [], []] and state() == before
    assert trial.rows[0].made == "Đảng uỷ xã, phường, đặc khu, ký hiệu ĐU"

    imports.take_in(sheet, actor=world.admin, token=sheet.version)
    hoa_thuan = Body.objects.get(name="Đảng uỷ xã Hoà Thuận")
    assert (hoa_thuan.kind, hoa_thuan.parent, hoa_thuan.valid_from) == ("commune", world.tu, date(2025, 7, 1))
    assert hoa_thuan.codes.get().code == "A99.23"
    assert Body.objects.get(name="Chi bộ Trạm Y tế").parent == hoa_thuan
    assert Body.objects.get(name="Đảng uỷ phường Bến Đá").is_here
    assert JournalEntry.objects.order_by("seq").last().data["count"] == 4
    with pytest.raises(NotReady, match="ghi xong"):
        imports.take_in(sheet, actor=world.admin)


def test_a_problem_in_one_row_keeps_all_out_until_it_is_left_out_on_purpose(world):
    bad = BODIES + "Ban Tổ chức Tỉnh uỷ An Bình;Ban tham mưu của cấp uỷ;;Tỉnh uỷ An Bình;;;\n;;;;;;x\nA;gì;;;;;\n"
    sheet = start(world, bad + "B;Chi bộ;;nơi nào;;;\nC;Chi bộ;;;;31/02/2025;\nD;Chi bộ;;;;;có lẽ\n")
    before = state()
    trial = imports.trial(sheet, actor=world.admin)
    assert [row.number for row in trial.bad] == [6, 7, 8, 9, 10, 11]
    said = [" ".join(row.problems) for row in trial.bad]
    for words, sentence in zip(
        ["Đã có cơ quan", "có tên", "loại «gì»", "Không thấy", "Không có ngày", "có lẽ"], said, strict=True
    ):
        assert words in sentence
    with pytest.raises(NotReady, match="Còn 6 dòng") as refusal:
        imports.take_in(sheet, actor=world.admin)
    assert refusal.value.reasons[1].startswith("Dòng 6: Đã có cơ quan")
    assert state() == before
    outcome = imports.take_in(sheet, actor=world.admin, skip_problems=True)
    assert len(outcome.good) == 4 and state()[0] == before[0] + 4
    sheet.refresh_from_db()
    assert [row["number"] for row in sheet.result["skipped"]] == [6, 7, 8, 9, 10, 11]


def test_a_list_of_people_makes_accounts_nobody_can_log_in_with_yet(world):
    sheet = start(world, PEOPLE, "people", body=world.vptu)
    assert sheet.header[0] == "Họ và tên" and len(sheet.rows) == 3
    imports.take_in(sheet, actor=world.admin)
    an, namesake = Person.objects.get(login="an.nv"), Person.objects.get(login="an.nv2")
    assert (an.phone, an.kept_by, an.has_usable_password()) == ("0912 345 678", world.vptu, False)
    assert an.appointments.get().unit == world.tonghop
    assert namesake.appointments.get().duty == Duty.DEPUTY_CHIEF
    bich = Person.objects.get(login="bich.tt").appointments.get()
    assert (bich.duty, bich.unit) == (Duty.CLERK, world.hanhchinh)


def test_people_rows_say_what_is_wrong_with_them(world):
    rows = (
        "Họ và tên,Chức vụ,Tên đăng nhập,Nhiệm vụ,Đơn vị,Cơ quan,Email\n"
        "Lê Hai,Văn thư,ha,,,,\nLê Ba,Văn thư,,phép màu,,,\nLê Bốn,Văn thư,,,Phòng Ma,,\n,Văn thư,,,,,\n"
        "Lê Năm,,,,,,\nLê Sáu,Văn thư,,,,Đảng uỷ xã Tân Lập,\nLê Bảy,Văn thư,,,,,không phải thư\n"
    )
    trial = imports.trial(start(world, rows, "people", body=world.vptu), actor=world.admin)
    said = [" ".join(row.problems) for row in trial.rows]
    for words, sentence in zip(
        [
            "đã có người dùng",
            "phép màu",
            "chưa có đơn vị",
            "Thiếu họ và tên",
            "chức vụ",
            "Chỉ người quản trị",
            "thư điện tử",
        ],
        said,
        strict=True,
    ):
        assert words in sentence
    nowhere = imports.trial(start(world, "Họ và tên,Chức vụ\nLê Hai,Văn thư\n", "people"), actor=world.admin)
    assert "làm ở cơ quan nào" in nowhere.rows[0].problems[0]
    with pytest.raises(NotReady, match="Không có dòng nào"):
        imports.take_in(ImportSheet.objects.first(), actor=world.admin, skip_problems=True)


def test_columns_are_named_by_hand_when_their_headings_say_nothing(world):
    sheet = start(world, "A,B\nSở Y tế,SYT\n")
    assert imports.missing_columns(sheet) == ["Tên cơ quan"]
    with pytest.raises(NotReady, match="Chưa chọn cột"):
        imports.take_in(sheet, actor=world.admin)
    sheet = imports.map_columns(sheet, {"name": 0, "code": 1, "trò đùa": 1, "place": 9}, actor=world.admin, token=1)
    assert sheet.mapping == {"name": 0, "code": 1}
    with pytest.raises(Stale):
        imports.take_in(sheet, actor=world.admin, token=1)
    imports.take_in(sheet, actor=world.admin, token=2)
    assert Body.objects.get(code="SYT").kind == BodyKind.STATE


def test_a_spreadsheet_is_read_with_its_dates_and_numbers(world):
    data = workbook([["Tên cơ quan", "Mã", "Từ ngày"], ["Sở Y tế", 12, date(2025, 7, 1)]])
    sheet = start(world, data, name="danh-sach.xlsx")
    assert sheet.rows == [["Sở Y tế", "12", "01/07/2025"]]


@pytest.mark.parametrize("kind", ["bodies", "people"])
def test_the_template_comes_back_as_it_went(world, kind):
    header, rows = tables.read_table("mau.xlsx", tables.template(kind))
    assert set(tables.guess_mapping(kind, header)) == {column.key for column in tables.COLUMNS[kind]}
    assert rows[0][0]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"  \n", "không có nội dung"),
        ("a.csv", b"Ten\n", "một dòng tiêu đề"),
        ("a.csv", "Tên\nĐảng uỷ".encode("utf-16-le"), "không phải tệp CSV"),
        ("a.csv", "Tên\nĐ".encode("cp1258", errors="replace") + b"\xd0\xff", "UTF-8"),
        ("a.xlsx", b"PK\x03\x04 hong", "Không mở được"),
        ("a.xls", b"khong phai bang", "Không mở được"),
        ("a.csv", b"Ten co quan,Loai\n" + b"a,b\n" * 1001, "nhiều nhất 1000"),
        ("a.csv", b"x" * (tables.MOST_BYTES + 1), "5 MB"),
        ("a.csv", b"Ghi chu\nx\nTen co quan,Loai\n", "không có dòng dữ liệu"),
        ("a.xlsx", bomb(), "quá lớn"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(world, name, data, words):
    with pytest.raises(Refusal, match=words):
        imports.start(actor=world.admin, kind="bodies", file_name=name, data=data)
    assert not ImportSheet.objects.exists()


def test_other_encodings_and_separators_are_read(world):
    assert start(world, "Tên cơ quan\tKý hiệu\nSở Y tế\tSYT\n".encode("utf-16")).rows == [["Sở Y tế", "SYT"]]
    assert start(world, "\ufeffTên cơ quan,Ký hiệu\nSở Y tế,SYT\n".encode()).header == ["Tên cơ quan", "Ký hiệu"]


def test_only_ones_own_tables_and_bodies(world):
    xa_admin = admin_of(world, world.xa)
    sheet = start(world, BODIES)
    for act in (
        lambda: imports.trial(sheet, actor=xa_admin),
        lambda: imports.map_columns(sheet, {}, actor=xa_admin),
        lambda: imports.take_in(sheet, actor=xa_admin),
        lambda: start(world, PEOPLE, "people", actor=xa_admin, body=world.vptu),
        lambda: start(world, BODIES, actor=world.ha),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(Refusal, match="Chưa chọn"):
        start(world, BODIES, "gì đó")


def test_unfinished_tables_do_not_pile_up(world):
    for _ in range(8):
        start(world, BODIES)
    assert ImportSheet.objects.count() == 5


def test_logins_and_duties_are_made_from_what_is_there(world):
    assert (
        cells.free_login("Lan") == "lan2"
        and cells.free_login("Hồ Kim Ngân") == "ngan.hk"
        and cells.free_login("!") == "canbo"
    )
    assert cells.duty("", "Trưởng phòng Tổng hợp") == Duty.UNIT_HEAD and cells.duty("clerk", "") == Duty.CLERK
    assert cells.kind("commune", "") == BodyKind.COMMUNE and cells.kind("", "Sở Y tế") == BodyKind.STATE
    with pytest.raises(Refusal, match="dài quá"):
        cells.short("x" * 31, 30, "Ký hiệu")
    with pytest.raises(Refusal, match="Có nhiều"):
        cells.body("tinh uy an", "cấp trên")
    assert cells.body("vptu", "x") == world.vptu and cells.body("to chuc", "x") == world.btc


# --- the pages ----------------------------------------------------------------------------------


def test_from_the_upload_to_the_slips(world, client):
    client.force_login(world.admin)
    assert client.get("/quan-tri/nhap/").status_code == 200
    file = SimpleUploadedFile("can-bo.csv", PEOPLE.encode())
    answer = client.post("/quan-tri/nhap/", {"kind": "people", "body": world.vptu.pk, "file": file})
    sheet = ImportSheet.objects.get()
    url = f"/quan-tri/nhap/{sheet.pk}/"
    assert answer.headers["Location"] == url
    page = client.get(url)
    assert "ghi được 3" in page.content.decode() and not Person.objects.filter(login="an.nv").exists()
    mapping = {key: str(at) for key, at in sheet.mapping.items()}
    assert client.post(url, {**mapping, "version": "1", "position": ""}).status_code == 422
    assert client.post(url, {**mapping, "version": "1"}).status_code == 302
    assert client.post(f"{url}ghi/", {"version": "2"}).status_code == 302
    assert "3 tài khoản chưa có mật khẩu" in client.get(url).content.decode()
    listed = client.get("/quan-tri/can-bo/?tinh-trang=mat-khau").context["people"]
    assert {"an.nv", "an.nv2", "bich.tt"} <= {person.login for person in listed}
    answer = client.post("/quan-tri/can-bo/mat-khau-tam/")
    slips = {person.login: temporary for person, temporary in answer.context["slips"]}
    assert Person.objects.get(login="an.nv").check_password(slips["an.nv"])
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.get("/quan-tri/can-bo/?tinh-trang=mat-khau").context["total"] == 0
    assert client.get("/quan-tri/nhap/mau/people/").content[:2] == b"PK"
    assert client.get("/quan-tri/nhap/mau/gi/").status_code == 404


def test_a_file_that_is_no_table_is_told_on_the_page(world, client):
    client.force_login(world.admin)
    answer = client.post("/quan-tri/nhap/", {"kind": "bodies", "file": SimpleUploadedFile("a.xlsx", b"khong phai")})
    assert answer.status_code == 422 and "Không mở được bảng tính" in answer.content.decode()


def test_nobody_finds_the_table_of_another(world, client):
    sheet = start(world, BODIES)
    for person in (admin_of(world, world.xa), world.ha):
        client.force_login(person)
        assert client.get(f"/quan-tri/nhap/{sheet.pk}/").status_code == 404
        assert client.post(f"/quan-tri/nhap/{sheet.pk}/ghi/").status_code == 404
    client.force_login(world.ha)
    for path in ("/quan-tri/nhap/", "/quan-tri/nhap/mau/bodies/"):
        assert client.get(path).status_code == 404
    assert client.post("/quan-tri/can-bo/mat-khau-tam/").status_code == 404
