"""The Vietnamese alphabet as data: letters in dictionary order, vowels with their six tones."""

from typing import Final

LETTERS: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""The 29 letters in dictionary order, with f, j, w, z where foreign names need them."""

TONES: Final = ("ngang", "huyền", "hỏi", "ngã", "sắc", "nặng")
"""The tones in dictionary order; everywhere else a tone is its place in this tuple."""

VOWELS: Final = (
    "aàảãáạ",
    "ăằẳẵắặ",
    "âầẩẫấậ",
    "eèẻẽéẹ",
    "êềểễếệ",
    "iìỉĩíị",
    "oòỏõóọ",
    "ôồổỗốộ",
    "ơờởỡớợ",
    "uùủũúụ",
    "ưừửữứự",
    "yỳỷỹýỵ",
)
"""One row a vowel: the vowel itself, then with each tone in the order of `TONES`."""

TONED: Final = {char: (row[0], tone) for row in VOWELS for tone, char in enumerate(row)}
"""Lower-case vowel -> (vowel without tone, tone)."""


def row(vowel: str) -> str:
    """The six tones of a vowel: `row("o") == "oòỏõóọ"`."""
    return next(row for row in VOWELS if row[0] == vowel)


def with_tone(vowel: str, tone: int) -> str:
    """The vowel carrying the tone instead of its own, in the case it came in."""
    changed = row(TONED[vowel.lower()][0])[tone]
    return changed.upper() if vowel.isupper() else changed
