"""`daumoi import register`: what it prints, and how it leaves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from daumoi.cli import import_
from daumoi.cli.__main__ import main
from daumoi.cli.machinery import office
from daumoi.documents.models import Document
from daumoi.journal.models import JournalEntry


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The office is the one of the test."""
    monkeypatch.setattr(office, "enter_prepared", lambda _args: tmp_path)


def register_of(tmp_path: Path, *rows: str) -> str:
    path = tmp_path / "sổ 2016.csv"
    path.write_text("\n".join(["Số;Ngày;Trích yếu", *rows]), encoding="utf-8")
    return str(path)


def test_a_register_that_was_understood_leaves_with_success(world: Any, tmp_path: Path, capsys: Any) -> None:
    path = register_of(tmp_path, "5-KH/TU;1/1/2016;về rừng", "6-KH/TU;2/1/2016;về biển")
    assert main(["import", "register", path, "--body", "TU", "--as", "ha"]) == 0
    said = capsys.readouterr().out
    assert "2  dòng đã đọc" in said and "2  văn bản đã nhập vào sổ văn bản đi" in said
    assert Document.objects.count() == 2
    assert JournalEntry.objects.get(action="exchange.finish").actor_id == world.ha.pk


def test_rows_that_were_reported_are_told_by_reason_and_place(world: Any, tmp_path: Path, capsys: Any) -> None:
    path = register_of(tmp_path, "5-KH/TU;30/02/2016;về rừng", "6-KH/TU;2/1/2016;về biển")
    assert main(["import", "register", path, "--json"]) == 1
    facts = json.loads(capsys.readouterr().out)
    assert (facts["read"], facts["imported"], facts["reported"], facts["book"]) == (2, 1, 1, "outgoing")
    assert facts["reasons"] == [{"reason": "bad_date", "words": "ngày không hiểu được", "count": 1}]
    assert facts["rows"][0]["place"] == "dòng 2" and "30/02/2016" in facts["rows"][0]["told"]


def test_remarks_are_told_row_by_row(world: Any, client: Any, tmp_path: Path, capsys: Any) -> None:
    rows = [";1/1/2016;về rừng", "6-KH/TU;2/1/2016;về biển", ";3/1/2016;về núi"]
    path = register_of(tmp_path, *rows)
    assert main(["import", "register", path, "--body", "TU", "--as", "ha", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    told = [(row["place"], remark["remark"]) for row in facts["remarked"] for remark in row["remarks"]]
    assert [place for place, kind in told if kind == "no_number"] == ["dòng 2", "dòng 4"]
    assert len(told) == sum(found["count"] for found in facts["remarks"])
    client.force_login(world.ha)
    page = client.get(f"/nhap-so/{facts['batch']}/?xem=no_number").text
    assert "về rừng" in page and "về núi" in page and "về biển" not in page
    assert "về rừng" not in client.get(f"/nhap-so/{facts['batch']}/?xem=year_differs").text


def test_many_reported_rows_are_not_all_printed(world: Any, tmp_path: Path, capsys: Any) -> None:
    path = register_of(tmp_path, *(f"{n}-KH/TU;30/02/2016;về rừng" for n in range(1, 31)))
    assert main(["import", "register", path, "--book", "outgoing"]) == 1
    said = capsys.readouterr().out
    assert "… và 10 dòng nữa" in said and said.count("Không hiểu ngày") == import_.SHOWN


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--body", "XX"], "Không có cơ quan ký hiệu 'XX'"),
        (["--as", "khongco"], "Không có người dùng"),
        (["--as", "lan"], "Chỉ văn thư"),
    ],
)
def test_what_cannot_be_done_is_told(world: Any, tmp_path: Path, capsys: Any, more: list[str], words: str) -> None:
    assert main(["import", "register", register_of(tmp_path, "5;1/1/2016;x"), *more]) == 1
    assert words in capsys.readouterr().err and not Document.objects.exists()


def test_a_file_that_is_not_there(world: Any, capsys: Any) -> None:
    assert main(["import", "register", "khong-co.csv"]) == 1
    assert "khong-co.csv" in capsys.readouterr().err
