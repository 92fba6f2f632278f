"""One set of rules and what it decides. Pure: a set is read from data (`parsing.py`) and chosen by date (`book.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from daumoi.rulesets.nouns import (
    COMMITTEES,
    CONGRESS_ORGANS,
    FIELD_NAMES,
    ORGANS,
    OTHER,
    AuthorityRow,
    CopyKind,
    Deadlines,
    DocumentType,
    Element,
    FormulaRow,
    Group,
    Grouping,
    Numbering,
    Retention,
    SecrecyLevel,
    Section,
    Series,
    Source,
    System,
    Urgency,
    Verdict,
    Words,
    organ_name,
)

__all__ = ["COMMITTEES", "CONGRESS_ORGANS", "ORGANS", "DocumentType", "RuleSet", "organ_name"]


@dataclass(frozen=True)
class RuleSet:
    """Everything that holds for the papers of one system from one day to another.

    `stretched` marks a set used for a day it does not cover, because no set does. `content` is the data itself; the
    tables that other rooms read whole (`form`, `wording`) are taken from it unchanged.
    """

    key: str
    system: System
    title: str
    revision: int
    effective_from: date
    effective_to: date | None
    sources: Mapping[str, Source] = field(hash=False)
    sections: Mapping[str, Section] = field(hash=False)
    types: Mapping[str, DocumentType] = field(hash=False)
    authority: Mapping[str, AuthorityRow] = field(hash=False)
    small_papers: bool
    small_papers_verified: bool
    words: Words
    formulas: Mapping[str, FormulaRow] = field(hash=False)
    numbering: Numbering
    elements: tuple[Element, ...]
    optional_elements: tuple[str, ...]
    urgency: Mapping[str, Urgency] = field(hash=False)
    circulation: tuple[str, ...]
    secrecy: Mapping[str, SecrecyLevel] = field(hash=False)
    copies: Mapping[str, CopyKind] = field(hash=False)
    retention: tuple[Retention, ...]
    deadlines: Deadlines
    content: Mapping[str, Any] = field(hash=False, repr=False)
    stretched: bool = False

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """How a judgement names the set it stands on: «party-2026, bản 2»."""
        return f"{self.key}, bản {self.revision}"

    @property
    def form(self) -> Mapping[str, Any]:
        """The table that `daumoi.layout.form.load_form` reads."""
        form: Mapping[str, Any] = self.content["form"]
        return form

    @property
    def wording(self) -> Mapping[str, Any]:
        wording: Mapping[str, Any] = self.content.get("wording", {})
        return wording

    @property
    def verified(self) -> bool:
        return all(section.verified for section in self.sections.values())

    def covers(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    def cite(self, sources: tuple[str, ...], clause: str = "") -> str:
        """«Điều 7 66-QĐ/TW»: the sources of a part by their symbols."""
        named = ", ".join(self.sources[code].symbol for code in sources if code in self.sources)
        return f"{clause} {named}".strip()

    # --- types ----------------------------------------------------------------

    def document_type(self, code: str) -> DocumentType:
        """The type with this code. A code the set does not know is shown under its own name, never lost."""
        return self.types.get(code) or OTHER

    def types_in_order(self, *groups: Group) -> list[DocumentType]:
        wanted = groups or ("named", "small")
        return sorted((kind for kind in self.types.values() if kind.group in wanted), key=lambda kind: kind.order)

    # --- who may issue ----------------------------------------------------------

    def authority_row(self, body_kind: str, organ: str) -> AuthorityRow | None:
        if organ == "self" and body_kind in COMMITTEES:
            organ = "committee"
        return self.authority.get(f"{body_kind}.{organ}")

    def issuable(self, body_kind: str, organ: str) -> list[DocumentType]:
        """The types to offer when the organ drafts, in their order."""
        return [kind for kind in self.types_in_order() if self.may_issue(body_kind, organ, kind.code).allowed]

    def may_issue(self, body_kind: str, organ: str, type_code: str) -> Verdict:
        """Whether the organ may issue the type under this set (rule 8)."""
        kind, issuer = self.document_type(type_code), organ_name(body_kind, organ)
        if kind.group == "small" and self.small_papers:
            return self._verdict(
                True,
                f"{kind.name} là giấy tờ hành chính, tổ chức nào cũng được ban hành.",
                ("types",),
                self.small_papers_verified,
            )
        row = self.authority_row(body_kind, organ)
        if row is None or kind.group in ("other", "legal"):
            return Verdict(
                True,
                f"Bộ quy định chưa ghi {_lower(issuer)} có được ban hành {_lower(kind.name)} hay không; cần xem lại.",
                known=False,
            )
        source, verified = self.cite(row.sources, row.clause), row.verified and not self.stretched
        if type_code in row.conditional:
            condition = row.conditional[type_code]
            return Verdict(
                True, f"{issuer} được ban hành {_lower(kind.name)} {condition}.", source, verified, condition=condition
            )
        allowed = type_code in row.allowed
        said = "được ban hành" if allowed else "không có thẩm quyền ban hành"
        return Verdict(allowed, f"{issuer} {said} {_lower(kind.name)}.", source, verified)

    def _verdict(self, allowed: bool, why: str, sections: tuple[str, ...], verified: bool) -> Verdict:
        source = "; ".join(self.cite(self.sections[name].sources) for name in sections if name in self.sections)
        return Verdict(allowed, why, source, verified and not self.stretched)

    # --- numbers ----------------------------------------------------------------

    def series_of(self, type_code: str, *, is_congress: bool = False, grouping: Grouping | None = None) -> Series:
        """The series in which a paper of this type takes its number (rules 1, 3).

        `grouping` is the choice of the body where two types share an abbreviation; by default that of the set.
        """
        kind = self.document_type(type_code)
        if is_congress and self.numbering.congress_code:
            return Series("dai-hoi", "Đại hội", "congress", kind.abbreviation, self.numbering.congress_code)
        if (grouping or self.numbering.grouping) == "symbol" and kind.abbreviation:
            together = [other.name for other in self.types_in_order() if other.abbreviation == kind.abbreviation]
            return Series(f"ky-hieu-{kind.abbreviation}", ", ".join(together), self.numbering.period, kind.abbreviation)
        return Series(kind.code, kind.name, self.numbering.period, kind.abbreviation)

    def copies_series(self) -> Series:
        return Series("ban-sao", "Bản sao", self.numbering.copies_period, self.numbering.copies_abbreviation)

    def incoming_series(self) -> Series:
        return Series("den", "Văn bản đến", self.numbering.incoming_period)

    # --- what must be there -------------------------------------------------------

    def missing_elements(
        self, fields: Mapping[str, Any], *, type_code: str, body_kind: str = "", at_issue: bool = False
    ) -> list[str]:
        """The mandatory parts a paper lacks, as sentences (rule 13).

        `fields` holds what the paper has, by name: body_name, type_code, subject, content, addressees, place,
        position, signer, recipients and, with `at_issue`, number, date, signature, seal. Before signing, a number,
        a date, a signature and a seal are not missing: their place is kept.
        """
        kind = self.document_type(type_code)
        missing = []
        for element in self.elements:
            if type_code in element.except_types or body_kind in element.except_bodies:
                continue
            needs = element.needs + (element.needs_at_issue if at_issue else ())
            if lacking := [FIELD_NAMES.get(name, name) for name in needs if not _filled(fields.get(name))]:
                missing.append(f"Thiếu thành phần {element.order} «{element.name}»: chưa có {', '.join(lacking)}.")
        if kind.address and not _filled(fields.get("addressees")):
            word = self.form.get("submission_to" if kind.address == "submission" else "letter_to", "Kính gửi")
            missing.append(f"{kind.name} cần có dòng «{word}».")
        return missing


def _filled(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
