"""Where the number, the date, the signature and the seal go on a finished PDF, found by what is printed around them.

Works on papers made here and on papers made elsewhere: no hidden marks, only the words of the form.
"""

import re
import unicodedata
from collections.abc import Iterator
from ctypes import c_double, create_string_buffer
from dataclasses import dataclass, field

import pypdfium2 as pdfium
from pypdfium2 import raw

from daumoi.core.errors import Refusal
from daumoi.core.page import Blank, Box, Places
from daumoi.layout.paper import OfficialPaper

MM = 72 / 25.4
SIGNATURE_WIDTH = 150.0
SIGNATURE_HEIGHT = 72.0
LEAST_SIGNATURE_HEIGHT = 34.0
SEAL = 36 * MM  # the true size of a provincial body's seal
NUMBER_DIGITS, DAY_DIGITS, YEAR_DIGITS = 3, 2, 4
DIGIT = 0.5  # of the size, in Times
GAP = 0.8

EMPTY = r"[\s.…_]*"
NUMBER = re.compile(rf"\bso(?:\s?:)?(?P<blank>{EMPTY})(?P<sign>[-/])\s?(?=[a-z])")
NUMBERED = re.compile(r"\bso\s?:?\s*(?P<number>\d+[a-z]?)\s*[-/]\s?[a-z]")
DATE = re.compile(rf"\bngay(?P<day>{EMPTY})thang(?P<month>{EMPTY})nam(?P<year>\s*\d{{4}}|{EMPTY})")
DATED = re.compile(r"\bngay\s*(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})")


@dataclass(frozen=True)
class Markers:
    """The printed words that show where things go."""

    signer: str
    symbol: str = ""
    recorder: str = ""
    has_date_line: bool = True


def markers_of(paper: OfficialPaper) -> Markers:
    """The words to look for in a paper we made."""
    return Markers(
        signer=paper.signing.name,
        symbol=paper.symbol,
        recorder=paper.recorder.name if paper.recorder else "",
        has_date_line=paper.has_date_line,
    )


def find_places(pdf: bytes, markers: Markers) -> Places:
    """Every place that can be found; `missing` names the others, so that the page can ask."""
    try:
        document = pdfium.PdfDocument(pdf)
    except pdfium.PdfiumError:
        raise Refusal("Không mở được bản PDF để tìm chỗ ghi số, ngày và chỗ ký.") from None
    try:
        first = _read(document, 0)
        missing: list[str] = []
        number = _number(first, markers, missing)
        day, month, year, printed_year = _date(first, markers, missing)
        signature = _signature(document, markers.signer, missing)
        recorder = _signature(document, markers.recorder, missing) if markers.recorder else None
    finally:
        document.close()
    return Places(
        number=number,
        day=day,
        month=month,
        year=year,
        printed_year=printed_year,
        signature=signature,
        seal=seal_beside(signature) if signature else None,
        recorder=recorder,
        missing=missing,
    )


def signature_at(page: int, centre: float, top: float) -> tuple[Box, Box]:
    """The places of a signature and its seal when a person points at them: the middle of the signature's upper edge."""
    signature = Box(page, centre - SIGNATURE_WIDTH / 2, top - SIGNATURE_HEIGHT, centre + SIGNATURE_WIDTH / 2, top)
    return signature, seal_beside(signature)


def seal_beside(signature: Box) -> Box:
    """The seal lies over the left third of the signature."""
    right = signature.left + signature.width / 3
    middle = (signature.bottom + signature.top) / 2
    return Box(signature.page, right - SEAL, middle - SEAL / 2, right, middle + SEAL / 2)


@dataclass(frozen=True)
class _Text:
    """The letters of a page without marks and capitals, each with its place."""

    page: int
    width: float
    height: float
    letters: str
    boxes: list[tuple[float, float, float, float]] = field(repr=False)
    origins: list[float] = field(repr=False)
    sizes: list[float] = field(repr=False)
    italics: list[bool] = field(repr=False)


@dataclass(frozen=True)
class _Found:
    left: float
    bottom: float
    right: float
    top: float


def _read(document: pdfium.PdfDocument, index: int) -> _Text:
    page = document[index]
    text = page.get_textpage()
    letters: list[str] = []
    boxes, origins, sizes, italics = [], [], [], []
    for position in range(text.count_chars()):
        letter = _plain(chr(raw.FPDFText_GetUnicode(text, position)))
        if not letter:
            continue
        letters.append(letter)
        boxes.append(text.get_charbox(position, loose=True))
        size, baseline, italic = _style(text, position)
        sizes.append(size)
        origins.append(baseline)
        italics.append(italic)
    width, height = page.get_size()
    text.close()
    page.close()
    return _Text(index, width, height, "".join(letters), boxes, origins, sizes, italics)


def _style(text: pdfium.PdfTextPage, position: int) -> tuple[float, float, bool]:
    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(text, position, x, y)
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, position, matrix)
    size = raw.FPDFText_GetFontSize(text, position) * (abs(matrix.d) or 1.0)
    buffer = create_string_buffer(100)
    raw.FPDFText_GetFontInfo(text, position, buffer, len(buffer), None)
    name = buffer.value.lower()
    return size, y.value, b"italic" in name or b"oblique" in name


def _plain(letter: str) -> str:
    """One small letter without marks, a space for any white space, nothing for a mark that stands alone."""
    if letter.isspace() or letter == "\0":
        return " "
    base = unicodedata.normalize("NFD", letter)[0]
    if unicodedata.combining(base):
        return ""
    small = base.lower()
    return "d" if small == "đ" else small[:1]


