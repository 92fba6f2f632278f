"""`packets check`: what each edXML packet in a folder is, or why it is not taken. Needs no office."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from daumoi import edxml
from daumoi.cli.machinery.frame import OK, PROBLEM, Commands, Complaint, add_command, answer, tell

SUFFIXES = (".edxml", ".edoc", ".xml")
KINDS = {
    edxml.Kind.NEW: "văn bản mới",
    edxml.Kind.RECALL: "thu hồi văn bản",
    edxml.Kind.UPDATE: "cập nhật văn bản",
    edxml.Kind.REPLACEMENT: "thay thế văn bản",
    edxml.Kind.STATUS: "trạng thái xử lý",
}
DIALECTS = {
    edxml.Dialect.CANONICAL: "QCVN 102",
    edxml.Dialect.DOTNET: "QCVN 102, thứ tự của bộ công cụ .NET",
    edxml.Dialect.LEGACY: "bản trước năm 2016",
    edxml.Dialect.FLAT: "bản rút gọn",
    edxml.Dialect.BARE: "không khai báo không gian tên",
}


def register(commands: Commands) -> None:
    parser = add_command(commands, "packets", run, "kiểm tra gói tin edXML trong một thư mục", facts=True)
    parser.add_argument("what", metavar="check", choices=["check"], help="kiểm tra, không ghi gì vào văn phòng")
    parser.add_argument("place", metavar="THƯ_MỤC", help=f"thư mục (hoặc một tệp) gói tin: {', '.join(SUFFIXES)}")


def run(args: argparse.Namespace) -> int:
    paths = list(_packets(Path(args.place)))
    if not paths:
        raise Complaint(f"Không thấy gói tin nào ở {args.place} (nhận các đuôi {', '.join(SUFFIXES)}).")
    facts = [{"file": path.name, **judged(path.read_bytes())} for path in paths]
    answer(args, facts, [line for each in facts for line in _lines(each)])
    refused = sum(not each["taken"] for each in facts)
    tell(f"{len(facts)} gói tin: {len(facts) - refused} đọc được, {refused} không nhận.")
    return PROBLEM if refused else OK


def _packets(place: Path) -> Iterator[Path]:
    if place.is_dir():
        yield from sorted(path for path in place.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    else:
        yield place


def judged(data: bytes) -> dict[str, Any]:
    """The facts of one packet. What is refused only for its files is told with all that its cover says."""
    facts: dict[str, Any] = {"taken": False, "reason": None, "told": None}
    try:
        cover = edxml.open_packet(data)
        facts |= _cover(cover)
        facts["attachments"] = [
            {"name": file.name, "type": file.declared_type, "size": len(file.content), "sha256": file.sha256}
            for file in getattr(edxml.unsealed(cover).packet, "attachments", ())
        ]
    except edxml.PacketRefused as refusal:
        facts |= {"reason": refusal.reason.value, "told": str(refusal), "security": refusal.security.name.lower()}
        return facts
    return facts | {"taken": True}


def _cover(cover: edxml.Cover) -> dict[str, Any]:
    packet = cover.packet
    facts: dict[str, Any] = {
        "dialect": cover.dialect.value,
        "kind": packet.kind.value,
        "security": cover.security.name.lower(),
        "from": _body(packet.header.sender),
        "sha256": cover.sha256,
    }
    if isinstance(packet, edxml.StatusPacket):
        said = packet.header
        facts |= {"status": said.status.value, "about": said.about.document_id, "number": said.about.number}
        facts |= {"date": said.at, "subject": said.description, "to": [{"code": said.about.organ, "name": ""}]}
    else:
        header = packet.header
        facts |= {"document_id": header.document_id, "number": str(header.number), "date": header.promulgation.on}
        facts |= {"subject": header.subject, "to": [_body(each) for each in header.receivers], "about": packet.cited}
    if cover.security >= edxml.Security.TUYET_MAT:
        facts["subject"] = None
    facts["remarks"] = [] if cover.security else [remark.told for remark in cover.remarks]
    return facts


def _body(body: edxml.Organisation) -> dict[str, str]:
    return {"code": body.code, "name": body.name}


def _lines(facts: dict[str, Any]) -> Iterator[str]:
    yield f"{facts['file']}: {'đọc được' if facts['taken'] else 'KHÔNG NHẬN'}"
    if "kind" in facts:
        kind, dialect = KINDS[edxml.Kind(facts["kind"])], DIALECTS[edxml.Dialect(facts["dialect"])]
        if "status" in facts:
            kind += f" {facts['status']}, {edxml.PROFILE.label('status', facts['status'])}"
        yield f"    loại:       {kind} ({dialect})"
        yield f"    từ:         {_shown(facts['from'])}"
        yield f"    đến:        {'; '.join(map(_shown, facts['to']))}"
        yield f"    số, ngày:   {facts['number'] or '(không ghi)'}, {_day(facts['date'])}"
        yield f"    nội dung:   {facts['subject'] or '(không ghi)'}"
        if facts["about"]:
            about = [facts["about"]] if isinstance(facts["about"], str) else facts["about"]
            yield f"    về văn bản: {'; '.join(about)}"
    for file in facts.get("attachments", ()):
        yield f"    tệp kèm:    {file['name']} ({file['size']} byte, {file['type'] or 'không ghi loại'})"
    for remark in facts.get("remarks", ()):
        yield f"    lưu ý:      {remark}"
    if facts["told"]:
        yield f"    lý do:      {facts['told']} [{facts['reason']}]"


def _shown(body: dict[str, str]) -> str:
    return f"{body['name']} [{body['code']}]" if body["name"] else f"[{body['code']}]"


def _day(day: Any) -> str:
    return f"{day:%d/%m/%Y}" if day else "(không ghi ngày)"
