"""Writing by the recommended profile: one namespace, the order of the axis, plain files, slashed dates, UTF-8."""

from __future__ import annotations

import base64
import io
import uuid
import zipfile
from dataclasses import replace
from typing import Final

from lxml import etree

from daumoi.edxml.binding import sub, tidied, write_record
from daumoi.edxml.enclosures import safe_name, wrapped
from daumoi.edxml.judging import missing
from daumoi.edxml.limits import DEFAULT
from daumoi.edxml.model import Attachment, DocumentPacket, Packet, StatusPacket
from daumoi.edxml.profile import CANONICAL
from daumoi.edxml.reading import distinct, open_packet
from daumoi.edxml.refusals import PacketRefused, Reason
from daumoi.edxml.text import tidy

UNKNOWN_TYPE: Final = "application/octet-stream"
_ZIP: Final = "application/zip"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def settled(packet: Packet) -> Packet:
    """The packet as it will be written, and as reading gives it back: the value to keep beside the bytes."""
    if isinstance(packet, StatusPacket):
        return StatusPacket(header=tidied(packet.header))
    header = tidied(packet.header)
    return DocumentPacket(
        header=replace(header, receivers=distinct(header.receivers)),
        trace=tidied(packet.trace),
        attachments=tuple(_settled(each) for each in packet.attachments),
    )


def write(packet: Packet, *, zipped: bool = False) -> bytes:
    """The bytes of a packet, the same for the same packet; `read(write(p)).packet == settled(p)`.

    Refuses, with `PacketRefused`, what the profile asks for and the packet lacks, and every packet that carries a mark
    of secrecy. `zipped` packs each file by itself, for a receiver whose program expects it.
    """
    packet = settled(packet)
    if lacking := missing(packet, "write"):
        raise PacketRefused(Reason.MISSING, ", ".join(lacking))
    root = etree.Element(f"{{{CANONICAL}}}edXML", nsmap={None: CANONICAL})
    envelope = etree.SubElement(root, f"{{{CANONICAL}}}edXMLEnvelope", nsmap={"edXML": CANONICAL})
    header = sub(envelope, "edXMLHeader")
    write_record(packet.header, sub(header, "MessageHeader"))
    if isinstance(packet, DocumentPacket):
        if any(not receiver.code for receiver in packet.header.receivers):
            raise PacketRefused(Reason.MISSING, "To/OrganId")
        write_record(packet.trace, sub(header, "TraceHeaderList"))
        manifest = sub(sub(envelope, "edXMLBody"), "edXMLManifest")
        manifest.set("version", "1.0")
        store = sub(root, "AttachmentEncoded") if packet.attachments else None
        for position, attachment in enumerate(packet.attachments):
            _enclose(attachment, position, manifest, store, zipped)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    security = open_packet(data).security
    if security:
        raise PacketRefused(Reason.SECRET, detail=security.label)
    return data


def _settled(attachment: Attachment) -> Attachment:
    name = safe_name(attachment.name)
    if not name:
        raise PacketRefused(Reason.MISSING, "AttachmentName")
    return Attachment(
        name=name,
        content=attachment.content,
        declared_type=tidy(attachment.declared_type).lower() or UNKNOWN_TYPE,
        description=tidy(attachment.description),
    )


def _enclose(
    attachment: Attachment, position: int, manifest: etree._Element, store: etree._Element, zipped: bool
) -> None:
    name, content = attachment.name, attachment.content
    packed = zipped and not name.lower().endswith(".zip")
    if not content:
        raise PacketRefused(Reason.EMPTY_ATTACHMENT, name)
    if not packed and wrapped(name, content, DEFAULT):
        raise PacketRefused(Reason.MISNAMED_ZIP, name)
    content_id = f"cid:{uuid.uuid5(uuid.NAMESPACE_OID, f'{position}:{attachment.sha256}')}"
    reference, enclosed = sub(manifest, "Reference"), sub(store, "Attachment")
    said = {
        "ContentId": content_id,
        "ContentType": attachment.declared_type,
        "Description": attachment.description,
        "AttachmentName": name,
    }
    for element, value in said.items():
        if value:
            sub(reference, element).text = value
    carried = {
        "ContentId": content_id,
        "AttachmentName": name,
        "Description": attachment.description,
        "ContentType": _ZIP if packed else attachment.declared_type,
        "ContentTransferEncoded": base64.b64encode(_packed(name, content) if packed else content).decode("ascii"),
    }
    for element, value in carried.items():
        if value:
            sub(enclosed, element).text = value


def _packed(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
