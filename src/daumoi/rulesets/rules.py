"""One set of rules and what it decides. Pure: a set is read from data (`content.py`) and chosen by date (`book.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

System = Literal["party", "state"]
Group = Literal["named", "small", "legal", "other"]
Address = Literal["", "letter", "submission"]
Period = Literal["term", "year", "congress"]
Grouping = Literal["type", "symbol"]

NOT_VERIFIED = "chưa xác minh"

# Committees of the Party: a paper said to come from the body itself comes from its committee.
COMMITTEES = frozenset({"province", "commune", "party_body", "grassroots", "cell"})

BODY_KINDS: Mapping[str, str] = {
    "central": "Trung ương",
    "province": "Cấp tỉnh",
    "commune": "Cấp xã",
    "party_body": "Đảng uỷ trực thuộc khác",
    "grassroots": "Đảng uỷ cơ sở",
    "cell": "Chi bộ",
    "inspection": "Uỷ ban Kiểm tra",
    "advisory": "Ban tham mưu",
    "office": "Văn phòng cấp uỷ",
    "state": "Cơ quan nhà nước",
    "mass_org": "Mặt trận, đoàn thể",
    "other": "Nơi khác",
}
ORGANS: Mapping[str, str] = {
    "congress": "Đại hội",
    "presidium": "Đoàn Chủ tịch",
    "secretariat": "Đoàn Thư ký",
    "credentials": "Ban Thẩm tra tư cách đại biểu",
    "counting": "Ban Kiểm phiếu",
    "committee": "Ban Chấp hành",
    "standing": "Ban Thường vụ",
    "steering": "Ban chỉ đạo, tiểu ban, hội đồng, tổ công tác",
    "self": "Cơ quan",
}
CENTRAL_ORGANS: Mapping[str, str] = {
    "committee": "Ban Chấp hành Trung ương",
    "standing": "Bộ Chính trị",
    "secretariat": "Ban Bí thư",
}
CONGRESS_ORGANS = frozenset({"congress", "presidium", "secretariat", "credentials", "counting"})


def organ_name(body_kind: str, organ: str) -> str:
    """«Ban Thường vụ cấp tỉnh», «Bộ Chính trị», «Uỷ ban Kiểm tra»."""
    if body_kind == "central":
        return CENTRAL_ORGANS.get(organ, BODY_KINDS["central"])
    if body_kind == "state" and organ == "committee":
        return "Uỷ ban nhân dân"
    if organ == "self":
        return BODY_KINDS.get(body_kind, body_kind)
    kind = BODY_KINDS.get(body_kind, body_kind)
    return f"{ORGANS.get(organ, organ)} {kind[:1].lower()}{kind[1:]}"


@dataclass(frozen=True)
class Source:
    """A regulation that a part of the set comes from."""

    code: str
    symbol: str
    title: str
    issuer: str
    date: date | None = None
    url: str = ""
    note: str = ""

    def __str__(self) -> str:
        return self.symbol


@dataclass(frozen=True)
class Section:
    """One part of a set: its sources, whether their text was read, and who confirmed it here on what basis."""

    code: str
    title: str
    sources: tuple[str, ...] = ()
    verified: bool = False
    note: str = ""
    effective_from: date | None = None
    basis: str = ""
    confirmed_by: str = ""
    confirmed_on: date | None = None


@dataclass(frozen=True)
class DocumentType:
    """A type of paper. `heading`: its name stands on it; `address`: it has «Kính gửi» (letter) or «Kính trình»."""

    code: str
    name: str
    abbreviation: str
    order: int
    group: Group = "named"
    heading: bool = True
    address: Address = ""
    numbered: bool = True
    accepted: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    verified: bool = False
    note: str = ""

    def __str__(self) -> str:
        return self.name


OTHER = DocumentType("khac", "Văn bản khác", "", 999, group="other", heading=True, verified=True)


@dataclass(frozen=True)
class AuthorityRow:
    """What one organ may issue."""

    body_kind: str
    organ: str
    allowed: frozenset[str]
    conditional: Mapping[str, str] = field(default_factory=dict, hash=False)
    sources: tuple[str, ...] = ()
    clause: str = ""
    verified: bool = False
    note: str = ""

    @property
    def name(self) -> str:
        return organ_name(self.body_kind, self.organ)

    @property
    def key(self) -> str:
        return f"{self.body_kind}.{self.organ}"


@dataclass(frozen=True)
class Verdict:
    """May the organ issue the type: the answer, the sentence for people, where it comes from.

    `known` is False where the set says nothing about the organ or the type: then it is not forbidden, but somebody
    must look. `condition` is what must also hold.
    """

    allowed: bool
    why: str
    source: str = ""
    verified: bool = False
    known: bool = True
    condition: str = ""


@dataclass(frozen=True)
class FormulaRow:
    """How one organ signs. A collective always signs for itself (T/M) and never has a deputy sign for the head."""

    body_kind: str
    organ: str
    collective: bool
    name: str
    head: str
    deputy: str
    deputy_for_head: bool = False
    verified: bool = False


@dataclass(frozen=True)
class Formula:
    """The words above the position of the signer: `line` «T/M BAN THƯỜNG VỤ», empty when the head signs directly."""

    word: str
    line: str
    position: str
    needs_delegation: bool
    why: str
    source: str = ""
    verified: bool = False


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a formula or a symbol."""

    code: str
    text: str
    verified: bool = True


