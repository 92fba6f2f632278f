"""Files as offices really keep them: encodings, separators, titles above the header, dates of Excel."""

from __future__ import annotations

import gzip
import json
import unicodedata
from datetime import date
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from daumoi.core.errors import Refusal
from daumoi.exchange import reading
from daumoi.exchange.reading import Record, Table, as_words, read_table

SAID = "Số, ký hiệu;Ngày ban hành;Trích yếu\n05-NQ/TU;20/11/2015;về phát triển rừng, thuỷ sản\n"


def table(content: bytes, name: str) -> tuple[Table, list[Record]]:
    found = read_table(BytesIO(content), name)
    return found, list(found.rows)


def workbook(*sheets: tuple[str, Any]) -> bytes:
    held = BytesIO()
    book = xlsxwriter.Workbook(held)
    dated = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(y, x, cell, dated)  # type: ignore[arg-type]
                else:
                    sheet.write(y, x, cell)
    book.close()
    return held.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_csv_is_read_in_whatever_encoding(encoding: str, packed: bool) -> None:
    content = SAID.encode(encoding)
    found, rows = table(gzip.compress(content) if packed else content, "so.csv.gz" if packed else "so.csv")
    assert found.columns == ["Số, ký hiệu", "Ngày ban hành", "Trích yếu"]
    assert rows[0].cells["Trích yếu"] == "về phát triển rừng, thuỷ sản" and rows[0].place == "dòng 2"


def test_the_code_page_of_old_windows_is_understood() -> None:
    content = "Số, ký hiệu;Ngày;Trích yếu\n5-CT/TU;1/2/2003;về lễ hội ở Đắk Lắk\n"
    found, rows = table("".join(map(_as_in_1258, content)).encode("cp1258"), "so.csv")
    assert found.columns[0] == "Số, ký hiệu" and rows[0].cells["Trích yếu"] == "về lễ hội ở Đắk Lắk"


def _as_in_1258(letter: str) -> str:
    """This code page writes the tone after its letter."""
    parts = unicodedata.normalize("NFD", letter)
    tones = "".join(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones)) + tones


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_separator_is_found_by_the_names_it_gives(sign: str) -> None:
    content = (
        sign.join(['"Số, ký hiệu"', '"Ngày; tháng"', "Trích yếu"]) + "\n" + sign.join(["5", "1/1/2016", '"a, b; c"'])
    )
    found, rows = table(content.encode(), "so.csv")
    assert found.columns == ["Số, ký hiệu", "Ngày; tháng", "Trích yếu"] and rows[0].cells["Trích yếu"] == "a, b; c"


def test_titles_above_and_numbers_under_the_header_are_no_rows() -> None:
    rows = [
        ["TỈNH UỶ AN BÌNH"],
        ["SỔ ĐĂNG KÝ VĂN BẢN ĐI NĂM 2015"],
        [],
        ["STT", "Số, ký hiệu", "Ngày tháng", "Trích yếu"],
        ["(1)", "(2)", "(3)", "(4)"],
        [1, "05-NQ/TU", date(2015, 11, 20), "về rừng"],
        [],
        [2, "06-NQ/TU", 42329.0, "về biển"],
    ]
    found, read = table(workbook(("Sổ", rows)), "so.xlsx")
    assert found.columns == ["STT", "Số, ký hiệu", "Ngày tháng", "Trích yếu"]
    assert [row.cells["Ngày tháng"] for row in read] == ["2015-11-20", "42329"]
    assert [row.place for row in read] == ["dòng 6", "dòng 8"]


def test_every_sheet_with_a_header_is_read_and_the_others_are_named() -> None:
    header = ["Số, ký hiệu", "Ngày", "Trích yếu"]
    sheets = [("2015", [header, ["1", "1/1/2015", "a"]]), ("2016", [header, ["2", "1/1/2016", "b"]])]
    found, read = table(workbook(*sheets, ("Ghi chép", [["x", "y"], ["z", "t"]])), "so.xlsx")
    assert [row.place for row in read] == ["2015, dòng 2", "2016, dòng 2"]
    assert found.notes == ["Trang tính «Ghi chép» không có dòng tên cột nên chưa đọc."]


def test_lines_that_are_no_record_are_rows_with_a_problem() -> None:
    lines = ['{"số": "5", "n": 1.0, "ghi": ["a"]}', "", "{hỏng", '["không", "tên"]', '{"số": "\\u0000\\ud800x"}']
    found, rows = table("\n".join(lines).encode(), "so.jsonl")
    assert [bool(row.problem) for row in rows] == [False, True, True, False]
    assert rows[0].cells == {"số": "5", "n": "1", "ghi": '["a"]'} and rows[1].place == "dòng 3"
    assert rows[3].cells == {"số": "?x"} and found.columns == ["số", "n", "ghi"]


def test_cells_without_a_name_and_names_given_twice_are_kept_apart() -> None:
    _found, rows = table("Ngày,Ngày,Trích yếu\na,b,c,d\n".encode(), "so.csv")
    assert rows[0].cells == {"Ngày": "a", "Ngày (2)": "b", "Trích yếu": "c", "Cột 4": "d"}


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "so.csv", "không có dòng nào"),
        (b" \n\n", "so.csv", "không có dòng nào"),
        (b"PK\x03\x04rac", "so.xlsx", "không mở được"),
        (b"\x1f\x8b\x08rac", "so.jsonl.gz", "nén bị hỏng"),
        (gzip.compress(workbook(("a", [["x"]]))), "so.xlsx.gz", "không cần nén"),
        (b"\x01\x00\x02" * 50 + b"abc" * 400, "so.csv", "không phải bảng"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(content: bytes, name: str, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        table(content, name)


def test_a_packed_file_cannot_unpack_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_UNPACKED", 100_000)
    with pytest.raises(Refusal, match="quá lớn"):
        table(gzip.compress(b'{"a": 1}\n' * 100_000), "so.jsonl.gz")


def test_a_packed_file_cut_short_is_told() -> None:
    whole = gzip.compress("\n".join(json.dumps({"n": n, "words": f"chữ {n}"}) for n in range(5000)).encode())
    with pytest.raises(Refusal, match="nén bị hỏng"):
        table(whole[:-2000], "so.jsonl.gz")


def test_cells_become_words() -> None:
    assert as_words(5.0) == "5" and as_words(5.5) == "5.5" and as_words(True) == "có" and as_words(None) == ""
    assert as_words(date(2015, 1, 2)) == "2015-01-02" and as_words("  a \n b ") == "a b"
