"""What is written: the order of the profile, the same bytes every time, and refusals of what may not go out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from daumoi import edxml
from daumoi.edxml import Business, Reason, Status
from tests.edxml.packets import COMMUNE, NS, PDF, answer, archive, paper

HEADER = [
    *("From", "To", "To", "DocumentId", "Code", "PromulgationInfo", "DocumentType", "Subject", "Content"),
    *("SignerInfo", "DueDate", "OtherInfo", "ResponseFor", "SteeringType", "ResponseForTask", "ToPlaces"),
]


def root_of(data: bytes) -> Any:
    return etree.fromstring(data)


def names(element: Any) -> list[str]:
    return [child.tag.rpartition("}")[2] for child in element]


def at(data: bytes, path: str) -> Any:
    return root_of(data).find("/".join(f"{{{NS}}}{step}" for step in path.split("/")))


def test_a_paper_is_written_in_the_order_of_the_profile() -> None:
    data = edxml.write(paper())
    assert data.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<edXML xmlns=")
    assert {element.tag.partition("}")[0] for element in root_of(data).iter()} == {"{" + NS}
    assert names(root_of(data)) == ["edXMLEnvelope", "AttachmentEncoded"]
    assert names(at(data, "edXMLEnvelope/edXMLHeader/MessageHeader")) == HEADER
    assert names(at(data, "edXMLEnvelope/edXMLHeader/TraceHeaderList")) == ["TraceHeader", "Bussiness"]
    assert b"<edXML:MessageHeader>" in data and b"<AttachmentEncoded>" in data
    assert data.count(b"<edXML:PromulgationDate>2026/11/24<") == 1
    assert data.count(b"<edXML:Timestamp>2026/11/24 08:00:05<") == 1
    assert b"<edXML:Direction>false<" in data and b"<edXML:Paper>0<" in data


def test_a_status_has_a_header_and_nothing_else() -> None:
    data = edxml.write(answer(Status.DONE))
    header = at(data, "edXMLEnvelope/edXMLHeader")
    assert names(root_of(data)) == ["edXMLEnvelope"] and names(header) == ["MessageHeader"]
    assert names(header[0]) == ["From", "ResponseFor", "StaffInfo", "StatusCode", "Description", "Timestamp"]
    assert b">06<" in data


@pytest.mark.parametrize("kind", Business)
@pytest.mark.parametrize("zipped", [False, True])
def test_what_was_written_reads_as_it_was(kind: Business, zipped: bool) -> None:
    packet = paper(kind)
    data = edxml.write(packet, zipped=zipped)
    reading = edxml.read(data)
    assert reading.packet == packet == edxml.settled(packet)
    assert reading.packet.kind.name == kind.name
    assert reading.cover.dialect is edxml.Dialect.CANONICAL
    assert not reading.cover.remarks and not reading.cover.extras
    assert edxml.write(reading.packet, zipped=zipped) == data


@pytest.mark.parametrize("status", Status)
def test_every_status_reads_as_it_was(status: Status) -> None:
    packet = answer(status)
    reading = edxml.read(edxml.write(packet))
    assert reading.packet == packet and not reading.cover.remarks


@pytest.mark.parametrize(
    ("changes", "lacking"),
    [
        ({"sender": edxml.Organisation(name="Không mã")}, "From/OrganId"),
        ({"receivers": ()}, "To/OrganId"),
        ({"receivers": (edxml.Organisation(code="A"), edxml.Organisation(name="Không mã"))}, "To/OrganId"),
        ({"document_id": "  "}, "DocumentId"),
        ({"number": edxml.Number(number="15")}, "Code/CodeNotation"),
        ({"promulgation": edxml.Promulgation()}, "PromulgationInfo/PromulgationDate"),
        ({"type": edxml.DocumentType(type=18)}, "DocumentType/TypeName"),
        ({"subject": " N/A "}, "Subject"),
    ],
)
def test_a_paper_that_lacks_something_is_not_written(changes: dict[str, Any], lacking: str) -> None:
    with pytest.raises(edxml.PacketRefused) as refused:
        edxml.write(paper(**changes))
    assert refused.value.reason is Reason.MISSING and lacking in str(refused.value)


@pytest.mark.parametrize("status", [Status.REFUSED, Status.RECALLED, Status.DECLINED])
def test_a_refusal_says_why(status: Status) -> None:
    with pytest.raises(edxml.PacketRefused, match="Description"):
        edxml.write(answer(status, description=""))
    assert edxml.write(answer(Status.AGREED, description=""))


@pytest.mark.parametrize("kind", [Business.RECALL, Business.UPDATE, Business.REPLACEMENT])
def test_what_acts_upon_a_paper_names_it_and_says_why(kind: Business) -> None:
    packet = paper(kind, answers=())
    bare = edxml.Instruction(kind=kind)
    with pytest.raises(edxml.PacketRefused) as refused:
        edxml.write(replace(packet, trace=edxml.Trace(instruction=bare)))
    assert "BussinessDocReason" in str(refused.value) and "DocumentId" in str(refused.value)
    named = replace(bare, reason="Sai số liệu", document_id="u-1")
    assert edxml.write(replace(packet, trace=edxml.Trace(instruction=named)))


def with_file(name: str, content: bytes) -> edxml.DocumentPacket:
    return replace(paper(), attachments=(edxml.Attachment(name=name, content=content),))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"", Reason.EMPTY_ATTACHMENT),
        ("a.pdf", archive(("a.pdf", PDF)), Reason.MISNAMED_ZIP),
        ("../a.pdf", PDF, Reason.UNSAFE_NAME),
        (" ", PDF, Reason.MISSING),
        ("[MẬT] a.pdf", PDF, Reason.SECRET),
    ],
)
def test_a_file_that_would_be_misread_is_not_written(name: str, content: bytes, reason: Reason) -> None:
    with pytest.raises(edxml.PacketRefused) as refused:
        edxml.write(with_file(name, content))
    assert refused.value.reason is reason


def test_a_zip_that_is_called_one_travels_as_it_is() -> None:
    packed = archive(("a.pdf", PDF))
    for zipped in (False, True):
        (file,) = edxml.read(edxml.write(with_file("a.zip", packed), zipped=zipped)).packet.attachments  # type: ignore[union-attr]
        assert file.content == packed and file.declared_type == "application/octet-stream"


def test_keys_are_written_letter_by_letter_and_receivers_once() -> None:
    other = edxml.Organisation(code="A99.05", name="Tên khác")
    said = paper(document_id="u  Đu\u031b", receivers=(COMMUNE, other))
    packet = edxml.read(edxml.write(said)).packet
    assert packet == edxml.settled(said)
    assert isinstance(packet, edxml.DocumentPacket)
    assert packet.header.document_id == "u  Đu\u031b" and packet.header.receivers == (COMMUNE,)


def test_a_secret_paper_is_not_written() -> None:
    with pytest.raises(edxml.PacketRefused) as refused:
        edxml.write(paper(subject="[TỐI MẬT] Về việc báo cáo"))
    assert refused.value.reason is Reason.SECRET and "Tối mật" in str(refused.value)


@pytest.mark.parametrize("pages", [-1, 10**9])
def test_a_number_that_cannot_be_written_is_told(pages: int) -> None:
    with pytest.raises(edxml.PacketRefused) as refused:
        edxml.write(paper(other=edxml.OtherInfo(pages=pages)))
    assert refused.value.reason is Reason.OUT_OF_RANGE
