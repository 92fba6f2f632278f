"""The light markup of a paper's content: plain lines, as people type them, understood as parts of a paper.

`Chương I`, `I-`, `1.`, `Điều 1.`, `a)`, `-` at the start of a line; `| a | b |` for a row of a table;
`**đậm**` and `*nghiêng*` inside a line. Everything else is a paragraph.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import groupby


class Kind(Enum):
    PARAGRAPH = "paragraph"
    PART = "part"  # Phần, Chương, Mục: centred
    TITLE = "title"  # a line in capitals: centred
    HEADING = "heading"  # I-, 1., Điều 1.: in the text
    TABLE = "table"


@dataclass(frozen=True)
class Run:
    """Characters written the same way."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Block:
    """One paragraph, or one table whose `rows` are cells of runs."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()
    has_header: bool = False


PART = re.compile(r"^(phần|chương|mục)\s+(thứ\s+\w+|[ivxlc]+|\d+)\b[.:]?\s*$", re.IGNORECASE)
NUMBERED = re.compile(r"^((?:Điều|Khoản)\s+\d+[a-zđ]?[.:]|[IVXLC]+\s*[-.]|\d+(?:\.\d+)*\s*[.-](?!\d))\s*(.*)$")
ITEM = re.compile(r"^(?:[a-zđ]{1,2}\)|[-+*•])\s")
EMPHASIS = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<!\*)\*(?=\S)([^*]+?)(?<=\S)\*(?!\*)")
ROW_RULE = re.compile(r"^\|[\s|:-]+\|?$")
ENDS_A_SENTENCE = (".", ";", ",", ":", "!", "?", "…")
LONGEST_TITLE = 90
LONGEST_NAME = 90


def parse(content: str) -> list[Block]:
    """The blocks of a paper's content, in order. Empty lines only separate."""
    lines = [line.strip() for line in content.splitlines()]
    blocks: list[Block] = []
    for is_row, group in groupby((line for line in lines if line), lambda line: line.startswith("|")):
        texts = list(group)
        blocks.extend([_table(texts)] if is_row else map(_line, texts))
    if blocks and blocks[-1].kind is Kind.HEADING:
        # The last line closes the paper: it is a sentence whose full stop was forgotten, not a name of what follows.
        number, *rest = blocks[-1].runs
        blocks[-1] = Block(Kind.PARAGRAPH, (number, *runs_of("".join(run.text for run in rest))))
    return blocks


def runs_of(text: str, *, bold: bool = False) -> tuple[Run, ...]:
    """A line split where its emphasis changes."""
    return tuple(_runs(text, bold))


def _runs(text: str, bold: bool) -> Iterator[Run]:
    end = 0
    for match in EMPHASIS.finditer(text):
        if match.start() > end:
            yield Run(text[end : match.start()], bold=bold)
        strong, slanted = match.groups()
        yield Run(strong or slanted, bold=bold or bool(strong), italic=bool(slanted))
        end = match.end()
    if end < len(text):
        yield Run(text[end:], bold=bold)


def _line(text: str) -> Block:
    if PART.match(text):
        return Block(Kind.PART, (Run(text, bold=True),))
    if ITEM.match(text):
        return Block(Kind.PARAGRAPH, runs_of(text))
    if match := NUMBERED.match(text):
        number, rest = match.groups()
        # A numbered line that is no sentence is the name of what follows; a sentence keeps only its number bold.
        is_name = bool(rest) and len(rest) <= LONGEST_NAME and not rest.endswith(ENDS_A_SENTENCE)
        gap = " " if rest else ""
        kind = Kind.HEADING if is_name or not rest else Kind.PARAGRAPH
        return Block(kind, (Run(number + gap, bold=True), *runs_of(rest, bold=is_name)))
    if text.isupper() and len(text) <= LONGEST_TITLE and not text.endswith((";", ",")):
        return Block(Kind.TITLE, (Run(text, bold=True),))
    return Block(Kind.PARAGRAPH, runs_of(text))


def _table(lines: list[str]) -> Block:
    has_header = len(lines) > 1 and bool(ROW_RULE.match(lines[1]))
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for index, line in enumerate(lines)
        if not ROW_RULE.match(line)
    ]
    width = max(map(len, cells), default=0)
    rows = tuple(
        tuple(runs_of(cell, bold=has_header and index == 0) for cell in row + [""] * (width - len(row)))
        for index, row in enumerate(cells)
    )
    return Block(Kind.TABLE, rows=rows, has_header=has_header)
