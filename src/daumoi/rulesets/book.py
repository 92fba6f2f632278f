"""The book of all rule sets, opened at a date. `current_book()` asks the database once; the rest is pure."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock

from daumoi.core.errors import Refusal
from daumoi.core.once import once
from daumoi.rulesets.models import RuleSetRow
from daumoi.rulesets.nouns import OTHER, DocumentType, System
from daumoi.rulesets.parsing import parse
from daumoi.rulesets.rules import RuleSet

SYSTEMS: dict[str, str] = {"party": "Văn bản của Đảng", "state": "Văn bản của cơ quan nhà nước"}


@dataclass(frozen=True)
class RuleBook:
    """The rule sets in use: of every key the revisions that no later one replaces."""

    sets: tuple[RuleSet, ...]

    def of(self, system: str) -> list[RuleSet]:
        return sorted((found for found in self.sets if found.system == system), key=_age)

    def covering(self, system: str, on: date) -> RuleSet | None:
        """The set in force on a day: of several, the one that began last, then the latest revision."""
        return max((found for found in self.of(system) if found.covers(on)), key=_age, default=None)

    def at(self, system: System, on: date) -> RuleSet:
        """The set to judge a paper of this day by.

        Where no set covers the day the nearest one is given, marked `stretched`: what it says is not verified for
        that day. Refused only when the system has no set at all.
        """
        if found := self.covering(system, on):
            return found
        sets = self.of(system)
        if not sets:
            raise Refusal(
                f"Chưa nạp bộ quy định nào cho {SYSTEMS[system].lower()}.",
                advice="Người quản trị nạp bộ quy định ở trang «Quy định đang áp dụng».",
            )
        earlier = [found for found in sets if found.effective_from <= on]
        return replace(earlier[-1] if earlier else sets[0], stretched=True)

    def exact(self, key: str, revision: int | None = None) -> RuleSet | None:
        """A set by its key: the given revision, or the one in use that began last."""
        fitting = [found for found in self.sets if found.key == key and revision in (None, found.revision)]
        return max(fitting, key=_age, default=None)


def _age(found: RuleSet) -> tuple[date, int]:
    return found.effective_from, found.revision


# Rows never change, so a row parsed once stays right; the checksum keeps two databases in one process apart.
_PARSED: OrderedDict[tuple[int, str], RuleSet] = OrderedDict()
_PARSED_LOCK = Lock()
_KEPT = 64


def parsed(row_id: int, sha256: str) -> RuleSet | None:
    with _PARSED_LOCK:
        return _PARSED.get((row_id, sha256))


def rule_sets(rows: Iterable[tuple[int, str]]) -> list[RuleSet]:
    """The sets of these rows (id, checksum), read from the database only when not known yet."""
    wanted = list(rows)
    known = {pk: found for pk, sha256 in wanted if (found := parsed(pk, sha256))}
    fresh = (
        RuleSetRow.objects.filter(pk__in=[pk for pk, _ in wanted if pk not in known])
        if len(known) < len(wanted)
        else ()
    )
    for row in fresh:
        known[row.pk] = parse(row.content, row.revision)
        with _PARSED_LOCK:
            _PARSED[row.pk, row.sha256] = known[row.pk]
            while len(_PARSED) > _KEPT:
                _PARSED.popitem(last=False)
    return [known[pk] for pk, _ in wanted if pk in known]


def current_book() -> RuleBook:
    """The book as it stands now. One query a page when nothing was loaded since the last time."""
    return once("rulesets.book", _current_book)


def _current_book() -> RuleBook:
    rows = list(RuleSetRow.objects.order_by("pk").values_list("pk", "sha256", "replaces_id"))
    replaced = {old for _, _, old in rows if old}
    return RuleBook(tuple(rule_sets((pk, sha256) for pk, sha256, _ in rows if pk not in replaced)))


def rule_set(system: System, on: date) -> RuleSet:
    """The set by which a paper of this system and day is judged. For many days at once take `current_book()`."""
    return current_book().at(system, on)


def document_type(code: str, system: System, on: date) -> DocumentType:
    """The type with this code in the set in force, or «văn bản khác»."""
    return rule_set(system, on).document_type(code)


def type_name(code: str, book: RuleBook | None = None) -> str:
    """The name of a type whatever the system or the day; for lists and statistics."""
    for found in sorted((book or current_book()).sets, key=_age, reverse=True):
        if code in found.types:
            return found.types[code].name
    return OTHER.name if code == OTHER.code else code


def series_names() -> Callable[[str], str]:
    """The words for a series of numbers, whatever the system or the day."""
    book = current_book()

    def name(key: str) -> str:
        if key == "dai-hoi":
            return "văn bản đại hội"
        if key.startswith("ky-hieu-"):
            return f"ký hiệu {key.removeprefix('ky-hieu-')}"
        return type_name(key, book).lower()

    return name
