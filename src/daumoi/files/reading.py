"""Asks the page process about a file, and knows what its silence means. Also text by Tesseract and from tables."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import python_calamine

from daumoi import vietnamese
from daumoi.files import pages

LOOK_SECONDS = 90
DRAW_SECONDS = 60
OCR_SECONDS = 120
OCR_DPI = 250
OCR_SIDE = 4000
MAX_TEXT = pages.MAX_TEXT

PROBLEMS = {
    "password": "tệp có mật khẩu",
    "broken": "tệp hỏng, không dựng được trang",
    "memory": "tệp quá lớn để dựng trang; vẫn tải về xem được",
    "time": "dựng trang quá lâu nên đã dừng; vẫn tải về xem được",
    "crash": "tệp bất thường, bộ đọc trang đã dừng; vẫn tải về xem được",
}


class Unreadable(Exception):
    """The file cannot be drawn; the words say why, in Vietnamese."""


@dataclass(frozen=True)
class Facts:
    """What was found in a file of pages."""

    pages: int
    sizes: list[list[int]] = field(default_factory=list)
    text: str = ""


def look(path: Path) -> Facts:
    """Pages, their sizes and the text layer."""
    found = _ask(LOOK_SECONDS, "look", str(path))
    return Facts(found["pages"], found["sizes"], vietnamese.nfc(found["text"]))


@dataclass(frozen=True)
class Word:
    """A word with its place on the page, in points from the lower left corner. `sure` is 1 unless it was guessed."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    sure: float = 1.0


@dataclass(frozen=True)
class PageWords:
    """The words on one page of this size in points."""

    width: float
    height: float
    words: list[Word]


def words(path: Path, first: int, last: int) -> tuple[int, list[PageWords]]:
    """How many pages the file has, and the words of the text layer on pages `first` to `last` (from 1)."""
    found = _ask(LOOK_SECONDS, "words", str(path), str(first), str(last))
    read = []
    for page in found["read"]:
        width, height = page["size"]
        said = [Word(vietnamese.nfc(text), *box) for text, *box in page["words"]]
        read.append(PageWords(width, height, said))
    return found["pages"], read


@contextmanager
def drawn(path: Path, first: int, last: int, side: int, dpi: int = 0) -> Iterator[list[tuple[int, Path]]]:
    """Pictures of some pages, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="daumoi-pages-") as folder:
        numbers = [str(number) for number in (first, last, side, *([dpi] if dpi else []))]
        found = _ask(DRAW_SECONDS, "draw", str(path), folder, *numbers)
        yield [(number, Path(folder) / name) for number, name in found["made"]]


def _ask(seconds: int, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-I", pages.__file__, *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            said, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise Unreadable(PROBLEMS["time"]) from None
    try:
        answer: dict[str, Any] = json.loads(said)
    except ValueError:
        raise Unreadable(PROBLEMS["crash"]) from None
    if problem := answer.get("problem"):
        raise Unreadable(PROBLEMS[problem])
    return answer


def ocr_is_available() -> bool:
    return shutil.which("tesseract") is not None


def recognise(path: Path, page: int) -> str:
    """The words on one page, by Tesseract for Vietnamese; "" when it cannot make them out."""
    with drawn(path, page, page, OCR_SIDE, OCR_DPI) as pictures:
        said = _tesseract(pictures[0][1]) if pictures else ""
    return vietnamese.nfc(said.replace("\x0c", "")).strip()


def recognised_words(path: Path, page: int, width: float, height: float) -> list[Word]:
    """The words on one page of this size in points, by Tesseract, with their places and how sure it is of each."""
    with drawn(path, page, page, OCR_SIDE, OCR_DPI) as pictures:
        said = _tesseract(pictures[0][1], "tsv") if pictures else ""
    rows = [row.split("\t", 11) for row in said.splitlines()[1:]]
    sheet = next((row for row in rows if row[0] == "1"), None)
    if sheet is None:
        return []
    across, down = width / max(int(sheet[8]), 1), height / max(int(sheet[9]), 1)
    found = []
    for row in rows:
        if len(row) < 12 or row[0] != "5" or not (text := vietnamese.nfc(row[11]).strip()):
            continue
        left, top, wide, tall = map(int, row[6:10])
        box = (left * across, height - (top + tall) * down, (left + wide) * across, height - top * down)
        found.append(Word(text, *box, sure=max(0.0, float(row[10])) / 100))
    return found


def _tesseract(picture: Path, *outputs: str) -> str:
    command = ["tesseract", str(picture), "stdout", "-l", "vie", "--dpi", str(OCR_DPI), *outputs]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=OCR_SECONDS,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace")


def table_text(path: Path) -> str:
    """The words in a spreadsheet, row by row, for the search."""
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        parts: list[str] = []
        length = 0
        for name in book.sheet_names:
            for row in book.get_sheet_by_name(name).iter_rows():
                line = " ".join(str(cell) for cell in row if cell not in ("", None))
                if line:
                    parts.append(line)
                    length += len(line)
                if length > MAX_TEXT:
                    return vietnamese.nfc("\n".join(parts)[:MAX_TEXT])
    except (python_calamine.CalamineError, OSError, ValueError):
        return ""
    return vietnamese.nfc("\n".join(parts))


def plain_text(path: Path) -> str:
    """The words of a text file, whatever it was written with."""
    data = path.read_bytes()[: 4 * MAX_TEXT]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        words = data.decode("utf-16", "replace")
    else:
        try:
            words = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            words = data.decode("cp1258", "replace")
    return vietnamese.nfc(words.replace("\x00", ""))[:MAX_TEXT]
