"""Any packet the writer takes is read back as the same value; tidying twice changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from daumoi import edxml
from daumoi.edxml import binding
from daumoi.edxml.text import tidy

words = st.text(st.sampled_from("aáạêđĐ Ưữ\u0301 \t\n<&>\"'\x01\u00a0N/A0,.-"), max_size=12)
anything = st.one_of(words, st.text(max_size=12))
days = st.dates(date(1, 1, 1), date(9999, 12, 31))
zones = st.sampled_from([None, UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-11, minutes=-30))])
moments = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=zones)  # noqa: DTZ001
numbers = st.integers(0, 10**9 - 1)
contents = st.one_of(st.binary(min_size=1, max_size=300), st.just(b"%PDF-1.4\n"))
PLAIN = {str: anything, int: numbers, bool: st.booleans(), date: days, datetime: moments}


def of(record: Any) -> st.SearchStrategy[Any]:
    """Any value of a record, made from what its fields declare."""
    return st.builds(record, **{slot.attr: _field(slot) for slot in binding.slots(record)})


def _field(slot: binding.Slot) -> st.SearchStrategy[Any]:
    kind = slot.type
    inner = PLAIN.get(kind)
    if inner is None:
        inner = st.sampled_from(list(kind)) if issubclass(kind, Enum) else of(kind)
    if slot.many:
        return st.lists(inner, max_size=3).map(tuple)
    return st.none() | inner if slot.optional else inner


files = st.builds(
    edxml.Attachment,
    name=words.map(lambda name: f"{tidy(name).strip('./ -')}.pdf".replace("/.", "-")),  # never a name that climbs
    content=contents,
    declared_type=st.sampled_from(["", "application/pdf", "Application/ZIP", "text/plain"]),
    description=anything,
)
documents = st.builds(
    edxml.DocumentPacket,
    header=of(edxml.DocumentHeader),
    trace=of(edxml.Trace),
    attachments=st.lists(files, max_size=3).map(tuple),
)
statuses = st.builds(edxml.StatusPacket, header=of(edxml.StatusHeader))


@settings(max_examples=250)
@given(st.one_of(documents, statuses), st.booleans())
def test_any_packet_that_is_written_reads_as_the_same_value(packet: edxml.Packet, zipped: bool) -> None:
    packet = complete(packet)
    try:
        data = edxml.write(packet, zipped=zipped)
    except edxml.PacketRefused as refusal:
        if refusal.reason is not edxml.Reason.SECRET:  # a text may happen to be a mark of secrecy
            raise
        return
    settled = edxml.settled(packet)
    assert edxml.read(data).packet == settled
    assert edxml.settled(settled) == settled
    assert edxml.write(settled, zipped=zipped) == data


def complete(packet: edxml.Packet) -> edxml.Packet:
    """The packet with the few things without which nothing is written."""
    header: Any = packet.header
    sender = with_code(header.sender)
    if isinstance(packet, edxml.StatusPacket):
        about = replace(header.about, document_id=f"u {header.about.document_id}")
        at = header.at or datetime(2026, 1, 1, tzinfo=UTC)
        return edxml.StatusPacket(
            header=replace(header, sender=sender, about=about, description=f"Vì {header.description}", at=at)
        )
    header = replace(
        header,
        sender=sender,
        receivers=tuple(map(with_code, header.receivers)) or (edxml.Organisation(code="A99"),),
        document_id=f"u {header.document_id}",
        number=edxml.Number(number=f"1{header.number.number}", notation=f"CV{header.number.notation}"),
        promulgation=replace(header.promulgation, on=header.promulgation.on or date(2026, 1, 1)),
        type=replace(header.type, name=f"Loại {header.type.name}"),
        subject=f"Về {header.subject}",
        answers=(*header.answers, edxml.Citation(document_id="u-0")),
    )
    trace = packet.trace
    if trace.instruction:
        trace = replace(trace, instruction=replace(trace.instruction, reason=f"Vì {trace.instruction.reason}"))
    return replace(packet, header=header, trace=trace)


def with_code(body: edxml.Organisation) -> edxml.Organisation:
    return replace(body, code=f"A{body.code}")


@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
