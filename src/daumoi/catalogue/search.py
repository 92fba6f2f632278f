"""Finding. Lists, counts, search, suggestions and exports all stand on `find`, which only ever asks inside a scope."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeVar

from django.db.models import Model, QuerySet

from daumoi.catalogue import ranking
from daumoi.catalogue.asking import Asked, ask, choices, number_choices
from daumoi.catalogue.models import Entry
from daumoi.catalogue.narrowing import Glance, glance
from daumoi.catalogue.scope import Choices, Scope, scope_of
from daumoi.core.engines.fulltext import Term
from daumoi.numbering.notation import NumberQuery
from daumoi.people.models import Person
from daumoi.vietnamese import thousands

Row = TypeVar("Row", bound=Model)
Order = Literal["newest", "relevance"]

COUNTED = 10_000
NUMBERED = 50

CUT = "Câu hỏi dài quá; chỉ tìm theo {} chữ đầu."
FOLDED = "Không có mục nào viết đúng dấu như vậy; đang hiện những mục khớp khi bỏ dấu."
WIDENED = "Không có mục nào chứa đủ các chữ; đang hiện những mục chứa một phần, sát nhất trước."
LONG = "Câu hỏi dài: xếp theo độ sát, không buộc đủ mọi chữ."
RANKED = "Xếp theo độ sát trong {} mục mới nhất."
UNWANTED_ONLY = "Chỉ có chữ cần loại; đang hiện mọi mục không chứa các chữ ấy."


@dataclass(frozen=True, slots=True)
class Total:
    """How many there are; `exact` False means more than were counted."""

    value: int
    exact: bool = True

    def __str__(self) -> str:
        return thousands(self.value) if self.exact else f"hơn {thousands(self.value)}"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of what was found. `newer` and `older` are keys for `before` and `after`, None at the ends.

    `sample` is a glance at the newest of all that was found, as many as were asked for.
    """

    ordinals: list[int]
    entries: list[Entry]
    newer: str | None
    older: str | None
    total: Total
    asked: Asked
    order: Order
    notes: list[str] = field(default_factory=list)
    widened: bool = False
    sample: list[Glance] = field(default_factory=list, repr=False)

    def bring(self, rows: QuerySet[Row]) -> list[Row]:
        """The rows of a room that lie under the things found, in their order. `rows` holds what the person may see."""
        held = rows.filter(entry__ordinal__in=self.ordinals).select_related("entry")
        by_ordinal = {row.entry.ordinal: row for row in held}  # type: ignore[attr-defined]
        return [by_ordinal[ordinal] for ordinal in self.ordinals if ordinal in by_ordinal]


