"""All the readers in their order: what one finds narrows where the next looks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from daumoi.extraction import asking, ending, heading, issuer, title
from daumoi.extraction.lines import lines_of_text
from daumoi.extraction.nouns import Line, Particulars, Suggestion
from daumoi.extraction.script import Script
from daumoi.extraction.vocabulary import vocabulary
from daumoi.numbering.notation import Notation
from daumoi.rulesets.guess import type_of_name
from daumoi.rulesets.rules import RuleSet


def extract(lines: Iterable[Line], sets: Sequence[RuleSet]) -> Particulars:
    """The particulars of a paper from its lines in reading order.

    `sets` are the rule sets by which types, marks and formulas are known; the one in force on the day of the paper
    gives the code of its type. Understands the Party form and the State form. Never raises on any text; what cannot be
    read with some confidence is left out.
    """
    script = Script(list(lines))
    if not script.text.strip():
        return Particulars()
    words = vocabulary(sets)
    body = heading.body_start(script)
    number, at_number, notation = heading.read_number(script, body)
    named = title.find_title(script, words, at_number.end if at_number else 0, body)
    form_end = min(body, named.start) if named else body
    day, issued = heading.read_date(script, max(form_end, at_number.end if at_number else 0))
    if day is None and form_end < body:
        day, issued = heading.read_date(script, body)
    kind = title.read_type(script, words, named, notation, at_number, body)
    last = ending.read_ending(script, words, named.end if named else at_number.end if at_number else 0)
    own, above = issuer.read_issuer(script, at_number.start if at_number else form_end, last.organ)
    if own is None:
        own, above = issuer.read_issuer(script, form_end, last.organ)
    names = " ".join(found.raw for found in (own, above) if found)
    return Particulars(
        number=number,
        issued_on=day,
        type=_with_code(kind, sets, notation, issued),
        issuer=own,
        superior=above,
        subject=title.read_subject(script, named, at_number, body, names, _consolidates(notation)),
        signer=last.signer,
        position=last.position,
        formula=last.formula,
        urgency=asking.read_mark(script, words.urgency, body),
        secrecy=asking.read_mark(script, words.secrecy, body),
        deadline=asking.read_deadline(script, body, issued),
        bases=tuple(asking.read_bases(script, form_end)),
        recipients=last.recipients,
    )


def extract_text(text: str, sets: Sequence[RuleSet]) -> Particulars:
    """The same from text alone, where nothing is known of places; a form feed ends a page."""
    return extract(lines_of_text(text), sets)


def _consolidates(notation: Notation | None) -> bool:
    return notation is not None and notation.type_abbr == title.CONSOLIDATED


def _with_code(
    kind: Suggestion | None, sets: Sequence[RuleSet], notation: Notation | None, issued: date | None
) -> Suggestion | None:
    """The type with its code in the set in force on the day of the paper, of its own system first."""
    if kind is None:
        return None
    style = (notation.style if notation else None) or "party"
    fitting = sorted(
        (found for found in sets if issued is None or found.covers(issued)),
        key=lambda found: (found.system != style, -found.effective_from.toordinal(), -found.revision),
    )
    for rules in [*fitting, *sets]:
        if guess := type_of_name(rules, kind.value):
            return replace(kind, code=guess.code)
    return kind
