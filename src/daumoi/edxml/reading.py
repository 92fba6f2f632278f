"""Reading: first the cover, with everything but the bytes of the files; then, if it may be, the files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Final

from daumoi.edxml.binding import Notes, read_record
from daumoi.edxml.enclosures import Sealed, sealed, unseal
from daumoi.edxml.judging import missing, remarks
from daumoi.edxml.limits import DEFAULT, Limits
from daumoi.edxml.model import (
    Dialect,
    DocumentHeader,
    DocumentPacket,
    Organisation,
    Packet,
    Remark,
    Security,
    StatusHeader,
    StatusPacket,
    Trace,
)
from daumoi.edxml.profile import CANONICAL, LEGACY
from daumoi.edxml.refusals import PacketRefused, Reason
from daumoi.edxml.secrecy import security_of
from daumoi.edxml.text import tidy
from daumoi.edxml.tree import Node, parse

ROOTS: Final = frozenset({"edxml", "edxmlenvelope", "envelope"})
SIGNATURES: Final = frozenset({"Signature", "DigitalSignature"})


@dataclass(frozen=True, slots=True)
class Cover:
    """A packet whose files are still sealed. `packet` is complete but for `attachments`."""

    packet: Packet
    dialect: Dialect
    security: Security
    signed: bool
    """It carries a signature block, which nobody can verify: the signatures that count are inside the files."""
    sealed: tuple[Sealed, ...]
    remarks: tuple[Remark, ...]
    extras: tuple[tuple[str, str], ...]
    """Elements that are not of the profile: path and text."""
    size: int
    sha256: str
    """Of the bytes as they came, for the receipt."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A packet read to the end, with the cover it came in."""

    packet: Packet
    cover: Cover


def open_packet(data: bytes, limits: Limits = DEFAULT) -> Cover:
    """The cover of a packet, or `PacketRefused`. No file is decoded; `security` is known, also of what is refused.

    Takes the QCVN 102 vocabulary, the legacy one before 2016 or none, in any order of elements, by whichever of the
    known programs it was written.
    """
    root = parse(data, limits)
    security = security_of(root)
    try:
        return _cover(root, data, security, limits)
    except PacketRefused as refusal:
        refusal.security = security
        raise


def read(data: bytes, limits: Limits = DEFAULT) -> Reading:
    """The packet with its files. A packet marked Mật or above is refused before a file is decoded."""
    return unsealed(open_packet(data, limits), limits)


def unsealed(cover: Cover, limits: Limits = DEFAULT) -> Reading:
    """Decode the files of a cover. There is no way round the mark of secrecy: such files have no place here."""
    if cover.security is not Security.NONE:
        refusal = PacketRefused(Reason.SECRET, detail=cover.security.label)
        refusal.security = cover.security
        raise refusal
    if isinstance(cover.packet, StatusPacket):
        return Reading(cover.packet, cover)
    return Reading(replace(cover.packet, attachments=unseal(cover.sealed, limits)), cover)


# --- inside -------------------------------------------------------------------------------------------


def _cover(root: Node, data: bytes, security: Security, limits: Limits) -> Cover:
    if root.key not in ROOTS:
        detail = f"phần tử gốc là «{root.name}»"
        if root.name.lower() in ROOTS:
            detail = f"không gian tên «{root.namespace}» không phải của edXML"
        raise PacketRefused(Reason.NOT_A_PACKET, detail=detail)
    envelope = root.one("edXMLEnvelope") or root
    header = envelope.one("edXMLHeader", "Header") or envelope
    message = header.one("MessageHeader")
    if message is None:
        raise PacketRefused(Reason.MISSING, "MessageHeader")
    notes = Notes()
    files: tuple[Sealed, ...] = ()
    packet: Packet
    if message.one("StatusCode"):
        packet = StatusPacket(header=read_record(StatusHeader, message, notes, "MessageHeader"))
    else:
        packet = _document(message, header, notes)
        files = _files(root, envelope, notes, limits)
    if lacking := missing(packet, "read"):
        raise PacketRefused(Reason.MISSING, ", ".join(lacking))
    return Cover(
        packet=packet,
        dialect=_dialect(root, envelope, header, message),
        security=security,
        signed=any(child.name in SIGNATURES for child in header.children),
        sealed=files,
        remarks=(*notes.remarks, *remarks(packet)),
        extras=tuple(notes.extras),
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _document(message: Node, header: Node, notes: Notes) -> DocumentPacket:
    said = read_record(DocumentHeader, message, notes, "MessageHeader")
    said = replace(said, sender=_named(said.sender, message), receivers=_distinct(said.receivers, notes))
    if not said.type.name and (flat := message.one("DocumentType")) is not None and not flat.children:
        said = replace(said, type=replace(said.type, name=tidy(flat.text)))
    list_of_hops = header.one("TraceHeaderList") or message.one("TraceHeaderList")
    trace = read_record(Trace, list_of_hops, notes, "TraceHeaderList") if list_of_hops else Trace()
    return DocumentPacket(header=said, trace=trace)


def _named(sender: Organisation, message: Node) -> Organisation:
    """The flat variant names the issuing body beside the date, and not always in `From`."""
    info = message.one("PromulgationInfo")
    promulgator = (info and info.one("Promulgator")) or message.one("Promulgator")
    if promulgator is None or sender.name:
        return sender
    return replace(sender, name=tidy(promulgator.text))


def _distinct(receivers: tuple[Organisation, ...], notes: Notes) -> tuple[Organisation, ...]:
    kept = distinct(receivers)
    if len(kept) < len(receivers):
        notes.remark("repeated", "To/OrganId", "Một nơi nhận được ghi nhiều lần; chỉ giữ lần đầu.")
    return kept


def distinct(receivers: tuple[Organisation, ...]) -> tuple[Organisation, ...]:
    """Each receiver once, by its identifier (QCVN 102: no OrganId twice among `To`)."""
    first: dict[str, Organisation] = {}
    for position, receiver in enumerate(receivers):
        first.setdefault(receiver.code or f" {position}", receiver)
    return tuple(first.values())


def _files(root: Node, envelope: Node, notes: Notes, limits: Limits) -> tuple[Sealed, ...]:
    body = envelope.one("edXMLBody", "Body") or envelope
    manifest = body.one("edXMLManifest", "Manifest")
    store = root.one("AttachmentEncoded") or envelope.one("AttachmentEncoded") or body.one("AttachmentEncoded")
    references = manifest.all("Reference") if manifest else []
    carried = store.all("Attachment") if store else []
    if manifest and not carried:
        carried = manifest.all("Attachment")
    return sealed(references, carried, notes, limits)


def _dialect(root: Node, envelope: Node, header: Node, message: Node) -> Dialect:
    if LEGACY in (root.namespace, envelope.namespace, message.namespace) or root.key == "envelope":
        return Dialect.LEGACY
    if root.key == "edxmlenvelope" or envelope.one("Manifest"):
        return Dialect.FLAT
    if message.namespace != CANONICAL:
        return Dialect.BARE
    trace = header.one("TraceHeaderList")
    id_last = message.children[-1].key == "documentid"
    return Dialect.DOTNET if id_last or (trace and trace.attributes) else Dialect.CANONICAL
