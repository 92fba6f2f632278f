"""Who issued the paper: the names above its number.

The superior body stands first, in plain capitals, the issuing body beneath it in bold ones (Hướng dẫn 36-HD/VPTW, mục
II.2; Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.2). Names run over several lines, so a line begins a name of its own
only where it begins like one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from daumoi.extraction.casing import natural
from daumoi.extraction.lines import is_national
from daumoi.extraction.nouns import Suggestion
from daumoi.extraction.script import Script, flat, is_upper
from daumoi.rulesets.nouns import CENTRAL_ORGANS
from daumoi.vietnamese import fold

MOST_LINES: Final = 12

_BODIES: Final = (
    "bo chinh tri|ban bi thu|ban chap hanh|ban thuong vu|bo|uy ban|ubnd|hdnd|hoi dong|so|cuc|tong cuc"
    "|chi cuc|vu|van phong|vp|ban|tinh uy|thanh uy|huyen uy|quan uy|thi uy|dang uy|dang bo|dang doan"
    "|chi bo|trung tam|truong|vien|toa an|cong an|cong doan|doan|tinh doan|thanh doan|lien doan"
    "|tong lien doan|hoi|lien hiep|mat tran|quoc hoi|chinh phu|thu tuong|phu thu tuong|chu tich nuoc"
    "|ngan hang|kho bac|bao hiem|kiem toan|thanh tra|tong cong ty|cong ty|tap doan|phong|dai hoi|hoc vien"
    "|benh vien|bo tu lenh|bo chi huy|quan khu|thue|hai quan|dai|bao|thong tan|to cong tac|tieu ban"
    "|thuong truc|dang cong san|nha xuat ban|quy|lien bo|thuong vu"
)
_BEGINS: Final = re.compile(rf"\W*(?:{_BODIES})\b")
_UNFINISHED: Final = re.compile(
    r"(?:\b(?:va|cua|cac|tinh|thanh pho|huyen|xa|phuong|thi xa|quan|nhan dan|uy ban|ban|so|bo|cuc)|[-–,&])\s*$"
)
_NOT_A_NAME: Final = re.compile(
    r"\W*(?:so\b\s?[:.]?|v/v|ve viec|ky boi|nguoi ky|thoi gian ky|ngay ky|co quan:|email|tinh trang|du thao|mat|toi mat"
    r"|tuyet mat|khan|thuong khan|hoa toc|.*\bngay\b.{0,12}\bthang\b|.*\d\s?/"
    r"|.*\d{1,2}[-.]\d{1,2}[-.]\d{4}|https?:|dang cong san viet nam\W*$)"
)
_RULE: Final = re.compile(r"[\W_oO]{0,40}")
_OFFICE: Final = re.compile(r"van phong")
# Names that many bodies have: only the body above them says whose they are.
_BARE: Final = re.compile(
    r"van phong|ban (?:to chuc|tuyen giao|dan van|noi chinh|kinh te|doi ngoai|bao ve)\b.*|uy ban kiem tra"
)
_COMMITTEE: Final = re.compile(r"(?:dang bo|tinh uy|thanh uy|huyen uy|quan uy|thi uy|dang uy)\b")
_KIND_OF_PLACE: Final = re.compile(r"\b(tinh|thanh pho|huyen|quan|xa|phuong|dac khu)$")


@dataclass(frozen=True)
class _Name:
    text: str
    start: int
    end: int


def read_issuer(script: Script, end: int, organ: str = "") -> tuple[Suggestion | None, Suggestion | None]:
    """The issuing body and the body above it, from what stands before `end` (the number, or the title).

    `organ` is for whom the paper is signed; under the heading of the Central Committee it says which of its organs
    speaks.
    """
    rows = _rows(script, end)
    names = _names(rows)
    if not names:
        return None, None
    *above, own = names
    if _is_joint(names):
        own, above = _Name(", ".join(name.text.strip(" -–,") for name in names), names[0].start, names[-1].end), []
    confidence = 0.93 if all(_BEGINS.match(flat(name.text)) for name in names) else 0.7
    superior = above[-1] if above else None
    if organ and not above and fold(own.text) == fold(CENTRAL_ORGANS["committee"]):
        speaking = next((name for name in CENTRAL_ORGANS.values() if fold(organ).startswith(fold(name))), "")
        if speaking and fold(speaking) != fold(own.text):
            superior = own
            return _suggested(script, speaking, own, confidence - 0.05), _suggested(script, "", own, confidence)
    value = natural(script, own.text)
    if superior:
        value = _completed(value, natural(script, superior.text))
    return (
        _suggested(script, value, own, confidence),
        _suggested(script, "", superior, confidence) if superior else None,
    )


def _suggested(script: Script, value: str, name: _Name, confidence: float) -> Suggestion | None:
    return script.suggest(value or natural(script, name.text), name.start, name.end, confidence)


def _completed(own: str, superior: str) -> str:
    """A name that many bodies have, with the words of the body above that say whose it is.

    «Văn phòng» under «Tỉnh uỷ An Bình» is its office; under the Central Committee every body is one «Trung ương».
    """
    bare, above = fold(own), fold(superior)
    if (kind := _KIND_OF_PLACE.search(bare)) and (place := re.search(rf"\b{kind[1]} (.+)$", above)):
        return f"{own} {superior[place.start(1) :]}"
    if not _BARE.fullmatch(bare):
        return own
    if above == fold(CENTRAL_ORGANS["committee"]):
        central = "Trung ương Đảng" if bare == "van phong" else "Trung ương"
        return own if "trung uong" in bare else f"{own} {central.upper() if is_upper(own) else central}"
    return f"{own} {superior}" if _COMMITTEE.match(above) else own


def _rows(script: Script, end: int) -> list[_Name]:
    """The lines that may belong to a name, without the right column, rules and stamps."""
    found: list[_Name] = []
    for start, last, text in script.rows(0, end):
        bare = flat(text)
        if _RULE.fullmatch(text) or is_national(text) or _NOT_A_NAME.match(bare):
            continue
        if bare.strip() in ("nam", "viet nam", "chu nghia viet nam", "hoi chu nghia viet nam", "hanh phuc"):
            continue
        if not is_upper(text) or sum(map(str.isalpha, text)) < 2:
            continue
        found.append(_Name(re.sub(r"\W*[-–_*]{3,}.*$", "", text).strip(" *|_.:;“”\"'"), start, last))
    return [row for row in found if row.text][:MOST_LINES]


def _names(rows: list[_Name]) -> list[_Name]:
    names: list[_Name] = []
    for row in rows:
        fresh = _BEGINS.match(flat(row.text)) and not (names and _goes_on(flat(names[-1].text)))
        if names and not fresh:
            names[-1] = _Name(f"{names[-1].text} {row.text}", names[-1].start, row.end)
        elif not names or fold(names[-1].text) != fold(row.text):
            names.append(row)
    return names


def _goes_on(name: str) -> bool:
    """A name that cannot end here: one word, a word that asks for another, an office that does not say whose it is."""
    return " " not in name or bool(_UNFINISHED.search(name)) or _OFFICE.fullmatch(name) is not None


def _is_joint(names: list[_Name]) -> bool:
    """Several bodies side by side: a dash stands between their names."""
    return len(names) > 1 and any(re.search(r"[-–]\s*$", name.text) for name in names[:-1])