@dataclass(frozen=True, slots=True)
class Way:
    """One way of understanding a question; the first that finds something is taken."""

    words: Choices
    without: tuple[Term, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of a question: whose, inside what, and which page of it."""

    person: Person
    scope: Scope
    asked: Asked
    after: int | None
    before: int | None
    limit: int
    counted: bool
    sample: int
    entries: bool
    texts: bool

    @property
    def is_first(self) -> bool:
        return self.after is None and self.before is None


def find(
    person: Person,
    text: str = "",
    *,
    facets: Iterable[str | Iterable[str]] = (),
    any_of: Iterable[str] = (),
    since: date | None = None,
    until: date | None = None,
    order: Order = "newest",
    after: str | int | None = None,
    before: str | int | None = None,
    limit: int = 50,
    counted: bool = True,
    sample: int = 0,
    entries: bool = True,
    texts: bool = False,
) -> Page:
    """What `person` may see of what was asked, a page at a time.

    `facets` narrow (index.facet); without `text` this is a plain list. A
    number in any spelling brings the papers that bear it first. `counted`
    False saves the counting where no total is shown; `entries` False leaves
    the entries out for a room that brings its own rows (`Page.bring`); `texts`
    brings the text of each entry along (`entry.indexed`).
    """
    scope = scope_of(person, facets=facets, any_of=any_of, since=since, until=until)
    asked = ask(text)
    wish = Wish(person, scope, asked, _key(after), _key(before), limit, counted, sample, entries, texts)
    notes = [CUT.format(_words_used(asked))] if asked.cut else []
    nearest = order == "relevance" and asked.number is None and bool(asked.wanted)
    if nearest and ranking.is_long(asked):
        return _nearest(wish, ranking.widened(scope, asked), [*notes, LONG])
    first = _numbered(scope, asked.number, NUMBERED) if asked.number else []
    reach = limit + 1 + len(first)
    most = COUNTED + 1 if counted and not nearest and not sample else 0
    wanted = max(ranking.CANDIDATES if nearest else reach if wish.is_first else 0, sample)
    way, newest, total = _way(scope, asked, wanted, most if wish.is_first else 0)
    if way is None:
        found = ranking.widened(scope, asked)
        return _nearest(wish, found, [*notes, WIDENED] if found else notes, widened=bool(found))
    notes += [way.note] if way.note else []
    if nearest:
        seen = glance(person, newest[: ranking.CANDIDATES])
        return _nearest(wish, ranking.ranked(seen, asked), notes, way=way, sample=seen)
    flow = newest
    if not wish.is_first:
        flow, total = _beside(wish, way, reach, most)
    return _newest(wish, way, first, flow, newest, notes, total)


def count(
    person: Person,
    text: str = "",
    *,
    facets: Iterable[str | Iterable[str]] = (),
    any_of: Iterable[str] = (),
    since: date | None = None,
    until: date | None = None,
    limit: int | None = None,
) -> int:
    """How many `find` finds, exactly; with `limit`, no more than that are counted."""
    scope = scope_of(person, facets=facets, any_of=any_of, since=since, until=until)
    asked = ask(text)
    way, _newest, _total = _way(scope, asked, 1)
    if way is None:
        return len(ranking.widened(scope, asked))
    return scope.count(way.words, way.without, limit=limit)


def suggest(person: Person, text: str, *, limit: int = 8) -> list[Entry]:
    """For a field that answers at every key: papers of that number, then titles, then whatever speaks of it."""
    scope, asked = scope_of(person), ask(text, typing=True)
    if asked.is_empty or (asked.number is None and sum(map(len, asked.text.split())) < 2):
        return []
    found = _numbered(scope, asked.number, limit) if asked.number else []
    for title in (True, False):
        if len(found) < limit and asked.wanted:
            words = tuple(
                tuple(Term(term.tokens, term.folded, title, term.prefix) for term in choice)
                for choice in (number_choices(asked.number) if asked.number else choices(asked))
            )
            more = scope.ordinals(words, _unwanted(asked), limit=limit)
            found += [ordinal for ordinal in more if ordinal not in found]
    wish = Wish(person, scope, asked, None, None, limit, counted=False, sample=0, entries=True, texts=False)
    return _entries(wish, found[:limit])


# --- understanding ----------------------------------------------------------------------------------


def _way(scope: Scope, asked: Asked, limit: int, most: int = 0) -> tuple[Way | None, list[int], int | None]:
    """The first way that finds something, with the newest it finds; None when only some of the words can be found.

    With a limit of 0 the way alone is wanted: a plain list has but one. With `most` it is also said how many there
    are, up to so many.
    """
    ways = _ways(asked)
    if not limit and not asked.wanted:
        return ways[0], [], None
    for way in ways:
        total = None
        if most:
            found, total = scope.page(way.words, way.without, limit=max(limit, 1), most=most)
        else:
            found = scope.ordinals(way.words, way.without, limit=max(limit, 1))
        if found:
            return way, found, total
    return (None if _many(asked) else ways[0]), [], None


def _beside(wish: Wish, way: Way, limit: int, most: int) -> tuple[list[int], int | None]:
    """What stands before or after the key of the wish; with `most` also how many there are in all."""
    scope, after, before = wish.scope, wish.after, wish.before
    if most:
        return scope.page(way.words, way.without, limit=limit, most=most, after=after, before=before)
    return scope.ordinals(way.words, way.without, limit=limit, after=after, before=before), None


def _ways(asked: Asked) -> list[Way]:
    if not asked.wanted:
        return [Way((), _unwanted(asked), UNWANTED_ONLY if asked.unwanted else "")]
    ways: dict[Choices, Way] = {}
    if asked.number:
        words = number_choices(asked.number)
        ways[words] = Way(words, _unwanted(asked))
    marked = any(piece.marked for piece in asked.wanted)
    for folded, note in ((False, ""), (None, ""), (True, FOLDED)) if marked else ((True, ""),):
        words = choices(asked, folded=folded)
        ways.setdefault(words, Way(words, _unwanted(asked), note))
    return list(ways.values())


def _unwanted(asked: Asked) -> tuple[Term, ...]:
    return tuple(piece.term(folded=not piece.marked) for piece in asked.unwanted)


def _many(asked: Asked) -> bool:
    return sum(len(piece.tokens) for piece in asked.wanted) > 1


def _words_used(asked: Asked) -> int:
    return sum(len(piece.tokens) for piece in asked.pieces)


def _key(key: str | int | None) -> int | None:
    """A key as it came in an address; what is none is no key."""
    text = str(key or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


# --- pages ------------------------------------------------------------------------------------------


def _newest(
    wish: Wish,
    way: Way,
    first: list[int],
    flow: list[int],
    newest: list[int],
    notes: list[str],
    counted: int | None,
) -> Page:
    """A page by age; the papers of the number that was asked for stand before the first page and nowhere else.

    `counted` is how many there are, where that was asked along with them.
    """
    flow = [ordinal for ordinal in flow if ordinal not in first]
    if wish.before is not None:
        more_newer, flow = len(flow) > wish.limit, flow[-wish.limit :]
        more_older = bool(flow)
    else:
        more_older, flow = len(flow) > wish.limit, flow[: wish.limit]
        more_newer = wish.after is not None
    shown = flow if more_newer else [*first, *flow]
    if not (more_newer or more_older):
        total = Total(len(shown))
    elif 1 < len(newest) < wish.sample:
        total = Total(len(newest))
    elif counted is not None:
        total = _as_total(counted)
    else:
        total = _total(wish.scope, way) if wish.counted else Total(0, exact=False)
    return Page(
        ordinals=shown,
        entries=_entries(wish, shown) if wish.entries else [],
        newer=str(flow[0]) if more_newer and flow else None,
        older=str(flow[-1]) if more_older and flow else None,
        total=total,
        asked=wish.asked,
        order="newest",
        notes=notes,
        sample=glance(wish.person, newest[: wish.sample]) if wish.sample else [],
    )


def _nearest(
    wish: Wish,
    found: list[int],
    notes: list[str],
    *,
    way: Way | None = None,
    sample: list[Glance] | None = None,
    widened: bool = False,
) -> Page:
    """A page by relevance. Its keys are places in the ranking, which is made afresh for every page."""
    total = Total(len(found))
    if way and len(found) == ranking.CANDIDATES:
        total = _total(wish.scope, way)
        if not total.exact or total.value > len(found):
            notes = [*notes, RANKED.format(thousands(ranking.CANDIDATES))]
    start = wish.after or max(0, (wish.before or 0) - wish.limit)
    shown = found[start : start + wish.limit]
    return Page(
        ordinals=shown,
        entries=_entries(wish, shown) if wish.entries else [],
        newer=str(start) if start else None,
        older=str(start + wish.limit) if start + wish.limit < len(found) else None,
        total=total,
        asked=wish.asked,
        order="relevance",
        notes=notes,
        widened=widened,
        sample=(glance(wish.person, found[: wish.sample]) if sample is None and wish.sample else sample or [])[
            : wish.sample
        ],
    )


def _total(scope: Scope, way: Way) -> Total:
    return _as_total(scope.count(way.words, way.without, limit=COUNTED + 1))


def _as_total(found: int) -> Total:
    return Total(min(found, COUNTED), exact=found <= COUNTED)


def _numbered(scope: Scope, number: NumberQuery | None, limit: int) -> list[int]:
    """The papers that bear the number: those with exactly this key, then those whose key goes on; newest first."""
    if number is None:
        return []
    stem = "_".join(number.prefix.split())
    exact, going_on = scope.bearing(f"no_{'_'.join(number.key.split())}_", f"no_{stem}_*", limit=limit)
    if number.year:
        keys = dict(Entry.objects.filter(ordinal__in=going_on).values_list("ordinal", "number_key"))
        going_on = [ordinal for ordinal in going_on if keys.get(ordinal, "").endswith(f" {number.year}")]
    return list(dict.fromkeys([*exact, *going_on]))[:limit]


def _entries(wish: Wish, ordinals: list[int]) -> list[Entry]:
    """The entries in this order. The predicate is asked once more: a stale index shows too little, never too much."""
    found = Entry.objects.visible_to(wish.person).filter(ordinal__in=ordinals).select_related("body")
    if wish.texts:
        found = found.select_related("body", "indexed").defer(
            "indexed__title", "indexed__title_folded", "indexed__facets"
        )
    by_ordinal = {entry.ordinal: entry for entry in found}
    return [by_ordinal[ordinal] for ordinal in ordinals if ordinal in by_ordinal]
