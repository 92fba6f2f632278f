"""Which of the things found is nearest to what was asked.

Everything that weighs is taken from what the person may see: how rare a word
is, how long texts are. So an order tells nothing about hidden papers, which a
measure of the whole index (such as bm25 of the database) would.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import Final

from django.db.models.functions import Substr

from daumoi.catalogue.asking import Asked
from daumoi.catalogue.models import Entry, IndexedText
from daumoi.catalogue.narrowing import Glance
from daumoi.catalogue.scope import Scope
from daumoi.core.engines.fulltext import Term
from daumoi.vietnamese import fold, words

CANDIDATES: Final = 2_000
READ: Final = 200
READ_CHARACTERS: Final = 60_000
LONG_QUESTION: Final = 7
BEARS: Final = 50.0

_NOT_WORD: Final = re.compile(r"[\W_]+")

SATURATION: Final = 1.5
LENGTH: Final = 0.6
TITLE: Final = 3.0
PAIR: Final = 0.9

# Words that say what kind of sentence it is, not what it is about. Left out only when enough others remain.
_STOP_WORDS: Final = (
    "a ai bao bang bi boi ca cac cach can cai chi cho chua co con cu cua cung da dang de den di do duoc dung gi "
    "gio hay hien hoi it khi khong la lai lam luc luon ma moi mot nao nay nen neu nhieu nhu nhung noi o phai qua "
    "ra rang roi sai sao sau se tai the theo thi thuoc thuong toi trong truoc tu va van vao ve vi viec voi vua"
)
STOP_WORDS: Final = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True, slots=True)
class Item:
    """Something that counts when a text holds it: a word, or two neighbours of the question standing together."""

    tokens: tuple[str, ...]
    weight: float

    @property
    def needle(self) -> str:
        return f" {' '.join(self.tokens)} "


def ranked(found: Sequence[Glance], asked: Asked) -> list[int]:
    """Things that have all the words, nearest first. `found` are the newest of them, CANDIDATES at most."""
    items = _items(asked, {})
    first = [one.ordinal for one in found]
    if len(found) > READ:
        # All titles at one go: folding costs more by the call than by the letter.
        lines = fold("\n".join(f"{one.number} {one.title} {one.party}".replace("\n", " ") for one in found)).split("\n")
        scores = {one.ordinal: _score_title(line, items) for one, line in zip(found, lines, strict=True)}
        first.sort(key=lambda ordinal: (-scores[ordinal], -ordinal))
    return [*_read(first[:READ], items), *first[READ:]]


def is_long(asked: Asked) -> bool:
    """A whole sentence: nobody means that a paper must hold all of its words."""
    return not any(piece.quoted for piece in asked.pieces) and len(_telling(asked)) >= LONG_QUESTION


def widened(scope: Scope, asked: Asked) -> list[int]:
    """Things that have some of the words, nearest first."""
    visible = scope.count(limit=CANDIDATES * 5)
    without = tuple(piece.term(folded=not piece.marked) for piece in asked.unwanted)
    scores: dict[int, float] = defaultdict(float)
    rare: dict[tuple[str, ...], float] = {}
    items = _items(asked, {})
    many = scope.each([((Term(item.tokens),),) for item in items], without, limit=CANDIDATES)
    for item, held in zip(items, many, strict=True):
        rarity = log(1 + (visible - len(held) + 0.5) / (len(held) + 0.5)) if visible >= len(held) else 0.0
        rare[item.tokens] = rarity
        for ordinal in held:
            scores[ordinal] += rarity * item.weight
    numbers = [f"no_{'_'.join(key.split())}_" for key in asked.numbers]
    if numbers:
        for held in scope.bearing(*numbers, limit=READ):
            for ordinal in held:
                scores[ordinal] += BEARS
    first = sorted(scores, key=lambda ordinal: (-scores[ordinal], -ordinal))[:READ]
    return _read(first, _items(asked, rare), numbers=_bearing(first, asked))


def _tokens(asked: Asked) -> list[str]:
    return [words(token, folded=True) for piece in asked.wanted for token in piece.tokens]


def _telling(asked: Asked) -> list[str]:
    """The words that say what the question is about."""
    tokens = list(dict.fromkeys(_tokens(asked)))
    return [token for token in tokens if token not in STOP_WORDS] or tokens


def _items(asked: Asked, rare: dict[tuple[str, ...], float]) -> list[Item]:
    single = [(token,) for token in _telling(asked)]
    pairs = [pair for pair in dict.fromkeys(pairwise(_tokens(asked))) if not STOP_WORDS.issuperset(pair)]
    return [Item(item, rare.get(item, 1.0)) for item in single] + [
        Item(pair, PAIR * rare.get(pair, 1.0)) for pair in pairs
    ]


def _bearing(ordinals: Sequence[int], asked: Asked) -> set[int | None]:
    """Those of the entries that bear a number the question names."""
    if not asked.numbers:
        return set()
    bearers = Entry.objects.filter(ordinal__in=ordinals, number_key__in=asked.numbers)
    return set(bearers.values_list("ordinal", flat=True))


def _score_title(folded: str, items: list[Item]) -> float:
    title = f" {_NOT_WORD.sub(' ', folded)} "
    return sum(item.weight for item in items if item.needle in title) / (8 + title.count(" "))


def _read(ordinals: Sequence[int], items: list[Item], numbers: Collection[int | None] = ()) -> list[int]:
    """The same things in the order of their texts."""
    rows = IndexedText.objects.filter(ordinal__in=ordinals).values_list(
        "ordinal", "title_folded", Substr("text_folded", 1, READ_CHARACTERS)
    )
    texts = [(ordinal, f" {title} ", f" {text} ") for ordinal, title, text in rows]
    if not texts:
        return list(ordinals)
    average = sum(len(title) + len(text) for _ordinal, title, text in texts) / len(texts)
    scores: dict[int, float] = {}
    for ordinal, title, text in texts:
        norm = SATURATION * (1 - LENGTH + LENGTH * (len(title) + len(text)) / average)
        score = 2 * BEARS if ordinal in numbers else 0.0
        for item in items:
            often = text.count(item.needle) + TITLE * title.count(item.needle)
            if often:
                score += item.weight * often * (SATURATION + 1) / (often + norm)
        scores[ordinal] = score
    return sorted(ordinals, key=lambda ordinal: (-scores.get(ordinal, 0.0), -ordinal))
