"""From words on pages, or from text alone, to lines in the order in which a paper is read.

A paper begins in two columns (issuer and number on the left, the name of the State or the Party and the date on the
right) and ends in two (recipients on the left, signature on the right): Nghị định 30/2020/NĐ-CP, Phụ lục I, and Hướng
dẫn 36-HD/VPTW, mục II. Each column is read to its end; between them stands the body, row by row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from daumoi.core.page import Box
from daumoi.extraction.nouns import Line
from daumoi.extraction.script import flat, is_upper
from daumoi.files.reading import PageWords, Word
from daumoi.vietnamese import nfc

HEAD: Final = 4_000  # letters of a page in which the heading must be
TURN: Final = 3  # words in capitals before a line is thought to turn
LONGEST_RIGHT: Final = 45  # letters of what may stand in the right column of the heading
FAR_RIGHT: Final = 20  # blanks before a line that stands in the right column
GAP: Final = 1.3  # heights between two words of different columns
BLANK: Final = 0.9  # heights between two blocks
OVERLAP: Final = 0.4
EDGE: Final = 0.09  # of the page, where its number stands
BAND_ABOVE: Final = 3.0  # heights above «Nơi nhận» where the signing formula may begin

NATIONAL: Final = re.compile(r"c[o0]ng h[oa]{1,2} xa\b|xa h[o0]i chu ngh|dang c[o0]ng san viet|dang cong san$")
MOTTO: Final = re.compile(r"d[o0]c lap\s*.{0,3}\s*tu do")
_DATED: Final = re.compile(r"(?:(?:^|\s)(?:tp\.?\s*)?\w+(?:\s\w+){0,4}\s*,\s*)?\bngay\b.{0,6}\bthang\b")
_RIGHT: Final = (
    re.compile(r"\bc[o0]ng h[oa]{1,2} xa\b"),
    re.compile(r"\bdang c[o0]ng san viet\b"),
    re.compile(r"\bd[o0]c lap\s*.{0,3}\s*tu do"),
)
_FIXED: Final = (
    re.compile(r"\bcong\s+hoa\s+xa\s+hoi\s+chu\s+nghia\s+viet\s+nam\b"),
    re.compile(r"\bdang\s+cong\s+san\s+viet\s+nam\b"),
    re.compile(r"\bdoc\s+lap\s*[-–]\s*tu\s+do\s*[-–]\s*hanh\s+phuc\b"),
    re.compile(r"\bngay\s*\d{1,2}\s*thang\s*\d{1,2}\s*nam\s*\d{4}\b"),
)
_PLACE: Final = re.compile(r"((?:\w+\.?\s+){0,4}\w+)\s*,\s*$")
_OPENING: Final = re.compile(r"\W*kinh (?:gui|trinh|thua)|\W*can cu\b")
_RECIPIENTS: Final = re.compile(r"\W*n[o0]i nhan\b")
_KEPT: Final = re.compile(r"\W*luu\b")
_PAGE_NUMBER: Final = re.compile(r"\W*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?\W*")


class Piece:
    """Words that stand close together in one row."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = list(words)
        self.measure()

    def measure(self) -> None:
        self.left = min(word.left for word in self.words)
        self.right = max(word.right for word in self.words)
        self.bottom = min(word.bottom for word in self.words)
        self.top = max(word.top for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        """Of a usual letter: half of the words are not higher."""
        return max(1.0, sorted(word.top - word.bottom for word in self.words)[len(self.words) // 2])

    @property
    def level(self) -> float:
        return (self.bottom + self.top) / 2


def lines_of_pages(pages: Iterable[PageWords]) -> list[Line]:
    """The lines of a paper from the words on its pages, whether a text layer or a machine gave them."""
    found: list[Line] = []
    held: list[Line] = []
    for number, page in enumerate(pages):
        pieces = [
            part
            for piece in _pieces(page.words)
            for part in (_parted(piece) if not found and piece.level > page.height / 2 else (piece,))
        ]
        pieces = [piece for piece in pieces if not _is_page_number(piece, page)]
        *blocks, recipients, signature = _blocks(pieces, page, first=not found, runs_on=bool(held))
        # A list of recipients that does not say where the paper is kept goes on overleaf, and the signature with it.
        for block in (*blocks, recipients):
            found += _rows(block, number, page)
        held += _rows(signature, number, page)
        if not recipients or any(_KEPT.match(flat(piece.text).lstrip("-~–• ")) for piece in recipients):
            found += held
            held = []
    return found + held


def is_national(text: str) -> bool:
    """The name of the State or the Party over a paper, its motto, or what a broken line left of them."""
    bare = flat(text)
    return bool(MOTTO.search(bare)) or (is_upper(text) and bool(NATIONAL.search(bare)))


def lines_of_text(text: str) -> list[Line]:
    """The lines of a text without places: a form feed ends a page, columns that share a line are parted."""
    found: list[Line] = []
    for number, page in enumerate(text.split("\f")):
        right: list[str] = []
        for row in _isolated(nfc(page)).split("\n"):
            if right and row.strip() and len(row) - len(row.lstrip()) >= FAR_RIGHT:
                right.append(row.strip())
                continue
            parts = [part for cell in re.split(r"\s*\|\s*|\t+|\s{3,}", row.strip()) for part in _cut(cell)]
            ends = right or _RECIPIENTS.match(flat(row))
            if ends and len(parts) > 1:
                found.append(Line(parts[0], number))
                right += parts[1:]
            else:
                found += [Line(part, number) for part in parts or [""]]
        found += [Line(part, number) for part in right]
    return found


def _isolated(page: str) -> str:
    """The fixed parts of the heading each on a line of its own, however the text was broken."""
    head, rest = page[:HEAD], page[HEAD:]
    for pattern in _FIXED:
        for found in pattern.finditer(flat(head)):
            start, part = found.start(), head[found.start() : found.end()]
            is_date = part[:1] in "nN"
            if not is_date and not is_upper(part) and "tự" not in part.lower():
                continue
            start = _with_place(head, start) if is_date else start
            part = " ".join(head[start : found.end()].split())
            head = f"{head[:start].rstrip(' ')}\n{part}\n{head[found.end() :].lstrip(' ')}"
            break
    head = re.sub(r"[ \t]*([-–_*]{5,})[ \t]*", r"\n\1\n", head)
    return "\n".join(part for row in (head + rest).split("\n") for part in _turned(row))


def _with_place(text: str, start: int) -> int:
    """Where «Hà Nội, ngày …» begins, given where «ngày» does: at the first of the capitalised words before it.

    A single word before the comma may be the second half of a name that was broken.
    """
    found = _PLACE.search(text, max(0, start - 40), start)
    if found is None:
        return start
    lines = [list(re.finditer(r"\S+", part)) for part in found[1].split("\n")]
    offsets = [found.start(1)]
    for part in found[1].split("\n")[:-1]:
        offsets.append(offsets[-1] + len(part) + 1)
    first = start
    for said, offset in list(zip(lines, offsets, strict=True))[::-1][:2]:
        for word in said[::-1]:
            if not (word[0][:1].isupper() or word[0].lower() == "phố"):
                return first
            first = offset + word.start()
        if len(said) != 1:
            break
    return first


def _turned(row: str) -> list[str]:
    """A line in capitals that goes on in ordinary letters was two lines."""
    said = row.split()
    count = next((at for at, word in enumerate(said) if word != word.upper()), len(said))
    letters = sum(word[:1].isalpha() for word in said[:count])
    if letters < TURN or count == len(said) or not said[count][:1].isupper() or is_upper(row):
        return [row]
    at = row.index(said[count], len(" ".join(said[:count])))
    return [row[:at].rstrip(), row[at:]]


# --- pieces -----------------------------------------------------------------------------------------


def _pieces(words: Sequence[Word]) -> list[Piece]:
    """Chains of neighbours, from left to right, so that a scan that lies askew still has its rows."""
    chains: list[Piece] = []
    for word in sorted((word for word in words if word.text.strip()), key=lambda word: word.left):
        best, nearest = None, 0.0
        for chain in chains:
            last = chain.words[-1]
            shared = min(last.top, word.top) - max(last.bottom, word.bottom)
            least = max(1.0, min(last.top - last.bottom, word.top - word.bottom))
            gap = word.left - chain.right
            limit = GAP * max(last.top - last.bottom, word.top - word.bottom)
            if shared >= OVERLAP * least and -least < gap < limit and (best is None or gap < nearest):
                best, nearest = chain, gap
        if best is None:
            chains.append(Piece([word]))
        else:
            best.words.append(word)
            best.measure()
    return sorted(chains, key=lambda piece: (-piece.level, piece.left))


def _parted(piece: Piece) -> Iterator[Piece]:
    """Two columns that came too close are parted where the right one begins."""
    parts = _cut(piece.text)
    at = 0
    for part in parts:
        length = len(part.split())
        if words := piece.words[at : at + length]:
            yield Piece(words)
        at += length


def _cut(text: str) -> list[str]:
    """The parts of a row in which the name of the State or Party, the motto or place and date follow on something."""
    text = " ".join(text.split())
    if not text:
        return []
    bare = flat(text)
    cuts = {
        found.start()
        for pattern in _RIGHT
        if (found := pattern.search(bare))
        and (is_upper(found_words := text[found.start() :]) or "tu do" in bare)
        and len(found_words) < LONGEST_RIGHT
    }
    if re.match(r"\W*(?:luat\s+)?s[o06]\b", bare) and (found := re.search(r"\bngay\b", bare)):
        cuts.add(_with_place(text, found.start()))
    ends = sorted({0, len(text), *cuts})
    return [part for first, last in pairwise(ends) if (part := text[first:last].strip())]


def _is_page_number(piece: Piece, page: PageWords) -> bool:
    at_edge = piece.bottom > page.height * (1 - EDGE) or piece.top < page.height * EDGE
    return at_edge and _PAGE_NUMBER.fullmatch(piece.text) is not None


# --- columns ----------------------------------------------------------------------------------------


def _blocks(pieces: list[Piece], page: PageWords, *, first: bool, runs_on: bool) -> Iterator[list[Piece]]:
    """The parts of a page in the order in which they are read."""
    body = pieces
    if first:
        left, right, body = _header(pieces, page)
        yield left
        yield right
    yield from _ending(body, page, runs_on)


def _header(pieces: list[Piece], page: PageWords) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """Left column, right column and what follows beneath them."""
    upper = [piece for piece in pieces if piece.level > page.height / 2]
    marks = [piece for piece in upper if NATIONAL.search(flat(piece.text)) and piece.left > page.width * 0.3]
    marks = marks or [piece for piece in upper if MOTTO.search(flat(piece.text)) and piece.left > page.width * 0.3]
    marks = marks or [piece for piece in upper if _DATED.search(flat(piece.text)) and piece.left > page.width * 0.4]
    if not marks:
        return [], [], pieces
    edge, top = marks[0].left - 3, marks[0].bottom
    end = max((piece.top for piece in upper if piece.top < top and _begins_body(piece, edge, page)), default=0.0)
    head = [piece for piece in upper if piece.level > end]
    left = [piece for piece in head if piece.middle < edge]
    right = [piece for piece in head if piece.middle >= edge]
    taken = set(map(id, head))
    return left, right, [piece for piece in pieces if id(piece) not in taken]


def _begins_body(piece: Piece, edge: float, page: PageWords) -> bool:
    wide = piece.left < edge - 0.07 * page.width and piece.right > edge + 0.12 * page.width
    # A title alone in the middle stands over the edge without crossing it far.
    bare = flat(piece.text)
    central = abs(piece.middle - page.width * 0.53) < 0.05 * page.width and is_upper(piece.text)
    other = NATIONAL.search(bare) or MOTTO.search(bare) or _DATED.search(bare)
    return not other and bool(wide or central or _OPENING.match(bare))


def _ending(pieces: list[Piece], page: PageWords, runs_on: bool) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """What stands above the recipients; the recipients; the signature beside them."""
    start = next((piece for piece in pieces if _RECIPIENTS.match(flat(piece.text))), None)
    if start is None and not (runs_on and pieces):
        return pieces, [], []
    left_edge = start.left if start else min(piece.left for piece in pieces)
    line = start.top + BAND_ABOVE * start.height if start else page.height
    side = max(left_edge + 0.28 * page.width, page.width * 0.42)
    above: list[Piece] = []
    left: list[Piece] = []
    right: list[Piece] = []
    for piece in pieces:
        if piece.level > line or (start and piece.left < side and piece.level > start.top):
            above.append(piece)
        elif piece.left >= side or piece.middle > page.width * 0.55:
            right.append(piece)
        else:
            left.append(piece)
    return above, left, right


def _rows(block: list[Piece], number: int, page: PageWords) -> Iterator[Line]:
    """The pieces of one block joined to rows, with an empty line where a gap parts them."""
    rows: list[list[Piece]] = []
    for piece in sorted(block, key=lambda piece: -piece.level):
        row = rows[-1] if rows else []
        if row and any(_beside(piece, other) for other in row):
            row.append(piece)
        else:
            rows.append([piece])
    last: float | None = None
    for row in rows:
        row.sort(key=lambda piece: piece.left)
        words = [word for piece in row for word in piece.words]
        whole = Piece(words)
        if last is not None and last - whole.top > BLANK * whole.height:
            yield Line("", number)
        last = whole.bottom
        sure = [word.sure for word in words if any(map(str.isalnum, word.text))]
        yield Line(
            whole.text,
            number,
            _inside(whole, number, page),
            sum(sure) / len(sure) if sure else min(w.sure for w in words),
        )
    if rows:
        yield Line("", number)


def _beside(one: Piece, other: Piece) -> bool:
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared > 0.5 * min(one.top - one.bottom, other.top - other.bottom)


def _inside(piece: Piece, number: int, page: PageWords) -> Box | None:
    left, right = max(0.0, piece.left), min(page.width, piece.right)
    bottom, top = max(0.0, piece.bottom), min(page.height, piece.top)
    return Box(number, left, bottom, right, top) if left < right and bottom < top else None
