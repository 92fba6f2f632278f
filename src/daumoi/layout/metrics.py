"""How wide a line of Times New Roman will be, so that a rule can be as long as the words above it.

Widths of the printable ASCII letters in thousandths of the size; a marked letter is as wide as its base.
"""

import unicodedata
from itertools import accumulate, pairwise

REGULAR = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722,
    611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444,
    500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722,
    500, 500, 444, 480, 200, 480, 541,
]  # fmt: skip
BOLD = [
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778,
    667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500, 333, 500,
    556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722,
    500, 500, 444, 394, 220, 394, 520,
]  # fmt: skip
ITALIC = [
    250, 333, 420, 500, 500, 833, 778, 214, 333, 333, 500, 675, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 500, 333, 333, 675, 675, 675, 500, 920, 611, 611, 667, 722, 611, 611, 722, 722, 333, 444, 667,
    556, 833, 667, 722, 611, 722, 611, 500, 556, 722, 611, 833, 611, 556, 556, 389, 278, 389, 422, 500, 333, 500,
    500, 444, 500, 444, 278, 500, 500, 278, 278, 444, 278, 722, 500, 500, 500, 500, 389, 389, 278, 500, 444, 667,
    444, 444, 389, 400, 275, 400, 541,
]  # fmt: skip
WIDER = {"Ư": 1.08, "ư": 1.09, "Ơ": 1.03, "ơ": 1.08}
PAUSES = {"và", "về", "của", "cho", "trong", "tại", "theo", "đối", "với", "giai", "năm", "tháng", "đến", "từ", "trên"}
BASES = str.maketrans("ĐđƯưƠơ", "DdUuOo")


def width(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """The width of `text` in points, within about one percent."""
    table = BOLD if bold else ITALIC if italic else REGULAR
    return sum(_advance(letter, table) for letter in unicodedata.normalize("NFC", text)) * size / 1000


def _advance(letter: str, table: list[int]) -> float:
    # The horn of ơ and ư survives beneath a second mark: ỡ is ơ with a tilde.
    parts = unicodedata.normalize("NFD", letter)
    factor = WIDER.get(letter, 1.09 if "\N{COMBINING HORN}" in parts else 1.0)
    base = parts[0].translate(BASES)
    if base == "\N{NO-BREAK SPACE}":
        base = " "
    index = ord(base) - 32
    return (table[index] if 0 <= index < len(table) else 500) * factor


def balanced(text: str, limit: float, size: float, *, bold: bool = False, italic: bool = False) -> list[str]:
    """The fewest lines no wider than `limit`, as even as words allow, broken where the voice would pause."""
    words = text.split()
    if not words:
        return []
    widths = [width(word, size, bold=bold, italic=italic) for word in words]
    space = width(" ", size, bold=bold, italic=italic)
    ends = [0.0, *accumulate(w + space for w in widths)]
    least = _fewest(ends, limit + space)
    even = ends[-1] / least

    # best[i]: the cheapest way to set the first i words in a given number of lines, and where the last line starts.
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for _ in range(least):
        following: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, breaks) in best.items():
            for end in range(start + 1, len(words) + 1):
                length = ends[end] - ends[start]
                if length > limit + space and end > start + 1:
                    break
                total = cost + ((length - even) / even) ** 2 + _pause_cost(words, end)
                if end not in following or total < following[end][0]:
                    following[end] = (total, [*breaks, end])
        best = following
    breaks = best[len(words)][1]
    return [" ".join(words[start:end]) for start, end in pairwise([0, *breaks])]


def _fewest(ends: list[float], limit: float) -> int:
    lines, start = 1, 0
    for end in range(1, len(ends)):
        if ends[end] - ends[start] > limit and end > start + 1:
            lines, start = lines + 1, end - 1
    return lines


def _pause_cost(words: list[str], end: int) -> float:
    if end == len(words) or words[end - 1][-1] in ",;:-" or words[end].casefold() in PAUSES:
        return 0.0
    return 0.15
