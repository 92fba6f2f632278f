"""What a packet lacks by the profile, and what in it is odd. Nothing here stops a packet that came in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from daumoi.edxml.binding import is_empty, leaves
from daumoi.edxml.model import DocumentPacket, Packet, Remark
from daumoi.edxml.profile import PROFILE


def missing(packet: Packet, when: str) -> list[str]:
    """The required elements that are empty: for reading, without which it cannot be answered; for writing, by the
    whole profile."""
    kind = "document" if isinstance(packet, DocumentPacket) else "status"
    lacking = [path for path in PROFILE.required("read", kind) if _nothing_at(packet.header, path)]
    if when == "write":
        lacking += [path for path in PROFILE.required("write", kind) if _nothing_at(packet.header, path)]
        lacking += _unsaid(packet)
    return lacking


def _nothing_at(header: Any, paths: str) -> bool:
    asked = paths.split(" | ")
    return all(is_empty(value) for place, value in leaves(header) if place in asked)


def _unsaid(packet: Packet) -> list[str]:
    """What the kind of a packet or its status asks for: a reason, and the paper it is about."""
    if not isinstance(packet, DocumentPacket):
        status = packet.header
        return ["Description"] if PROFILE.needs_reason("status", status.status) and not status.description else []
    instruction = packet.trace.instruction
    if instruction is None:
        return []
    lacking = []
    if PROFILE.needs_reason("kind", instruction.kind) and not instruction.reason:
        lacking.append("Bussiness/BussinessDocReason")
    about = PROFILE.content["required"]["cited"].get(str(instruction.kind.value))
    if about and not packet.cited:
        lacking.append(about)
    return lacking


def remarks(packet: Packet) -> list[Remark]:
    """Everything the clerk may want to know of a packet that was read, or that is about to be written."""
    return [*_lacking(packet), *_long(packet), *_odd(packet)]


def _lacking(packet: Packet) -> Iterator[Remark]:
    for path in missing(packet, "write"):
        yield Remark("missing", path, f"Gói tin không ghi {path}.")


def _long(packet: Packet) -> Iterator[Remark]:
    for path, value in leaves(packet.header):
        most = PROFILE.lengths.get(path)
        if most and isinstance(value, str) and len(value) > most:
            yield Remark("too_long", path, f"{path} dài {len(value)} ký tự, quá {most} ký tự thường được nhận.")


def _odd(packet: Packet) -> Iterator[Remark]:
    if not isinstance(packet, DocumentPacket):
        return
    number = packet.header.number.number
    if number and not number.isdigit():
        yield Remark("odd_number", "Code/CodeNumber", f"Số văn bản «{number}» không phải là số.")
    if packet.trace.instruction is None:
        yield Remark("no_instruction", "Bussiness", "Gói tin không nói rõ nghiệp vụ; coi là văn bản mới.")
    for hop in packet.trace.hops:
        if hop.organ in ("", "null"):
            yield Remark("unnamed_hop", "TraceHeader/OrganId", "Một chặng đường đi không ghi mã cơ quan.")
