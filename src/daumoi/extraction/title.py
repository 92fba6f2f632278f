"""What kind of paper it is and what it is about.

A named paper carries its type in capitals with the subject beneath it; a letter has none, and its subject stands under
the number (Hướng dẫn 36-HD/VPTW, mục II.5; Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from daumoi.extraction.casing import natural
from daumoi.extraction.heading import HEAD, Stretch
from daumoi.extraction.lines import is_national
from daumoi.extraction.nouns import Suggestion
from daumoi.extraction.script import Script, flat, is_upper
from daumoi.extraction.vocabulary import Vocabulary
from daumoi.numbering.notation import Notation
from daumoi.vietnamese import fold, misread

LETTER: Final = "Công văn"
CONSOLIDATED: Final = "VBHN"
MOST_LINES: Final = 16
LONGEST: Final = 1_000
LEAST: Final = 4
NOISE: Final = 3  # a subject with a third of its words misread is worth nothing

_RULE: Final = re.compile(r"\s*(?:[-–—_*=~.•]\s*){2,}|\W*[*oO]?\W*")
_ADDRESSED: Final = re.compile(r"^\W{0,4}kinh\s+gui\b", re.MULTILINE)
_LEAD: Final = re.compile(r"\W{0,3}(?:v/v|ve viec|ve)\b\s?:?")
_STOP: Final = re.compile(
    r"\W{0,3}(?:can cu\b|kinh (?:gui|trinh|thua)\b|dieu \d|chuong [\divx]|phan (?:thu|[\divx])|muc [\divx]|noi nhan\b"
    r"|theo de nghi\b|xet (?:de nghi|thay|to trinh)\b|.{0,40},\s*ngay\b.{0,6}(?:thang|$)|ngay \d{1,2} thang"
    r"|[ivx]{1,4}\s?[-.]\s?\w"
    r"|\d{1,2}\s?[.)]\s|ban hanh kem|kem theo|\(|tai phien hop"
    r"|(?:quoc hoi|chinh phu|bo truong|thu tuong)\b.{0,60}\bban hanh\b)"
)
_AUTHORITY: Final = re.compile(
    r"\W*(?:bo truong|chu tich|thu tuong|giam doc|tong giam doc|cuc truong|tong cuc truong|vu truong|chu nhiem"
    r"|truong ban|vien truong|chanh an|chanh thanh tra|chanh van phong|tong thanh tra|tong kiem toan"
    r"|thong doc|hieu truong|hoi dong|uy ban|ban thuong vu|ban chap hanh|ban bi thu|bo chinh tri|quoc hoi"
    r"|chinh phu|thuong truc|tinh uy|thanh uy|dang uy|chi cuc truong|truong phong|bi thu|giam doc so"
    r"|tong bi thu|chu tich nuoc|lien bo|dai hoi)\b"
)
_POSITIONS: Final = frozenset(
    [
        "bo",
        "truong",
        "chu",
        "tich",
        "thu",
        "tuong",
        "giam",
        "doc",
        "tong",
        "cuc",
        "vu",
        "nhiem",
        "ban",
        "vien",
        "chanh",
        "an",
        "thanh",
        "tra",
        "van",
        "phong",
        "kiem",
        "toan",
        "thong",
        "hieu",
        "hoi",
        "dong",
        "uy",
        "nhan",
        "dan",
        "cac",
        "cua",
        "va",
        "chi",
        "tinh",
        "pho",
        "bi",
    ]
)
# Words that ask for a name: what follows them belongs to the subject.
_ASKING: Final = frozenset(
    [
        "cua",
        "va",
        "giua",
        "cho",
        "boi",
        "voi",
        "tai",
        "ve",
        "thuoc",
        "cac",
        "do",
        "theo",
        "den",
        "tu",
        "la",
        "vao",
        "trong",
        "nhiem",
        "truc",
        "giao",
        "quyen",
        "chuc",
        "danh",
        "viec",
    ]
)


@dataclass(frozen=True)
class Title:
    """The line that names the type, and where the subject begins after it."""

    name: str
    start: int
    end: int


def find_title(script: Script, words: Vocabulary, after: int, end: int) -> Title | None:
    """The first line in capitals that names a type; after the number if there is one."""
    for start, last, text in script.rows(after, min(len(script.text), max(end, after) + HEAD // 4)):
        if start >= end and _STOP.match(flat(text)):
            break
        if is_upper(text) and not is_national(text) and (named := words.title(text)):
            return Title(named[0], start, start + named[1] if named[1] < last - start else last)
    return None


def read_type(
    script: Script, words: Vocabulary, title: Title | None, notation: Notation | None, number: Stretch | None, end: int
) -> Suggestion | None:
    """The type: named by the title, by the letters of the symbol, or a letter because it addresses somebody."""
    if notation and number and notation.type_abbr == CONSOLIDATED:
        # It carries the title of what it consolidates (Pháp lệnh 01/2012/UBTVQH13).
        return script.suggest(words.named(notation), number.start, number.end, 0.95)
    if title:
        agrees = notation is None or (words.named(notation) or title.name) == title.name
        return script.suggest(title.name, title.start, title.end, 0.97 if agrees else 0.85)
    if notation and number:
        if script.find(_ADDRESSED, number.end, end + 200):
            return script.suggest(LETTER, number.start, number.end, 0.95)
        if notation.type_abbr and (name := words.named(notation)):
            return script.suggest(name, number.start, number.end, 0.85)
        if notation.body and not notation.year:
            return script.suggest(LETTER, number.start, number.end, 0.7)
    return None


def read_subject(
    script: Script, title: Title | None, number: Stretch | None, end: int, issuers: str, consolidated: bool = False
) -> Suggestion | None:
    """The subject: beneath the title, else under the number. `issuers` are the names in the heading.

    A consolidated text is about the paper it consolidates, so the title belongs to its subject.
    """
    if title and consolidated:
        title = replace(title, end=title.start)
    rows = (
        _beneath(script, title, issuers)
        if title and title.name != LETTER
        else _under(script, number.end if number else 0, end)
    )
    if not rows:
        return None
    printed = " ".join(text for _, _, text in rows)
    printed = re.sub(r"\s*[-–_*.]{3,}.*$", "", printed).strip(" .:;-–*_“”|")
    if not LEAST <= len(printed) <= LONGEST:
        return None
    led = _LEAD.match(flat(printed)) is not None
    confidence = 0.9 if led or (title and len(rows) <= 6) else 0.7
    confidence *= max(0.0, 1 - NOISE * misread(printed))
    return script.suggest(natural(script, printed), rows[0][0], rows[-1][1], confidence)


Row = tuple[int, int, str]


def _beneath(script: Script, title: Title, issuers: str) -> list[Row]:
    taken: list[Row] = []
    gap = False
    for start, last, text in script.rows(title.end, min(len(script.text), title.end + 3_000)):
        words = text.strip()
        bare = flat(words)
        if not words:
            gap = bool(taken)
            continue
        if _RULE.fullmatch(words):
            if taken:
                break
            continue
        if _STOP.match(bare) or is_national(text) or len(taken) == MOST_LINES:
            break
        if taken and _turns(taken, words, gap):
            break
        taken.append((start, last, words))
        gap = False
    return _without_authority(script, taken, issuers)


def _turns(taken: list[Row], words: str, gap: bool) -> bool:
    """Whether these words cannot go on with the subject: other letters, or a gap before ordinary ones."""
    upper = is_upper(" ".join(text for _, _, text in taken))
    if upper:
        return not is_upper(words) and (gap or len(words) > 12)
    return gap or (is_upper(words) and len(words) > 6 and " " in words)


def _without_authority(script: Script, rows: list[Row], issuers: str) -> list[Row]:
    """The last lines name who decides («BỘ TRƯỞNG BỘ Y TẾ»), when they say again what stands in the heading."""
    known = set(fold(issuers).split()) | _POSITIONS
    for at in range(max(1, len(rows) - 3), len(rows)):
        said = re.findall(r"\w+", fold(" ".join(text for _, _, text in rows[at:])))
        if _AUTHORITY.match(flat(rows[at][2])) and sum(word in known for word in said) >= 0.7 * len(said):
            return rows[:at]
    if rows and script.lines[script.line_at(rows[-1][0])].box is None:
        return [*rows[:-1], _cut_short(rows[-1], known)]
    return rows


def _cut_short(row: Row, known: set[str]) -> Row:
    """The same where the lines of a text were run together."""
    start, _, text = row
    bare = flat(text)
    for found in re.finditer(r"(?<=\s)\S", bare):
        before, after = bare[: found.start()].split(), re.findall(r"\w+", bare[found.start() :])
        if (
            len(after) >= 3
            and _AUTHORITY.match(bare, found.start())
            and before[-1] not in _ASKING
            and known >= set(after)
        ):
            return start, start + found.start(), text[: found.start()].strip()
    return row


def _under(script: Script, start: int, end: int) -> list[Row]:
    """The lines under the number of a letter, to the right column or the addressee."""
    taken: list[Row] = []
    for first, last, text in script.rows(start, end):
        words = text.strip()
        bare = flat(words)
        if not words or _RULE.fullmatch(words):
            if taken:
                break
            continue
        if _STOP.match(bare) or is_national(text):
            if taken:
                break
            continue
        if taken and is_upper(words) and not words.isascii():
            break  # a mark of urgency beneath it; an abbreviation may stand alone on a line
        if taken or _LEAD.match(bare) or (not is_upper(words) and len(words.split()) > 1):
            taken.append((first, last, words))
        if len(taken) == MOST_LINES:
            break
    return taken
