"""A mark of secrecy is told before a file is touched, wherever a sender's program may have put it."""

from __future__ import annotations

import pytest

from daumoi import edxml
from daumoi.edxml import Reason, Security, enclosures
from daumoi.edxml.secrecy import title_level
from tests.edxml.packets import HEAD, enclosed, listed, xml

M, T, TM, U, NO = Security.MAT, Security.TOI_MAT, Security.TUYET_MAT, Security.UNCLEAR, Security.NONE


@pytest.mark.parametrize(
    ("more", "level"),
    [
        ("<OtherInfo><SphereOfPromulgation>Mật</SphereOfPromulgation></OtherInfo>", M),
        ("<OtherInfo><SphereOfPromulgation>TỐI MẬT</SphereOfPromulgation></OtherInfo>", T),
        ("<OtherInfo><SphereOfPromulgation>tuyet mat</SphereOfPromulgation></OtherInfo>", TM),
        ("<OtherInfo><SphereOfPromulgation>Độ mật: Tối mật</SphereOfPromulgation></OtherInfo>", T),
        ("<OtherInfo><SphereOfPromulgation>Công khai</SphereOfPromulgation></OtherInfo>", NO),
        ("<OtherInfo><DoMat>Tuyệt mật</DoMat></OtherInfo>", TM),
        ("<SecurityLevel>Thường</SecurityLevel>", NO),
        ("<SecurityLevel>0</SecurityLevel>", NO),
        ("<SecurityLevel/>", NO),
        ("<SecurityLevel>2</SecurityLevel>", U),
        ("<Confidential>true</Confidential>", U),
        ("<la:DoMat xmlns:la='urn:la'>Mật</la:DoMat>", M),
        ("<La>Mật</La>", M),
        ("<La doMat='3'/>", U),
        ("<OtherInfo Security='Tối mật'/>", T),
        ("<Content>[MẬT] Về việc báo cáo</Content>", M),
        ("<Content>" + "Nội dung dài. " * 300 + "(Tuyệt mật)</Content>", TM),
        ("<SignerInfo><FullName>Mật</FullName></SignerInfo>", NO),
        ("<Content>Về bảo vệ bí mật nhà nước</Content>", NO),
    ],
)
def test_the_level_is_told_from_the_cover(more: str, level: Security) -> None:
    cover = edxml.open_packet(xml(HEAD + more, files=enclosed(), references=listed()))
    assert cover.security is level and cover.sealed[0].name == "a.pdf"


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("(Mật) Về việc báo cáo", M),
        ("[TỐI MẬT] Về việc báo cáo", T),
        ("TUYỆT MẬT: Về việc báo cáo", TM),
        ("MẬT - Về việc báo cáo", M),
        ("Về việc báo cáo (độ mật)", M),
        ("Về việc báo cáo (Tối mật)", T),
        ("bao cao (Mật).pdf", M),
        ("MẬT_bao cao.pdf", M),
        ("[toi mat] bao cao.docx", T),
        ("Mật ong rừng năm 2026", NO),
        ("Về việc giải mật tài liệu", NO),
        ("Danh mục bí mật nhà nước độ Tuyệt mật, Tối mật", NO),
        ("Kế hoạch kiểm tra (công tác bảo mật)", NO),
        ("", NO),
    ],
)
def test_a_mark_stands_at_an_end_of_the_title(title: str, level: Security) -> None:
    assert title_level(title) is level


def test_the_name_of_a_file_may_carry_the_mark() -> None:
    name = "[MẬT] a.pdf"
    assert edxml.open_packet(xml(files=enclosed(name))).security is M
    assert edxml.open_packet(xml(files=enclosed("b.pdf"), references=listed(name))).security is M


def test_no_file_of_a_secret_packet_is_ever_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enclosures.base64, "b64decode", lambda *_: pytest.fail("a secret file was decoded"))
    monkeypatch.setattr(enclosures.zipfile, "ZipFile", lambda *_: pytest.fail("a secret file was unpacked"))
    data = xml(HEAD + "<DoMat>Mật</DoMat>", files=enclosed(), references=listed())
    cover = edxml.open_packet(data)
    for attempt in (lambda: edxml.read(data), lambda: edxml.unsealed(cover)):
        with pytest.raises(edxml.PacketRefused) as refused:
            attempt()
        assert refused.value.reason is Reason.SECRET and refused.value.security is M
        assert "Mật" in str(refused.value)


def test_a_refused_packet_also_says_how_secret_it_was() -> None:
    """So that nobody keeps it as a broken packet."""
    with pytest.raises(edxml.PacketRefused) as refused:
        edxml.open_packet(xml(HEAD.replace("u-1", "") + "<DoMat>Tối mật</DoMat>"))
    assert refused.value.reason is Reason.MISSING and refused.value.security is T


def test_levels_are_ordered_and_unclear_is_the_highest() -> None:
    assert sorted(Security) == [NO, M, T, TM, U] and U.label == "có dấu mật, chưa rõ mức"
