"""What one row says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from daumoi.exchange.check import Judged, Setting, identity, judge, same_subject
from daumoi.rulesets.book import current_book

KEYS = (
    "number", "symbol", "type", "issued_on", "arrived_on", "subject", "issuer", "signer", "security", "urgency",
    "pages", "copies", "arrival_number", "note",
)  # fmt: skip


def setting(book: str) -> Setting:
    return Setting(book, "Tỉnh uỷ An Bình", "party", current_book(), date(2026, 11, 24))


def judged(book: str = "outgoing", **cells: str) -> Judged:
    row = {"number": "05-NQ/TU", "issued_on": "20/11/2015", "subject": "về rừng", **cells}
    return judge(row, {key: key for key in KEYS}, setting(book))


def kinds(found: Judged) -> list[str]:
    return [kind for kind, _words in found.remarks]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2015-11-20", "2015-11-20"),
        ("20.11.2015", "2015-11-20"),
        ("ngày 20 tháng 11 năm 2015", "2015-11-20"),
        ("20/11/15", "2015-11-20"),
        ("42328", "2015-11-20"),
        ("2015-11-20T00:00:00", "2015-11-20"),
    ],
)
def test_dates_as_they_are_typed(typed: str, day: str) -> None:
    assert judged(issued_on=typed).said["issued_on"] == day


@pytest.mark.parametrize(
    "typed", ["30/02/2016", "5/2", "ngày 5 tháng 2", "hôm qua", "01/01/1930", "01/01/2099", "99999"]
)
def test_dates_that_cannot_be(typed: str) -> None:
    found = judged(issued_on=typed)
    assert found.problem == "bad_date" and found.said["day"] is None


@pytest.mark.parametrize(
    ("cells", "code", "name"),
    [
        ({"type": "Chương trình hành động", "number": ""}, "chuong-trinh", "Chương trình hành động"),
        ({"type": "ket-luan"}, "ket-luan", "Kết luận"),
        ({"type": "NQ"}, "nghi-quyet", "Nghị quyết"),
        ({"type": "thong bao"}, "thong-bao", "thong bao"),
        ({"number": "12-KL/TU"}, "ket-luan", "Kết luận"),
        ({"number": "12", "subject": "Báo cáo kết quả năm 2015"}, "bao-cao", "Báo cáo"),
        ({"number": "40/2019/TT-BYT", "type": "Thông tư"}, "thong-tu", "Thông tư"),
    ],
)
def test_types(cells: dict[str, str], code: str, name: str) -> None:
    found = judged(**cells)
    assert (found.said["type_code"], found.said["type_name"]) == (code, name) and "type_unknown" not in kinds(found)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Báo cáo kết quả năm 2015", "kết quả năm 2015"),
        ("BÁO CÁO: kết quả năm 2015", "kết quả năm 2015"),
        ("Báo cáo", "Báo cáo"),
        ("kết quả Báo cáo năm", "kết quả Báo cáo năm"),
    ],
)
def test_the_type_before_the_subject_is_kept_once(typed: str, kept: str) -> None:
    column = "Tên loại và trích yếu"
    row = {"number": "12-BC/TU", "issued_on": "20/11/2015", column: typed}
    mapping = {"number": "number", "issued_on": "issued_on", "subject": column}
    assert judge(row, mapping, setting("outgoing")).said["subject"] == kept
    assert judged(number="12-BC/TU", subject=typed).said["subject"] == typed


def test_a_type_nobody_knows_keeps_its_name() -> None:
    found = judged(type="Trát")
    assert (found.said["type_code"], found.said["type_name"]) == ("khac", "Trát") and kinds(found) == ["type_unknown"]


@pytest.mark.parametrize(
    ("number", "symbol", "written"),
    [
        ("5", "NQ/TU", "5-NQ/TU"),
        ("05", "-NQ/TU", "05-NQ/TU"),
        ("15", "QĐ-UBND", "15/QĐ-UBND"),
        ("5-NQ/TU", "NQ/TU", "5-NQ/TU"),
        ("5", "05-NQ/TU", "05-NQ/TU"),
    ],
)
def test_number_and_symbol_in_two_columns(number: str, symbol: str, written: str) -> None:
    assert judged(number=number, symbol=symbol).said["number"] == written


def test_numbers_are_spelled_alike_and_odd_ones_kept() -> None:
    assert judged(number="Số 05 -nq/tu").said["number"] == "05-NQ/TU"
    assert kinds(judged(number="không rõ", type="NQ")) == ["odd_number"] and kinds(judged(number="", type="NQ")) == [
        "no_number"
    ]


def test_papers_that_say_they_have_no_number() -> None:
    assert kinds(judged(number="Không số", type="NQ")) == ["no_number"]
    assert kinds(judged(number="Không số", subject="thăm hỏi")) == ["no_number", "type_unknown"]


def test_a_year_that_contradicts_the_date_is_remarked() -> None:
    assert "year_differs" in kinds(judged(number="27/2020/QĐ-TTg", issued_on="21/9/2021"))


def test_what_an_incoming_row_needs() -> None:
    assert judged("incoming").problem == "no_issuer"
    found = judged("incoming", issuer="Bộ Y tế", issued_on="", arrived_on="25/11/2015", arrival_number="017")
    assert not found.problem and found.said["day"] == "2015-11-25" and found.said["arrival_number"] == 17


def test_long_words_are_cut_and_remarked() -> None:
    found = judged(subject="chữ " * 400, signer="a" * 200)
    assert len(found.said["subject"]) <= 1000 and kinds(found) == ["cut", "cut"]


def test_cells_that_make_no_sense_are_remarked_not_guessed() -> None:
    found = judged(pages="vài", security="hơi mật", urgency="vội")
    assert kinds(found) == ["not_understood"] * 3 and found.said["pages"] is None


def test_levels_of_secrecy() -> None:
    assert judged(security="TỐI MẬT").said["security"] == "toi_mat" and judged(security="Thường").remarks == []
    assert judged(security="tuyệt mật").said["subject"] == ""


def said(**more: Any) -> dict[str, Any]:
    return {"number": "5-NQ/TU", "issued_on": "2015-11-20", "day": "2015-11-20", "issuer": "Tỉnh uỷ", "subject": "a",
            "type_code": "nghi-quyet", **more}  # fmt: skip


def test_which_papers_may_be_one() -> None:
    assert identity(said()) == identity(said(number="05-nq/tu", subject="b", issuer="TỈNH ỦY"))
    assert identity(said()) != identity(said(issued_on="2015-11-21"))
    assert identity(said(number="5")) != identity(said(number="5", type_code="chi-thi"))
    assert identity(said(number="")) != identity(said(number="", subject="b"))
    assert same_subject("về phát triển rừng", "") and not same_subject("về rừng", "đề án nuôi tôm")
