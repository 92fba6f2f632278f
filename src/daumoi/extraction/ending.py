"""Who signed, in what capacity, and to whom the paper goes.

Formula and position stand in capitals above the signature, the name beneath it; the recipients beside them on the left
(Hướng dẫn 36-HD/VPTW, mục II.7 and II.9; Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7 and II.9).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from daumoi.extraction.casing import natural
from daumoi.extraction.nouns import Suggestion
from daumoi.extraction.script import Script, flat, is_upper
from daumoi.extraction.vocabulary import Vocabulary

AROUND: Final = 8  # lines above «Nơi nhận» that may belong to the signature when columns are not known
WITHIN: Final = 80
MOST_ABOVE: Final = 8
BETWEEN: Final = 14  # lines of stamps and seals between the position and the name
MOST_RECIPIENTS: Final = 60

_RECIPIENTS: Final = re.compile(r"^\W{0,4}n[o0]i nhan\b\W*", re.MULTILINE)
_ITEM: Final = re.compile(r"^\s*[-–—+•*~]{1,2}\s*(?=\w)")
_KEPT: Final = re.compile(r"\W*luu\b")
_POSITION: Final = re.compile(
    r"\W*(?:q\.\s*|quyen\s+)?(?:pho\b|chu tich|bo truong|thu truong|thu tuong|giam doc|tong giam doc|tong bi thu|bi thu"
    r"|uy vien|chanh|truong|vien truong|vien pho|cuc truong|cuc pho|chi cuc|tong cuc|tong thanh tra|tong kiem toan"
    r"|thong doc"
    r"|hieu truong|chu nhiem|doi truong|thuong truc|tham phan|tu lenh|chinh uy|to truong|nguoi ghi|chu tri|doan truong)"
)
_HONOURS: Final = re.compile(
    r"^(?:(?:Đại|Thượng|Trung|Thiếu)\s+(?:tướng|tá)|Đô đốc|Đồng chí|Ông|Bà"
    r"|(?:GS|PGS|TS|ThS|BS|CN|KS|LS|NGƯT|NGND)\.?(?:TSKH|TS)?\.?)[\s.,]*"
)
_ANNEX: Final = re.compile(r"^\W*phu luc\b", re.MULTILINE)


@dataclass(frozen=True)
class Ending:
    """What stands at the end of a paper."""

    signer: Suggestion | None = None
    position: Suggestion | None = None
    formula: Suggestion | None = None
    organ: str = ""
    recipients: tuple[Suggestion, ...] = ()


Row = tuple[int, int, str]


@dataclass(frozen=True)
class _Block:
    """Lines in capitals with the name beneath them."""

    formulas: list[Row]
    position: list[Row]
    name: Row


def read_ending(script: Script, words: Vocabulary, after: int) -> Ending:
    """The end of the paper itself, not that of its annexes."""
    found = script.find(_RECIPIENTS, after)
    if found:
        at = script.line_at(found.start())
        first, last = max(0, at - AROUND), min(len(script.lines), at + WITHIN)
        recipients = tuple(_recipients(script, words, found.end()))
        blocks = list(_blocks(script, words, first, last))
    else:
        recipients = ()
        annex = script.find(_ANNEX, after)
        last = script.line_at(annex.start()) if annex else len(script.lines)
        blocks = list(_blocks(script, words, script.line_at(after), last))[-1:]
    if not blocks:
        return Ending(recipients=recipients)
    # With several signers the first speaks for the lead body.
    block = next((block for block in blocks if block.formulas), blocks[0])
    name = script.suggest(
        "; ".join(_plain(block.name[2]) for block in blocks) if len(blocks) > 1 else _plain(block.name[2]),
        block.name[0],
        block.name[1],
        0.9 if found else 0.75,
    )
    formula = " ".join(text for _, _, text in block.formulas)
    position = " ".join(text for _, _, text in block.position)
    head = words.formula(formula)
    organ = re.sub(r"^\W*", "", formula[len(head) :]) if head else ""
    return Ending(
        signer=name,
        position=script.suggest(natural(script, position), block.position[0][0], block.position[-1][1], 0.88)
        if block.position
        else None,
        formula=script.suggest(formula, block.formulas[0][0], block.formulas[-1][1], 0.9) if block.formulas else None,
        organ=organ,
        recipients=recipients,
    )


def _blocks(script: Script, words: Vocabulary, first: int, last: int) -> Iterator[_Block]:
    """Every name under a position or formula, stamps and seals between them overlooked."""
    above: list[Row] = []
    since = 0
    for index in range(first, last):
        text = script.line(index).strip()
        if not text:
            continue
        if is_upper(text) and sum(map(str.isalpha, text)) > 1:
            above = [*above, (script.starts[index], script.end(index), text)] if not since else []
            if since:
                above, since = [(script.starts[index], script.end(index), text)], 0
            continue
        since += 1
        if above and (name := _name(text, script.lines[index].sure < 1)):
            at = script.starts[index] + script.line(index).find(name)
            if block := _block(words, above[-MOST_ABOVE:], (at, at + len(name), name)):
                yield block
                above = []
        if since > BETWEEN or _KEPT.match(flat(_ITEM.sub("", text))):
            above = []


def _block(words: Vocabulary, above: list[Row], name: Row) -> _Block | None:
    """Formulas first, then the position; None where the lines above the name are neither."""
    formulas: list[Row] = []
    position: list[Row] = []
    for at, row in enumerate(above):
        rest = " ".join(text for _, _, text in above[at:])
        if words.formula(rest):
            formulas, position = [*formulas, row], []
        elif _POSITION.match(flat(rest)):
            position.append(row)
        elif position or formulas:
            (position or formulas).append(row)
    return _Block(formulas, position, name) if formulas or position else None


def _plain(name: str) -> str:
    return _HONOURS.sub("", name.strip(" .,;:-*")).strip()


def _name(text: str, guessed: bool) -> str:
    """The name a line is: two to six words, each with a capital and small letters («Nguyễn Thị An», «Y Thanh Hà Niê»).

    Beside a name that a machine has read may stand what it made of the signature.
    """
    plain = _plain(text)
    if text.rstrip().endswith((";", ":", ",")):
        return ""
    parts = plain.split()
    while guessed and parts and len(parts[-1]) == 1:
        parts.pop()
    if 2 <= len(parts) <= 6 and all(map(_is_part, parts)):
        return " ".join(parts)
    if guessed:
        run: list[str] = []
        for part in [*parts, ""]:
            if _is_part(part) and len(part) > 1:
                run.append(part)
            elif 3 <= len(run) <= 5:
                return " ".join(run)
            else:
                run = []
    return ""


def _is_part(word: str) -> bool:
    return word.isalpha() and word[0].isupper() and (word[1:].islower() or len(word) == 1)


def _recipients(script: Script, words: Vocabulary, start: int) -> Iterator[Suggestion]:
    """The items of the list, whole even where they run over lines; the last says where the paper is kept."""
    item: tuple[int, int, str] | None = None
    count = 0
    for first, last, text in script.rows(start, len(script.text)):
        said = text.strip()
        begins = _ITEM.match(text)
        if not said:
            continue
        ends = is_upper(said) and (words.formula(f"{said} x") or _POSITION.match(flat(said)))
        if (
            begins
            or ends
            or (item and not _KEPT.match(flat(said)) and item[2].endswith((".", ";", ",")) and _name(said, False))
        ):
            if item and (made := _recipient(script, item)):
                yield made
                count += 1
            if ends or (item and _KEPT.match(flat(_ITEM.sub("", item[2])))) or count >= MOST_RECIPIENTS:
                return
            item = (first, last, said) if begins else None
        elif item:
            if _KEPT.match(flat(_ITEM.sub("", item[2]))) and (
                item[2].endswith(".") or not item[2].endswith((",", ";", "-"))
            ):
                break
            item = item[0], last, f"{item[2]} {said}"
        else:
            item = (first, last, said) if count == 0 else None
    if item and (made := _recipient(script, item)):
        yield made


def _recipient(script: Script, item: tuple[int, int, str]) -> Suggestion | None:
    value = _ITEM.sub("", item[2], count=1).strip(" ;,.")
    return script.suggest(value, item[0], item[1], 0.85) if len(value) < 300 else None
