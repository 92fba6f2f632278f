"""Number and date of a paper, and where its form ends and its words begin.

The number stands under the issuer, «Số 05-NQ/TU» in the Party form (Hướng dẫn 36-HD/VPTW, mục II.3), «Số:
15/QĐ-UBND» in the State form (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.3); place and date on the other side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from daumoi.extraction.nouns import Suggestion
from daumoi.extraction.script import Script
from daumoi.numbering.notation import TYPE_NAMES, Notation, parse

HEAD: Final = 6_000
FIRST_YEAR, LAST_YEAR = 1930, 2100

_BODY: Final = re.compile(
    r"^\W{0,4}(?:can cu\b|kinh (?:gui|trinh|thua)\b|dieu [1i]\b|chuong [1i]\b|theo de nghi\b|thuc hien\b|xet de nghi\b"
    r"|phan (?:thu nhat|[1i])\b|[1i]\s?[-.]\s?\w)",
    re.MULTILINE,
)
_SO: Final = re.compile(
    r"^\W{0,4}(?:(?:bo )?(?:luat|phap lenh|nghi quyet|quyet dinh|nghi dinh|lenh)\s)?s[o06]\b\s?[:;.,]?\s*(?=\S)",
    re.MULTILINE,
)
_DIGITS: Final = str.maketrans({**dict.fromkeys("OoQ", "0"), **dict.fromkeys("lI|!", "1"), "S": "5", "Z": "2"})
_NUMERAL: Final = (
    r"[0-9OoQlI|!SZ]{0,4}[0-9][0-9OoQlI|!SZ]{0,4}(?:[.][0-9]{1,3})?(?:bis|[a-zđ](?![^\W\d_]))?|[lIO0]{1,2}"
)
_CODE: Final = r"[A-Za-zĐđÐƯưÂâÊêÔôĂăƠơА-Яа-я0-9&().]+"
_SYMBOL: Final = re.compile(rf"({_NUMERAL})((?:\s{{0,3}}[-/–—_‐‑−]{{1,2}}\s{{0,2}}{_CODE}){{1,14}})")
_DAY: Final = r"([0-9oli|]{1,2})\s*th[a-z]{1,2}ng\s*([0-9oli|]{1,2})\s*n[a-z]m\s*([0-9oli|]{4})(?!\d)"
_DATE: Final = re.compile(rf"ng[a-z]{{1,2}}\s*[,.]?\s*{_DAY}")
_PASSED: Final = re.compile(rf"thong qua ngay\s*{_DAY}")
_FLAT_DIGITS: Final = str.maketrans("oli|", "0111")
_PLACE: Final = re.compile(r"^\W{0,3}(?:[^\W\d_][\w.' -]{1,40},\s*)?$")


@dataclass(frozen=True)
class Stretch:
    """From where to where something stands in the script."""

    start: int
    end: int


def body_start(script: Script) -> int:
    """Where the paper begins to speak; dates and numbers after that are those of other papers."""
    first = script.find(_SO, 0, HEAD)
    after = first.end() if first else 0
    found = script.find(_BODY, after, HEAD)
    if found is None or (first and not _reads_number(script, first) and found.start() < first.start()):
        found = found or script.find(_BODY, 0, HEAD)
    return found.start() if found else min(len(script.text), HEAD // 3)


def read_number(script: Script, end: int) -> tuple[Suggestion | None, Stretch | None, Notation | None]:
    """The number and symbol of the paper; the first that is one in the form above the words."""
    for found in _SO.finditer(script.flat, 0, end):
        if symbol := _reads_number(script, found):
            notation, stretch, repaired = symbol
            confidence = 0.97 if notation.type_abbr in TYPE_NAMES or notation.year else 0.9
            confidence -= 0.15 if repaired else 0
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            return script.suggest(str(notation), start, stretch.end, confidence), Stretch(start, stretch.end), notation
    return None, None, None


def _reads_number(script: Script, found: re.Match[str]) -> tuple[Notation, Stretch, bool] | None:
    """What stands right after «Số»."""
    match = _SYMBOL.match(script.text, found.end())
    if match is None:
        return None
    numeral = match[1].translate(_DIGITS)
    tail = re.sub(r"\s+", "", match[2]).rstrip(".(")
    notation = parse(numeral + tail)
    if notation is None or not notation.separator:
        return None
    return notation, Stretch(match.start(), match.end()), numeral != match[1]


def read_date(script: Script, end: int) -> tuple[Suggestion | None, date | None]:
    """The day of the paper: of the line of place and date, else the first in the form, else when it was passed."""
    dated = [(found, day) for found in _DATE.finditer(script.flat, 0, end) if (day := _day(found))]
    placed = [(found, day) for found, day in dated if _PLACE.match(_before(script, found.start()))]
    for candidates, confidence in ((placed, 0.97), (dated, 0.7)):
        for found, day in candidates:
            start = found.start()
            return script.suggest(f"{day}", start, found.end(), confidence), day
    passed = script.find(_PASSED)
    if passed and (day := _day(passed)):
        return script.suggest(f"{day}", passed.start(), passed.end(), 0.7), day
    return None, None


def _before(script: Script, place: int) -> str:
    return script.text[script.starts[script.line_at(place)] : place]


def _day(found: re.Match[str]) -> date | None:
    day, month, year = (int(part.translate(_FLAT_DIGITS)) for part in found.groups())
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None
