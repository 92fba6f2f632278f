"""What can be read on the first page is suggested; what is not there is not invented."""

import json
from datetime import date
from pathlib import Path

import pytest

from daumoi.files import reading
from daumoi.incoming.firstpage import FirstPage, read
from daumoi.numbering.notation import key

LETTER = """TỈNH UỶ AN BÌNH                    ĐẢNG CỘNG SẢN VIỆT NAM
BAN TỔ CHỨC
*                                  An Bình, ngày 05 tháng 02 năm 2026
Số 318-CV/BTCTU
V/v hoàn thiện hồ sơ rà soát, bổ sung
quy hoạch cán bộ

Kính gửi: Thường trực Tỉnh uỷ,
Thực hiện Kết luận số 36-KL/TU, ngày 15 tháng 10 năm 2025
"""

CONCLUSION = """TỈNH UỶ AN BÌNH
Số 36 -KL/TU
An Bình, ngày 15 tháng 10 năm 2025
KẾT LUẬN
của Ban Thường vụ Tỉnh uỷ
về công tác cán bộ
-----
Tại phiên họp ngày 14 tháng 10 năm 2025, Ban Thường vụ đã nghe
"""


def test_a_letter_gives_number_day_and_subject():
    assert read(LETTER) == FirstPage(
        "318-CV/BTCTU", date(2026, 2, 5), "Về việc hoàn thiện hồ sơ rà soát, bổ sung quy hoạch cán bộ"
    )


def test_a_named_paper_gives_its_title():
    assert read(CONCLUSION) == FirstPage("36-KL/TU", date(2025, 10, 15), "của Ban Thường vụ Tỉnh uỷ về công tác cán bộ")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Số:      /BC-UBND\nngày      tháng      năm",
        "Ngày 30 tháng 02 năm 2026",
        "Kính gửi: Ban Tổ chức\nSố 5-CV/TU",
    ],
)
def test_nothing_is_invented(words):
    assert not read(words)


def test_only_the_first_page_counts():
    assert not read("Trang bìa\f" + LETTER)


def test_the_real_papers_with_words_are_read_without_a_wrong_number_or_day(test_data: Path):
    """Born-digital PDFs of the collection; a joint paper whose number runs over two lines is the known exception."""
    wrong = []
    for line in (test_data / "files" / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        paper = json.loads(line)
        if not paper["file"].endswith(".pdf") or not paper.get("number_symbol"):
            continue
        found = read(reading.look(test_data / "files" / paper["file"]).text)
        if found.number and key(found.number) != key(paper["number_symbol"]):
            wrong.append(paper["file"])
        if found.issued_on and f"{found.issued_on}" != paper["issued_on"]:
            wrong.append(paper["file"])
    assert wrong in ([], ["Huong-dan-lien-nganh-24-N2O.pdf"])
