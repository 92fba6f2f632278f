"""Comparison: text without marks, text with marks in one tone placement, and search tokens."""

import re
import unicodedata
from typing import Final

from .text import nfc
from .tones import unify_tones

_COMBINING: Final = range(0x0300, 0x0370)
_LOOSE_MARKS: Final = re.compile("[\u0300-\u036f]+")
_LATIN: Final = (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00))
_NOT_WORD: Final = re.compile(r"[\W_]+")


def _bare(char: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", char) if ord(c) not in _COMBINING)


# The plain letters are listed too: a letter missing from the table costs twice the time of one that is there.
_FOLD: Final = str.maketrans(
    {chr(c): chr(c) for c in range(128)}
    | {chr(c): _bare(chr(c)) for c in _LATIN if _bare(chr(c)) != chr(c)}
    | {chr(c): "" for c in _COMBINING}
    | {"đ": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i"}
)


def fold(text: str) -> str:
    """Lower case without marks, đ as d; punctuation and blanks stay.

    Old and new tone placement, composed and decomposed spelling all give the same text.
    """
    return nfc(text).lower().translate(_FOLD)


def exact(text: str) -> str:
    """Lower case with marks, where hoà meets hòa and uỷ meets ủy but not uy."""
    text = nfc(text).lower()
    if _LOOSE_MARKS.search(text):
        text = _LOOSE_MARKS.sub("", text)
    return unify_tones(text)


def words(text: str, folded: bool) -> str:
    """The search tokens, one blank between two: `1752-CV/VPTU` gives `1752 cv vptu`."""
    return _NOT_WORD.sub(" ", fold(text) if folded else exact(text)).strip()
