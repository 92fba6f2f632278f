"""The part of the catalogue that a person may see, narrowed by facets and days: every question is asked inside one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from daumoi.catalogue.index import INDEX, facet
from daumoi.catalogue.models import ordinal_of
from daumoi.core.engines import engine
from daumoi.core.engines.fulltext import Question, Span, Term
from daumoi.people.duties import keys_of
from daumoi.people.models import Person

Choices = tuple[tuple[Term, ...], ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked about. `facets` are choices of facet words; the first is always who may see it."""

    facets: tuple[tuple[str, ...], ...]
    above: int | None = None
    below: int | None = None

    def ordinals(
        self,
        words: Choices = (),
        without: tuple[Term, ...] = (),
        *,
        limit: int | None,
        after: int | None = None,
        before: int | None = None,
    ) -> list[int]:
        """Newest first: the newest, those older than `after`, or those just newer than `before`."""
        span = self._span(limit, after, before)
        found: list[int] = engine().fulltext_ordinals(connection, INDEX, Question(self.facets, words, without), span)
        return found if before is None else found[::-1]

    def page(
        self,
        words: Choices = (),
        without: tuple[Term, ...] = (),
        *,
        limit: int,
        most: int,
        after: int | None = None,
        before: int | None = None,
    ) -> tuple[list[int], int]:
        """The same, and how many there are in all, no more than `most` of them counted; one query."""
        question, whole = Question(self.facets, words, without), Span(above=self.above, below=self.below, limit=most)
        span = self._span(limit, after, before)
        found, total = engine().fulltext_page(connection, INDEX, question, span, whole)
        return (found if before is None else found[::-1]), total

    def _span(self, limit: int | None, after: int | None, before: int | None) -> Span:
        above = max(filter(None, (self.above, before)), default=None)
        below = min(filter(None, (self.below, after)), default=None)
        return Span(above=above, below=below, newest_first=before is None, limit=limit)

    def each(self, many: Sequence[Choices], without: tuple[Term, ...] = (), *, limit: int) -> list[list[int]]:
        """The newest of what answers each of many questions, in one query."""
        questions = [Question(self.facets, words, without) for words in many]
        return self._each(questions, limit)

    def bearing(self, *choices: str, limit: int) -> list[list[int]]:
        """The newest of what bears each of these facet words, in one query."""
        return self._each([Question((*self.facets, (choice,))) for choice in choices], limit)

    def _each(self, questions: list[Question], limit: int) -> list[list[int]]:
        span = Span(above=self.above, below=self.below, limit=limit)
        found: list[list[int]] = engine().fulltext_each(connection, INDEX, questions, span)
        return found

    def count(self, words: Choices = (), without: tuple[Term, ...] = (), *, limit: int | None = None) -> int:
        span = Span(above=self.above, below=self.below, limit=limit)
        found: int = engine().fulltext_count(connection, INDEX, Question(self.facets, words, without), span)
        return found


def scope_of(
    person: Person,
    *,
    facets: Iterable[str | Iterable[str]] = (),
    any_of: Iterable[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> Scope:
    """All of `facets` (each a word, or a choice of words), one of `any_of`, from one day to another, both included."""
    wanted = [tuple(facet("key", key) for key in keys_of(person))]
    wanted += [(choice,) if isinstance(choice, str) else tuple(choice) for choice in facets]
    if choice := tuple(any_of):
        wanted.append(choice)
    return Scope(
        tuple(filter(None, wanted)),
        above=ordinal_of(since, 0) if since else None,
        below=ordinal_of(until + timedelta(days=1), 0) if until else None,
    )
