"""A question to the full-text index, the same for both engines. Pure.

The index has four columns of words (title and text, with marks and folded) and
one of facets. Words are already lower case and hold nothing but letters and
digits; facets may hold "_". So a question has no syntax a person could inject:
each engine writes every word inside quotes of its own.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or several one after the other. `folded` looks without marks, `title` only at titles."""

    tokens: tuple[str, ...]
    folded: bool = True
    title: bool = False
    prefix: bool = False
    """The last token may go on."""


@dataclass(frozen=True, slots=True)
class Question:
    """All of `facets`, all of `words`, none of `without`; each of the first two is a choice of alternatives.

    A facet that ends in "*" stands for all that begin so.
    """

    facets: tuple[tuple[str, ...], ...] = ()
    words: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """What is indexed of one thing. Titles and texts carry their own capitals and marks; the folded ones are words."""

    ordinal: int
    title: str
    text: str
    title_folded: str
    text_folded: str
    facets: str


@dataclass(frozen=True, slots=True)
class Span:
    """The part of the order that is asked for: above and below these ordinals, newest or oldest first."""

    above: int | None = None
    below: int | None = None
    newest_first: bool = True
    limit: int | None = field(default=None)
