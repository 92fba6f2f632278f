"""The packets of the field, each read and checked by hand against what it is called and what its list says."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from daumoi import edxml
from daumoi.edxml import Business, Kind, Reason, Security, Status
from daumoi.edxml.text import VIETNAM

# file: kind, sender, receivers, number, day of the paper, files (name, first bytes)
PDF_CALLED_DOC = [("1896_QD-TTg_m_294779.doc", b"%PDF-1.3")]
VPCP = ["000.00.00.H41", "000.00.00.H14", "000.00.00.G17"]
TEST_3 = "vxp.saas.03"
PAPERS: dict[str, tuple[Kind, str, list[str], str, date | None, list[tuple[str, bytes]]]] = {
    "dc0bdef0-c7a3-4aaf-b717-777303442973.edxml": (
        *(Kind.NEW, "000.00.00.G22", VPCP, "7816/VPCP-TTĐT", date(2019, 4, 11), PDF_CALLED_DOC),
    ),
    "edoc_new.edxml": (
        *(Kind.NEW, "000.00.00.A80", ["28.22.H17"], "74fass22/VPCP-TTĐT", date(2019, 1, 16), PDF_CALLED_DOC),
    ),
    "edoc_replacement.edxml": (
        *(Kind.REPLACEMENT, "000.00.00.G22", VPCP, "7816/VPCP-TTĐT", date(2018, 9, 28), PDF_CALLED_DOC),
    ),
    "edoc_revocation.edxml": (
        *(Kind.RECALL, "000.00.00.G22", VPCP, "7816/VPCP-TTĐT", date(2018, 9, 28), PDF_CALLED_DOC),
    ),
    "edoc_update.edxml": (*(Kind.UPDATE, "000.00.00.G22", VPCP, "7816/VPCP-TTĐT", date(2018, 9, 28), PDF_CALLED_DOC),),
    "pvn_852e179c-8eca-4502-ac38-0b97321f29c3.edxml": (
        *(Kind.NEW, "000.00.15.H51", ["000.00.15.H51"], "1223412/PRO-TEST-CASE1", date(2019, 1, 17)),
        [("GUIDE_INSTALL OPENVPN.SIGNED.PDF", b"\xff\xf4\xad\xae")],
    ),
    "pvn_874e0f18-90dc-45fb-989a-65401470ba84.edxml": (
        *(Kind.NEW, TEST_3, [TEST_3], "BINTEST123/GW-AUTO", date(2025, 10, 23)),
        [("1761211722949_TestTrucLienThong.pdf", b"%PDF-1.3")],
    ),
    "pvn_test_user_edxml.xml": (Kind.NEW, TEST_3, [TEST_3], "", None, [("clean.txt", b"Clean test")]),
    "pvn_up_1da394ba-2117-4354-a23f-6ec3e47ba81b.edxml": (
        *(Kind.NEW, TEST_3, ["vxp.saas.02"], "20251020104803/GW-AUTO", date(2025, 10, 20)),
        [("localA.txt", b"LOCAL AGG A"), ("localB.txt", b"LOCAL AGG B"), ("localC.txt", b"LOCAL AGG C")],
    ),
    "pvn_up_1f881896-6e3a-4a5f-87f1-c380878e148e.edxml": (
        *(Kind.NEW, TEST_3, ["vxp.saas.02"], "20251016110432/GW-AUTO", date(2025, 10, 16)),
        [("localA.txt", b"LOCAL AGG A"), ("localB.txt", b"LOCAL AGG B"), ("localC.txt", b"LOCAL AGG C")],
    ),
    "pvn_up_b6e1f29d-cdc9-4fa7-8391-442e8566f14e.edxml": (
        *(Kind.NEW, TEST_3, [TEST_3], "20251016112435/GW-AUTO", date(2025, 10, 16)),
        [("metaA.txt", b"META A"), ("metaB.txt", b"META B")],
    ),
}
STATUSES = {
    "status.edxml": Status.ARRIVED,
    "status_inbox__01.edxml": Status.ARRIVED,
    "status_rejection_02.edxml": Status.REFUSED,
    "status_acceptance_03.edxml": Status.RECEIVED,
    "status_assignment_04.edxml": Status.ASSIGNED,
    "status_processing_05.edxml": Status.PROCESSING,
    "status_finish_06.edxml": Status.DONE,
    "status_cancellation_13.edxml": Status.RECALLED,
    "status_change-acceptance_15.edxml": Status.AGREED,
    "status_change-rejection_16.edxml": Status.DECLINED,
}
REFUSED = {
    "edoc.edxml": (Reason.MALFORMED, "dòng 74"),
    "pvn_edoc_new.edxml": (Reason.JUNK_BEFORE_XML, "trước phần khai báo XML"),
    "pvn_9e272474-0603-48a2-b525-9cd1af689612.edxml": (Reason.RUINED, "1761209178887_TestTrucLienThong.pdf"),
}


def packet(data: Path, name: str) -> bytes:
    return (data / "edxml" / name).read_bytes()


def listed(data: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (data / "edxml" / "manifest.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.needs_data
def test_every_packet_of_the_collection_has_its_line_here(data: Path) -> None:
    assert {row["file"] for row in listed(data)} == {*PAPERS, *STATUSES, *REFUSED}


@pytest.mark.needs_data
def test_the_list_of_the_collection_agrees(data: Path) -> None:
    for row in listed(data):
        try:
            cover = edxml.open_packet(packet(data, row["file"]))
        except edxml.PacketRefused:
            assert not row["well_formed"], row["file"]
            continue
        assert row["well_formed"] and cover.sha256 == row["sha256"] and cover.size == row["size"]
        assert row["kind"] == ("status" if cover.packet.kind is Kind.STATUS else "document")
        assert cover.security is Security.NONE and not cover.extras
        if isinstance(cover.packet, edxml.StatusPacket):
            assert cover.packet.header.status == row["status_code"]
        else:
            instruction = cover.packet.trace.instruction
            assert (instruction.kind if instruction else None) == row["bussiness_doc_type"]


@pytest.mark.needs_data
@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_understood(data: Path, name: str) -> None:
    kind, sender, receivers, number, day, files = PAPERS[name]
    reading = edxml.read(packet(data, name))
    said = reading.packet
    assert isinstance(said, edxml.DocumentPacket) and said.kind is kind
    assert said.header.sender.code == sender
    assert [receiver.code for receiver in said.header.receivers] == receivers
    assert (str(said.header.number), said.header.promulgation.on) == (number, day)
    assert [(file.name, file.content[: len(start)]) for file, (_, start) in zip(said.attachments, files, strict=True)]
    assert [file.name for file in said.attachments] == [file for file, _ in files]
    for file, (_, start) in zip(said.attachments, files, strict=True):
        assert file.content.startswith(start)
    assert said.header.subject and reading.cover.dialect is edxml.Dialect.CANONICAL


@pytest.mark.needs_data
@pytest.mark.parametrize("name", STATUSES)
def test_a_status_is_understood(data: Path, name: str) -> None:
    said = edxml.read(packet(data, name)).packet
    assert isinstance(said, edxml.StatusPacket) and said.header.status is STATUSES[name]
    assert said.header.about.document_id == "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT"
    assert said.header.about.number == "7816/VPCP-TTĐT" and said.header.about.organ
    assert said.header.description and said.header.at and said.header.at.tzinfo is VIETNAM


@pytest.mark.needs_data
@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_packet_is_refused_with_its_reason(data: Path, name: str) -> None:
    reason, words = REFUSED[name]
    with pytest.raises(edxml.PacketRefused) as refused:
        edxml.read(packet(data, name))
    assert refused.value.reason is reason and words in str(refused.value)


@pytest.mark.needs_data
def test_the_parts_of_an_update(data: Path) -> None:
    said = edxml.read(packet(data, "edoc_update.edxml")).packet
    assert isinstance(said, edxml.DocumentPacket) and said.trace.instruction
    instruction = said.trace.instruction
    assert instruction.kind is Business.UPDATE and instruction.reason == "Cập nhật văn bản điện tử"
    assert instruction.changes and instruction.changes.contents and instruction.changes.receivers_changed
    assert [(each.organ, each.action.name) for each in instruction.changes.receivers] == [
        ("000.00.00.H41", "REMOVED"),
        ("000.00.00.H14", "ADDED"),
    ]
    assert instruction.staff.name == "Nguyễn Thị Ngọc Trâm" and instruction.paper is False
    assert said.cited == ("000.00.00.G22,2014/02/30,7806/VPCP-TTĐT",)
    assert said.header.other.priority is edxml.Priority.NORMAL and said.header.other.pages == 22
    assert said.header.steering is edxml.Steering.NONE and said.header.due == date(2018, 9, 28)
    assert said.trace.hops == (edxml.Hop(organ="000.00.00.G22", at=datetime(2018, 9, 28, tzinfo=VIETNAM)),)


@pytest.mark.needs_data
def test_what_is_withdrawn_and_what_is_replaced(data: Path) -> None:
    recall = edxml.read(packet(data, "edoc_revocation.edxml")).packet
    assert isinstance(recall, edxml.DocumentPacket)
    assert recall.cited == ("000.00.04.G14,2012/08/06,267/VPCP-TTĐT",)
    assert recall.header.answers[0].organ == "000.00.00.H14"
    replacement = edxml.read(packet(data, "edoc_replacement.edxml")).packet
    assert isinstance(replacement, edxml.DocumentPacket) and replacement.trace.instruction
    assert [old.organs for old in replacement.trace.instruction.replaced] == [("000.00.00.H41", "000.00.00.H14")] * 2


@pytest.mark.needs_data
@pytest.mark.parametrize("name", [*PAPERS, *STATUSES])
def test_what_was_received_is_written_and_read_without_loss(data: Path, name: str) -> None:
    said = edxml.read(packet(data, name)).packet
    if name == "pvn_test_user_edxml.xml":
        with pytest.raises(edxml.PacketRefused, match="Code/CodeNumber"):
            edxml.write(said)
        return
    for zipped in (False, True):
        again = edxml.read(edxml.write(said, zipped=zipped))
        assert again.packet == edxml.settled(said)
        assert again.packet.header == said.header
