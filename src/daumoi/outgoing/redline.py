"""Two versions side by side in one text: what was taken out, what was put in. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from daumoi.outgoing.models import Version

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# Lines less alike than this are shown as one taken out and one put in.
ALIKE = 0.4


@dataclass(frozen=True)
class Piece:
    """A run of words: `same`, `del` or `ins`."""

    kind: str
    text: str


Line = tuple[Piece, ...]


@dataclass(frozen=True)
class Part:
    """One part of the paper with its lines; `changed` counts the places that differ."""

    name: str
    lines: list[Line]
    changed: int


def compare(old: Version, new: Version) -> list[Part]:
    """The parts of two versions of a draft; parts that say nothing in both are left out."""
    found = []
    for name, before, after in (
        ("Trích yếu", [old.subject], [new.subject]),
        ("Căn cứ", _texts(old.bases, "text"), _texts(new.bases, "text")),
        ("Kính gửi", _texts(old.addressees, "name"), _texts(new.addressees, "name")),
        ("Nội dung", old.text.splitlines(), new.text.splitlines()),
        ("Nơi nhận", _texts(old.recipients, "name"), _texts(new.recipients, "name")),
        ("Người ký", _signing(old), _signing(new)),
    ):
        lines = list(compare_lines(before, after))
        if lines:
            found.append(Part(name, lines, changes(lines)))
    return found


def _texts(rows: Sequence[dict[str, str]], key: str) -> list[str]:
    return [f"{row[key]} ({row['purpose']})" if row.get("purpose") else str(row[key]) for row in rows]


def _signing(version: Version) -> list[str]:
    return [*version.authority, version.position, version.signer.full_name if version.signer else ""]


def changes(lines: Sequence[Line]) -> int:
    """How many places differ: what stands together, out and in, is one place."""
    count = 0
    for line in lines:
        before = "same"
        for piece in line:
            if piece.kind != "same" and before == "same":
                count += 1
            before = piece.kind
    return count


def compare_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    before, after = [line for line in old if line.strip()], [line for line in new if line.strip()]
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from ((Piece("same", line),) for line in after[c:d])
        else:
            yield from _changed(before[a:b], after[c:d])


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    """Lines that were changed, each beside the one it came from; what is left came or went whole."""
    left = list(after)
    for line in before:
        match = next((one for one in left if _alike(line, one)), None)
        if match is None:
            yield (Piece("del", line),)
            continue
        while left[0] is not match:
            yield (Piece("ins", left.pop(0)),)
        left.pop(0)
        yield compare_words(line, match)
    yield from ((Piece("ins", line),) for line in left)


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio() >= ALIKE


def compare_words(old: str, new: str) -> Line:
    before, after = WORDS.findall(old), WORDS.findall(new)
    pieces: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(after[c:d])))
            continue
        if a < b:
            pieces.append(Piece("del", "".join(before[a:b])))
        if c < d:
            pieces.append(Piece("ins", "".join(after[c:d])))
    return tuple(_joined(pieces))


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """A blank between two changes belongs to them: one change reads better than three."""
    out: list[Piece] = []
    for index, piece in enumerate(pieces):
        only_blank = piece.kind == "same" and not piece.text.strip()
        inside = 0 < index < len(pieces) - 1 and pieces[index - 1].kind != "same" and pieces[index + 1].kind != "same"
        if only_blank and inside:
            out += [Piece("del", piece.text), Piece("ins", piece.text)]
        else:
            out.append(piece)
    run: dict[str, str] = {}
    for piece in out:
        if piece.kind == "same":
            yield from (Piece(kind, run[kind]) for kind in ("del", "ins") if run.get(kind))
            run = {}
            yield piece
        else:
            run[piece.kind] = run.get(piece.kind, "") + piece.text
    yield from (Piece(kind, run[kind]) for kind in ("del", "ins") if run.get(kind))