@dataclass(frozen=True)
class Series:
    """What counts together, and what makes it start again at 1. `key` is what the register stores."""

    key: str
    label: str
    period: Period
    abbreviation: str = ""
    body_code: str = ""


@dataclass(frozen=True)
class Urgency:
    code: str
    name: str
    mark: str
    order: int
    needs_hour: bool = False


@dataclass(frozen=True)
class SecrecyLevel:
    """A level of state secret, and what follows from it for a system that is not approved to hold secrets."""

    code: str
    name: str
    mark: str
    order: int
    years: int
    envelope: str
    keep_file: bool
    keep_subject: bool


@dataclass(frozen=True)
class CopyKind:
    code: str
    name: str
    order: int
    abbreviation: str
    who: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Element:
    """A mandatory part of every paper, and the fields that prove it is there: before signing, and when issued."""

    code: str
    name: str
    order: int
    needs: tuple[str, ...] = ()
    needs_at_issue: tuple[str, ...] = ()
    except_types: frozenset[str] = frozenset()
    except_bodies: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Retention:
    """A default term of keeping. `years` 0 is permanent."""

    code: str
    name: str
    order: int
    years: int

    @property
    def words(self) -> str:
        return f"{self.years} năm" if self.years else "Vĩnh viễn"


@dataclass(frozen=True)
class Words:
    """The words of the signing formulas of a system."""

    acting_for: str
    deputy: str
    by_order: str
    acting_head: str
    by_mandate: str = ""
    foreign: tuple[str, ...] = ()


@dataclass(frozen=True)
class Numbering:
    grouping: Grouping
    period: Period
    incoming_period: Period
    width: int
    style: str
    word: str
    copies_abbreviation: str
    copies_period: Period
    congress_code: str = ""
    foreign_abbreviations: tuple[str, ...] = ()
    secret_in_same_series: bool = True


@dataclass(frozen=True)
class Deadlines:
    incoming_working_days: int
    incoming_calendar_days: int


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


FIELD_NAMES: Mapping[str, str] = {
    "body_name": "tên cơ quan ban hành",
    "type_code": "tên loại",
    "subject": "trích yếu",
    "content": "nội dung",
    "place": "địa danh",
    "position": "chức vụ người ký",
    "signer": "họ tên người ký",
    "recipients": "nơi nhận",
    "number": "số",
    "date": "ngày ban hành",
    "signature": "chữ ký",
    "seal": "dấu hoặc chữ ký số của cơ quan",
}


def _filled(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
