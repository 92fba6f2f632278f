"""The lines of a paper as one text in which every stretch knows where it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from daumoi.core.page import Box
from daumoi.extraction.nouns import Line, Suggestion
from daumoi.vietnamese import fold, nfc

MOST = 200_000


# Letter for letter: what would become two letters or none stays as it is.
_FLAT: Final = {place: bare for place in range(0x20, 0x1F00) if len(bare := fold(chr(place))) == 1}


def flat(text: str) -> str:
    """Small letters without marks, letter for letter, so that places in it are places in the text."""
    return text.translate(_FLAT)


def is_upper(text: str) -> bool:
    """Written in capitals, a small letter here and there apart (TTg, QĐi, what a machine misread)."""
    small = sum(map(str.islower, text))
    return sum(map(str.isupper, text)) > 4 * small


class Script:
    """`text` is the lines joined by line ends, `flat` the same in small letters without marks."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines: list[Line] = []
        self.starts: list[int] = []
        parts: list[str] = []
        length = 0
        for line in lines:
            text = " ".join(nfc(line.text).split())
            if length + len(text) > MOST:
                break
            self.lines.append(line)
            self.starts.append(length)
            parts.append(text)
            length += len(text) + 1
        self.text = "\n".join(parts)

    @cached_property
    def flat(self) -> str:
        return flat(self.text)

    def line_at(self, place: int) -> int:
        """The line in which this place lies."""
        return max(0, bisect_right(self.starts, place) - 1)

    def line(self, index: int) -> str:
        return self.text[self.starts[index] : self.end(index)]

    def end(self, index: int) -> int:
        return self.starts[index + 1] - 1 if index + 1 < len(self.starts) else len(self.text)

    def rows(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """The lines from `start` to `end` as (start, end, text); the first and last may be parts of lines."""
        if start >= end:
            return
        for index in range(self.line_at(start), self.line_at(end - 1) + 1):
            first, last = max(start, self.starts[index]), min(end, self.end(index))
            yield first, last, self.text[first:last]

    def find(self, pattern: re.Pattern[str], start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first match in the text without marks."""
        return pattern.search(self.flat, start, len(self.flat) if end is None else end)

    def suggest(self, value: str, start: int, end: int, confidence: float, code: str = "") -> Suggestion | None:
        """A suggestion with the place of the stretch it was read from; None for an empty value."""
        value = value.strip()
        if not value or start >= end:
            return None
        rows = [self.lines[index] for index in range(self.line_at(start), self.line_at(end - 1) + 1)]
        rows = [row for row in rows if row.text.strip()]
        page = rows[0].page if rows else 0
        boxes = [row.box for row in rows if row.box and row.page == page]
        sure = min((row.sure for row in rows), default=1.0)
        return Suggestion(
            value=value,
            raw=self.text[start:end].strip(),
            confidence=round(min(1.0, max(0.0, confidence * sure)), 2),
            page=page,
            box=_around(boxes),
            code=code,
        )


def _around(boxes: list[Box]) -> Box | None:
    if not boxes:
        return None
    return Box(
        boxes[0].page,
        min(box.left for box in boxes),
        min(box.bottom for box in boxes),
        max(box.right for box in boxes),
        max(box.top for box in boxes),
    )
