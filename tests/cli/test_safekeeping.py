"""A whole office goes into one file while people work, and comes out of it whole or not at all."""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from daumoi.cli.machinery import frame, safekeeping
from daumoi.files import actions as files
from daumoi.files import store
from daumoi.files.models import StoredFile
from daumoi.journal.anchors import anchor_today
from daumoi.outgoing.models import State
from tests.drafts import draft
from tests.world import World

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = "manifest.json"


def quiet(_words):
    """What the person in front of the terminal would read."""


@pytest.fixture
def place(settings, tmp_path):
    """The folder of the office that is kept, with its key."""
    settings.HOME = tmp_path / "office"
    settings.HOME.mkdir()
    (settings.HOME / "secret.key").write_text("khoá của văn phòng")
    return settings.HOME


@pytest.fixture
def office(transactional_db, place):
    """An office with an issued paper and an anchor."""
    world = World()
    world.paper = draft(world, State.ISSUED, finished=True)
    anchor_today()
    return world


@pytest.fixture
def elsewhere(tmp_path):
    """Another place with a database of the same kind, both empty: its folder and its environment."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DAUMOI_", "PG"))}
    environment = {**clean, "DAUMOI_HOME": str(tmp_path / "new"), "DJANGO_SETTINGS_MODULE": "daumoi.settings"}
    if connection.vendor == "sqlite":
        yield tmp_path / "new", environment
        return
    one = connection.settings_dict
    name = f"{one['NAME']}_restored"
    with server() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    address = f"postgresql://{one['USER']}:{one['PASSWORD']}@/{name}?host={one['HOST']}"
    yield tmp_path / "new", environment | {"DAUMOI_DATABASE": address}
    with server() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def server():
    one = connection.settings_dict
    return psycopg.connect(
        host=one["HOST"], port=one["PORT"] or None, user=one["USER"], password=one["PASSWORD"] or None,
        dbname="postgres", autocommit=True,
    )  # fmt: skip


def daumoi(*words, environment):
    command = [sys.executable, "-P", "-m", "daumoi.cli", *map(str, words)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)


def is_empty(place):
    return not place.exists() or {item.name for item in place.iterdir()} <= {"run", "tmp"}


# --- there and back -------------------------------------------------------------------------------


def test_an_office_comes_back_whole_and_is_checked(office, place, elsewhere, tmp_path):
    kept = tmp_path / "office.tar"
    facts = safekeeping.make(kept, place, quiet)
    assert facts["files"] == StoredFile.objects.count() > 3
    new, environment = elsewhere

    done = daumoi("restore", kept, "--json", environment=environment)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["whole"] is True
    assert (new / "secret.key").read_text() == "khoá của văn phòng"
    assert [path.name for path in (new / "anchors").iterdir()] == [path.name for path in (place / "anchors").iterdir()]
    again = daumoi("restore", kept, environment=environment)
    assert again.returncode == 1 and "không trống" in again.stderr
    assert daumoi("verify", environment=environment).returncode == 0


def test_a_file_swept_away_meanwhile_takes_a_newer_snapshot(office, place, tmp_path, monkeypatch):
    doomed = files.store_file(b"Ghi nh\xe1\xbb\x9b m\xe1\xbb\x99t l\xe1\xba\xa7n.", "nhap.txt")
    real, taken = safekeeping._snapshot, []

    def snapshot(room, vendor):
        found = real(room, vendor)
        if not taken:
            assert files.sweep(doomed)
        taken.append(found)
        return found

    monkeypatch.setattr(safekeeping, "_snapshot", snapshot)
    safekeeping.make(tmp_path / "office.tar", place, quiet)
    assert len(taken) == 2
    with tarfile.open(tmp_path / "office.tar") as tar:
        assert f"files/{doomed.sha256}" not in tar.getnames()


def test_a_lost_file_is_no_backup(office, place, tmp_path):
    store.remove(StoredFile.objects.latest("pk").sha256)
    with pytest.raises(frame.Complaint, match=r"\./daumoi verify"):
        safekeeping.make(tmp_path / "office.tar", place, quiet)
    assert [path.name for path in tmp_path.iterdir()] == ["office"]


def test_a_backup_is_never_written_over_another(office, place, tmp_path):
    (tmp_path / "office.tar").write_text("hôm qua")
    with pytest.raises(frame.Complaint, match="không đè lên bản sao lưu cũ"):
        safekeeping.make(tmp_path / "office.tar", place, quiet)
    assert (tmp_path / "office.tar").read_text() == "hôm qua"


def test_a_full_disk_leaves_no_half_backup(office, place, tmp_path, monkeypatch):
    def full(*_all):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(safekeeping, "_add_bytes", full)
    with pytest.raises(frame.Complaint, match="ổ đĩa đã đầy"):
        safekeeping.make(tmp_path / "office.tar", place, quiet)
    assert [path.name for path in tmp_path.iterdir()] == ["office"]


@pytest.mark.engine("postgresql")
def test_a_missing_program_is_named(office, place, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(frame.Complaint, match=r"Thiếu chương trình pg_dump\. Cài gói postgresql-client"):
        safekeeping.make(tmp_path / "office.tar", place, quiet)


# --- what is not restored ---------------------------------------------------------------------------


def rewritten(kept, change):
    """The backup with its entries as `change(names and bytes)` leaves them; the manifest stays honest or not."""
    with tarfile.open(kept) as tar:
        entries = {member.name: tar.extractfile(member).read() for member in tar.getmembers()}
    change(entries)
    with tarfile.open(kept, "w") as tar:
        for name, data in entries.items():
            safekeeping._add_bytes(tar, data, name)


def alter_a_file(entries):
    name = next(name for name in entries if name.startswith("files/"))
    entries[name] = b"khac" + entries[name][4:]


def drop_a_file(entries):
    del entries[next(name for name in entries if name.startswith("files/"))]


def alter_the_database(entries):
    name = next(name for name in entries if name.startswith("office."))
    entries[name] = entries[name][:-1] + b"x"


def lay_it_outside(entries):
    manifest = json.loads(entries[MANIFEST])
    manifest["entries"]["../outside.txt"] = "0" * 64
    entries |= {MANIFEST: json.dumps(manifest).encode(), "../outside.txt": b"x"}


def another_version(entries):
    entries[MANIFEST] = entries[MANIFEST].replace(b"dau-moi-1", b"dau-moi-9")


def another_engine(entries):
    manifest = json.loads(entries[MANIFEST])
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[manifest["engine"]]
    names = safekeeping.DATABASES
    manifest["entries"][names[other]] = manifest["entries"].pop(names[manifest["engine"]])
    entries[names[other]] = entries.pop(names[manifest["engine"]])
    entries[MANIFEST] = json.dumps({**manifest, "engine": other}).encode()


def test_a_backup_that_is_not_right_is_refused_and_nothing_is_laid_out(office, place, elsewhere, tmp_path):
    whole = tmp_path / "whole.tar"
    safekeeping.make(whole, place, quiet)
    new, environment = elsewhere
    cases = [
        (alter_a_file, "không khớp dấu vân"),
        (drop_a_file, "hoặc đã hỏng"),
        (alter_the_database, "không khớp dấu vân"),
        (lay_it_outside, "hoặc đã hỏng"),
        (another_version, "thuộc một phiên bản khác"),
        (another_engine, "Đặt DAUMOI_DATABASE cho khớp"),
    ]
    for change, sentence in cases:
        kept = tmp_path / f"{change.__name__}.tar"
        kept.write_bytes(whole.read_bytes())
        rewritten(kept, change)
        refused(kept, sentence, new, environment)
    for share in (0, 0.3, 0.9):
        cut = tmp_path / "cut.tar"
        cut.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * share)])
        refused(cut, "hoặc đã hỏng", new, environment)
    refused(tmp_path / "none.tar", "Không thấy bản sao lưu", new, environment)
    assert daumoi("restore", whole, environment=environment).returncode == 0


def refused(kept, sentence, new, environment):
    done = daumoi("restore", kept, environment=environment)
    assert done.returncode == 1 and sentence in done.stderr, (kept.name, done.stderr)
    assert "Traceback" not in done.stderr
    assert is_empty(new)


def test_nothing_is_restored_over_a_database_that_holds_something(office, place, elsewhere, tmp_path):
    safekeeping.make(tmp_path / "office.tar", place, quiet)
    new, environment = elsewhere
    if connection.vendor == "sqlite":
        new.mkdir()
        (new / "office.sqlite3").write_text("một văn phòng khác")
    else:
        one = connection.settings_dict
        environment["DAUMOI_DATABASE"] = (
            f"postgresql://{one['USER']}:{one['PASSWORD']}@/{one['NAME']}?host={one['HOST']}"
        )
    done = daumoi("restore", tmp_path / "office.tar", environment=environment)
    assert done.returncode == 1 and ("không trống" in done.stderr or "đã có dữ liệu" in done.stderr)
    assert StoredFile.objects.exists()
