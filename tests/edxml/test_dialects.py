"""The same paper in the words of every program met so far."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from daumoi import edxml
from daumoi.edxml import Business, Dialect
from daumoi.edxml.text import VIETNAM
from tests.edxml.packets import HEAD, OLD, PDF, archive, coded, enclosed, listed, xml

XLINK = "http://www.w3.org/1999/xlink"
DOTNET = f"""<?xml version="1.0" encoding="utf-8"?>
<edXML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">
<q:edXMLEnvelope xmlns:q="http://www.mic.gov.vn/TBT/QCVN_102_2016"><q:edXMLHeader><q:MessageHeader>
 <q:From><q:OrganId>A99.01</q:OrganId><q:OrganName>Văn phòng</q:OrganName></q:From>
 <q:To><q:OrganId>A99.05</q:OrganId><q:OrganName>N/A</q:OrganName></q:To>
 <q:Code><q:CodeNumber>15</q:CodeNumber><q:CodeNotation>CV/VPTU</q:CodeNotation></q:Code>
 <q:PromulgationInfo><q:Place>N/A</q:Place><q:PromulgationDate>2026-11-24</q:PromulgationDate></q:PromulgationInfo>
 <q:DocumentType><q:Type>18</q:Type><q:TypeName>Công văn</q:TypeName><q:TypeDetail>0</q:TypeDetail></q:DocumentType>
 <q:Subject>Về việc báo cáo</q:Subject>
 <q:ToPlaces><q:Place>Như trên</q:Place></q:ToPlaces>
 <q:OtherInfo><q:Priority>2</q:Priority><q:Appendixes><q:Appendix></q:Appendix></q:Appendixes></q:OtherInfo>
 <q:SteeringType>0</q:SteeringType><q:DocumentId>A99.01,2026/11/24,15/CV/VPTU</q:DocumentId></q:MessageHeader>
 <q:TraceHeaderList id="0a" version="1.0" mustUnderstand="1">
  <q:TraceHeader><q:OrganId>A99.01</q:OrganId><q:Timestamp>2026-11-24T08:00:00</q:Timestamp></q:TraceHeader>
  <q:Business><q:BusinessDocType>0</q:BusinessDocType><q:StaffInfo><q:Staff>B</q:Staff></q:StaffInfo></q:Business>
 </q:TraceHeaderList><q:DigitalSignature/></q:edXMLHeader>
 <q:edXMLBody><q:edXMLManifest version="1.0">
  <q:Reference xmlns:xlink="{XLINK}" xlink:href="cid:7" xlink:type="simple"><q:Description>Tệp 1</q:Description>
   <q:AttachmentName>15.pdf</q:AttachmentName><q:ContentType>application/pdf</q:ContentType>
   <q:ContentId>cid:7</q:ContentId></q:Reference></q:edXMLManifest></q:edXMLBody></q:edXMLEnvelope>
<AttachmentEncoded><Attachment><ContentType>application/pdf</ContentType><ContentId>7</ContentId>
 <ContentTransferEncoded>{coded()}</ContentTransferEncoded><AttachmentName>15.pdf</AttachmentName>
</Attachment></AttachmentEncoded></edXML>"""

FLAT = f"""<EdXMLEnvelope><MessageHeader>
<From><OrganId>A99.01</OrganId></From><To><OrganId>A99.05</OrganId></To>
<Code><CodeNumber>15</CodeNumber><CodeNotation>CV/VPTU</CodeNotation></Code>
<PromulgationInfo><Promulgator>Văn phòng Tỉnh uỷ X</Promulgator><PromulgationDate>24/11/2026</PromulgationDate>
</PromulgationInfo><DocumentType>Công văn</DocumentType><Subject>Về việc báo cáo</Subject>
<SignerInfo><Signer>Nguyễn Văn A</Signer></SignerInfo><OtherInfo><Appendix>Biểu 1</Appendix></OtherInfo>
<DocumentId>u-1</DocumentId></MessageHeader>
<Manifest><Attachment><FileName>15.pdf</FileName><FileType>application/pdf</FileType><Content>{coded()}</Content>
</Attachment></Manifest></EdXMLEnvelope>"""

LEGACY = f"""<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:edXML="{OLD}">
<SOAP-ENV:Header><edXML:MessageHeader>
<edXML:From><edXML:OrganId>000.00.15.H51</edXML:OrganId></edXML:From>
<edXML:To><edXML:OrganId>000.00.00.G22</edXML:OrganId></edXML:To><edXML:DocumentId>9</edXML:DocumentId>
<edXML:Subject>Về việc cũ</edXML:Subject></edXML:MessageHeader>
<edXML:TraceHeaderList><edXML:TraceHeader><edXML:OrganId>000.00.15.H51</edXML:OrganId>
<edXML:Timestamp>12/10/2015 07:30</edXML:Timestamp></edXML:TraceHeader></edXML:TraceHeaderList></SOAP-ENV:Header>
<SOAP-ENV:Body><edXML:Manifest><edXML:Reference xmlns:xlink="{XLINK}" xlink:href="cid:f1"
 ContentType="application/pdf"><edXML:AttachmentName>cu.pdf</edXML:AttachmentName></edXML:Reference></edXML:Manifest>
