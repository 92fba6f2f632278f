"""Packets made to hurt, and packets broken at random: always the typed refusal, never anything else, never for long."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daumoi import edxml
from daumoi.edxml import Limits, Reason, refusals
from tests.edxml.packets import HEAD, PDF, answer, archive, coded, enclosed, listed, paper, xml

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))

MANY = " ".join(f"a{n}='{n}'" for n in range(20_000))


def named(value: object) -> str:
    return value.value if isinstance(value, Reason) else ""


def refused(data: bytes, limits: Limits | None = None) -> edxml.PacketRefused:
    started = time.monotonic()
    with pytest.raises(edxml.PacketRefused) as caught:
        edxml.read(data, limits or Limits())
    assert time.monotonic() - started < 10
    assert str(caught.value).endswith((".", "»")) and "{" not in str(caught.value)
    return caught.value


def filed(name: str = "a.pdf", content: str | None = None) -> bytes:
    return xml(files=enclosed(name, content), references=listed(name))


# --- XML ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE edXML [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE edXML [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE edXML [<!ENTITY % p SYSTEM "http://127.0.0.1:1/p.dtd"> %p;]>',
        '<!DOCTYPE edXML SYSTEM "http://127.0.0.1:1/edxml.dtd">',
        '<!DOCTYPE edXML PUBLIC "-//X//Y" "file:///etc/hostname">',
        "<!DOCTYPE edXML>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_it_is_read(doctype: str, encoding: str) -> None:
    body = xml(HEAD.replace("Về việc báo cáo", "&l9;&x;")).decode()
    assert refused((doctype + body).encode(encoding)).reason is Reason.DTD


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.NOT_XML),
        (b"\x00" * 100, Reason.NOT_XML),
        (b"PK\x03\x04", Reason.NOT_XML),
        (b"%PDF-1.4", Reason.NOT_XML),
        (b"1212" + b'<?xml version="1.0"?>' + xml(), Reason.JUNK_BEFORE_XML),
        (b"<edXML>", Reason.MALFORMED),
        (xml()[:-3], Reason.MALFORMED),
        (xml() + xml(), Reason.MALFORMED),
        (xml("&khong;"), Reason.MALFORMED),
        (b'<?xml version="1.0" encoding="khong-co"?>' + xml(), Reason.MALFORMED),
        (b"<edXML>\xff\xfe</edXML>", Reason.MALFORMED),
        (b"<html/>", Reason.NOT_A_PACKET),
        (b'<edXML xmlns="http://example.vn/khac"/>', Reason.NOT_A_PACKET),
        (b"<edXML/>", Reason.MISSING),
        (xml(""), Reason.MISSING),
        (xml(HEAD.replace("<OrganId>A99.01</OrganId>", "")), Reason.MISSING),
        (xml(HEAD.replace("<OrganId>A99.05</OrganId>", "<OrganName>Y</OrganName>")), Reason.MISSING),
        (xml(HEAD.replace("u-1", " ")), Reason.MISSING),
        (xml(HEAD + "<DocumentId>u-2</DocumentId>"), Reason.REPEATED),
        (xml(HEAD + "<From><OrganId>A99.02</OrganId></From>"), Reason.REPEATED),
        (xml(HEAD + "<Subject>Khác</Subject>"), Reason.REPEATED),
        (xml("<From><OrganId>A</OrganId></From><StatusCode>03</StatusCode>"), Reason.MISSING),
        (xml(f"{HEAD}<ResponseFor><Code>1</Code></ResponseFor><StatusCode>07</StatusCode>"), Reason.UNKNOWN_VALUE),
        (xml(trace="<Bussiness><BussinessDocType>7</BussinessDocType></Bussiness>"), Reason.UNKNOWN_VALUE),
        (xml(trace="<Bussiness/><Bussiness/>"), Reason.REPEATED),
    ],
    ids=named,
)
def test_what_is_no_packet_is_refused(data: bytes, reason: Reason) -> None:
    assert refused(data).reason is reason


@pytest.mark.parametrize(
    ("data", "limits", "reason"),
    [
        (xml(), Limits(packet=100), Reason.TOO_LARGE),
        (xml("<a>" * 40 + "</a>" * 40), Limits(), Reason.TOO_DEEP),
        (xml("<a/>" * 30_000), Limits(), Reason.TOO_MANY_ELEMENTS),
        (xml("<!---->" * 30_000), Limits(), Reason.TOO_MANY_ELEMENTS),
        (xml("<?x?>" * 30_000), Limits(), Reason.TOO_MANY_ELEMENTS),
        (xml(f"<Subject>{'a' * 200_000}</Subject>"), Limits(), Reason.TOO_MUCH_TEXT),
        (xml(f'<Subject loai="{"a" * 200_000}"/>'), Limits(), Reason.TOO_MUCH_TEXT),
        (xml(f"<{'a' * 40_000}:b xmlns:{'a' * 40_000}='u{'r' * 200_000}'/>"), Limits(), Reason.TOO_MUCH_TEXT),
        (xml(f"<Subject {MANY}/>"), Limits(), Reason.TOO_MUCH_TEXT),
        (filed(), Limits(content=10), Reason.ATTACHMENT_TOO_LARGE),
        (filed(content=" " * 5_000_000 + coded()), Limits(content=10), Reason.ATTACHMENT_TOO_LARGE),
    ],
    ids=named,
)
def test_what_is_too_much_is_refused(data: bytes, limits: Limits, reason: Reason) -> None:
    assert refused(data, limits).reason is reason


def test_includes_and_stylesheets_are_only_elements() -> None:
    inside = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    head = "<?xml-stylesheet href='file:///etc/passwd'?>" + HEAD.replace("Về việc báo cáo", f"Về {inside}việc")
    packet = edxml.read(xml(head)).packet
    assert "root" not in repr(packet)


# --- files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (filed(content="không phải base64"), Reason.BAD_BASE64),
        (filed(content="QUJD*"), Reason.BAD_BASE64),
        (filed(content="QUJDR"), Reason.BAD_BASE64),
        (filed(content="QQ==QQ=="), Reason.BAD_BASE64),
        (filed(content=""), Reason.EMPTY_ATTACHMENT),
        (filed(content=" \n "), Reason.EMPTY_ATTACHMENT),
        (xml(references=listed("thieu.pdf")), Reason.MISSING_ATTACHMENT),
        (xml(files=enclosed() * 2, references=listed()), Reason.DUPLICATE_ID),
        (xml(files=enclosed(), references=listed() * 2), Reason.DUPLICATE_ID),
        (xml(files="".join(enclosed(cid=str(n)) for n in range(101))), Reason.TOO_MANY_ATTACHMENTS),
        (xml(files=enclosed(more="<AttachmentName>b.pdf</AttachmentName>")), Reason.REPEATED),
        (filed("../../etc/passwd"), Reason.UNSAFE_NAME),
        (filed("..\\..\\win.ini"), Reason.UNSAFE_NAME),
        (filed("/etc/passwd"), Reason.UNSAFE_NAME),
        (filed("C:\\Users\\a.pdf"), Reason.UNSAFE_NAME),
        (filed(".."), Reason.UNSAFE_NAME),
        (filed("a.pdf", coded(b"%PDF" + "\ufffd".encode() * 50)), Reason.RUINED),
    ],
    ids=named,
)
def test_a_file_that_cannot_be_trusted_is_refused(data: bytes, reason: Reason) -> None:
    assert refused(data).reason is reason


def test_a_text_file_may_hold_unreadable_signs() -> None:
    signs = ("a\ufffd" * 50).encode()
    packet = edxml.read(filed("ghi chu.txt", coded(signs))).packet
    assert isinstance(packet, edxml.DocumentPacket) and packet.attachments[0].content == signs


def locked() -> bytes:
    packed = bytearray(archive(("a.pdf", PDF)))
    packed[6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    return bytes(packed)


def lying() -> bytes:
    """A packed file that says it is small and is not."""
    packed = bytearray(archive(("a.pdf", b"\0" * 3_000_000)))
    listing = packed.index(b"PK\x01\x02")
    packed[22:26] = packed[listing + 24 : listing + 28] = (1000).to_bytes(4, "little")
    return bytes(packed)


def far() -> bytes:
    """A packed file that says it begins beyond what a machine can count."""
    packed = archive(("a.pdf", PDF), stored=True)
    listing, end = packed.index(b"PK\x01\x02"), packed.index(b"PK\x05\x06")
    listed_file, ending = bytearray(packed[listing:end]), bytearray(packed[end:])
    beyond = b"\x01\x00\x08\x00" + b"\xff" * 8
    listed_file[30:32] = len(beyond).to_bytes(2, "little")
    listed_file[42:46] = b"\xff" * 4
    ending[12:16] = (len(listed_file) + len(beyond)).to_bytes(4, "little")
    return packed[:listing] + bytes(listed_file) + beyond + bytes(ending)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (far, Reason.ZIP_BROKEN),
        (lambda: archive(("a.pdf", b"\0" * 80_000_000)), Reason.ZIP_BOMB),
        (lambda: archive(*((f"{n}", b"") for n in range(10_001))), Reason.ZIP_BOMB),
        (lying, Reason.ZIP_BROKEN),
        (locked, Reason.ZIP_LOCKED),
        (lambda: archive(("../../a.pdf", PDF)), Reason.ZIP_PATH),
        (lambda: archive(("/etc/a.pdf", PDF)), Reason.ZIP_PATH),
        (lambda: archive(("C:\\a.pdf", PDF)), Reason.ZIP_PATH),
        (lambda: archive(("a.pdf", b"")), Reason.EMPTY_ATTACHMENT),
        (lambda: archive(("a.pdf", PDF))[:-8], Reason.ZIP_BROKEN),
        (lambda: archive(("a.pdf", b"%PDF" + "\ufffd".encode() * 50)), Reason.RUINED),
        (lambda: archive(("a.pdf", PDF), stored=True).replace(PDF, PDF[:-1] + b"x"), Reason.ZIP_BROKEN),
    ],
    ids=named,
)
def test_a_packed_file_that_cannot_be_trusted_is_refused(content: Callable[[], bytes], reason: Reason) -> None:
    assert refused(filed(content=coded(content()))).reason is reason


def test_a_packed_file_is_unpacked_once_only() -> None:
    inner = archive(("b.pdf", PDF))
    packet = edxml.read(filed(content=coded(archive(("a.zip", inner))))).packet
    assert isinstance(packet, edxml.DocumentPacket) and packet.attachments[0].content == inner


def test_all_files_share_one_budget() -> None:
    one = coded(random.Random(1).randbytes(60_000))
    data = xml(files="".join(enclosed(f"{n}.pdf", one, str(n)) for n in range(3)))
    assert edxml.read(data, Limits(content=180_000)).packet
    assert refused(data, Limits(content=179_999)).reason is Reason.ATTACHMENT_TOO_LARGE


# --- anything at all ----------------------------------------------------------------------------------

WHOLE = [
    edxml.write(paper(edxml.Business.REPLACEMENT)),
    edxml.write(paper(edxml.Business.UPDATE), zipped=True),
    edxml.write(answer()),
    filed(),
]


def only_the_typed_refusal(data: bytes) -> None:
    try:
        reading = edxml.read(data)
    except edxml.PacketRefused as refusal:
        words = str(refusal)
        assert words
    else:
        assert edxml.settled(reading.packet)


@settings(max_examples=300)
@given(st.sampled_from(WHOLE), st.data())
def test_changed_bytes_end_in_a_value_or_a_refusal(whole: bytes, data: st.DataObject) -> None:
    changed = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(changed) - 1))
        length = data.draw(st.integers(0, 12))
        changed[place : place + length] = data.draw(st.binary(max_size=8))
    only_the_typed_refusal(bytes(changed))


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes_end_in_a_refusal(data: bytes) -> None:
    only_the_typed_refusal(data)
    only_the_typed_refusal(b"<edXML>" + data + b"</edXML>")


PACKED = [archive(("a.pdf", PDF)), archive(("a.pdf", PDF * 20), stored=True), archive(("a", PDF), ("b", PDF))]


@settings(max_examples=300)
@given(st.sampled_from(PACKED), st.data())
def test_changed_bytes_of_a_packed_file_end_in_a_value_or_a_refusal(packed: bytes, data: st.DataObject) -> None:
    changed = bytearray(packed)
    for _ in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(4, len(changed) - 1))] = data.draw(st.integers(0, 255))
    only_the_typed_refusal(filed(content=coded(bytes(changed))))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.text(st.characters(codec="utf-8"), max_size=5), st.text(max_size=5)), max_size=5))
def test_any_values_in_the_elements_end_in_a_value_or_a_refusal(pairs: list[tuple[str, str]]) -> None:
    for element in ("StatusCode", "DueDate", "SteeringType", "Subject", "DocumentId"):
        said = "".join(f"<{element}>{first}{second}</{element}>" for first, second in pairs)
        only_the_typed_refusal(xml(HEAD + said).decode("utf-8", "replace").encode("utf-8", "replace"))


@pytest.mark.needs_data
def test_real_packets_broken_at_random_end_in_a_value_or_a_refusal(data: Path) -> None:
    chance = random.Random(102)
    for path in sorted((data / "edxml").glob("*ml")):
        whole = path.read_bytes()
        for _ in range(25):
            broken = bytearray(whole)
            for _ in range(chance.randint(1, 5)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            cut = chance.randrange(len(broken)) if chance.random() < 0.2 else len(broken)
            only_the_typed_refusal(bytes(broken[:cut]))


def test_the_names_of_reasons_have_their_sentences() -> None:
    assert set(refusals.SENTENCES) == set(Reason)
