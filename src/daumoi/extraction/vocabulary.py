"""The words by which papers are recognised, as the dated rule sets give them: types, marks, signing formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from daumoi.numbering.notation import TYPE_NAMES, Notation
from daumoi.rulesets.rules import RuleSet
from daumoi.vietnamese import fold

LIKE: Final = 0.86  # of the letters of a name that a machine must have read rightly
LEAST: Final = 6  # letters of a name that may be recognised though misread

# Papers that come in and carry a type of their own which no rule set for administrative papers lists.
FURTHER: Final = (
    "nghị định thư",
    "điều lệ",
    "hiến pháp",
    "phụ lục",
    "bộ luật",
    "nghị quyết liên tịch",
    "công hàm",
    "lời kêu gọi",
)
# Said in one breath with the type, and yet the beginning of the subject.
_NO_TITLES: Final = frozenset({"thong bao ket luan", "lenh", "ban sao", "van ban hop nhat"})


@dataclass(frozen=True)
class Vocabulary:
    """Folded words, each with what it stands for."""

    types: Mapping[str, str]
    """Name of a type -> the name as people write it."""
    letters: Mapping[tuple[str, str], str]
    """System and letters of a type in a symbol -> the name; where two types share them, the commoner."""
    urgency: Mapping[str, str]
    secrecy: Mapping[str, str]
    formulas: tuple[str, ...]
    """T/M, TM., K/T ... as printed, longest first."""

    def title(self, line: str) -> tuple[str, int] | None:
        """The type a line in capitals names, and how many of its letters say so; None when it names none."""
        bare = fold(line)
        start = len(bare) - len(bare.lstrip(" -–—*.:;,'\"|_"))
        said = bare[start:].rstrip(" -–—*.:;,'\"|_")
        for name in self.types:
            if said == name or said.startswith(f"{name} "):
                return self.types[name], start + len(name)
        if len(said) >= LEAST:
            for name in self.types:
                alike = abs(len(name) - len(said)) <= 2 and SequenceMatcher(None, name, said).ratio() >= LIKE
                if alike and len(name) >= LEAST:
                    return self.types[name], len(bare)
        return None

    def named(self, notation: Notation) -> str:
        """The type that the letters of a symbol name in its system: TT is a Thông tri of the Party, else a Thông tư."""
        return self.letters.get((notation.style or "state", notation.type_abbr), "")

    def formula(self, line: str) -> str:
        """The formula a line begins with, empty when it begins with none: T/M and TM. alike."""
        return next((word for word in self.formulas if _formula(word).match(line)), "")


@lru_cache(maxsize=64)
def _formula(word: str) -> re.Pattern[str]:
    """«T/M», «TM.» and what a machine or a hasty hand makes of them: TM, T/M., Т/М."""
    letters = r"\s?[/.]?\s?".join(map(re.escape, re.sub(r"\W", "", word)))
    return re.compile(
        rf"\W{{0,3}}{letters}\s?[./,]?\s(?=[^\W\d_])" if len(letters) > 1 else rf"\W{{0,3}}{letters}\.\s?(?=[^\W\d_])"
    )


def vocabulary(sets: Iterable[RuleSet]) -> Vocabulary:
    """What all these rule sets know together: old papers arrive too."""
    sets = sorted(sets, key=lambda found: found.effective_from)
    types: dict[str, str] = {fold(name): name.capitalize() for name in FURTHER}
    letters: dict[tuple[str, str], str] = {}
    for abbreviation, names in TYPE_NAMES.items():
        for name in names:
            types.setdefault(fold(name), name.capitalize())
        for system in ("party", "state"):
            if names:
                letters[system, abbreviation] = names[0].capitalize()
    urgency: dict[str, str] = {}
    secrecy: dict[str, str] = {}
    formulas: set[str] = set()
    for rules in sets:
        # A later rule overrides an earlier one; of types that share letters the first in the order of the set counts.
        for kind in sorted(rules.types.values(), key=lambda kind: -kind.order):
            types |= {fold(name): name for name in (kind.name, *kind.aliases)}
            if kind.abbreviation:
                letters[rules.system, kind.abbreviation] = kind.name
        urgency |= {fold(level.mark): level.name for level in rules.urgency.values() if level.mark}
        secrecy |= {fold(level.mark): level.name for level in rules.secrecy.values() if level.mark}
        words = rules.words
        formulas |= {
            word
            for word in (words.acting_for, words.deputy, words.by_order, words.by_mandate, words.acting_head)
            if word
        }
    types["bo luat"] = types.get("luat", "Luật")  # one type: Luật Ban hành văn bản quy phạm pháp luật, điều 4
    named = {name: shown for name, shown in types.items() if name not in _NO_TITLES}
    return Vocabulary(
        types=dict(sorted(named.items(), key=lambda item: -len(item[0]))),
        letters=letters,
        urgency=dict(sorted(urgency.items(), key=lambda item: -len(item[0]))),
        secrecy=dict(sorted(secrecy.items(), key=lambda item: -len(item[0]))),
        formulas=tuple(sorted(formulas, key=lambda word: (-len(word), word))),
    )
