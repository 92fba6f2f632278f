"""Tables people bring: read from CSV or a spreadsheet as text, their columns recognised, a template to start from."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from daumoi import vietnamese
from daumoi.core.errors import Refusal

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_ROWS = 1000
MOST_COLUMNS = 40
LONGEST_CELL = 500
SHEETS = (".xlsx", ".xls", ".xlsb", ".ods")


@dataclass(frozen=True)
class Column:
    """A meaning a column may have; `names` are how offices head it, folded."""

    key: str
    label: str
    names: tuple[str, ...]
    required: bool = False
    example: str = ""


BODY_COLUMNS = [
    Column("name", "Tên cơ quan", ("ten co quan", "co quan", "ten", "ten don vi"), True, "Đảng uỷ xã Tân Lập"),
    Column("short_name", "Tên gọi tắt", ("ten goi tat", "ten tat", "goi tat", "viet tat")),
    Column("kind", "Loại", ("loai", "loai co quan", "loai hinh"), False, "Đảng uỷ xã, phường, đặc khu"),
    Column("code", "Ký hiệu", ("ky hieu", "ky hieu tren van ban", "ky hieu co quan"), False, "ĐU"),
    Column("parent", "Cấp trên", ("cap tren", "truc thuoc", "co quan cap tren"), False, "Tỉnh uỷ An Bình"),
    Column("place", "Địa danh", ("dia danh", "dia danh tren van ban", "noi dat"), False, "Tân Lập"),
    Column("email", "Thư điện tử", ("thu dien tu", "email", "dia chi thu"), False, "tanlap@example.vn"),
    Column("party_code", "Mã định danh của Đảng", ("ma dinh danh", "ma dinh danh cua dang", "ma"), False, "A99.21"),
    Column("valid_from", "Từ ngày", ("tu ngay", "hoat dong tu ngay", "ngay thanh lap"), False, "01/07/2025"),
    Column(
        "is_here",
        "Trên hệ thống này",
        ("tren he thong nay", "lam viec tren he thong nay", "trong he thong"),
        False,
        "không",
    ),
]
PERSON_COLUMNS = [
    Column("full_name", "Họ và tên", ("ho va ten", "ho ten", "ten can bo", "can bo"), True, "Phạm Thu Hà"),
    Column("login", "Tên đăng nhập", ("ten dang nhap", "tai khoan", "dang nhap"), False, "thuha"),
    Column("position", "Chức vụ", ("chuc vu", "chuc danh"), True, "Văn thư"),
    Column("duty", "Nhiệm vụ trong hệ thống", ("nhiem vu trong he thong", "nhiem vu", "vai tro"), False, "Văn thư"),
    Column("unit", "Đơn vị", ("don vi", "phong", "phong ban", "bo phan"), False, "Phòng Hành chính"),
    Column("body", "Cơ quan", ("co quan", "noi lam viec"), False, "Văn phòng Tỉnh uỷ"),
    Column("email", "Thư điện tử", ("thu dien tu", "email", "dia chi thu"), False, "thuha@example.vn"),
    Column("phone", "Điện thoại", ("dien thoai", "so dien thoai", "di dong"), False, "0912 345 678"),
    Column("starts_on", "Từ ngày", ("tu ngay", "ngay bo nhiem", "bat dau"), False, "01/07/2025"),
    Column("ends_on", "Đến hết ngày", ("den het ngay", "den ngay", "ket thuc")),
]
COLUMNS = {"bodies": BODY_COLUMNS, "people": PERSON_COLUMNS}


def read_table(file_name: str, data: bytes) -> tuple[list[str], list[list[str]]]:
    """The header and the rows, every cell as text; refused with a sentence when it is not a table."""
    if not data.strip():
        raise Refusal("Tệp không có nội dung.", advice="Xem lại tệp rồi tải lên lần nữa.")
    if len(data) > MOST_BYTES:
        raise Refusal("Tệp lớn hơn 5 MB.", advice="Chỉ giữ trang tính cần nhập, hoặc chia làm nhiều tệp.")
    rows = _sheet(data) if file_name.lower().endswith(SHEETS) or data[:4] == b"PK\x03\x04" else _csv(data)
    rows = [[_clean(cell) for cell in row[:MOST_COLUMNS]] for row in rows]
    rows = [row for row in rows if any(row)]
    if len(rows) < 2:
        raise Refusal("Tệp cần một dòng tiêu đề cột và ít nhất một dòng dữ liệu.")
    if len(rows) - 1 > MOST_ROWS:
        raise Refusal(
            f"Tệp có {len(rows) - 1} dòng; mỗi lần nhập nhiều nhất {MOST_ROWS} dòng.", advice="Chia làm nhiều tệp."
        )
    start = _header_row(rows)
    header, body = rows[start], rows[start + 1 :]
    if not body:
        raise Refusal("Dưới dòng tiêu đề không có dòng dữ liệu nào.")
    width = max(len(row) for row in rows)
    return _padded(header, width), [_padded(row, width) for row in body]


def guess_mapping(kind: str, header: Sequence[str]) -> dict[str, int]:
    """Which column means what, by its heading; each column once."""
    folded = [vietnamese.words(name, folded=True) for name in header]
    mapping: dict[str, int] = {}
    for column in COLUMNS[kind]:
        for name in column.names:
            place = next((at for at, text in enumerate(folded) if text == name and at not in mapping.values()), None)
            if place is not None:
                mapping[column.key] = place
                break
    return mapping


def template(kind: str) -> bytes:
    """A spreadsheet with the headings and one example row."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Cơ quan" if kind == "bodies" else "Cán bộ")
        bold = book.add_format({"bold": True, "bottom": 1})
        for place, column in enumerate(COLUMNS[kind]):
            sheet.write_string(0, place, column.label, bold)
            sheet.write_string(1, place, column.example)
            sheet.set_column(place, place, max(14, len(column.label) + 4, len(column.example) + 2))
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def _sheet(data: bytes) -> list[list[str]]:
    _refuse_a_bomb(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found: Iterable[Sequence[object]] = book.get_sheet_by_index(0).to_python(skip_empty_area=True)
    except (CalamineError, OSError, ValueError, IndexError):
        raise Refusal(
            "Không mở được bảng tính này; tệp có thể hỏng hoặc đặt mật khẩu.",
            advice="Mở bằng Excel hoặc LibreOffice, lưu lại dạng .xlsx không mật khẩu.",
        ) from None
    return [[_text(cell) for cell in row] for row in found]


def _refuse_a_bomb(data: bytes) -> None:
    """A few packed kilobytes may unpack to more than the machine holds."""
    if data[:4] != b"PK\x03\x04":
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return  # the reader says what is wrong with it
    if size > MOST_UNPACKED:
        raise Refusal("Bảng tính quá lớn so với một danh sách.", advice="Chỉ giữ trang tính cần nhập.")


def _csv(data: bytes) -> list[list[str]]:
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refusal("Đây không phải tệp CSV hay bảng tính.", advice="Dùng tệp .csv, .xlsx, .xls hoặc .ods.")
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig",):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            raise Refusal(
                "Tệp CSV không ở bảng mã UTF-8 nên chữ có dấu sẽ sai.",
                advice="Trong Excel chọn «Lưu thành» loại «CSV UTF-8», hoặc dùng luôn tệp .xlsx.",
            ) from None
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise Refusal("Tệp CSV bị hỏng giữa chừng.", advice="Lưu lại từ Excel hoặc LibreOffice rồi tải lên.") from None


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, bool):
        return "có" if cell else "không"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _clean(cell: str) -> str:
    return " ".join(vietnamese.nfc(cell).split())[:LONGEST_CELL]


def _padded(row: list[str], width: int) -> list[str]:
    return row + [""] * (width - len(row))


def _header_row(rows: list[list[str]]) -> int:
    """Offices put a title above the table: the header is the first of the top rows with headings we know."""
    known = {name for columns in COLUMNS.values() for column in columns for name in column.names}
    scores = [sum(vietnamese.words(cell, folded=True) in known for cell in row) for row in rows[:8]]
    best = max(scores)
    return scores.index(best) if best >= 2 else 0
