"""Old Office files and OpenDocument: what is inside is found without running anything."""

import io

import pytest

from daumoi.core.errors import Refusal
from daumoi.files import kinds, ole
from tests.files import papers
from tests.files.test_kinds import judged


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (papers.compound("WordDocument"), "cu.doc", "doc"),
        (papers.compound("Workbook"), "cu.xls", "xls"),
        (papers.compound("PowerPoint Document"), "cu.ppt", "ppt"),
        (papers.compound("WordDocument", "1Table", "Data", "CompObj", "ObjectPool"), "dai.doc", "doc"),
        (papers.open_document(), "moi.odt", "odt"),
        (papers.open_document(kind="spreadsheet"), "moi.ods", "ods"),
    ],
)
def test_they_are_known_by_what_they_hold(data, name, kind):
    assert judged(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (papers.compound("WordDocument", flags=0x0100), "khoa.doc", "có mật khẩu"),
        (papers.compound("Workbook", encrypted_sheet=True), "khoa.xls", "có mật khẩu"),
        (papers.compound("EncryptedPackage", "EncryptionInfo"), "khoa.docx", "có mật khẩu"),
        (papers.compound("WordDocument", "_VBA_PROJECT"), "macro.doc", "có macro"),
        (papers.compound("__properties_version1.0"), "thu.msg", "không phải tệp Word"),
        (papers.compound("WordDocument")[:1100], "cut.doc", "bị hỏng"),
        (papers.open_document(("Basic/Standard/Module1.xml", b"x")), "macro.odt", "có macro"),
        (papers.open_document(manifest=b"<encryption-data/>"), "khoa.odt", "có mật khẩu"),
        (b"PK\x03\x04" + b"\x00" * 50, "rac.xlsx", "bị hỏng"),
    ],
)
def test_locks_macros_and_damage_are_refused(data, name, words):
    with pytest.raises(Refusal) as refused:
        judged(data, name)
    assert words in refused.value.reasons[0]


def test_a_damaged_table_is_damage_not_an_endless_walk():
    data = bytearray(papers.compound("WordDocument", "1Table", "Data", "CompObj", "ObjectPool"))
    data[512 + 4 : 512 + 8] = (1).to_bytes(4, "little")  # the directory follows itself
    with pytest.raises(ole.BrokenOle):
        ole.read(io.BytesIO(data))
    for at, value in ((30, 3), (76, 0xFFFFFFFF)):  # an odd sector size; no table at all
        broken = bytearray(papers.compound("WordDocument"))
        broken[at : at + 4] = value.to_bytes(4, "little")
        with pytest.raises(ole.BrokenOle):
            ole.read(io.BytesIO(broken))
    with pytest.raises(ole.BrokenOle):
        ole.read(io.BytesIO(b"short"))


def test_a_table_that_goes_on_elsewhere_is_followed():
    data = bytearray(papers.compound("WordDocument"))
    at = (len(data) + 511) // 512 * 512
    data += bytes(at - len(data))
    sector = at // 512 - 1
    data[68:76] = sector.to_bytes(4, "little") + (1).to_bytes(4, "little")
    more = [0] + [0xFFFFFFFF] * 126 + [0xFFFFFFFE]
    data += b"".join(value.to_bytes(4, "little") for value in more)
    assert ole.read(io.BytesIO(data)).kind == "doc"
    data[68:72] = (99_999).to_bytes(4, "little")
    with pytest.raises(ole.BrokenOle):
        ole.read(io.BytesIO(data))


def test_an_old_file_of_no_kind_has_no_password():
    found = ole.read(io.BytesIO(papers.compound("PowerPoint Document")))
    assert not ole.is_encrypted(io.BytesIO(papers.compound("PowerPoint Document")), found)


def test_a_pdf_locked_for_the_holders_of_certificates_says_so():
    with pytest.raises(Refusal, match="có mật khẩu"):
        kinds.judge(io.BytesIO(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer << /Encrypt 1 0 R >>"), "khoa.pdf")


def test_a_picture_too_large_to_draw_is_refused(monkeypatch):
    monkeypatch.setattr(kinds, "MAX_PIXELS", 100)
    with pytest.raises(Refusal, match="ảnh quá lớn"):
        judged(papers.picture(), "to.png")
