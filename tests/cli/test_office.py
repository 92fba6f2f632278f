"""The folder of an office: one program at a time, invented people never in a real one, no port taken twice."""

import argparse
import json
import socket

import pytest

from daumoi.cli import demo
from daumoi.cli.machinery import frame, office, serving


def test_a_second_program_is_told_where_the_office_is_open(tmp_path):
    with office.held(tmp_path) as lock:
        office.note(lock, pid=4711, address="http://localhost:8000/")
        with (
            pytest.raises(frame.Complaint, match=r"http://localhost:8000/ \(tiến trình số 4711\)"),
            office.held(tmp_path),
        ):
            pass
    with office.held(tmp_path):
        assert "pid" in json.loads((tmp_path / "run" / "office.lock").read_text())


def test_a_command_on_no_office_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.delenv("DAUMOI_DATABASE", raising=False)
    with pytest.raises(frame.Complaint, match=r"\./daumoi up"):
        office.enter_prepared(argparse.Namespace(home=str(tmp_path)))


def test_the_demonstration_stays_out_of_a_real_office(tmp_path):
    (tmp_path / "office.sqlite3").touch()
    with pytest.raises(frame.Complaint, match="văn phòng thật"):
        demo.refuse_a_real_office(tmp_path)
    (tmp_path / demo.MARK).touch()
    demo.refuse_a_real_office(tmp_path)


def test_reset_empties_the_folder_but_not_the_lock_that_holds_it(tmp_path, monkeypatch):
    monkeypatch.delenv("DAUMOI_DATABASE", raising=False)
    for name in ("office.sqlite3", demo.MARK):
        (tmp_path / name).touch()
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a").touch()
    with office.held(tmp_path):
        demo.empty(tmp_path)
    assert [item.name for item in tmp_path.iterdir()] == ["run"]


def test_reset_does_not_reach_a_database_outside_the_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DAUMOI_DATABASE", "postgresql://example/office")
    (tmp_path / "kept").touch()
    with pytest.raises(frame.Complaint):
        demo.empty(tmp_path)
    assert (tmp_path / "kept").exists()


def test_a_busy_port_is_passed_over_unless_it_was_asked_for():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(frame.Complaint, match=f"Cổng {port} đang bận"):
            serving.free_port("127.0.0.1", port)
        assert serving.free_port("127.0.0.1", None) != port


@pytest.mark.parametrize(
    ("host", "first"),
    [
        ("127.0.0.1", "http://localhost:8000/"),
        ("0.0.0.0", "http://localhost:8000/"),
        ("van-thu.local", "http://van-thu.local:8000/"),
    ],
)
def test_the_first_address_works_on_this_computer(host, first, monkeypatch):
    monkeypatch.setattr(serving, "own_names", lambda: ["may-van-thu", "192.0.2.7"])
    assert serving.addresses(host, 8000)[0] == first
