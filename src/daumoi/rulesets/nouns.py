"""The nouns of a rule set: kinds of bodies, organs, types of papers, formulas, series, marks. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

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
COLLECTIVES: Mapping[tuple[str, str], str] = {
    ("state", "committee"): "Uỷ ban nhân dân",
    ("cell", "committee"): "Chi bộ",
}
CONGRESS_ORGANS = frozenset({"congress", "presidium", "secretariat", "credentials", "counting"})


def organ_name(body_kind: str, organ: str) -> str:
    """«Ban Thường vụ cấp tỉnh», «Bộ Chính trị», «Uỷ ban Kiểm tra»."""
    if body_kind == "central":
        return CENTRAL_ORGANS.get(organ, BODY_KINDS["central"])
    if (body_kind, organ) in COLLECTIVES:
        return COLLECTIVES[body_kind, organ]
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
