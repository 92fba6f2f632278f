"""From a file to its lines: text layer, Word through LibreOffice, Tesseract for scans and pictures, plain text."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from daumoi.core import office
from daumoi.core.errors import Refusal
from daumoi.extraction.lines import lines_of_pages, lines_of_text
from daumoi.extraction.nouns import Line
from daumoi.files import reading

FEW_LETTERS: Final = 40
"""A scan may carry a stamp or a page number as its only text."""
FIRST_PAGES: Final = 40
LAST_PAGES: Final = 4
MOST_OCR_PAGES: Final = 6
PAGED: Final = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})


def lines_of_file(path: Path) -> list[Line]:
    """The lines of a file in reading order; what its kind is the name says.

    Refused, with what to do, where the file is of another kind or cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix == ".txt":
        return lines_of_text(reading.plain_text(path))
    if suffix in PAGED:
        return lines_of_pages(_pages(path))
    if suffix in office.OFFICE_SUFFIXES:
        with tempfile.NamedTemporaryFile(prefix="daumoi-", suffix=".pdf") as made:
            made.write(office.to_pdf(path.read_bytes(), suffix))
            made.flush()
            return lines_of_pages(_pages(Path(made.name)))
    raise Refusal(
        f"Chưa đọc được tệp «{path.name}».",
        advice="Hãy dùng tệp PDF, Word (.docx, .doc), OpenDocument, RTF, ảnh hoặc .txt.",
    )


def _pages(path: Path) -> list[reading.PageWords]:
    try:
        count, pages = reading.words(path, 1, FIRST_PAGES)
        if _letters(pages[:1]) >= FEW_LETTERS or _letters(pages) >= FEW_LETTERS * len(pages):
            return pages + _last(path, count, len(pages))
        if not reading.ocr_is_available():
            raise Refusal(
                f"«{path.name}» là bản quét, mà máy này chưa có Tesseract để nhận dạng chữ.",
                advice="Nhờ quản trị cài gói tesseract-ocr-vie.",
            )
        return _recognised(path, pages)
    except reading.Unreadable as trouble:
        raise Refusal(f"Chưa đọc được «{path.name}»: {trouble}.") from None


def _letters(pages: list[reading.PageWords]) -> int:
    return sum(letter.isalpha() for page in pages for word in page.words for letter in word.text)


def _last(path: Path, count: int, read: int) -> list[reading.PageWords]:
    """The pages after the first ones: of a long paper only the end, where it is signed, has its words."""
    if count <= read:
        return []
    first = max(read, count - LAST_PAGES)
    _, pages = reading.words(path, first + 1, count)
    skipped = [reading.PageWords(page.width, page.height, []) for page in pages[:1]] * (first - read)
    return skipped + pages


def _recognised(path: Path, pages: list[reading.PageWords]) -> list[reading.PageWords]:
    """The first pages, until the one with the recipients: what follows are annexes."""
    read: list[reading.PageWords] = []
    for number, page in enumerate(pages[:MOST_OCR_PAGES], start=1):
        words = reading.recognised_words(path, number, page.width, page.height)
        read.append(replace(page, words=words))
        if "nơi nhận" in " ".join(word.text for word in words).lower():
            break
    return read
