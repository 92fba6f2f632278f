"""What the office takes in, and what it refuses in a clear sentence."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from daumoi.core.errors import Refusal
from daumoi.files import kinds
from tests.files import papers


def judged(data: bytes, name: str) -> str:
    return kinds.judge(io.BytesIO(data), name).suffix


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (papers.pdf(), "318-CV-BTCTU.pdf", "pdf"),
        (papers.word(), "Tờ trình.docx", "docx"),
        (papers.picture("PNG"), "quet.PNG", "png"),
        (papers.picture("JPEG"), "anh.jpeg", "jpg"),
        (papers.picture("TIFF"), "quet.tiff", "tif"),
        ("Kính gửi: Tỉnh uỷ".encode(), "thu.txt", "txt"),
        ("Kính gửi".encode("utf-16"), "thu.txt", "txt"),
        (b"so;ngay\n1;2", "bang.csv", "csv"),
        (rb"{\rtf1 Xin ch\u224?o}", "cu.rtf", "rtf"),
        (papers.pdf(), "khong-duoi", "pdf"),
    ],
)
def test_an_office_file_is_known_by_its_content(data, name, kind):
    assert judged(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (papers.locked_pdf(), "khoa.pdf", "có mật khẩu"),
        (papers.launching_pdf(), "chay.pdf", "lệnh tự chạy"),
        (papers.carrying_pdf(), "mang.pdf", "mang theo chương trình"),
        (papers.pdf()[:60], "dut.pdf", "bị hỏng"),
        (b"%PDF-1.7\n" + b"\x00" * 4000, "rac.pdf", "bị hỏng"),
        (papers.word(), "bao-cao.pdf", "bên trong là Word"),
        (papers.pdf(), "bao-cao.docx", "bên trong là PDF"),
        (papers.word()[:-400], "cut.docx", "bị hỏng"),
        (papers.with_member(papers.word(), "word/vbaProject.bin"), "macro.docx", "có macro"),
        (b"MZ\x90\x00" + b"\x00" * 200, "bao-cao.txt", "tệp chương trình"),
        (b"\x7fELF" + b"\x00" * 200, "khong-duoi", "tệp chương trình"),
        (b"#!/bin/sh\nrm -rf /", "doc.txt", "tệp chương trình"),
        (b"<html><script>alert(1)</script>", "trang.txt", "trang mã"),
        (b"<svg xmlns='x'><script/></svg>", "hinh.png", "trang mã"),
        (papers.archive(), "goi.zip", "tệp nén ZIP"),
        (b"Rar!\x1a\x07\x00" + b"\x00" * 30, "goi.rar", "tệp nén RAR"),
        (b"\x00\x01\x02\x03" * 50, "la.dat", "không thuộc danh mục"),
        (b"\x00\x01\x02\x03" * 50, "la.png", "bị hỏng"),
        (papers.picture("PNG")[:200], "dut.png", "bị hỏng"),
        (rb"{\rtf1 {\object\objdata 0105}}", "nhung.rtf", "nhúng đối tượng"),
        (kinds.ole.MAGIC + b"\x00" * 600, "cu.doc", "bị hỏng"),
    ],
)
def test_what_does_not_belong_in_an_office_is_refused_with_its_reason(data, name, words):
    with pytest.raises(Refusal) as refused:
        judged(data, name)
    assert words in refused.value.reasons[0]


def test_a_zip_that_unpacks_to_more_than_a_gigabyte_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(kinds, "MAX_UNPACKED", 1000)
    with pytest.raises(Refusal, match="bung ra quá lớn"):
        judged(papers.word("a" * 5000), "bom.docx")


def test_a_zip_locked_with_a_password_says_so():
    data = bytearray(papers.word())
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        at = packed.infolist()[-1].header_offset
    central = data.rindex(b"PK\x01\x02")
    data[at + 6] |= 1
    data[central + 8] |= 1
    with pytest.raises(Refusal, match="có mật khẩu"):
        judged(bytes(data), "khoa.docx")


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("..\\..\\etc/Công văn số 5.pdf", "Công văn số 5.pdf"),
        ("bao-cao\u202efdp.exe", "bao-caofdp.exe"),
        ("Tờ\x00 trình\n.docx", "Tờ trình.docx"),
        ("", "tep"),
        ("a" * 400 + ".pdf", "a" * 180 + ".pdf"),
    ],
)
def test_names_come_out_plain(name, clean):
    assert kinds.clean_name(name) == clean


@pytest.mark.parametrize("name", ["cai.exe", "in.HTA", "trang.html", "cong.docm", "phim.mp4"])
def test_some_names_are_refused_before_a_byte_travels(name):
    with pytest.raises(Refusal):
        kinds.check_name(name)


def test_every_real_file_is_taken_for_what_it_is(test_data: Path):
    for line in (test_data / "files" / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        name = json.loads(line)["file"]
        with open(test_data / "files" / name, "rb") as file:
            assert kinds.judge(file, name).suffix == name.rpartition(".")[2], name


def test_no_hostile_pdf_of_the_collection_gets_through_unreadable(test_data: Path):
    """Each is either taken or refused in Vietnamese; none raises anything else."""
    taken = refused = 0
    for path in sorted((test_data / "standards" / "pdf_signed").glob("*.pdf")):
        try:
            with open(path, "rb") as file:
                kinds.judge(file, path.name)
            taken += 1
        except Refusal:
            refused += 1
    assert taken > 80
    assert refused > 10
