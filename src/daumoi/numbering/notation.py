"""How the number and symbol of a paper look and are read: 05-NQ/TU, 15/QĐ-UBND, 66.18/2026/NQ-CP. Pure.

Three forms of the same thing: what was printed or typed, the canonical spelling (`normalise`), and the comparison key
(`key`), which is the same for every spelling. A key says nothing about issuer, term or date, and without them numbers
repeat.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal

from daumoi.vietnamese import fold, nfc, words

Style = Literal["party", "state"]

TYPE_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "NQ": ("nghị quyết",),
    "QĐ": ("quyết định", "quy định"),
    "QĐi": (),
    "QyĐ": (),
    "CT": ("chỉ thị",),
    "KL": ("kết luận",),
    "QC": ("quy chế",),
    "TT": ("thông tri", "thông tư"),
    "HD": ("hướng dẫn",),
    "TB": ("thông báo", "thông báo kết luận"),
    "TBKL": (),
    "TC": ("thông cáo",),
    "BC": ("báo cáo",),
    "KH": ("kế hoạch",),
    "QH": ("quy hoạch",),
    "CTr": ("chương trình", "chương trình hành động"),
    "CTPH": ("chương trình phối hợp",),
    "QCPH": ("quy chế phối hợp",),
    "ĐA": ("đề án",),
    "PA": ("phương án",),
    "DA": ("dự án",),
    "TTr": ("tờ trình",),
    "CV": ("công văn",),
    "BB": ("biên bản",),
    "BS": ("bản sao",),
    "GM": ("giấy mời",),
    "GGT": ("giấy giới thiệu",),
    "GCN": ("giấy chứng nhận",),
    "GNP": ("giấy nghỉ phép",),
    "GUQ": ("giấy uỷ quyền",),
    "PG": ("phiếu gửi",),
    "PC": ("phiếu chuyển",),
    "PB": ("phiếu báo",),
    "NĐ": ("nghị định",),
    "CĐ": ("công điện",),
    "HĐ": ("hợp đồng",),
    "BGN": ("bản ghi nhớ",),
    "BTT": ("bản thoả thuận",),
    "SY": ("bản sao y",),
    "TrS": ("bản trích sao",),
    "SL": ("bản sao lục", "sắc lệnh"),
    "TTLT": ("thông tư liên tịch",),
    "TTLB": ("thông tư liên bộ",),
    "NQLT": ("nghị quyết liên tịch",),
    "HDLN": ("hướng dẫn liên ngành",),
    "VBHN": ("văn bản hợp nhất",),
    "PL": ("pháp lệnh",),
    "L": ("luật", "lệnh"),
    "LCT": (),
}
"""Abbreviations that stand for a document type in a number, with the names said before the number."""

# Spellings that differ from all capitals, and those people type without Đ where no other abbreviation is meant.
_SPELLINGS: Final = {
    "ctr": "CTr",
    "ttr": "TTr",
    "ttg": "TTg",
    "qđi": "QĐi",
    "qdi": "QĐi",
    "qyđ": "QyĐ",
    "qyd": "QyĐ",
    "trs": "TrS",
    "qd": "QĐ",
    "nd": "NĐ",
    "du": "ĐU",
    "bcd": "BCĐ",
}
_ONE_KEY: Final = {"qdi": "qd"}

# Terms of the National Assembly by their years, without the years in which two terms meet.
_ASSEMBLIES: Final = (
    (1998, 2001, 10),
    (2003, 2006, 11),
    (2008, 2010, 12),
    (2012, 2015, 13),
    (2017, 2020, 14),
    (2022, 2025, 15),
)

_LOOKALIKES: Final = dict(zip("АВЕКМНОРСТУХаеорсух", "ABEKMHOPCTYXaeopcyx", strict=True))
_DASHES: Final = dict.fromkeys("‐‑‒–—―−﹣－_", "-")
_QUOTES: Final = dict.fromkeys("\"'`´“”‘’«»", "")
_TYPING: Final = str.maketrans({**_LOOKALIKES, **_DASHES, **_QUOTES, "\\": "/", "：": ":"})
_SEPARATED: Final = re.compile(r"\s*([-/])[-/\s]*")
_REMARK: Final = re.compile(r"\s*(?:[,;]|\b(?:ngày|ngay)\s*\d|\b(?:của|cua)\b).*$", re.IGNORECASE)

# Symbols carry no tone marks, which keeps ordinary words out.
_CODE: Final = r"[A-Za-zĂÂĐÊÔƠƯăâđêôơư0-9.&()]+"
_NUMBER: Final = r"[0-9]+(?:\.[0-9]+)*(?:bis|[A-Za-zđĐ](?![^\W\d_]))?"
_YEAR: Final = r"(?:19|20)[0-9]{2}"
_SYMBOL: Final = re.compile(
    rf"(?P<number>{_NUMBER})"
    rf"(?:[/ ](?P<year>{_YEAR})(?=[-/ ]|$))?"
    rf"(?:(?P<separator>[-/ ]?)(?P<tail>(?![0-9]){_CODE}(?:[-/ ]{_CODE})*))?"
)
_PARTY_BODY: Final = re.compile(r"(?:TW|TU|[ĐHQ]U|ĐH|BCĐ|CB)$")

_LEADS: Final[dict[str, str]] = {
    fold(lead): abbr for abbr, names in TYPE_NAMES.items() for lead in (*names, abbr)
} | dict.fromkeys(("", "ky hieu", "so ky hieu", "so va ky hieu", "so hieu"), "")
_LONGEST: Final = 8
# Types that a number may leave unsaid (125/SGDĐT-VP is a letter, 35/2024/QH15 a law), so no key can be asked for them.
_UNNAMED: Final = frozenset({"CV", "L", "PL"})
_LAST_SO: Final = re.compile(r"(?:^| )so$")


@dataclass(frozen=True, slots=True)
class Notation:
    """A number and symbol taken apart; `str()` puts it together in the canonical spelling."""

    number: str
    """As printed: leading zeros, decimals and letters kept (01763, 66.18, 12a)."""
    year: int | None = None
    separator: str = ""
    """What stands before the symbol: "-" in the Party form, "/" in the State form, "" with no symbol."""
    type_abbr: str = ""
    """Empty for letters of the State form, which name no type (125/SGDĐT-VP)."""
    joint: str = ""
    body: str = ""
    raw: str = field(default="", compare=False)

    def __str__(self) -> str:
        year = f"/{self.year}" if self.year else ""
        return f"{self.number}{year}{self.separator}{self.type_abbr}{self.joint}{self.body}"

    @property
    def value(self) -> int | None:
        """The number to count by; None where it is not a whole number (66.18)."""
        found = re.fullmatch(r"([0-9]+)[^0-9.]*", self.number)
        return int(found[1]) if found else None

    @property
    def style(self) -> Style | None:
        """Party form 05-NQ/TU or State form 15/QĐ-UBND; None for a number alone."""
        if not self.separator:
            return "state" if self.year else None
        return "party" if self.separator == "-" else "state"

    @property
    def key(self) -> str:
        """Number without zeros, type, body and last the year, in folded words: `18 2026`, `5 nq tu`, `15 nd cp 2020`.

        The year stands last so that one prefix finds a paper whether or not the year was said.
        """
        symbol = words(f"{self.type_abbr} {self.body}", folded=True).split()
        year = [str(self.year)] if self.year else []
        number = self.number.lower().lstrip("0") or "0"
        return " ".join([number, *(_ONE_KEY.get(word, word) for word in symbol), *year])


@dataclass(frozen=True, slots=True)
class NumberQuery:
    """A number somebody looks for. A paper meets it when its key equals `key` or begins with `prefix`.

    Where `year` is given, the key must also end with it.
    """

    number: str
    value: int | None
    year: int | None
    abbr: str | None
    body: str | None
    key: str
    prefix: str


def parse(text: str) -> Notation | None:
    """Read a number in any spelling, with or without what stands before it; None when it is no number."""
    return _read(text)[0]


def normalise(text: str) -> str:
    """The canonical spelling: "Số: 5 -nq/tư" gives 5-NQ/TW. What is no number is only tidied, "Không số" is empty."""
    found = parse(text)
    if found:
        return str(found)
    tidied = _tidy(text)
    return "" if fold(tidied) in ("so", "khong so") else tidied


def key(text: str) -> str:
    """The comparison key; also of what is no number, so that odd symbols still meet themselves."""
    found = parse(text)
    if found:
        return found.key
    first, *others = words(normalise(text), folded=True).split() or [""]
    if first.isdigit() and others and re.fullmatch(_YEAR, others[0]):
        others.append(others.pop(0))
    return " ".join([first.lstrip("0") if first.isdigit() else first, *others])


def as_number_query(text: str) -> NumberQuery | None:
    """What is looked for when somebody typed something like a number: 128, 128-kl/tu, số 12 nq tu, nghị quyết 18."""
    found, lead = _read(text)
    if found is None or len(found.number) > _LONGEST:
        return None
    if lead and not found.separator and lead not in _UNNAMED:
        found = Notation(found.number, found.year, "-", lead)
    prefix = Notation(found.number, None, found.separator, found.type_abbr, found.joint, found.body).key
    return NumberQuery(
        number=found.number,
        value=found.value,
        year=found.year,
        abbr=found.type_abbr or lead or None,
        body=found.body or None,
        key=found.key,
        prefix=prefix if found.separator else f"{prefix} ",
    )


def party(number: int | str, abbr: str, body: str) -> str:
    """The Party form: 05-NQ/TU."""
    return f"{_two_digits(number)}-{abbr}/{body}"


def printed_party(number: int | str, abbr: str, body: str) -> str:
    """As printed on a Party paper, without a colon: Số 05-NQ/TU."""
    return f"Số {party(number, abbr, body)}"


def state(number: int | str, abbr: str, body: str, year: int | None = None) -> str:
    """The State form: 15/QĐ-UBND, 05/2020/TT-BYT; a letter has no type: 125/SGDĐT-VP."""
    symbol = f"{abbr}-{body}" if abbr else body
    return "/".join([_two_digits(number), *([str(year)] if year else []), symbol])


def printed_state(number: int | str, abbr: str, body: str, year: int | None = None) -> str:
    """As printed on a State paper, with a colon: Số: 15/QĐ-UBND."""
    return f"Số: {state(number, abbr, body, year)}"


def _two_digits(number: int | str) -> str:
    return f"{number:02d}" if isinstance(number, int) else number


def _tidy(text: str) -> str:
    """Blanks, dashes, quotes and letters of other alphabets put right."""
    text = nfc(nfc(text).translate(_TYPING))
    text = _SEPARATED.sub(r"\1", " ".join(text.split()))
    return text.strip(" .,:;-")


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[Notation | None, str]:
    """The notation, and the type named by the words before it."""
    tidied = _tidy(text)
    first = re.search(r"[0-9]", tidied)
    if not first:
        return None, ""
    lead = _LAST_SO.sub("", words(tidied[: first.start()], folded=True))
    found = _SYMBOL.fullmatch(_REMARK.sub("", tidied[first.start() :]).rstrip(" .:-/"))
    if found is None or lead not in _LEADS:
        return None, ""
    return _symbol(found, text), _LEADS[lead]


def _symbol(found: re.Match[str], raw: str) -> Notation | None:
    number, separator = found["number"], found["separator"]
    year = int(found["year"]) if found["year"] else None
    if not found["tail"]:
        return Notation(number, year, raw=raw)
    head, *rest = re.split(r"([-/ ])", found["tail"])
    head = _spell(head)
    joint = rest.pop(0) if rest else ""
    body = "".join(map(_spell, rest))
    known = head in TYPE_NAMES
    if " " in body or (not known and " " in (separator or " ", joint)):
        return None
    if not body and (not known or (year and head == "QH")):
        return Notation(number, year, "/" if year else separator, body=_complete(head, year), raw=raw)
    separator, joint = _separators(separator, joint, body, year)
    if known or year or (separator, joint) == ("-", "/"):
        return Notation(number, year, separator, head, joint, _complete(body, year), raw=raw)
    return Notation(number, year, separator, body=f"{head}{joint}{body}", raw=raw)


def _separators(separator: str, joint: str, body: str, year: int | None) -> tuple[str, str]:
    """Both separators where somebody left a blank: the form of the other one, or of the body, decides."""
    if year:
        separator = "/"
    if separator not in ("-", "/"):
        party_form = joint == "/" or (joint != "-" and (not body or _PARTY_BODY.search(body)))
        separator = "-" if party_form else "/"
    if joint == " ":
        joint = "/" if separator == "-" else "-"
    return separator, joint


def _spell(code: str) -> str:
    """One code of a symbol in its own capitals: nđ is NĐ, CTR is CTr, the TƯ of older papers is TW."""
    if spelling := _SPELLINGS.get(code.lower()):
        return spelling
    if code.islower() or code.istitle():
        code = code.upper()
    return re.sub("TƯ$", "TW", code)


def _complete(body: str, year: int | None) -> str:
    """75/2006/QH forgot the term of the Assembly, which the year gives away."""
    if body in ("QH", "UBTVQH") and year:
        return body + next((str(term) for first, last, term in _ASSEMBLIES if first <= year <= last), "")
    return body
