"""A whole office in one file, and back again.

The file is a tar: the office's key and anchors, the stored files under their
fingerprints, the database (a SQLite file, or a pg_dump archive), and last
`manifest.json` (what is inside, with SHA-256). Stored files are never altered
and are stored before the rows that name them, so every file that a snapshot of
the database names is there to be copied while people go on working; one that
was swept away meanwhile means that the snapshot is too old, and another is
taken. A restore lays nothing out before every byte was checked.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from daumoi.cli.machinery.frame import Complaint

FORMAT = "dau-moi-1"
SNAPSHOTS = 5
DATABASES = {"sqlite": "office.sqlite3", "postgresql": "office.pgdump"}
# What else of the folder belongs to the office; nothing in a backup is ever laid out under another name.
BESIDE = re.compile(r"secret\.key|\.demonstration|anchors/\d{4}-\d\d-\d\d\.txt")
STORED = re.compile(r"files/([0-9a-f]{64})")
Say = Callable[[str], None]


def make(target: Path, place: Path, say: Say) -> dict[str, Any]:
    """Write the office at `place` into the file `target`; it appears whole or not at all."""
    from django.db import connection

    if target.exists():
        raise Complaint(f"{target} đã có; chọn tên khác để không đè lên bản sao lưu cũ.")
    with disk_may_be_full(f"Chưa sao lưu được vào {target.parent}"):
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        half = Path(name)
        try:
            with tempfile.TemporaryDirectory(dir=target.parent) as room, os.fdopen(handle, "wb") as file:
                with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                    inside = {name: _add(tar, place / name, name) for name in _beside(place)}
                    inside |= _add_stored_and_database(tar, Path(room), connection.vendor, say)
                    manifest = {
                        "format": FORMAT,
                        "engine": connection.vendor,
                        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
                        "entries": inside,
                    }
                    _add_bytes(tar, json.dumps(manifest, indent=1).encode(), "manifest.json")
                file.flush()
                os.fsync(file.fileno())
            os.replace(half, target)
        finally:
            half.unlink(missing_ok=True)
    return {"file": str(target), "size": target.stat().st_size, "files": _files(inside), "engine": manifest["engine"]}


def lay_key(source: Path, place: Path) -> None:
    """Put the office's key in its place before Django starts: without it a new one would be made."""
    with _opened(source) as (tar, manifest):
        if "secret.key" in manifest["entries"]:
            _lay(tar, "secret.key", place)


def bring_back(source: Path, place: Path, say: Say) -> dict[str, Any]:
    """Lay the office in `source` out at the empty `place`: files first, the database last and at once."""
    from django.db import connection, connections

    with _opened(source) as (tar, manifest), disk_may_be_full(f"Chưa khôi phục được vào {place}"):
        entries: dict[str, str] = manifest["entries"]
        vendor = connection.vendor
        if manifest["engine"] != vendor:
            raise Complaint(
                f"Bản sao lưu là của {manifest['engine']}, còn nơi khôi phục dùng {vendor}."
                " Đặt DAUMOI_DATABASE cho khớp rồi chạy lại."
            )
        _refuse_a_filled_database(vendor)
        say("Kiểm tra bản sao lưu…")
        for name, expected in entries.items():
            _check(tar, name, expected)
        say("Khôi phục tệp…")
        for name in filter(BESIDE.fullmatch, entries):
            _lay(tar, name, place)
        for name in filter(STORED.fullmatch, entries):
            _keep(tar, name)
        connections.close_all()
        say("Khôi phục cơ sở dữ liệu…")
        with tempfile.TemporaryDirectory(dir=place) as room:
            laid = Path(room) / DATABASES[vendor]
            _copy(_member(tar, DATABASES[vendor]), laid)
            _load(laid, vendor)
    return {"file": str(source), "files": _files(entries), "made_at": manifest["made_at"]}


@contextmanager
def disk_may_be_full(sentence: str) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        full = getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or "full" in str(error)
        if not full:
            raise
        raise Complaint(f"{sentence}: ổ đĩa đã đầy. Giải phóng chỗ hoặc chọn ổ đĩa khác rồi chạy lại.") from error


@contextmanager
def _opened(source: Path) -> Iterator[tuple[tarfile.TarFile, dict[str, Any]]]:
    """The backup and its manifest; whatever is wrong with its form is one sentence."""
    if not source.is_file():
        raise Complaint(f"Không thấy bản sao lưu {source}.")
    broken = Complaint(f"{source} không phải bản sao lưu của Đầu Mối, hoặc đã hỏng. Chưa khôi phục gì.")
    try:
        with tarfile.open(source, mode="r:") as tar:
            try:
                manifest = json.load(_member(tar, "manifest.json"))
                version, database = manifest["format"], DATABASES.get(manifest["engine"])
                other = [name for name in manifest["entries"] if not (BESIDE.fullmatch(name) or STORED.fullmatch(name))]
            except (KeyError, ValueError, TypeError) as error:
                raise broken from error
            if version != FORMAT:
                raise Complaint(f"{source} thuộc một phiên bản khác ({version!r}), chưa khôi phục được ở đây.")
            if other != [database]:
                raise broken
            yield tar, manifest
    except (tarfile.TarError, EOFError) as error:
        raise broken from error


def _files(entries: dict[str, str]) -> int:
    return sum(name.startswith("files/") for name in entries)


# --- the database ------------------------------------------------------------------------------


