"""Real papers and the commands that read them."""

import json
from pathlib import Path

import pytest

from daumoi.bench import extraction as bench
from daumoi.core.errors import Refusal
from daumoi.extraction import extract
from daumoi.extraction.sources import lines_of_file


def test_the_signed_papers_are_read_without_a_wrong_field(data: Path, sets):
    """Number and day of these were put on after they were printed; one has another month under the stamped one."""
    for case in bench.papers(data):
        if case.group == bench.PAPERS and case.name.endswith(".pdf"):
            for outcome in bench.judge([case], sets):
                assert outcome.right, outcome


def test_texts_are_read_as_well_as_promised(data: Path, sets):
    """Every eighth text of the collection: a guard against falling back; the whole is measured by the bench."""
    cases = list(bench.texts(data))[::8]
    found = bench.judge(cases, sets)
    for name, least in (("number", 0.95), ("issued_on", 0.97), ("type", 0.97), ("issuer", 0.88)):
        fitting = [outcome for outcome in found if outcome.field == name]
        assert sum(outcome.right for outcome in fitting) >= least * len(fitting), name


def test_plain_text_is_a_source(tmp_path, sets):
    (tmp_path / "a.txt").write_text("Số 5-CV/TU\nAn Bình, ngày 05 tháng 02 năm 2026\n", encoding="utf-8")
    assert extract(lines_of_file(tmp_path / "a.txt"), sets).number.value == "5-CV/TU"


def test_a_file_of_another_kind_is_refused(tmp_path):
    (tmp_path / "a.mp3").write_bytes(b"x")
    with pytest.raises(Refusal):
        lines_of_file(tmp_path / "a.mp3")


def test_a_broken_paper_is_refused(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 broken")
    with pytest.raises(Refusal, match="hỏng"):
        lines_of_file(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    ("field", "expected", "found", "superior", "right"),
    [
        ("number", "15/QĐ-UBND", "15 /QĐ - UBND", "", True),
        ("number", "015/QĐ-UBND", "15/QĐ-UBND", "", False),
        ("issuer", "Uỷ ban nhân dân tỉnh An Bình", "UBND TỈNH AN BÌNH", "", True),
        ("issuer", "Tỉnh An Bình", "Sở Y tế", "UBND TỈNH AN BÌNH", True),
        ("issuer", "Chính phủ", "Văn phòng Chính phủ", "", False),
        ("subject", "về công tác cán bộ năm 2026", "V/v công tác cán bộ năm 2026", "", True),
        ("subject", "về công tác cán bộ", "về công tác", "", False),
    ],
)
def test_what_the_bench_counts_as_right(field, expected, found, superior, right):
    assert bench.is_right(field, expected, found, superior) is right


def test_the_command_prints_facts(tmp_path, capsys, monkeypatch):
    from daumoi.cli import __main__ as entrance
    from daumoi.cli.machinery import office

    monkeypatch.setattr(office, "enter", lambda place: None)
    (tmp_path / "a.txt").write_text("Số 5-CV/TU\nAn Bình, ngày 05 tháng 02 năm 2026\n", encoding="utf-8")
    assert entrance.main(["extract", str(tmp_path / "a.txt"), "--json"]) == 0
    (facts,) = json.loads(capsys.readouterr().out)
    assert facts["particulars"]["number"]["value"] == "5-CV/TU"
    assert entrance.main(["extract", str(tmp_path / "không có.txt")]) == 1
