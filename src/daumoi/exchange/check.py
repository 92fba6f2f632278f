"""What a row of an old register says, and what is wrong with it. Pure: the same row always gives the same answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from daumoi import vietnamese
from daumoi.documents.models import Security, Urgency
from daumoi.exchange.mapping import folded
from daumoi.incoming.rules import EARLIEST, is_alike
from daumoi.numbering import notation
from daumoi.numbering.notation import Notation
from daumoi.rulesets.book import RuleBook
from daumoi.rulesets.guess import Guess, type_of_name, type_of_symbol
from daumoi.rulesets.nouns import OTHER, System

PROBLEMS = {
    "broken": "không đọc được",
    "no_subject": "thiếu trích yếu",
    "no_date": "thiếu ngày",
    "bad_date": "ngày không hiểu được",
    "no_issuer": "thiếu nơi gửi",
    "doubled": "đã có trong sổ",
    "doubled_in_file": "lặp lại trong tệp",
}
REMARKS = {
    "type_unknown": "loại chưa có trong quy định",
    "no_number": "không có số, ký hiệu",
    "odd_number": "số, ký hiệu khác mẫu",
    "year_differs": "năm trong số khác năm của ngày",
    "same_number": "trùng số và ngày với văn bản khác",
    "cut": "dài quá, đã cắt bớt",
    "secret": "văn bản mật, chỉ vào phiếu",
    "not_in_series": "số không vào được dãy số",
    "not_understood": "có ô không hiểu được",
}
ALIKE = 0.5

_EXCEL_FIRST = date(1899, 12, 30)
_LED_BY_NUMBER = re.compile(r"(\d+)\D")
_YEARLESS = re.compile(r"\d{1,2}\s*[-/. ]\s*\d{1,2}|(?:ngay )?\d{1,2} thang \d{1,2}")
_SECURITY = {"mat": Security.MAT, "toi mat": Security.TOI_MAT, "tuyet mat": Security.TUYET_MAT, "a": Security.TUYET_MAT,
             "b": Security.TOI_MAT, "c": Security.MAT}  # fmt: skip
_NOT_SECRET = {"", "thuong", "khong", "khong mat", "binh thuong", "0", "normal", "none"}
_URGENCY = {"khan": Urgency.URGENT, "thuong khan": Urgency.VERY_URGENT, "hoa toc": Urgency.FLASH}
_WIDTHS = {
    "subject": 1000,
    "issuer": 300,
    "signer": 120,
    "position": 150,
    "number": 100,
    "note": 400,
    "recipients": 300,
}


@dataclass(frozen=True)
class Setting:
    """What rows are judged by: whose register it is, and the rules."""

    book: str
    body_name: str
    system: System
    rules: RuleBook
    today: date


@dataclass
class Judged:
    """A row understood: `said` is plain JSON. With a `problem` it does not go in; `told` says why."""

    said: dict[str, Any] = field(default_factory=dict)
    problem: str = ""
    told: str = ""
    remarks: list[list[str]] = field(default_factory=list)

    def refuse(self, problem: str, told: str) -> None:
        if not self.problem:
            self.problem, self.told = problem, told[:500]

    def remark(self, kind: str, words: str) -> None:
        self.remarks.append([kind, words[:300]])


def judge(raw: Mapping[str, str], mapping: Mapping[str, str], setting: Setting) -> Judged:
    """Read one row by the columns that were chosen."""
    cells = {key: raw.get(column, "").strip() for key, column in mapping.items()}
    found = Judged()
    security = _security(cells.get("security", ""), found)
    number, read = _number(cells, found)
    issued_on = _day(cells.get("issued_on", ""), "ngày văn bản", setting, found)
    arrived_on = _day(cells.get("arrived_on", ""), "ngày đến", setting, found)
    day = (arrived_on or issued_on) if setting.book == "incoming" else issued_on
    if day is None:
        found.refuse("no_date", "Chưa có ngày văn bản nên không biết xếp vào sổ ở đâu.")
    _years(read, issued_on, found)
    subject = _subject(cells.get("subject", ""), security, found)
    issuer = cells.get("issuer", "") or ("" if setting.book == "incoming" else setting.body_name)
    if not issuer:
        found.refuse("no_issuer", "Chưa có cơ quan ban hành (nơi gửi).")
    code, name = _type(cells.get("type", ""), number, read, subject, issued_on or day or setting.today, setting, found)
    if not cells.get("type") and "loai" in folded(mapping.get("subject", "")):
        subject = _without_type(subject, name)
    found.said = {
        "number": number,
        "value": read.value if read else None,
        "type_code": code,
        "type_name": name,
        "issued_on": issued_on.isoformat() if issued_on else None,
        "day": day.isoformat() if day else None,
        "subject": subject,
        "issuer": issuer,
        "signer": cells.get("signer", ""),
        "position": cells.get("position", ""),
        "recipients": cells.get("recipients", ""),
        "security": security,
        "urgency": _urgency(cells.get("urgency", ""), found),
        "pages": _whole(cells.get("pages", ""), "số trang", found),
        "copies": _whole(cells.get("copies", ""), "số bản", found),
        "note": cells.get("note", ""),
        "arrival_number": _whole(cells.get("arrival_number", ""), "số đến", found),
    }
    _cut(found)
    return found


# --- the parts of a row --------------------------------------------------------------------------------------


def _number(cells: Mapping[str, str], found: Judged) -> tuple[str, Notation | None]:
    number, symbol = cells.get("number", ""), cells.get("symbol", "")
    if (led := _LED_BY_NUMBER.match(symbol)) and number.isdecimal() and int(led[1]) == int(number):
        number = symbol  # the column of symbols already says «01-QĐ/TU»
    if number and symbol and notation.key(symbol) not in notation.key(number):
        party_form = "/" in symbol.strip("-/ ")
        number = f"{number.rstrip('-/ ')}{'-' if party_form else '/'}{symbol.strip('-/ ')}"
    if not number:
        found.remark("no_number", "Không có số, ký hiệu.")
        return "", None
    read = notation.parse(number)
    written = notation.normalise(number)
    if not written:
        found.remark("no_number", "Văn bản không số.")
    elif read is None:
        found.remark("odd_number", f"«{written}» không giống số, ký hiệu thường gặp; giữ nguyên như trong tệp.")
    return written, read


def _day(words: str, what: str, setting: Setting, found: Judged) -> date | None:
    """A date as it was typed, or as Excel counts days; without its year it is not understood."""
    if not words:
        return None
    try:
        if re.fullmatch(r"\d{5}", words) and 10_000 < int(words) < 60_000:
            day = _EXCEL_FIRST + timedelta(days=int(words))
        elif _YEARLESS.fullmatch(vietnamese.fold(words).strip()):
            raise ValueError(f"“{words}” thiếu năm.")
        else:
            day = vietnamese.parse_date(re.sub(r"[T ]00:00(:00(\.0+)?)?Z?$", "", words), today=setting.today)
    except ValueError as error:
        found.refuse("bad_date", f"Không hiểu {what}: {error}")
        return None
    if day > setting.today:
        found.refuse("bad_date", f"{what[:1].upper()}{what[1:]} {day:%d/%m/%Y} ở sau hôm nay.")
    elif day < EARLIEST:
        found.refuse("bad_date", f"{what[:1].upper()}{what[1:]} {day.day:02d}/{day.month:02d}/{day.year} không hợp lý.")
    else:
        return day
    return None


def _years(read: Notation | None, issued_on: date | None, found: Judged) -> None:
    if read and read.year and issued_on and read.year != issued_on.year:
        found.remark("year_differs", f"Năm trong số là {read.year}, ngày văn bản là {issued_on:%d/%m/%Y}.")


def _security(words: str, found: Judged) -> str:
    said = vietnamese.words(words, folded=True)
    level = _SECURITY.get(said)
    if level:
        found.remark("secret", f"Văn bản {level.label.lower()}: chỉ vào phiếu theo dõi, không giữ chữ của văn bản.")
        return str(level.value)
    if said not in _NOT_SECRET:
        found.remark("not_understood", f"Độ mật «{words[:60]}» không hiểu được; vào sổ như văn bản thường.")
    return str(Security.NORMAL.value)


def _urgency(words: str, found: Judged) -> str:
    said = vietnamese.words(words, folded=True)
    if said and said not in _URGENCY and said not in _NOT_SECRET:
        found.remark("not_understood", f"Độ khẩn «{words[:60]}» không hiểu được; để trống.")
    return str(_URGENCY.get(said, Urgency.NORMAL).value)


def _subject(words: str, security: str, found: Judged) -> str:
    if security == Security.TUYET_MAT:
        if words:
            found.remark("secret", "Trích yếu của văn bản tuyệt mật đã được bỏ.")
        return ""
    if not words and security == Security.NORMAL:
        found.refuse("no_subject", "Chưa có trích yếu.")
    return words


def _type(
    words: str, number: str, read: Notation | None, subject: str, day: date, setting: Setting, found: Judged
) -> tuple[str, str]:
    """The code of the type in the rules of that day, and its name as the register has it."""
    systems: list[System] = [setting.system, "party", "state"]
    if read and read.style:
        systems.insert(0, read.style)
    sets = [setting.rules.at(system, day) for system in dict.fromkeys(systems)]
    if words:
        for rules in sets:
            if words in rules.types:
                return words, rules.types[words].name
            named = type_of_name(rules, words)
            exact = named and vietnamese.fold(words).strip() in {
                vietnamese.fold(name) for name in (rules.types[named.code].name, *rules.types[named.code].aliases)
            }
            if exact:
                return named.code, words[:80]
        symbol = next((guess for rules in sets if (guess := type_of_symbol(rules, words))), None)
        if symbol:
            return symbol.code, next(rules.types[symbol.code].name for rules in sets if symbol.code in rules.types)
        found.remark("type_unknown", f"Loại «{words[:80]}» chưa có trong quy định; xếp vào văn bản khác.")
        return OTHER.code, words[:80]
    for rules in sets:
        guess = (type_of_symbol(rules, number, subject) if number else Guess()) or type_of_name(rules, subject)
        if guess:
            return guess.code, rules.types[guess.code].name
    found.remark("type_unknown", "Không biết loại văn bản; xếp vào văn bản khác.")
    return OTHER.code, OTHER.name


def _without_type(subject: str, name: str) -> str:
    """In a column «tên loại và trích yếu» the name of the type stands before the subject; it is kept once."""
    lead, rest = subject[: len(name)], subject[len(name) :]
    named = vietnamese.fold(lead) == vietnamese.fold(name) and re.match(r"[\s:,.-]+(?=\S+\s+\S)", rest)
    return rest[named.end() :] if named else subject


def _whole(words: str, what: str, found: Judged) -> int | None:
    if not words:
        return None
    if re.fullmatch(r"0*[1-9]\d{0,6}", words):
        return int(words)
    found.remark("not_understood", f"Không hiểu {what} «{words[:40]}»; để trống.")
    return None


def _cut(found: Judged) -> None:
    for key, width in _WIDTHS.items():
        words = found.said.get(key) or ""
        if len(words) > width:
            found.said[key] = words[: width - 1].rstrip() + "…"
            found.remark("cut", f"«{words[:40]}…» dài {len(words)} chữ, đã cắt còn {width}.")


# --- the same paper twice -----------------------------------------------------------------------------------


def identity(said: Mapping[str, Any]) -> str:
    """Papers that may be one: same number, day and issuer; a bare number also needs its type, no number its subject."""
    key = notation.key(said["number"]) if said["number"] else ""
    more = ""
    if not key:
        more = vietnamese.words(said["subject"], folded=True)
    elif not re.search(r"[^\d ]", key):
        more = said["type_code"]
    issuer = vietnamese.words(said["issuer"], folded=True)
    return "|".join((key, said["issued_on"] or said["day"] or "", issuer, more))


def same_subject(one: str, other: str) -> bool:
    """Whether two subjects under one number tell of one paper; where one says nothing there is no difference."""
    first, second = (vietnamese.words(words, folded=True).split() for words in (one, other))
    return not first or not second or is_alike(first, second) >= ALIKE
