"""Identifiers of bodies in their two schemes, and the key of a paper that is made of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from daumoi.edxml.model import Number
from daumoi.edxml.text import read_day, write_day

_OLD: Final = re.compile(r"[0-9A-Z]{3}\.[0-9A-Z]{2}\.[0-9A-Z]{2}\.[A-Z][0-9A-Z]{2}")
_NEW: Final = re.compile(r"[A-Z][0-9A-Z]{2}(?:\.[0-9A-Z]{2}(?:\.[0-9A-Z]{2}(?:\.[0-9A-Z]{3})?)?)?")
_WIDTHS: Final = (3, 2, 2, 3)


def to_2020(code: str) -> str | None:
    """The code in the scheme of QĐ 20/2020/QĐ-TTg (level 1 first): 000.00.15.H51 gives H51.15; None if it has none."""
    if _NEW.fullmatch(code):
        return code
    if not _OLD.fullmatch(code):
        return None
    groups = code.split(".")[::-1]
    while len(groups) > 1 and not groups[-1].strip("0"):
        groups.pop()
    return ".".join(groups)


def to_2016(code: str) -> str | None:
    """The code in the scheme of QCVN 102:2016 (13 characters, level 1 last): H51.15 gives 000.00.15.H51."""
    if _OLD.fullmatch(code):
        return code
    if not _NEW.fullmatch(code):
        return None
    groups = code.split(".")
    filled = [*groups, *("0" * width for width in _WIDTHS[len(groups) :])]
    return ".".join(filled[::-1])


def same_body(one: str, other: str) -> bool:
    """Whether two codes mean one body by their form. A body may also have got another number: ask the table first."""
    first, second = one.strip().upper(), other.strip().upper()
    return bool(first) and (to_2020(first) or first) == (to_2020(second) or second)


@dataclass(frozen=True, slots=True)
class DocumentId:
    """The key of a paper taken apart: issuing body, day, number and notation. The key itself is kept as it came."""

    organ: str
    on: date | None
    number: str


def make_document_id(organ: str, on: date, number: Number) -> str:
    """The key the profile recommends: `A99.01,2026/11/24,15/CV/VPTU`."""
    return f"{organ},{write_day(on)},{number}"


def parse_document_id(text: str) -> DocumentId | None:
    """None for a key of another form, such as a bare UUID; `on` is None where the day does not exist."""
    parts = text.split(",", 2)
    if len(parts) != 3 or not all(part.strip() for part in parts):
        return None
    organ, day, number = (part.strip() for part in parts)
    return DocumentId(organ, read_day(day), number)
