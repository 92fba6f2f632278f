"""Pieces of a text in which the words of a question stand out. Pure; everything but the marks is escaped."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from daumoi.catalogue.asking import Asked, Piece
from daumoi.vietnamese import fold

LENGTH: Final = 220
LEAD: Final = 60
NEAR: Final = 4_000

_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a piece of the question stands."""

    start: int
    end: int
    piece: int


def marked(text: str, asked: Asked) -> SafeString:
    """The whole text with what was asked for marked."""
    return _mark(text, _hits(text, asked.wanted))


def snippet(text: str, asked: Asked, *, folded: str = "", length: int = LENGTH) -> SafeString:
    """The part of a text that holds most of what was asked for; its beginning when it holds nothing.

    `folded` is the same text as words without marks: with it a long text is not read from its beginning.
    """
    offset, text = _near(text, asked, folded)
    hits = _hits(text, asked.wanted)
    start = _best(hits, length)
    start = max(0, start - LEAD) if hits else 0
    start = _word_start(text, start)
    end = min(len(text), start + length)
    if end < len(text):
        end = text.rfind(" ", start, end) if text.rfind(" ", start, end) > start else end
    inside = [
        Hit(hit.start - start, hit.end - start, hit.piece) for hit in hits if start <= hit.start and hit.end <= end
    ]
    shown = _mark(text[start:end], inside)
    before = "… " if start or offset else ""
    after = " …" if end < len(text) else ""
    return format_html("{}{}{}", before, shown, after)


def _near(text: str, asked: Asked, folded: str) -> tuple[int, str]:
    """The stretch of a long text in which the rarest-looking piece stands."""
    if len(text) <= 2 * NEAR:
        return 0, text
    needles = sorted((" ".join(map(fold, piece.tokens)) for piece in asked.wanted), key=len, reverse=True)
    places = (f" {folded} ".find(f" {needle} ") for needle in needles)
    at = next((place for place in places if place >= 0), 0)
    middle = at * len(text) // max(1, len(folded))
    start = max(0, middle - NEAR)
    return start, text[start : start + 2 * NEAR]


def _hits(text: str, pieces: Sequence[Piece]) -> list[Hit]:
    """Where the pieces stand, marks respected where the question has them, unless nothing is found that way."""
    words = [(found.start(), found.end(), found[0].lower()) for found in _WORD.finditer(text)]
    folded = fold(text)
    # Folding at one go is quick, but a letter that becomes two (æ) would move all that follows.
    if len(folded) == len(text):
        bare = [folded[start:end] for start, end, _word in words]
    else:
        bare = [fold(word) for _start, _end, word in words]
    for respect in (True, False):
        hits = []
        for number, piece in enumerate(pieces):
            exact = respect and piece.marked
            tokens = piece.tokens if exact else tuple(map(fold, piece.tokens))
            forms = [word for _start, _end, word in words] if exact else bare
            places = (i for i, form in enumerate(forms) if form == tokens[0])
            for place in places:
                last = place + len(tokens) - 1
                if tuple(forms[place : last + 1]) == tokens:
                    hits.append(Hit(words[place][0], words[last][1], number))
        if hits:
            return sorted(hits, key=lambda hit: (hit.start, -hit.end))
    return []


def _best(hits: Sequence[Hit], length: int) -> int:
    """The start of the stretch that holds most different pieces, the earliest of equals."""
    best, place = (0, 0), hits[0].start if hits else 0
    for hit in hits:
        inside = [other.piece for other in hits if hit.start <= other.start and other.end <= hit.start + length - LEAD]
        if (len(set(inside)), len(inside)) > best:
            best, place = (len(set(inside)), len(inside)), hit.start
    return place


def _word_start(text: str, start: int) -> int:
    if not start:
        return 0
    found = text.find(" ", start, start + LEAD)
    return found + 1 if found >= 0 else start


def _mark(text: str, hits: Sequence[Hit]) -> SafeString:
    """The text with its hits marked; neighbours share one mark."""
    runs: list[tuple[int, int]] = []
    for hit in hits:
        if runs and (hit.start <= runs[-1][1] or not text[runs[-1][1] : hit.start].strip()):
            runs[-1] = (runs[-1][0], max(hit.end, runs[-1][1]))
        else:
            runs.append((hit.start, hit.end))
    ends = [0, *(end for _start, end in runs)]
    plain = [text[end:start] for end, (start, _end) in zip(ends, runs, strict=False)]
    words = [text[start:end] for start, end in runs]
    return format_html_join("", "{}<mark>{}</mark>", zip(plain, words, strict=True)) + format_html(
        "{}", text[ends[-1] :]
    )
