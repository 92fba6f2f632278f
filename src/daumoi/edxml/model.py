"""What a packet says, as values. Each field names the element it is read from and written to.

The order of the fields is the order in which the profile writes them (the order of the axis, kept by its own kit and by
real packets); reading takes any order. Source: QCVN 102:2016/BTTTT with its amendment 1:2022; what of it was read and
what was not stands in `data/profile.toml`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Annotated


@dataclass(frozen=True, slots=True)
class Element:
    """Where a field stands in the packet. `verbatim`: kept letter by letter; `digit`: a truth value written 0 or 1;
    `always`: written even when it is empty."""

    path: str
    verbatim: bool = False
    digit: bool = False
    always: bool = False


class Kind(StrEnum):
    """What a packet is for."""

    NEW = "new"
    RECALL = "recall"
    UPDATE = "update"
    REPLACEMENT = "replacement"
    STATUS = "status"


class Business(IntEnum):
    """BussinessDocType: what a document packet asks of the receiver."""

    NEW = 0
    RECALL = 1
    UPDATE = 2
    REPLACEMENT = 3


class Status(StrEnum):
    """StatusCode: what a receiver tells the sender; RECALLED is the sender's own."""

    ARRIVED = "01"
    REFUSED = "02"
    RECEIVED = "03"
    ASSIGNED = "04"
    PROCESSING = "05"
    DONE = "06"
    RECALLED = "13"
    AGREED = "15"
    DECLINED = "16"


class Priority(IntEnum):
    NORMAL = 0
    URGENT = 1
    VERY_URGENT = 2
    FLASH = 3
    FLASH_HOUR = 4


class Steering(IntEnum):
    UNSAID = 0
    NONE = 1
    DIRECTIVE = 2
    REPORT = 3


class ReceiverAction(IntEnum):
    REMOVED = 0
    ADDED = 1


class Security(IntEnum):
    """The level of secrecy a packet carries a mark of. UNCLEAR: marked, nobody knows how; treated as the highest."""

    NONE = 0
    MAT = 1
    TOI_MAT = 2
    TUYET_MAT = 3
    UNCLEAR = 4

    @property
    def label(self) -> str:
        return ("Thường", "Mật", "Tối mật", "Tuyệt mật", "có dấu mật, chưa rõ mức")[self]


