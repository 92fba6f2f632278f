"""From the words or letters of an incoming paper to its type. Pure; always a suggestion for the clerk to confirm."""

from __future__ import annotations

import re
from dataclasses import dataclass

from daumoi.rulesets.rules import RuleSet
from daumoi.vietnamese import fold, nfc

_PARTY_SYMBOL = re.compile(r"\d[\w.]*\s*-\s*([^\W\d_]+)\s*/")
_STATE_SYMBOL = re.compile(r"\d[\w.]*\s*/\s*(?:(?:19|20)\d\d\s*/\s*)?([^\W\d_]+)\s*-")
_STATE_LETTER = re.compile(r"\d[\w.]*\s*/\s*[^\W\d_]+(?:\s*-\s*[^\W\d_]+)+\s*$")


@dataclass(frozen=True)
class Guess:
    """The types that the letters may stand for, likeliest first. `code` is empty when there is none."""

    codes: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return self.codes[0] if self.codes else ""

    @property
    def sure(self) -> bool:
        return len(self.codes) == 1

    def __bool__(self) -> bool:
        return bool(self.codes)


def type_of_symbol(rules: RuleSet, symbol: str, subject: str = "") -> Guess:
    """The type named in «12-NQ/TU», «15/QĐ-UBND» or by the letters alone («QĐi»).

    Letters that two types share (QĐ) are settled by the first words of the subject when these name one of them.
    """
    symbol = nfc(symbol).strip()
    found = _PARTY_SYMBOL.search(symbol) or _STATE_SYMBOL.search(symbol)
    letters = found[1] if found else symbol if re.fullmatch(r"[^\W\d_]+", symbol) else ""
    codes = _by_letters(rules, letters) if letters else ()
    if not codes and _STATE_LETTER.search(symbol):
        codes = ("cong-van",) if "cong-van" in rules.types else ()
    if len(codes) > 1 and (named := type_of_name(rules, subject)) and named.code in codes:
        return Guess((named.code, *(code for code in codes if code != named.code)))
    return Guess(codes)


def type_of_name(rules: RuleSet, words: str) -> Guess:
    """The type whose name the words begin with, with or without marks: «Quy chế phối hợp…», «to trinh»."""
    said = fold(words).strip()
    names = [(fold(name), kind.code) for kind in rules.types.values() for name in (kind.name, *kind.aliases)]
    fitting = [(name, code) for name, code in names if said == name or said.startswith(f"{name} ")]
    longest = max((len(name) for name, _ in fitting), default=0)
    return Guess(tuple(dict.fromkeys(code for name, code in fitting if len(name) == longest)))


def _by_letters(rules: RuleSet, letters: str) -> tuple[str, ...]:
    """Exactly as written first, then whatever the case, then without marks."""
    for same in (str, str.casefold, fold):
        wanted = same(letters)
        named = [
            kind
            for kind in sorted(rules.types.values(), key=lambda kind: kind.order)
            if any(same(known) == wanted for known in (kind.abbreviation, *kind.accepted) if known)
        ]
        if named:
            return tuple(kind.code for kind in named)
    return ()
