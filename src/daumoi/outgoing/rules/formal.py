"""What the regulations in force say about a paper: who may issue it, who may sign it and how, which number it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from daumoi.numbering import notation, series
from daumoi.outgoing.models import Draft, Version
from daumoi.people.models import Appointment, Body, Delegation, Person, Rank, Term
from daumoi.rulesets.book import rule_set
from daumoi.rulesets.rules import COMMITTEES, CONGRESS_ORGANS, ORGANS, DocumentType, RuleSet, organ_name
from daumoi.rulesets.signing import check_formula, check_symbol, formula_for

CONGRESS_IN_ORDER = ("congress", "presidium", "secretariat", "credentials", "counting")


@dataclass(frozen=True)
class Finding:
    """Something a regulation has against the paper: the sentence, and where it comes from."""

    text: str
    source: str = ""
    verified: bool = True


@dataclass(frozen=True)
class SignerChoice:
    """Somebody who may sign this type for this organ on this day, and how that is printed."""

    person: Person
    by_order: bool
    rank: str
    lines: tuple[str, ...]
    position: str
    basis: str
    why: str

    @property
    def key(self) -> str:
        return f"{self.person.pk}{'-tl' if self.by_order else ''}"

    @property
    def label(self) -> str:
        above = " / ".join(self.lines)
        return f"{self.person}, {self.position}{f' ({above})' if above else ''}"


def rules_for(body: Body, on: date) -> RuleSet:
    """The rule set that judges the papers of a body on a day."""
    return rule_set("state" if body.system == "state" else "party", on)


# --- organs and types ---------------------------------------------------------------------------------


def organs_of(body: Body, on: date) -> list[tuple[str, str]]:
    """The organs in whose name the body may issue that day; those of a congress only while one sits."""
    if body.kind not in COMMITTEES:
        return [("self", organ_name(body.kind, "self"))]
    found = ["standing", "committee"] if body.kind != "cell" else ["committee"]
    if Term.objects.filter(body=body, congress_from__lte=on, congress_to__gte=on).exists():
        found += CONGRESS_IN_ORDER
    names = {"committee": "Chi bộ"} if body.kind == "cell" else {}
    return [(organ, names.get(organ, ORGANS[organ])) for organ in found]


@dataclass(frozen=True)
class TypeOffer:
    """A type of paper as the form offers it: on offer, or not, and why."""

    kind: DocumentType
    allowed: bool
    why: str
    source: str = ""
    verified: bool = True


def types_for(rules: RuleSet, body: Body, organ: str) -> list[TypeOffer]:
    """Every type of the rule set, with whether the organ may issue it and where that is said."""
    offers = []
    for kind in rules.types_in_order():
        verdict = rules.may_issue(body.kind, organ, kind.code)
        offers.append(TypeOffer(kind, verdict.allowed, verdict.why, verdict.source, verdict.verified))
    return offers


# --- signers -------------------------------------------------------------------------------------------


def signers_for(rules: RuleSet, body: Body, organ: str, type_code: str, on: date) -> list[SignerChoice]:
    """Everybody who may sign that day, heads first, then deputies, then those to whom signing was delegated."""
    direct = [
        _direct(rules, body, organ, appointment)
        for appointment in Appointment.objects.on(on)
        .filter(body=body, person__is_active=True)
        .exclude(rank=Rank.STAFF)
        .select_related("person")
    ]
    order = {Rank.HEAD: 0, Rank.ACTING: 1, Rank.DEPUTY: 2}
    direct.sort(key=lambda choice: (order.get(Rank(choice.rank), 9), choice.person.sort_key))
    delegated = [
        _delegated(rules, body, organ, delegation)
        for delegation in Delegation.objects.on(on)
        .filter(body=body, organ=organ, delegate__is_active=True)
        .select_related("delegate")
        if not delegation.type_codes or type_code in delegation.type_codes
    ]
    return list({choice.key: choice for choice in [*direct, *delegated]}.values())


def _direct(rules: RuleSet, body: Body, organ: str, appointment: Appointment) -> SignerChoice:
    formula = formula_for(rules, body.kind, organ, appointment.rank)
    return SignerChoice(
        person=appointment.person,
        by_order=False,
        rank=appointment.rank,
        lines=tuple(filter(None, formula.line.splitlines())),
        position=appointment.position or formula.position,
        basis=f"{appointment.position}, bổ nhiệm từ {appointment.starts_on:%d/%m/%Y}",
        why=formula.why,
    )


def _delegated(rules: RuleSet, body: Body, organ: str, delegation: Delegation) -> SignerChoice:
    formula = formula_for(rules, body.kind, organ, Rank.STAFF, by_order=True)
    until = f" đến {delegation.ends_on:%d/%m/%Y}" if delegation.ends_on else ""
    return SignerChoice(
        person=delegation.delegate,
        by_order=True,
        rank=Rank.STAFF,
        lines=tuple(filter(None, formula.line.splitlines())),
        position=delegation.position,
        basis=f"giao ký theo {delegation.basis}, từ {delegation.starts_on:%d/%m/%Y}{until}",
        why=formula.why,
    )


def right_to_sign(draft: Draft, version: Version, person: Person, on: date) -> SignerChoice | None:
    """By what right the person signs this version that day, in the way it is printed; None without one."""
    rules = rules_for(draft.body, on)
    choices = signers_for(rules, draft.body, version.organ, version.type_code, on)
    return next((one for one in choices if one.person.pk == person.pk and one.by_order == version.by_order), None)


# --- numbers -------------------------------------------------------------------------------------------


def place_for(rules: RuleSet, body: Body, organ: str, type_code: str, on: date) -> series.Place:
    """The series and period in which the paper takes its number that day (rules 1 to 3)."""
    found = rules.series_of(type_code, is_congress=organ in CONGRESS_ORGANS)
    return series.Place(
        series=found.key,
        label=found.label,
        period=series.period_of(found.period, body, on),
        abbreviation=found.abbreviation,
        body_code=found.body_code or body.code,
        style=rules.system,
    )


def number_text(place: series.Place, value: int) -> str:
    """05-NQ/TU, 15/QĐ-UBND."""
    write = notation.state if place.style == "state" else notation.party
    return write(value, place.abbreviation, place.body_code)


def symbol_text(rules: RuleSet, body: Body, organ: str, type_code: str) -> str:
    """What follows the number on the paper: -NQ/TU, /QĐ-UBND."""
    found = rules.series_of(type_code, is_congress=organ in CONGRESS_ORGANS)
    code = found.body_code or body.code
    abbreviation = rules.document_type(type_code).abbreviation
    write = notation.state if rules.system == "state" else notation.party
    return write("", abbreviation, code)


# --- judgement -----------------------------------------------------------------------------------------


def findings(draft: Draft, version: Version, on: date) -> list[Finding]:
    """Everything that stands against this version on that day; empty when it may be submitted and signed."""
    rules = rules_for(draft.body, on)
    return [
        *_missing_parts(rules, draft, version),
        *_authority(rules, draft.body, version),
        *_signing(rules, draft, version, on),
        *(
            Finding(fault.text, verified=fault.verified)
            for fault in check_symbol(rules, _symbol(rules, draft, version))
        ),
    ]


def _symbol(rules: RuleSet, draft: Draft, version: Version) -> str:
    return symbol_text(rules, draft.body, version.organ, version.type_code)


def _missing_parts(rules: RuleSet, draft: Draft, version: Version) -> list[Finding]:
    fields: dict[str, Any] = {
        "body_name": draft.body.name,
        "type_code": version.type_code,
        "subject": version.subject,
        # The content of a Word file of one's own is in the file.
        "content": version.text or version.own_upload,
        "addressees": version.addressees,
        "place": version.place,
        "position": version.position,
        "signer": version.signer_id,
        "recipients": version.recipients or version.addressees,
    }
    missing = rules.missing_elements(fields, type_code=version.type_code, body_kind=draft.body.kind)
    section = rules.sections.get("elements")
    source = rules.cite(section.sources) if section else ""
    return [Finding(text, source) for text in missing]


def _authority(rules: RuleSet, body: Body, version: Version) -> list[Finding]:
    verdict = rules.may_issue(body.kind, version.organ, version.type_code)
    return [] if verdict.allowed else [Finding(verdict.why, verdict.source, verdict.verified)]


def _signing(rules: RuleSet, draft: Draft, version: Version, on: date) -> Sequence[Finding]:
    if version.signer is None:
        return []
    right = right_to_sign(draft, version, version.signer, on)
    if right is None:
        organ = organ_name(draft.body.kind, version.organ)
        how = "thừa lệnh " if version.by_order else ""
        return [
            Finding(f"{version.signer} không có thẩm quyền ký {how}văn bản này của {organ} vào ngày {on:%d/%m/%Y}.")
        ]
    faults = check_formula(
        rules,
        line="\n".join(version.authority),
        body_kind=draft.body.kind,
        organ=version.organ,
        rank=right.rank,
        delegated=right.by_order,
    )
    section = rules.sections.get("formulas")
    source = rules.cite(section.sources) if section else ""
    return [Finding(fault.text, source, fault.verified) for fault in faults]