class Dialect(StrEnum):
    """Who wrote the packet: the axis' own order, the .NET kit, the vocabulary before 2016, the flat variant, or
    canonical elements without a namespace."""

    CANONICAL = "canonical"
    DOTNET = "dotnet"
    LEGACY = "legacy"
    FLAT = "flat"
    BARE = "bare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A sender or receiver; `code` is its identifier (mã định danh)."""

    code: Annotated[str, Element("OrganId")] = ""
    in_charge: Annotated[str, Element("OrganizationInCharge")] = ""
    name: Annotated[str, Element("OrganName")] = ""
    address: Annotated[str, Element("OrganAdd")] = ""
    email: Annotated[str, Element("Email")] = ""
    telephone: Annotated[str, Element("Telephone")] = ""
    fax: Annotated[str, Element("Fax")] = ""
    website: Annotated[str, Element("Website")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """Số và ký hiệu. Its text form joins them with a slash, the State form, as the axis does."""

    number: Annotated[str, Element("CodeNumber")] = ""
    notation: Annotated[str, Element("CodeNotation")] = ""

    def __str__(self) -> str:
        return "/".join(part for part in (self.number, self.notation) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promulgation:
    place: Annotated[str, Element("Place")] = ""
    on: Annotated[date | None, Element("PromulgationDate")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentType:
    """`name` decides; two numberings are in use, so the number alone says nothing."""

    type: Annotated[int | None, Element("Type")] = None
    detail: Annotated[int | None, Element("TypeDetail")] = None
    name: Annotated[str, Element("TypeName")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    competence: Annotated[str, Element("Competence")] = ""
    position: Annotated[str, Element("Position")] = ""
    name: Annotated[str, Element("FullName")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherInfo:
    priority: Annotated[Priority | None, Element("Priority")] = None
    sphere: Annotated[str, Element("SphereOfPromulgation", always=True)] = ""
    typist: Annotated[str, Element("TyperNotation", always=True)] = ""
    copies: Annotated[int | None, Element("PromulgationAmount")] = None
    pages: Annotated[int | None, Element("PageAmount")] = None
    reply_for: Annotated[str, Element("ReplyFors")] = ""
    directive: Annotated[bool | None, Element("Direction")] = None
    reference_codes: Annotated[str, Element("ReferenceCodes")] = ""
    appendixes: Annotated[tuple[str, ...], Element("Appendixes/Appendix")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Another paper that this one answers, withdraws or reports on. `document_id` is its key, letter by letter."""

    organ: Annotated[str, Element("OrganId")] = ""
    number: Annotated[str, Element("Code")] = ""
    document_id: Annotated[str, Element("DocumentId", verbatim=True)] = ""
    on: Annotated[date | None, Element("PromulgationDate")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    department: Annotated[str, Element("Department")] = ""
    department_id: Annotated[str, Element("DepartmentId")] = ""
    name: Annotated[str, Element("Staff")] = ""
    staff_id: Annotated[str, Element("StaffId")] = ""
    email: Annotated[str, Element("Email")] = ""
    mobile: Annotated[str, Element("Mobile")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One station on the way, the newest last. Some relays leave their name out."""

    organ: Annotated[str, Element("OrganId")] = ""
    at: Annotated[datetime | None, Element("Timestamp")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverChange:
    organ: Annotated[str, Element("OrganId")] = ""
    action: Annotated[ReceiverAction, Element("ReceiverType")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What an update changed: the paper itself, the list of receivers, or both."""

    contents: Annotated[bool | None, Element("DocumentInfo", digit=True)] = None
    receivers_changed: Annotated[bool | None, Element("DocumentReceiver", digit=True)] = None
    receivers: Annotated[tuple[ReceiverChange, ...], Element("ReceiverList/Receiver")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    document_id: Annotated[str, Element("DocumentId", verbatim=True)] = ""
    organs: Annotated[tuple[str, ...], Element("OrganIdList/OrganId")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """The business part: new, recall, update or replacement, with its reason (flows of QĐ 28/2018/QĐ-TTg)."""

    document_id: Annotated[str, Element("DocumentId", verbatim=True)] = ""
    kind: Annotated[Business, Element("BussinessDocType")] = Business.NEW
    reason: Annotated[str, Element("BussinessDocReason")] = ""
    paper: Annotated[bool | None, Element("Paper", digit=True)] = None
    changes: Annotated[Changes | None, Element("BussinessDocumentInfo")] = None
    replaced: Annotated[tuple[Replaced, ...], Element("ReplacementInfoList/ReplacementInfo")] = ()
    staff: Annotated[Staff, Element("StaffInfo")] = Staff()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    hops: Annotated[tuple[Hop, ...], Element("TraceHeader")] = ()
    instruction: Annotated[Instruction | None, Element("Bussiness")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentHeader:
    """MessageHeader of a document, in the order of the axis."""

    sender: Annotated[Organisation, Element("From", always=True)] = Organisation()
    receivers: Annotated[tuple[Organisation, ...], Element("To")] = ()
    document_id: Annotated[str, Element("DocumentId", verbatim=True)] = ""
    number: Annotated[Number, Element("Code", always=True)] = Number()
    promulgation: Annotated[Promulgation, Element("PromulgationInfo", always=True)] = Promulgation()
    type: Annotated[DocumentType, Element("DocumentType", always=True)] = DocumentType()
    subject: Annotated[str, Element("Subject")] = ""
    abstract: Annotated[str, Element("Content")] = ""
    signer: Annotated[Signer, Element("SignerInfo", always=True)] = Signer()
    due: Annotated[date | None, Element("DueDate")] = None
    other: Annotated[OtherInfo, Element("OtherInfo", always=True)] = OtherInfo()
    answers: Annotated[tuple[Citation, ...], Element("ResponseFor")] = ()
    steering: Annotated[Steering | None, Element("SteeringType")] = None
    tasks: Annotated[tuple[str, ...], Element("ResponseForTask/TaskCode")] = ()
    application: Annotated[str, Element("ApplicationType")] = ""
    places: Annotated[tuple[str, ...], Element("ToPlaces/Place")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusHeader:
    """MessageHeader of a status: who answers, about which paper, what, when."""

    sender: Annotated[Organisation, Element("From", always=True)] = Organisation()
    about: Annotated[Citation, Element("ResponseFor", always=True)] = Citation()
    staff: Annotated[Staff, Element("StaffInfo")] = Staff()
    status: Annotated[Status, Element("StatusCode")]
    description: Annotated[str, Element("Description")] = ""
    at: Annotated[datetime | None, Element("Timestamp")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One file, decoded and unpacked. `declared_type` is what the sender says, never what it is."""

    name: str
    content: bytes = field(repr=False)
    declared_type: str = ""
    description: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPacket:
    """A paper on its way: new, update, recall or replacement. The first attachment is the paper itself."""

    header: DocumentHeader
    trace: Trace = Trace()
    attachments: tuple[Attachment, ...] = ()

    @property
    def kind(self) -> Kind:
        """A packet without a business part is a new paper."""
        instruction = self.trace.instruction
        return Kind.NEW if instruction is None else Kind[instruction.kind.name]

    @property
    def cited(self) -> tuple[str, ...]:
        """The ids of all papers this one speaks of: withdrawn, updated, replaced or answered."""
        instruction = self.trace.instruction
        named = [citation.document_id for citation in self.header.answers]
        if instruction is not None:
            named = [instruction.document_id, *(old.document_id for old in instruction.replaced), *named]
        return tuple(dict.fromkeys(name for name in named if name))


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPacket:
    header: StatusHeader

    @property
    def kind(self) -> Kind:
        return Kind.STATUS


Packet = DocumentPacket | StatusPacket


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd that does not stop the packet: a code for programs, a place, a sentence for the clerk."""

    code: str
    place: str
    told: str
