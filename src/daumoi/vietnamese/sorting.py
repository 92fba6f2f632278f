"""Vietnamese dictionary order as plain text, so that every database sorts alike without a collation.

A word becomes its letters and then one digit for its tone, so the tone of an earlier syllable outranks the letters
of a later one, as in a printed dictionary: Hà Giang, Hà Nam, Hạ Long. A number becomes its length and its digits, so
2 stands before 10. Each piece ends by itself and needs no mark between; capitals decide last, behind a blank.
"""

import re
from itertools import chain
from typing import Final

from .alphabet import LETTERS, TONED
from .folding import fold
from .text import nfc

_PIECES: Final = re.compile(r"([0-9]+)|([^\W0-9_]+)")
_CODES: Final = dict(zip(LETTERS, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg", strict=True))
_AFTER_Z: Final = "h"


def sort_key(text: str) -> str:
    """ASCII letters and digits whose code point order is Vietnamese dictionary order, numbers by value."""
    text = nfc(text)
    pieces = [_number(number) if number else _word(word) for number, word in _PIECES.findall(text)]
    capitals = "".join("1" if char.isupper() else "0" for char in text if char.isalpha()).rstrip("0")
    return "".join(pieces) + (f" {capitals}" if capitals else "")


def name_sort_key(full_name: str) -> str:
    """People stand by given name (the last word), then family name, then what is between."""
    *others, given = nfc(full_name).split() or [""]
    return sort_key(" ".join([given, *others]))


def initials(full_name: str) -> str:
    """Family and given name in a letter each: Phạm Thu Hà is PH, one name alone one letter."""
    names = re.findall(r"[^\W\d_]+", nfc(full_name))
    return "".join(name[0].upper() for name in (names if len(names) < 2 else [names[0], names[-1]]))


def _number(digits: str) -> str:
    digits = digits.lstrip("0")
    nines, rest = divmod(len(digits), 9)
    return "9" * nines + str(rest) + digits


def _word(word: str) -> str:
    letters, tone = [], 0
    for char in word.lower():
        bare, own = TONED.get(char, (char, 0))
        letters.append(bare)
        tone = tone or own
    return "".join(chain.from_iterable(map(_codes, letters))) + str(tone)


def _codes(letter: str) -> list[str]:
    if letter in _CODES:
        return [_CODES[letter]]
    return [_CODES.get(char) or f"{_AFTER_Z}{ord(char):06X}" for char in fold(letter)]
