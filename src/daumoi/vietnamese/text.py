"""Cleaning: one spelling for what looks the same on paper."""

import re
import unicodedata
from typing import Final

from .alphabet import TONED

_HARMLESS: Final = "\t\n"
_LINE_BREAKS: Final = "\r\v\f\x85\u2028\u2029"
_BLANKS: Final = "\xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_INVISIBLE: Final = (
    "".join(chr(c) for c in (*range(0x20), *range(0x7F, 0xA0)) if chr(c) not in _HARMLESS + _LINE_BREAKS)
    + "\xad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
    + "".join(map(chr, range(0x202A, 0x202F)))
)
# Letters that fonts and OCR layers put in place of the Vietnamese ones, and the ligatures of PDF text.
_DISGUISED: Final = {
    "Ð": "Đ",
    "Ɖ": "Đ",
    "ð": "đ",
    "ɖ": "đ",
    "Ƣ": "Ư",
    "ƣ": "ư",
    "Ƕ": "ỳ",
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
}
_CLEAN: Final = str.maketrans(
    dict.fromkeys(_INVISIBLE, "") | dict.fromkeys(_BLANKS, " ") | dict.fromkeys(_LINE_BREAKS, "\n") | _DISGUISED
)
_UNCLEAN: Final = re.compile("[" + re.escape("".join(map(chr, _CLEAN))) + "]")

_MARKED: Final = re.compile(
    "[đĐ\u0300-\u036f" + "".join(char + char.upper() for char, (bare, _) in TONED.items() if not char.isascii()) + "]"
)


def nfc(text: str) -> str:
    """Composed text with nothing invisible in it; every blank a plain one, every Đ the Vietnamese one.

    Line ends become `\\n`; tabs stay. Applying it twice changes nothing.
    """
    if _UNCLEAN.search(text):
        text = text.replace("\r\n", "\n").translate(_CLEAN)
    return unicodedata.normalize("NFC", text)


def has_marks(text: str) -> bool:
    """Whether the text carries Vietnamese marks, so that a search for it must respect them."""
    return _MARKED.search(text) is not None
