"""What somebody typed into a search field, as a question to the index. Pure.

Words are all wanted; "a phrase" stands together; -word is unwanted. A word
with marks is looked for as it is, a word without marks wherever it is meant.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from daumoi.catalogue.readable import readable, words_of
from daumoi.core.engines.fulltext import Term
from daumoi.numbering.notation import NumberQuery, as_number_query, parse
from daumoi.vietnamese import SYLLABLES, fold, has_marks

LONGEST: Final = 1_000
MOST_WORDS: Final = 60

_QUOTES: Final = str.maketrans("“”„‟«»", '""""""')
_PIECES: Final = re.compile(r'(?P<minus>(?<!\S)[-−–](?=[^\s-]))?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that is wanted, or unwanted: a word or a phrase, as tokens with their marks."""

    tokens: tuple[str, ...]
    unwanted: bool = False
    quoted: bool = False

    @property
    def marked(self) -> bool:
        return any(map(has_marks, self.tokens))

    def term(self, *, folded: bool, title: bool = False, prefix: bool = False) -> Term:
        tokens = tuple(map(fold, self.tokens)) if folded else self.tokens
        return Term(tokens, folded=folded, title=title, prefix=prefix)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question understood.

    `number` is set when the whole text is the number of a paper; `numbers` are the keys of full numbers in it.
    """

    text: str
    pieces: tuple[Piece, ...]
    number: NumberQuery | None = None
    numbers: tuple[str, ...] = ()
    cut: bool = False
    open_end: bool = False
    """The last word is still being typed."""

    @property
    def wanted(self) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if not piece.unwanted)

    @property
    def unwanted(self) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.unwanted)

    @property
    def is_empty(self) -> bool:
        return not self.pieces and self.number is None


def ask(text: str, *, typing: bool = False) -> Asked:
    """Read what was typed; nothing that can be typed is an error.

    With `typing` the last word may go on, as in a field that answers at every key.
    """
    cut = len(text) > LONGEST
    text = readable(text[:LONGEST]).translate(_QUOTES)
    if text.count('"') % 2:
        text = text.replace('"', " ")
    pieces: list[Piece] = []
    left = MOST_WORDS
    for found in _PIECES.finditer(text):
        tokens = tuple(words_of(found["phrase"] if found["phrase"] is not None else found["word"]))
        if tokens and left:
            pieces.append(Piece(tokens[:left], unwanted=bool(found["minus"]), quoted=found["phrase"] is not None))
        cut = cut or len(tokens) > left
        left = max(0, left - len(tokens))
    open_end = typing and bool(pieces) and not (pieces[-1].quoted or pieces[-1].unwanted or text[-1:].isspace())
    return Asked(
        text=text.strip(),
        pieces=tuple(dict.fromkeys(pieces)),
        number=as_number_query(text) if len(text) <= 100 and '"' not in text else None,
        numbers=_numbers(text),
        cut=cut,
        open_end=open_end,
    )


def _numbers(text: str) -> tuple[str, ...]:
    """The comparison keys of full numbers inside a longer text."""
    found = (parse(word) for word in text.split() if any(c.isdigit() for c in word) and ("/" in word or "-" in word))
    return tuple(dict.fromkeys(notation.key for notation in found if notation and notation.separator))


# --- words that go on -------------------------------------------------------------------------------

MOST_ENDINGS: Final = 150


def endings(start: str) -> tuple[str, ...]:
    """The folded syllables that begin with `start`; empty when it begins none or too many.

    Asking for each of them is far quicker than asking the index for all words
    with a beginning, and tells nothing about words that only hidden papers use.
    """
    found = tuple(syllable for syllable in SYLLABLES if syllable.startswith(start) and syllable != start)
    return found if len(found) <= MOST_ENDINGS else ()


def number_choices(number: NumberQuery) -> tuple[tuple[Term, ...], ...]:
    """The spellings in which the number itself, or a paper that speaks of it, holds it.

    Titles in the index carry the comparison key too, so every paper with this number is among what is found.
    """
    symbol = fold(f"{number.abbr or ''} {number.body or ''}").replace("-", " ").replace("/", " ").split()
    spoken = [number.number.lower(), number.number.lstrip("0").zfill(2)]
    year = [str(number.year)] if number.year else []
    spelled = [[*words_of(start), *year, *symbol] for start in spoken]
    found = [tuple(number.key.split()), *map(tuple, spelled)]
    return (tuple(Term(tokens) for tokens in dict.fromkeys(found) if tokens),)


def choices(asked: Asked, *, folded: bool | None = None) -> tuple[tuple[Term, ...], ...]:
    """The wanted pieces as choices of terms. `folded` None decides piece by piece: by its own marks."""
    found: list[tuple[Term, ...]] = []
    for piece in asked.wanted:
        found.append((piece.term(folded=not piece.marked if folded is None else folded),))
    if found and asked.open_end and len(asked.wanted[-1].tokens) == 1:
        found[-1] = _open(found[-1][0])
    return tuple(found)


def _open(term: Term) -> tuple[Term, ...]:
    """The term and what it may become. A marked word being typed is not finished: its marks may still change."""
    word = fold(term.tokens[0])
    if any(char.isdigit() for char in word):
        return (term,)
    folded = replace(term, tokens=(word,), folded=True)
    more = endings(word)
    if more:
        return (folded, *(replace(folded, tokens=(syllable,)) for syllable in more))
    return (replace(folded, prefix=True),) if len(word) > 3 else (term,)
