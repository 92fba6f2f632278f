"""`daumoi packets check`: what it prints, and how it leaves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from daumoi import edxml
from daumoi.cli.__main__ import main
from tests.edxml.packets import HEAD, answer, enclosed, paper, xml


def folder(tmp_path: Path, **packets: bytes) -> str:
    for name, data in packets.items():
        (tmp_path / f"{name}.edxml").write_bytes(data)
    (tmp_path / "ghi chú.txt").write_text("không phải gói tin", encoding="utf-8")
    return str(tmp_path)


def test_packets_that_were_understood_leave_with_success(tmp_path: Path, capsys: Any) -> None:
    assert main(["packets", "check", folder(tmp_path, a=edxml.write(paper()), b=edxml.write(answer()))]) == 0
    shown = capsys.readouterr()
    assert "a.edxml: đọc được" in shown.out and "loại:       văn bản mới (QCVN 102)" in shown.out
    assert "từ:         Văn phòng Tỉnh uỷ X [A99.01]" in shown.out and "Đảng uỷ xã Y [A99.05]; [A99.06]" in shown.out
    assert (
        "số, ngày:   15/CV/VPTU, 24/11/2026" in shown.out and "15-CV-VPTU.pdf (36 byte, application/pdf)" in shown.out
    )
    assert "trạng thái xử lý 03, đã tiếp nhận" in shown.out and "ghi chú" not in shown.out
    assert "2 gói tin: 2 đọc được, 0 không nhận." in shown.err


def test_a_refused_packet_is_told_with_all_that_its_cover_says(tmp_path: Path, capsys: Any) -> None:
    place = folder(tmp_path, hong=b"<edXML>", tep=xml(files=enclosed(content="***")))
    assert main(["packets", "check", place, "--json"]) == 1
    broken, cover = json.loads(capsys.readouterr().out)
    assert (broken["file"], broken["taken"], broken["reason"]) == ("hong.edxml", False, "malformed")
    assert "kind" not in broken and broken["told"].startswith("Gói tin hỏng")
    assert (cover["reason"], cover["kind"], cover["from"]["code"]) == ("bad_base64", "new", "A99.01")
    assert "attachments" not in cover and "a.pdf" in cover["told"]


def test_the_subject_of_a_most_secret_paper_is_not_shown(tmp_path: Path, capsys: Any) -> None:
    secret = HEAD + "<DoMat>Tuyệt mật</DoMat>"
    place = folder(tmp_path, kin=xml(secret, files=enclosed()))
    assert main(["packets", "check", place]) == 1
    shown = capsys.readouterr().out
    assert "Về việc báo cáo" not in shown and "dấu chỉ độ mật (Tuyệt mật)" in shown and "[secret]" in shown
    assert main(["packets", "check", place, "--json"]) == 1
    shown = capsys.readouterr().out
    assert "Về việc báo cáo" not in shown and json.loads(shown)[0]["security"] == "tuyet_mat"


def test_one_file_may_be_named_and_nothing_found_is_told(tmp_path: Path, capsys: Any) -> None:
    place = folder(tmp_path, a=edxml.write(answer()))
    assert main(["packets", "check", f"{place}/a.edxml"]) == 0
    assert main(["packets", "check", f"{place}/không có"]) == 1
    (tmp_path / "trống").mkdir()
    assert main(["packets", "check", f"{place}/trống"]) == 1
    assert "Không thấy gói tin nào" in capsys.readouterr().err


@pytest.mark.needs_data
def test_the_whole_collection_goes_through(data: Path, capsys: Any) -> None:
    assert main(["packets", "check", str(data / "edxml"), "--json"]) == 1
    facts = json.loads(capsys.readouterr().out)
    assert len(facts) == 24 and sum(each["taken"] for each in facts) == 21
    assert {each["reason"] for each in facts if not each["taken"]} == {"malformed", "junk_before_xml", "ruined"}
    ruined = next(each for each in facts if each["reason"] == "ruined")
    assert ruined["number"] == "202545/VPCP-TTĐT" and ruined["subject"] == "Gộp 3 file"
    assert all(each["told"] for each in facts if not each["taken"])
