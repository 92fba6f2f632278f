"""A Word file from outside is looked at before anybody works with it."""

import io
import zipfile

import docx
import pytest

from daumoi.layout.uploaded import LARGEST, check_uploaded
from daumoi.layout.word import produce
from tests.layout.papers import conclusion


def repacked(docx_bytes: bytes, **changed: bytes) -> bytes:
    """The file with parts replaced or added (`__` stands for a slash, `_dot_` for a dot)."""
    parts = {name.replace("__", "/").replace("_dot_", "."): data for name, data in changed.items()}
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx_bytes)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, data in parts.items():
            target.writestr(name, data)
    return result.getvalue()


GOOD = produce(conclusion())


def test_a_paper_made_here_passes() -> None:
    assert check_uploaded(GOOD) == []


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "rỗng"),
        (b"%PDF-1.7", "không mở được"),
        (GOOD[:5000], "không mở được"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "kiểu cũ"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (b"x" * (LARGEST + 1), "lớn hơn"),
        (repacked(GOOD, word__vbaProject_dot_bin=b"x"), "macro"),
        (repacked(GOOD, word__activeX__activeX1_dot_xml=b"x"), "ActiveX"),
        (repacked(GOOD, word__document_dot_xml=b"<broken"), "hỏng"),
    ],
)
def test_each_trouble_is_named(data: bytes, says: str) -> None:
    (problem,) = check_uploaded(data)
    assert says in problem


def test_a_spreadsheet_is_no_word_file() -> None:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as target:
        target.writestr("xl/workbook.xml", "<x/>")

    assert check_uploaded(package.getvalue()) == ["Tệp không phải là tệp Word (.docx)."]


def test_tracked_changes_must_be_settled_first() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as package:
        body = package.read("word/document.xml")
    tracked = body.replace(b"</w:body>", b'<w:p><w:ins w:id="1"><w:r><w:t>x</w:t></w:r></w:ins></w:p></w:body>')

    (problem,) = check_uploaded(repacked(GOOD, word__document_dot_xml=tracked))
    assert "1 chỗ sửa" in problem


def test_an_empty_paper_is_told_so() -> None:
    empty = io.BytesIO()
    docx.Document().save(empty)

    assert check_uploaded(empty.getvalue()) == ["Văn bản chưa có chữ nào."]
