"""Packets composed for the tests: a whole paper as a value, and XML in the words of each dialect."""

from __future__ import annotations

import base64
import io
import zipfile
from datetime import date, datetime
from typing import Any

from daumoi import edxml
from daumoi.edxml.text import VIETNAM

NS = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
OLD = "http://www.e-doc.vn/Schema/"
PDF = b"%PDF-1.4\n1 0 obj << >> endobj\n%%EOF\n"

OFFICE = edxml.Organisation(code="A99.01", name="Văn phòng Tỉnh uỷ X", in_charge="Tỉnh uỷ X", email="vptu@x.vn")
COMMUNE = edxml.Organisation(code="A99.05", name="Đảng uỷ xã Y")


def paper(kind: edxml.Business = edxml.Business.NEW, **changes: Any) -> edxml.DocumentPacket:
    """Công văn 15-CV/VPTU, whole by the profile; `changes` are fields of its header."""
    said: dict[str, Any] = {
        "sender": OFFICE,
        "receivers": (COMMUNE, edxml.Organisation(code="A99.06")),
        "document_id": "A99.01,2026/11/24,15/CV/VPTU",
        "number": edxml.Number(number="15", notation="CV/VPTU"),
        "promulgation": edxml.Promulgation(place="X", on=date(2026, 11, 24)),
        "type": edxml.DocumentType(type=18, detail=0, name="Công văn"),
        "subject": "Về việc báo cáo số liệu",
        "abstract": "Về việc báo cáo số liệu",
        "signer": edxml.Signer(competence="K/T", position="Phó Chánh Văn phòng", name="Nguyễn Văn A"),
        "due": date(2026, 12, 1),
        "other": edxml.OtherInfo(
            priority=edxml.Priority.URGENT, typist="TH", copies=1, pages=2, directive=False, appendixes=("Biểu 1",)
        ),
        "answers": (edxml.Citation(organ="A99.05", number="3/BC/ĐU", document_id="u-3", on=date(2026, 11, 2)),),
        "steering": edxml.Steering.NONE,
        "tasks": ("NV-1",),
        "places": ("Như trên", "Lưu Văn phòng"),
    }
    extra: dict[str, Any] = {}
    if kind is edxml.Business.UPDATE:
        changed = edxml.ReceiverChange(organ="A99.06", action=edxml.ReceiverAction.REMOVED)
        extra["changes"] = edxml.Changes(contents=True, receivers_changed=True, receivers=(changed,))
    if kind is edxml.Business.REPLACEMENT:
        extra["replaced"] = (edxml.Replaced(document_id="A99.01,2026/11/20,12/CV/VPTU", organs=("A99.05", "A99.06")),)
    instruction = edxml.Instruction(
        document_id="" if kind is edxml.Business.NEW else "A99.01,2026/11/20,12/CV/VPTU",
        kind=kind,
        reason="Lý do của nghiệp vụ",
        paper=False,
        staff=edxml.Staff(department="Văn thư", name="Trần Thị B", email="b@x.vn", mobile="0900000000"),
        **extra,
    )
    hop = edxml.Hop(organ="A99.01", at=datetime(2026, 11, 24, 8, 0, 5, tzinfo=VIETNAM))
    return edxml.DocumentPacket(
        header=edxml.DocumentHeader(**(said | changes)),
        trace=edxml.Trace(hops=(hop,), instruction=instruction),
        attachments=(edxml.Attachment(name="15-CV-VPTU.pdf", content=PDF, declared_type="application/pdf"),),
    )


def answer(status: edxml.Status = edxml.Status.RECEIVED, **changes: Any) -> edxml.StatusPacket:
    said: dict[str, Any] = {
        "sender": COMMUNE,
        "about": edxml.Citation(
            organ="A99.01", number="15/CV/VPTU", document_id="A99.01,2026/11/24,15/CV/VPTU", on=date(2026, 11, 24)
        ),
        "staff": edxml.Staff(department="Văn phòng", name="Lê Văn C"),
        "status": status,
        "description": "Văn thư đã xử lý",
        "at": datetime(2026, 11, 24, 9, 30, tzinfo=VIETNAM),
    }
    return edxml.StatusPacket(header=edxml.StatusHeader(**(said | changes)))


# --- XML by hand --------------------------------------------------------------------------------------

HEAD = (
    "<From><OrganId>A99.01</OrganId></From><To><OrganId>A99.05</OrganId></To>"
    "<DocumentId>u-1</DocumentId><Subject>Về việc báo cáo</Subject>"
)


def coded(content: bytes = PDF) -> str:
    return base64.b64encode(content).decode()


def enclosed(name: str = "a.pdf", content: str | None = None, cid: str = "1", more: str = "") -> str:
    body = coded() if content is None else content
    return (
        f"<Attachment><ContentId>{cid}</ContentId><AttachmentName>{name}</AttachmentName>{more}"
        f"<ContentTransferEncoded>{body}</ContentTransferEncoded></Attachment>"
    )


def listed(name: str = "a.pdf", cid: str = "1") -> str:
    return f"<Reference><ContentId>cid:{cid}</ContentId><AttachmentName>{name}</AttachmentName></Reference>"


def xml(head: str = HEAD, *, files: str = "", references: str = "", trace: str = "", namespace: str = NS) -> bytes:
    """A packet of the canonical shape around the given parts."""
    return (
        f'<edXML xmlns="{namespace}"><edXMLEnvelope><edXMLHeader><MessageHeader>{head}</MessageHeader>'
        f"<TraceHeaderList>{trace}</TraceHeaderList></edXMLHeader><edXMLBody><edXMLManifest>{references}"
        f"</edXMLManifest></edXMLBody></edXMLEnvelope><AttachmentEncoded>{files}</AttachmentEncoded></edXML>"
    ).encode()


def archive(*entries: tuple[str, bytes], stored: bool = False) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
