"""Where the tone mark stands: oa, oe, uy carry it on the second vowel (new, hoà) or the first (old, hòa).

The two styles differ only in open syllables. A closed one (hoàn), one after q (quý) and one after gi (già) has
only one right place, and the wrong one (hòan, qúy, gìa) is put right on the way.
"""

import re
from typing import Final, Literal

from .alphabet import TONED, row, with_tone
from .text import nfc

Style = Literal["new", "old"]

_O, _U, _I = row("o")[1:], row("u")[1:], row("i")[1:]
# One set of letters in front lets the search skip through a long text.
_EARLY: Final = (
    rf"[{_O}{_U}{_I}]"
    rf"(?:(?<=[{_O}])[ae]|(?<=[{_U}])y|(?<=q[{_U}])[aăâeêioơ]|(?<=g[{_I}])a)"
)
_LATE: Final = rf"o[{row('a')[1:]}{row('e')[1:]}]|u[{row('y')[1:]}]"
_ONSET: Final = r"(?<!\w)(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|[bcdđghklmnpqrstvx])?"
_ONSET_BUT_Q: Final = _ONSET.replace("q", "")
_CODA: Final = r"(?:ng|nh|ch|[cimnoptuy])?(?!\w)"

# Anywhere in a text already in lower case: cheap, and for comparison it does not matter what it does to foreign words.
_ANYWHERE: Final = re.compile(_EARLY)
_SYLLABLE_EARLY: Final = re.compile(rf"({_ONSET})({_EARLY})(?={_CODA})", re.IGNORECASE)
_OPEN_LATE: Final = re.compile(rf"({_ONSET_BUT_Q})({_LATE})(?!\w)", re.IGNORECASE)


def _later(pair: str) -> str:
    first, second = pair[0], pair[1]
    _, tone = TONED[first.lower()]
    return with_tone(first, 0) + with_tone(second, tone)


def _earlier(pair: str) -> str:
    first, second = pair[0], pair[1]
    _, tone = TONED[second.lower()]
    return with_tone(first, tone) + with_tone(second, 0)


def unify_tones(lowered: str) -> str:
    """One placement for comparison; expects composed lower-case text."""
    return _ANYWHERE.sub(lambda match: _later(match[0]), lowered)


def style_tones(text: str, style: Style = "new") -> str:
    """The text in one style, case kept, words that are no Vietnamese syllable left alone."""
    text = _SYLLABLE_EARLY.sub(lambda match: match[1] + _later(match[2]), nfc(text))
    if style == "old":
        text = _OPEN_LATE.sub(lambda match: match[1] + _earlier(match[2]), text)
    return text
