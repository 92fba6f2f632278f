"""What the first page of a paper says about it: number, date, subject. Pure; only suggestions, never invented."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from daumoi import vietnamese
from daumoi.numbering.notation import parse

HEAD = 4_000
SUBJECT_LINES = 7
LONGEST = 400

_NUMBER = re.compile(
    r"^\W*(?:luật\s+)?số\s*:?\s*([0-9][^\n]{2,60}|\n\s*[0-9][^\n]{2,60})", re.IGNORECASE | re.MULTILINE
)
_DAY = re.compile(r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.IGNORECASE)
_LETTER = re.compile(r"^\W*(V/v|Về việc)\s*:?\s*", re.IGNORECASE | re.MULTILINE)
_PLACE_LINE = re.compile(r"\s+(?:[A-ZĐÀ-Ỹ][\w.\s]{1,30},)?\s*ngày\s.*$")
# What cannot belong to a subject any more: a rule, the addressee, a legal basis, a heading, another part of the form.
_STOP = re.compile(
    r"\s*(?:[-–—_*]{3,}|[-–]?\s*Căn cứ|CĂN CỨ|Thực hiện|Theo\s|Xét\s|Điều\s+\d|Chương\s|Phần\s|Mục\s|Nơi nhận"
    r"|[IVX]+\s*[-.]|\d+\s*[.)-]\s"
    r"|(?i:kính\s+(?:gửi|trình|thưa)|cộng\s+h[oò]|độc\s+lập|đảng\s+cộng\s+sản|số\s*:?\s*\d)"
    r"|(?:Bộ trưởng|Thủ tướng|Chính phủ|Quốc hội|Uỷ ban|Ủy ban|Chủ tịch)\s)"
)
_MARK = re.compile(r"^\W*(TUYỆT MẬT|TỐI MẬT|MẬT)\W*$", re.MULTILINE)
_END = re.compile(r"\s+[-–]\s*Căn cứ.*$")
# The form of a paper ends where it begins to speak; dates after that are those of other papers.
_BODY = re.compile(r"^\W*(?:Căn cứ|Kính gửi|Kính trình|Điều 1\b|Thực hiện)", re.MULTILINE)
_TYPES = (
    *("nghị quyết", "quyết định", "chỉ thị", "kết luận", "quy chế", "quy định", "thông tri", "hướng dẫn", "thông báo"),
    *("báo cáo", "kế hoạch", "quy hoạch", "chương trình", "chương trình hành động", "đề án", "phương án", "dự án"),
    *("tờ trình", "biên bản", "nghị định", "thông tư", "công điện", "giấy mời", "luật"),
)
_TYPE_LINE = re.compile(rf"^\W*({'|'.join(sorted(_TYPES, key=len, reverse=True))})\W*$", re.IGNORECASE)


@dataclass(frozen=True)
class FirstPage:
    """What could be read; empty where nothing was seen."""

    number: str = ""
    issued_on: date | None = None
    subject: str = ""
    mark: str = ""
    """The mark of secrecy that stands alone on a line: MẬT, TỐI MẬT, TUYỆT MẬT."""

    def __bool__(self) -> bool:
        return bool(self.number or self.issued_on or self.subject)


def read(text: str) -> FirstPage:
    """Read the words of a file; only its first page is looked at."""
    head = vietnamese.nfc(text.replace("\r\n", "\n").replace("\r", "\n").partition("\f")[0][:HEAD])
    form = head[: found.start()] if (found := _BODY.search(head)) else head
    mark = _MARK.search(form)
    return FirstPage(_number(form), _day(form), _subject(head), mark[1] if mark else "")


def _number(head: str) -> str:
    for found in _NUMBER.finditer(head):
        words = _PLACE_LINE.sub("", found[1].strip())
        words = re.split(r"\s{2,}|\t|\s+(?=(?:V/v|Về)\b)|[;,]", words)[0].strip()
        notation = parse(words)
        if notation and notation.separator:
            return str(notation)
    return ""


def _day(head: str) -> date | None:
    if found := _DAY.search(head):
        try:
            return date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            return None
    return None


def _subject(head: str) -> str:
    lines = head.split("\n")
    for at, line in enumerate(lines):
        is_title = _TYPE_LINE.match(line) and line.strip().isupper()
        if is_title and (subject := _joined(lines[at + 1 : at + 1 + SUBJECT_LINES])):
            return subject
    for at, line in enumerate(lines):
        if found := _LETTER.match(line):
            rest = [line[found.end() :], *lines[at + 1 : at + SUBJECT_LINES]]
            if subject := _joined(rest):
                return (
                    f"Về việc {subject[:1].lower()}{subject[1:]}"
                    if found[1].lower() == "v/v"
                    else f"{found[1]} {subject}"
                )
    return ""


def _joined(lines: list[str]) -> str:
    """The lines of a subject, as one; until something begins that is no subject."""
    taken: list[str] = []
    for line in lines:
        words = " ".join(line.split())
        if not words:
            if taken:
                break
            continue
        if _STOP.match(words) or _DAY.search(words):
            break
        taken.append(words)
    subject = _END.sub("", _PLACE_LINE.sub("", " ".join(taken))).strip(" .:-*_")
    return subject if 8 <= len(subject) <= LONGEST else ""