<edXML:AttachmentEncoded><edXML:Attachment ContentType="application/pdf"><edXML:Name>cu.pdf</edXML:Name>
<edXML:Value>{coded()}</edXML:Value></edXML:Attachment></edXML:AttachmentEncoded></SOAP-ENV:Body>
</SOAP-ENV:Envelope>"""


def read(text: str | bytes) -> tuple[edxml.DocumentPacket, edxml.Cover]:
    reading = edxml.read(text.encode() if isinstance(text, str) else text)
    assert isinstance(reading.packet, edxml.DocumentPacket)
    return reading.packet, reading.cover


def test_the_order_of_the_dotnet_kit() -> None:
    packet, cover = read(DOTNET)
    header = packet.header
    assert cover.dialect is Dialect.DOTNET and cover.signed and not cover.extras
    assert header.document_id == "A99.01,2026/11/24,15/CV/VPTU" and header.promulgation.on == date(2026, 11, 24)
    assert header.receivers[0].name == header.promulgation.place == ""
    assert header.places == ("Như trên",) and header.other.priority is edxml.Priority.VERY_URGENT
    assert header.other.appendixes == () and packet.trace.instruction and packet.trace.instruction.staff.name == "B"
    assert packet.trace.hops[0].at == datetime(2026, 11, 24, 8, tzinfo=VIETNAM)
    (file,) = packet.attachments
    assert (file.name, file.description, file.declared_type, file.content) == (
        *("15.pdf", "Tệp 1", "application/pdf", PDF),
    )


def test_the_flat_variant() -> None:
    packet, cover = read(FLAT)
    header = packet.header
    assert cover.dialect is Dialect.FLAT
    assert header.sender.name == "Văn phòng Tỉnh uỷ X" and header.signer.name == "Nguyễn Văn A"
    assert header.type.name == "Công văn" and header.promulgation.on == date(2026, 11, 24)
    assert header.other.appendixes == ("Biểu 1",)
    assert [(file.name, file.declared_type, file.content) for file in packet.attachments] == [
        ("15.pdf", "application/pdf", PDF)
    ]


def test_the_vocabulary_before_2016() -> None:
    packet, cover = read(LEGACY)
    assert cover.dialect is Dialect.LEGACY and packet.header.sender.code == "000.00.15.H51"
    assert packet.trace.hops[0].at == datetime(2015, 10, 12, 7, 30, tzinfo=VIETNAM)
    assert [(file.name, file.declared_type, file.content) for file in packet.attachments] == [
        ("cu.pdf", "application/pdf", PDF)
    ]
    assert read(xml(namespace=OLD))[1].dialect is Dialect.LEGACY


def test_elements_without_a_namespace() -> None:
    packet, cover = read(xml(namespace="").replace(b' xmlns=""', b""))
    assert cover.dialect is Dialect.BARE and packet.header.subject == "Về việc báo cáo"


def test_a_file_may_be_packed_by_itself_and_keep_its_name() -> None:
    packed = coded(archive(("d41d8cd9.pdf", PDF)))
    for name in ("a.pdf", "a.doc", "a.docx", "khong duoi"):
        packet, _ = read(xml(files=enclosed(name, packed), references=listed(name)))
        assert packet.attachments[0].content == PDF
    several = archive(("[Content_Types].xml", b"x"), ("word/document.xml", b"y"))
    packet, _ = read(xml(files=enclosed("a.docx", coded(several)), references=listed("a.docx")))
    assert packet.attachments[0].content == several
    packet, _ = read(xml(files=enclosed("a.zip", packed), references=listed("a.zip")))
    assert packet.attachments[0].content == archive(("d41d8cd9.pdf", PDF))


def test_files_are_paired_by_id_then_by_name_then_by_place() -> None:
    two = enclosed("b.pdf", coded(b"B"), "2") + enclosed("a.pdf", coded(b"A"), "1")
    packet, _ = read(xml(files=two, references=listed("x.pdf", "1") + listed("y.pdf", "2")))
    assert [(file.name, file.content) for file in packet.attachments] == [("a.pdf", b"A"), ("b.pdf", b"B")]
    packet, _ = read(xml(files=two, references=listed("a.pdf", "8") + listed("b.pdf", "9")))
    assert [file.content for file in packet.attachments] == [b"A", b"B"]
    crossed = enclosed("b.pdf", coded(b"A"), "1") + enclosed("a.pdf", coded(b"B"), "2")
    packet, _ = read(xml(files=crossed, references=listed("a.pdf", "1") + listed("b.pdf", "2")))
    assert [file.content for file in packet.attachments] == [b"A", b"B"]
    nameless = "".join(
        f"<Attachment><ContentTransferEncoded>{coded(content)}</ContentTransferEncoded></Attachment>"
        for content in (b"A", b"B")
    )
    packet, _ = read(xml(files=nameless, references=listed("a.pdf", "1") + listed("b.pdf", "2")))
    assert [(file.name, file.content) for file in packet.attachments] == [("a.pdf", b"A"), ("b.pdf", b"B")]


def test_the_type_of_a_file_is_what_somebody_says_it_was_before_it_was_packed() -> None:
    said = "<ContentType>application/zip</ContentType><MimeType>application/pdf</MimeType>"
    packet, _ = read(xml(files=enclosed(content=coded(archive(("x", PDF))), more=said), references=listed()))
    assert packet.attachments[0].declared_type == "application/pdf"


def test_texts_become_composed_and_keys_stay_as_they_came() -> None:
    plain = "Về  vie\u0323\u0302c\n báo cáo"
    head = HEAD.replace("Về việc báo cáo", plain).replace("u-1", " A,2026/11/24,3/ĐA  Đu\u031b \n")
    packet, _ = read(xml(head))
    assert packet.header.subject == "Về việc báo cáo"
    assert packet.header.document_id == "A,2026/11/24,3/ĐA  Đu\u031b"


def test_a_file_that_is_not_listed_is_kept_and_told() -> None:
    packet, cover = read(xml(files=enclosed() + enclosed("them.pdf", cid="2"), references=listed()))
    assert [file.name for file in packet.attachments] == ["a.pdf", "them.pdf"]
    assert [remark.place for remark in cover.remarks if remark.code == "unlisted"] == ["them.pdf"]


def test_base64_may_be_broken_into_lines() -> None:
    broken = "\r\n  ".join(coded()[start : start + 7] for start in range(0, len(coded()), 7))
    packet, _ = read(xml(files=enclosed(content=broken), references=listed()))
    assert packet.attachments[0].content == PDF


@pytest.mark.parametrize("name", ["15/CV-VPTU.pdf", "15\\CV-VPTU.pdf", "15:CV-VPTU.pdf", " 15-CV-VPTU.\u202epdf "])
def test_the_name_of_a_file_becomes_one_plain_part(name: str) -> None:
    packet, _ = read(xml(files=enclosed(name), references=listed(name)))
    assert packet.attachments[0].name == "15-CV-VPTU.pdf"


def remarked(head: str, trace: str = "") -> set[str]:
    return {remark.code for remark in edxml.open_packet(xml(head, trace=trace)).remarks}


@pytest.mark.parametrize(
    ("more", "trace", "code"),
    [
        ("<PromulgationInfo><PromulgationDate>30/02/2026</PromulgationDate></PromulgationInfo>", "", "not_understood"),
        ("<OtherInfo><Priority>khẩn</Priority></OtherInfo>", "", "not_understood"),
        ("<OtherInfo><Priority>9</Priority></OtherInfo>", "", "not_understood"),
        ("<Content>" + "a" * 501 + "</Content>", "", "too_long"),
        ("<Code><CodeNumber>15a</CodeNumber></Code>", "", "odd_number"),
        ("<To><OrganId>A99.05</OrganId></To>", "", "repeated"),
        ("", "<TraceHeader><OrganId>null</OrganId><Timestamp>2026/01/01</Timestamp></TraceHeader>", "unnamed_hop"),
        ("", "<Bussiness><BussinessDocType>1</BussinessDocType></Bussiness>", "missing"),
        ("", "", "no_instruction"),
    ],
)
def test_what_is_odd_is_told_and_does_not_stop_the_packet(more: str, trace: str, code: str) -> None:
    assert code in remarked(HEAD + more, trace)


def test_elements_nobody_knows_are_kept_beside() -> None:
    cover = edxml.open_packet(xml(HEAD + "<OtherInfo><MaHoSo>HS 1</MaHoSo></OtherInfo><La>x</La>"))
    assert set(cover.extras) == {("MessageHeader/OtherInfo/MaHoSo", "HS 1"), ("MessageHeader/La", "x")}


def test_a_recall_may_name_its_paper_in_either_place() -> None:
    trace = "<Bussiness><DocumentId>u-0</DocumentId><BussinessDocType>1</BussinessDocType></Bussiness>"
    packet, _ = read(xml(trace=trace))
    assert packet.cited == ("u-0",) and packet.trace.instruction and packet.trace.instruction.kind is Business.RECALL