def _plain_text(text: str) -> str:
    return "".join(map(_plain, " ".join(text.split())))


def _number(text: _Text, markers: Markers, missing: list[str]) -> Blank | None:
    symbol = _plain_text(markers.symbol)
    for match in NUMBER.finditer(text.letters):
        follows = text.letters[match.start("sign") : match.start("sign") + len(symbol) + 3].replace(" ", "")
        if symbol and not follows.startswith(symbol.replace(" ", "")):
            continue
        blank = _blank(text, match.start("blank") - 1, match.start("sign"))
        if blank is None:
            continue
        if blank.box.width < NUMBER_DIGITS * DIGIT * blank.size:
            missing.append("Chỗ trống để ghi số quá hẹp; hãy chừa rộng hơn giữa «Số» và ký hiệu.")
            return None
        return blank
    if printed := NUMBERED.search(text.letters):
        missing.append(f"Số đã được ghi sẵn là «{printed['number']}»; hãy xoá để hệ thống cấp số khi ban hành.")
    else:
        expected = f"«Số      {markers.symbol}»" if markers.symbol else "«Số»"
        missing.append(f"Không tìm thấy chỗ ghi số ở trang 1; cần có dòng {expected}.")
    return None


def _date(
    text: _Text, markers: Markers, missing: list[str]
) -> tuple[Blank | None, Blank | None, Blank | None, int | None]:
    nothing = None, None, None, None
    if not markers.has_date_line:
        return nothing
    for match in DATE.finditer(text.letters):
        day = _blank(text, match.start("day") - 1, match.end("day"))
        month = _blank(text, match.start("month") - 1, match.end("month"))
        if day is None or month is None:
            continue
        if min(day.box.width, month.box.width) < DAY_DIGITS * DIGIT * day.size:
            missing.append("Chỗ trống để ghi ngày, tháng quá hẹp; hãy chừa rộng hơn sau «ngày» và «tháng».")
            return nothing
        year = match["year"].strip(" .…_")
        if year:
            return day, month, None, int(year)
        return day, month, _open_end(text, match.start("year") - 1), None
    if printed := DATED.search(text.letters[: len(text.letters) // 2]):
        missing.append(
            f"Ngày đã được ghi sẵn là {int(printed[1]):02d}/{int(printed[2]):02d}/{printed[3]}; "
            "hãy xoá ngày, tháng để hệ thống ghi khi ban hành."
        )
    else:
        missing.append("Không tìm thấy chỗ ghi ngày ở trang 1; cần có dòng «ngày      tháng      năm …».")
    return nothing


def _blank(text: _Text, before: int, after: int) -> Blank | None:
    """The room between two letters of one line."""
    left, right = text.boxes[before], text.boxes[after]
    if abs(text.origins[before] - text.origins[after]) > text.sizes[before] / 3:
        return None
    inside = text.letters[before + 1 : after]
    box = Box(text.page, left[2] + GAP, left[1], right[0] - GAP, max(left[3], right[3]))
    if box.width <= 0:
        return None
    return Blank(
        box=box,
        baseline=text.origins[before],
        size=round(text.sizes[before], 1),
        italic=text.italics[before],
        dotted=bool(inside.strip()),
    )


def _open_end(text: _Text, before: int) -> Blank:
    """The room after the last word of a line."""
    _, bottom, right, top = text.boxes[before]
    size = text.sizes[before]
    box = Box(text.page, right + GAP, bottom, right + GAP + (YEAR_DIGITS + 1) * DIGIT * size, top)
    return Blank(box, text.origins[before], round(size, 1), text.italics[before])


def _signature(document: pdfium.PdfDocument, name: str, missing: list[str]) -> Box | None:
    """The room above a printed name, up to the position; the last such place of the paper."""
    words = _plain_text(name)
    for index in reversed(range(len(document)) if words else range(0)):
        text = _read(document, index)
        for found in sorted(_occurrences(text, words), key=lambda place: place.bottom):
            if box := _room_above(text, found):
                return box
    if words:
        missing.append(f"Không tìm thấy chỗ ký phía trên họ tên «{name}»; hãy chỉ chỗ ký trên trang.")
    else:
        missing.append("Chưa biết họ tên người ký nên chưa tìm được chỗ ký.")
    return None


def _occurrences(text: _Text, words: str) -> Iterator[_Found]:
    pattern = re.compile(r"(?<![a-z])" + re.escape(words).replace(r"\ ", r"\s+") + r"(?![a-z])")
    for match in pattern.finditer(text.letters):
        span = range(match.start(), match.end())
        if text.origins[span[0]] != text.origins[span[-1]]:
            continue
        boxes = [text.boxes[position] for position in span]
        yield _Found(boxes[0][0], min(b[1] for b in boxes), boxes[-1][2], max(b[3] for b in boxes))


def _room_above(text: _Text, name: _Found) -> Box | None:
    centre = (name.left + name.right) / 2
    left, right = centre - SIGNATURE_WIDTH / 2, centre + SIGNATURE_WIDTH / 2
    above = [
        bottom
        for letter, (start, bottom, end, _) in zip(text.letters, text.boxes, strict=True)
        if letter != " " and bottom >= name.top - 1 and name.left < end and start < name.right
    ]
    ceiling = min(above, default=name.top + SIGNATURE_HEIGHT)
    top = min(ceiling - GAP, name.top + SIGNATURE_HEIGHT + 20)
    if top - name.top < LEAST_SIGNATURE_HEIGHT:
        return None
    return Box(text.page, max(left, 0), name.top, min(right, text.width), top)
