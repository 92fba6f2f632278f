"""Office files become PDF, or the person learns why not."""

import io

import pikepdf
import pytest
from PIL import Image

from daumoi.core import office
from daumoi.core.errors import Refusal
from daumoi.layout.word import produce
from tests.layout.papers import conclusion

needs_office = pytest.mark.skipif(not office.is_available(), reason="LibreOffice (libreoffice-writer-nogui) is missing")


def picture(size: tuple[int, int], kind: str = "PNG", pages: int = 1) -> bytes:
    sheets = [Image.new("RGB", size, "white") for _ in range(pages)]
    result = io.BytesIO()
    more = {"save_all": True, "append_images": sheets[1:]} if pages > 1 else {}
    sheets[0].save(result, kind, **more)
    return result.getvalue()


@needs_office
def test_a_word_file_becomes_an_archival_pdf_without_fields() -> None:
    with pikepdf.open(io.BytesIO(office.to_pdf(produce(conclusion())))) as pdf:
        assert pdf.open_metadata().pdfa_status == "2B"
        assert pdf.Root.MarkInfo.Marked
        assert "/AcroForm" not in pdf.Root
        assert str(pdf.Root.Lang) == "vi-VN"


@needs_office
def test_a_text_in_rich_text_format_becomes_pdf_too() -> None:
    assert office.to_pdf(rb"{\rtf1\ansi Kinh gui}", ".rtf").startswith(b"%PDF")


@needs_office
def test_a_broken_file_is_refused_and_kept() -> None:
    with pytest.raises(Refusal) as refusal:
        office.to_pdf(b"PK\x03\x04 broken")
    assert refusal.value.kept and refusal.value.advice


@needs_office
def test_a_conversion_that_hangs_is_stopped() -> None:
    with pytest.raises(Refusal, match="đã được dừng lại"):
        office.to_pdf(produce(conclusion()), timeout=0.05)
    assert office.to_pdf(produce(conclusion())).startswith(b"%PDF")


def test_without_libreoffice_the_page_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)

    with pytest.raises(Refusal) as refusal:
        office.to_pdf(produce(conclusion()))
    assert "libreoffice-writer-nogui" in refusal.value.advice


@pytest.mark.parametrize(("data", "suffix"), [(b"", ".docx"), (b"hello", ".doc"), (b"MZ", ".exe"), (b"x", ".png")])
def test_what_is_not_what_it_says_is_refused(data: bytes, suffix: str) -> None:
    with pytest.raises(Refusal):
        office.to_pdf(data, suffix)


def test_a_picture_becomes_a_page_of_a4_that_lies_as_the_picture_lies() -> None:
    with pikepdf.open(io.BytesIO(office.to_pdf(picture((300, 100)), ".png"))) as pdf:
        _, _, width, height = (float(edge) for edge in pdf.pages[0].mediabox)
    assert width > height
    assert (width, height) == pytest.approx((842, 595), abs=2)


def test_every_page_of_a_scan_is_kept() -> None:
    with pikepdf.open(io.BytesIO(office.to_pdf(picture((200, 300), "TIFF", pages=3), ".tif"))) as pdf:
        assert len(pdf.pages) == 3
