"""What can be a Vietnamese syllable: for words being typed, and for words misread from a scan."""

from __future__ import annotations

import re
from itertools import product
from typing import Final

from .alphabet import TONED
from .folding import fold
from .text import nfc

_ONSETS: Final = "b c ch d g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RIMES: Final = (
    "a ac ach ai am an ang anh ao ap at au ay e ec ech em en eng enh eo ep et eu i ia ich iec iem ien ieng iep iet ieu "
    "im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oem oen oeo oet oi om on ong ooc "
    "oong op ot u ua uan uang uat uay uc ue uech uen uenh uep ui um un ung uo uoc uoi uom uon uong uop uot uou up "
    "ut uu uy uya uych uyen uyet uynh uyt uyu y yem yen yet yeu"
)
SYLLABLES: Final = tuple(sorted({*map("".join, product(["", *_ONSETS.split()], _RIMES.split()))}))
"""Everything that can be a Vietnamese syllable without marks."""

_KNOWN: Final = frozenset({*SYLLABLES, "dak", "lak", "krong"})  # place names that every paper of the region carries
_STOPPED: Final = re.compile(r"(?:c|ch|p|t)$")
_HIGH_OR_HEAVY: Final = frozenset({4, 5})


def is_syllable(word: str) -> bool:
    """Whether the word can be Vietnamese: letters that go together, at most one tone, and the right one before a stop.

    A syllable that ends in c, ch, p or t carries sắc or nặng; written without any mark it is let through, as people
    leave marks out.
    """
    lowered = nfc(word).lower()
    if fold(lowered) not in _KNOWN:
        return False
    tones = [tone for letter in lowered if (tone := TONED.get(letter, ("", 0))[1])]
    if len(tones) > 1:
        return False
    return lowered.isascii() or not _STOPPED.search(lowered) or bool(_HIGH_OR_HEAVY.intersection(tones))


def misread(text: str) -> float:
    """The share of words that carry Vietnamese marks and still can be no Vietnamese syllable. 0 for clean text."""
    words = re.findall(r"[^\W\d_]+", nfc(text))
    wrong = sum(not word.isascii() and not word.isupper() and not is_syllable(word) for word in words)
    return wrong / len(words) if words else 0.0
