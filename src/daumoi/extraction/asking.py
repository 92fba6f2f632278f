"""What a paper stands on, how urgent and how secret it is, and until when it asks for something.

Legal bases begin with «Căn cứ», one a line; marks of urgency and secrecy stand alone in capitals near the heading
(Nghị định 30/2020/NĐ-CP, Phụ lục I; Hướng dẫn 36-HD/VPTW, mục II.10).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from daumoi.extraction.nouns import Suggestion
from daumoi.extraction.script import Script, is_upper

MOST_BASES: Final = 40
FARTHEST: Final = timedelta(days=3 * 366)
AFTER_BASES: Final = 12_000

_BASIS: Final = re.compile(r"^\W{0,4}can cu\s(?:vao\s)?", re.MULTILINE)
_BASIS_ENDS: Final = re.compile(
    r";|\.\s*(?:\n|$)|:\s*(?:\n|$)|\n\s*\n"
    r"|\n\W{0,3}(?=(?:can cu|theo de nghi|xet|thuc hien|dieu \d|quyet dinh\W*$|quyet nghi))",
    re.MULTILINE,
)
_UNTIL: Final = re.compile(
    r"\b(?:truoc|cham nhat|muon nhat|han cuoi|thoi han|khong qua|den het|het)"
    r"(?:\s+(?:la|den|vao|den het|het|nop|gui|bao cao|trong|truoc))*"
    r"\s*[:,]?\s*(?:\d{1,2}\s?(?:h|gio)\s?\d{0,2}\s*(?:phut)?\s*,?\s*)?ngay\s*"
    r"(?:(\d{1,2})\s?[/.-]\s?(\d{1,2})(?:\s?[/.-]\s?(\d{4}))?|(\d{1,2})\s*thang\s*(\d{1,2})(?:\s*nam\s*(\d{4}))?)"
)
_ASKED: Final = re.compile(
    r"\b(?:de nghi|yeu cau|gui|bao cao|hoan thanh|phan hoi|tra loi|cho y kien|gop y|trinh|nop|dang ky|tham gia"
    r"|tong hop|thuc hien xong)\b"
)
_HAPPENED: Final = re.compile(
    r"\b(?:da|duoc (?:thanh lap|ban hanh|cap|phe duyet)|phat sinh|co hieu luc|het hieu luc|ap dung)\b"
)


def read_bases(script: Script, after: int) -> Iterator[Suggestion]:
    """Every legal basis, whole, without the mark that ends it."""
    for count, found in enumerate(_BASIS.finditer(script.flat, after, after + AFTER_BASES)):
        if count == MOST_BASES:
            return
        stop = script.find(_BASIS_ENDS, found.end())
        end = stop.start() if stop else len(script.text)
        start = found.end() - len("can cu ") if script.flat.startswith("can cu", found.end() - 7) else found.start()
        value = " ".join(script.text[start:end].split()).lstrip("-–—+• ")
        if 12 <= len(value) <= 900 and (made := script.suggest(value, start, end, 0.85)):
            yield made


def read_mark(script: Script, marks: Mapping[str, str], end: int) -> Suggestion | None:
    """A mark that stands alone on a line in capitals: MẬT, KHẨN, «HOẢ TỐC HẸN GIỜ»."""
    for start, last, text in script.rows(0, end):
        if not is_upper(text):
            continue
        said = re.sub(r"[^\w]+", " ", script.flat[start:last]).strip()
        for mark, name in marks.items():
            if said == mark or (mark.startswith("hoa toc") and said.startswith(f"{mark} ")):
                return script.suggest(name, start, last, 0.95)
    return None


def read_deadline(script: Script, after: int, issued: date | None) -> Suggestion | None:
    """The first day by which the paper wants something done; only a day after its own."""
    after = script.end(script.line_at(after))
    for found in _UNTIL.finditer(script.flat, after):
        day, month, year = (found[1], found[2], found[3]) if found[1] else (found[4], found[5], found[6])
        sentence = _sentence(script, after, found.start(), found.end())
        if not _ASKED.search(sentence) or _HAPPENED.search(script.flat[max(0, found.start() - 25) : found.start()]):
            continue
        when = _when(int(day), int(month), int(year) if year else None, issued)
        if when and (issued is None or issued <= when <= issued + FARTHEST):
            return script.suggest(f"{when}", found.start(), found.end(), 0.8 if year else 0.7)
    return None


def _sentence(script: Script, after: int, start: int, end: int) -> str:
    first = max(
        script.flat.rfind(". ", 0, start), script.flat.rfind(".\n", 0, start), script.flat.rfind(";", 0, start), after
    )
    lasts = [place for mark in (". ", ".\n", ";") if (place := script.flat.find(mark, end)) >= 0]
    return script.flat[max(first, start - 400) : min([*lasts, end + 200])]


def _when(day: int, month: int, year: int | None, issued: date | None) -> date | None:
    """A day without a year is the next one after the paper."""
    years = [year] if year else [issued.year, issued.year + 1] if issued else []
    for candidate in years:
        try:
            when = date(candidate, month, day)
        except ValueError:
            continue
        if year or issued is None or when >= issued:
            return when
    return None