def _snapshot(room: Path, vendor: str) -> tuple[Path, list[tuple[str, int]]]:
    """The database as it is at one moment, and the fingerprint and size of every file it names."""
    from django.db import connection, transaction

    from daumoi.files.models import StoredFile

    target = room / DATABASES[vendor]
    target.unlink(missing_ok=True)
    if vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)  # in one step: an office at work cannot make it begin again
            return target, copy.execute(f"SELECT sha256, size FROM {StoredFile._meta.db_table} ORDER BY id").fetchall()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        named = list(StoredFile.objects.order_by("pk").values_list("sha256", "size"))
        cursor.execute("SELECT pg_export_snapshot()")
        moment = cursor.fetchone()[0]
        arguments = ["--format=custom", "--no-owner", f"--snapshot={moment}", f"--file={target}"]
        _run_postgres("pg_dump", arguments)
    return target, named


def _refuse_a_filled_database(vendor: str) -> None:
    from django.db import DatabaseError, connection

    if vendor == "sqlite":
        target = Path(connection.settings_dict["NAME"])
        filled, where = target.exists(), str(target.parent)
    else:
        try:
            filled = bool(connection.introspection.table_names())
        except DatabaseError as error:
            raise Complaint(f"Không nối được cơ sở dữ liệu: {str(error).strip()}") from error
        where = f"cơ sở dữ liệu {connection.settings_dict['NAME']}"
    if filled:
        raise Complaint(f"Ở {where} đã có dữ liệu; chỉ khôi phục vào nơi trống. Dữ liệu ấy còn nguyên.")


def _load(laid: Path, vendor: str) -> None:
    from django.db import connection

    if vendor == "sqlite":
        shutil.move(laid, connection.settings_dict["NAME"])
        return
    arguments = ["--no-owner", "--exit-on-error", "--single-transaction", str(laid)]
    _run_postgres("pg_restore", arguments)


def _run_postgres(program: str, arguments: list[str]) -> None:
    """pg_dump and pg_restore of Debian's postgresql-client; the password travels in the environment."""
    from django.db import connection
    from psycopg.conninfo import make_conninfo

    database = connection.settings_dict

    if shutil.which(program) is None:
        raise Complaint(f"Thiếu chương trình {program}. Cài gói postgresql-client rồi chạy lại.")
    names = {"HOST": "host", "PORT": "port", "USER": "user", "NAME": "dbname"}
    place = {word: database[key] for key, word in names.items() if database.get(key)}
    password = {"PGPASSWORD": str(database["PASSWORD"])} if database.get("PASSWORD") else {}
    done = subprocess.run(
        [program, f"--dbname={make_conninfo(**place, **(database.get('OPTIONS') or {}))}", *arguments],
        env={**os.environ, **password},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Complaint(f"{program} không làm được: {done.stderr.strip()[-500:]}")


# --- the files -----------------------------------------------------------------------------------


def _beside(place: Path) -> list[str]:
    found = [
        path.relative_to(place).as_posix() for path in (*place.iterdir(), *place.glob("anchors/*")) if path.is_file()
    ]
    return sorted(filter(BESIDE.fullmatch, found))


def _add_stored_and_database(tar: tarfile.TarFile, room: Path, vendor: str, say: Say) -> dict[str, str]:
    inside: dict[str, str] = {}
    for _again in range(SNAPSHOTS):
        say("Chụp cơ sở dữ liệu…")
        database, named = _snapshot(room, vendor)
        say("Chép tệp…")
        if _add_stored(tar, named, inside, say):
            return inside | {database.name: _add(tar, database, database.name)}
    raise Complaint(
        "Có tệp bị mất khỏi kho nên chưa sao lưu được. Chạy  ./daumoi verify  để biết tệp nào, rồi chạy lại."
    )


def _add_stored(tar: tarfile.TarFile, named: list[tuple[str, int]], inside: dict[str, str], say: Say) -> bool:
    """Add the named files that are not inside yet; False when one was not there any more."""
    from daumoi.files import store

    whole = True
    for count, (sha256, size) in enumerate(named, 1):
        name = f"files/{sha256}"
        if name not in inside:
            try:
                with store.open_bytes(sha256) as file:
                    info = tarfile.TarInfo(name)
                    info.size = size
                    tar.addfile(info, file)
                inside[name] = sha256
            except FileNotFoundError:
                whole = False
        if count % 1000 == 0:
            say(f"  {count} tệp")
    return whole


def _keep(tar: tarfile.TarFile, name: str) -> None:
    from daumoi.files import store

    with store.receive(_blocks(_member(tar, name))) as received:
        store.keep(received)


def _lay(tar: tarfile.TarFile, name: str, place: Path) -> None:
    path = place / name
    path.parent.mkdir(parents=True, exist_ok=True)
    _copy(_member(tar, name), path)
    path.chmod(0o600)


# --- tar -----------------------------------------------------------------------------------------


def _add(tar: tarfile.TarFile, path: Path, name: str) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in _blocks(file):
            digest.update(block)
    tar.add(path, arcname=name, recursive=False)
    return digest.hexdigest()


def _add_bytes(tar: tarfile.TarFile, data: bytes, name: str) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))


def _member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    """The bytes of a plain file in the tar; nothing is ever unpacked under a name the tar chooses."""
    try:
        file = tar.extractfile(tar.getmember(name))
    except KeyError as error:
        raise tarfile.ReadError(name) from error
    if file is None:
        raise tarfile.ReadError(name)
    return file


def _copy(source: IO[bytes], target: Path) -> None:
    with open(target, "wb") as file:
        shutil.copyfileobj(source, file, 1 << 20)


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(1 << 20):
        yield block


def _check(tar: tarfile.TarFile, name: str, expected: str) -> None:
    digest = hashlib.sha256()
    for block in _blocks(_member(tar, name)):
        digest.update(block)
    stored = STORED.fullmatch(name)
    if digest.hexdigest() != expected or (stored and stored[1] != expected):
        raise Complaint(f"Bản sao lưu hỏng: {name} không khớp dấu vân. Chưa khôi phục gì.")
