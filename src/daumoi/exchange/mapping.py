"""Which column of an old register means what: guessed by its name, in Vietnamese or English. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from daumoi.vietnamese import fold


@dataclass(frozen=True)
class Meaning:
    """One thing a register says about a paper, and the names its column goes by (folded)."""

    key: str
    label: str
    names: tuple[str, ...]
    parts: tuple[str, ...] = ()
    books: tuple[str, ...] = ("outgoing", "incoming")
    hint: str = ""


MEANINGS = (
    Meaning(
        "arrival_number", "Số đến", ("so den", "so thu tu den", "arrival number", "arrival no", "so van ban den"),
        ("so den",), ("incoming",),
    ),
    Meaning(
        "arrived_on", "Ngày đến", ("ngay den", "ngay nhan", "ngay thang den", "arrived on", "arrival date",
         "received on"),
        ("ngay den", "ngay nhan"), ("incoming",),
    ),
    Meaning(
        "number", "Số, ký hiệu",
        ("so", "so ky hieu", "so va ky hieu", "so hieu", "so vb", "so van ban", "number symbol", "number", "no",
         "doc number", "document number", "doc no", "reference", "so cong van"),
        ("so ky hieu", "so va ky hieu", "so hieu", "number symbol"), hint="ví dụ 05-NQ/TU",
    ),
    Meaning(
        "symbol", "Ký hiệu", ("ky hieu", "ky hieu van ban", "symbol"), ("ky hieu",),
        hint="chỉ khi số và ký hiệu đứng ở hai cột",
    ),
    Meaning(
        "issued_on", "Ngày văn bản",
        ("ngay", "ngay thang", "ngay thang nam", "ngay van ban", "ngay vb", "ngay ban hanh", "ngay ky", "issued on",
         "date", "issue date", "doc date", "document date", "signed on", "ngay phat hanh"),
        ("ngay thang van ban", "ngay van ban", "ngay thang nam van ban", "ngay ban hanh", "ngay ky",
         "ngay thang ban hanh",
         "issued on", "ngay thang"),
    ),
    Meaning(
        "type", "Tên loại",
        ("loai", "ten loai", "loai van ban", "the loai", "loai vb", "hinh thuc", "doc type", "type", "kind",
         "document type", "hinh thuc van ban"),
        ("loai van ban", "ten loai van ban", "doc type"),
    ),
    Meaning(
        "subject", "Trích yếu",
        ("trich yeu", "trich yeu noi dung", "noi dung trich yeu", "ve viec", "subject", "title", "summary", "abstract",
         "tieu de", "ten van ban", "ten loai va trich yeu noi dung", "ten loai va trich yeu noi dung van ban"),
        ("trich yeu",),
    ),
    Meaning(
        "issuer", "Cơ quan ban hành",
        ("co quan ban hanh", "noi ban hanh", "noi gui", "tac gia", "co quan gui", "don vi gui", "don vi ban hanh",
         "issuer", "sender", "agency", "from", "author", "issued by", "co quan"),
        ("ban hanh van ban", "co quan ban hanh", "to chuc ban hanh", "noi gui", "tac gia"), hint="nơi gửi, tác giả",
    ),
    Meaning(
        "signer", "Người ký", ("nguoi ky", "ho ten nguoi ky", "signer", "signed by", "signatory"), ("nguoi ky",),
    ),
    Meaning(
        "position", "Chức vụ người ký", ("chuc vu", "chuc danh", "chuc vu nguoi ky", "position", "signer position"),
        ("chuc vu", "chuc danh"),
    ),
    Meaning(
        "recipients", "Nơi nhận", ("noi nhan", "noi nhan van ban", "don vi nhan", "recipients", "recipient", "to"),
        ("noi nhan",), ("outgoing",),
    ),
    Meaning("security", "Độ mật", ("do mat", "muc do mat", "mat", "security", "classification"), ("do mat",
     "muc do mat")),
    Meaning("urgency", "Độ khẩn", ("do khan", "muc do khan", "urgency"), ("do khan", "muc do khan")),
    Meaning("pages", "Số trang", ("so trang", "so to", "trang", "pages", "page count"), ("so trang", "so to")),
    Meaning("copies", "Số bản", ("so ban", "so luong ban", "so luong", "copies"), ("so luong ban",)),
    Meaning("note", "Ghi chú", ("ghi chu", "note", "notes", "remark", "remarks"), ("ghi chu",)),
    Meaning(
        "text", "Toàn văn", ("toan van", "noi dung van ban", "noi dung toan van", "body", "text", "full text",
         "content"),
        ("toan van",), hint="chữ của cả văn bản, để tìm theo nội dung",
    ),
)  # fmt: skip
BY_KEY = {meaning.key: meaning for meaning in MEANINGS}
NEEDED = ("subject", "issued_on")

_NOT_WORDS = re.compile(r"[\W_]+")


def folded(name: str) -> str:
    """A column's name in bare words: «Số, ký hiệu (VB)» is "so ky hieu vb"."""
    return _NOT_WORDS.sub(" ", fold(name)).strip()


def recognise(name: str) -> str:
    """What a column of this name means; empty when its name tells nothing."""
    said = folded(name)
    if not said:
        return ""
    if exact := next((meaning.key for meaning in MEANINGS if said in meaning.names), ""):
        return exact
    padded = f" {said} "
    fitting = [(part, meaning.key) for meaning in MEANINGS for part in meaning.parts if f" {part} " in padded]
    return max(fitting, key=lambda pair: len(pair[0]))[1] if fitting else ""


def guess(columns: Iterable[str], book: str = "") -> dict[str, str]:
    """The likeliest column for each meaning; a column is used once, a name that fits exactly comes first."""
    columns = list(columns)
    found: dict[str, str] = {}
    for exactly in (True, False):
        for column in columns:
            key = recognise(column)
            if not key or key in found or column in found.values() or (book and book not in BY_KEY[key].books):
                continue
            if not exactly or folded(column) in BY_KEY[key].names:
                found[key] = column
    _content(columns, found)
    return found


def _content(columns: list[str], found: dict[str, str]) -> None:
    """«Nội dung» is the subject where nothing else is, otherwise the words of the paper."""
    for column in columns:
        if folded(column) == "noi dung":
            found.setdefault("text" if "subject" in found else "subject", column)


def guess_book(columns: Iterable[str]) -> str:
    """An incoming register names who sent each paper."""
    meant = {recognise(column) for column in columns}
    return "incoming" if meant & {"arrival_number", "arrived_on", "issuer"} else "outgoing"


def clean(mapping: Mapping[str, str], columns: Iterable[str], book: str) -> dict[str, str]:
    """Only meanings that this book has and columns that are there."""
    known = set(columns)
    return {
        meaning.key: mapping[meaning.key]
        for meaning in MEANINGS
        if book in meaning.books and mapping.get(meaning.key) in known
    }


def meanings_of(book: str) -> list[Meaning]:
    return [meaning for meaning in MEANINGS if book in meaning.books]


def missing(mapping: Mapping[str, str], book: str) -> list[str]:
    """What has to be put to a column before anything can be understood."""
    needed = (*NEEDED, "issuer") if book == "incoming" else NEEDED
    by_arrival = book == "incoming" and "arrived_on" in mapping
    return [
        f"Chưa chọn cột cho «{BY_KEY[key].label}»."
        for key in needed
        if key not in mapping and not (key == "issued_on" and by_arrival)
    ]


def columns_key(columns: Iterable[str]) -> str:
    """The same for files with the same columns, in whatever order."""
    return hashlib.sha256(json.dumps(sorted({folded(column) for column in columns})).encode()).hexdigest()
