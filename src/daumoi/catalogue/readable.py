"""The one spelling in which titles and texts are kept, searched and shown. Pure."""

import re
from typing import Final

from daumoi.vietnamese import nfc, style_tones

_LOOSE_MARKS: Final = re.compile("[\u0300-\u036f]+")
_WORDS: Final = re.compile(r"[^\W_]+")


def readable(text: str) -> str:
    """Composed text in house spelling (hoà, uỷ), capitals and punctuation kept."""
    return _LOOSE_MARKS.sub("", style_tones(nfc(text))).replace("_", " ")


def words_of(readable_text: str) -> list[str]:
    """The words of such a text as the index holds them."""
    return _WORDS.findall(readable_text.lower())
