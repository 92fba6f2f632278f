"""A whole office in one file, and back again.

The file is a tar: `manifest.json` (what is inside, with SHA-256), the database
(a SQLite file, or a pg_dump archive), the stored files under their
fingerprints, and the office's key. The database is taken first, in one
snapshot; stored files are never altered and are stored before the rows that
name them, so every file the snapshot names is there to be copied while people
go on working.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from daumoi.cli.machinery.frame import Complaint

FORMAT = "dau-moi-1"


def make(target: Path, place: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """Write the office at `place` into the file `target`; it appears whole or not at all."""
    from django.db import connection

    if target.exists():
        raise Complaint(f"{target} đã có; chọn tên khác để không đè lên bản sao lưu cũ.")
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    half = Path(name)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as room, os.fdopen(handle, "wb") as file:
            say("Chụp cơ sở dữ liệu…")
            database = _snapshot(Path(room), connection.vendor)
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                inside = {database.name: _add(tar, database, database.name)}
                inside |= (
                    {"secret.key": _add(tar, place / "secret.key", "secret.key")}
                    if (place / "secret.key").exists()
                    else {}
                )
                say("Chép tệp…")
                inside |= _add_stored(tar, say)
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
    return {"file": str(target), "size": target.stat().st_size, "files": len(inside) - 1, "engine": manifest["engine"]}


def lay_key(source: Path, place: Path) -> None:
    """Put the office's key in its place before Django starts: without it a new one would be made."""
    if not source.is_file():
        raise Complaint(f"Không thấy bản sao lưu {source}.")
    try:
        with tarfile.open(source, mode="r:") as tar:
            key = tar.extractfile("secret.key")
            data = key.read() if key else b""
    except (tarfile.TarError, KeyError):
        return
    if data:
        path = place / "secret.key"
        path.write_bytes(data)
        path.chmod(0o600)


def bring_back(source: Path, place: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """Lay the office in `source` out at the empty `place`; every byte is checked on the way."""
    from django.conf import settings
    from django.db import connection, connections

    if not source.is_file():
        raise Complaint(f"Không thấy bản sao lưu {source}.")
    if not tarfile.is_tarfile(source):
        raise Complaint(f"{source} không phải bản sao lưu của Đầu Mối, hoặc đã hỏng.")
    with tarfile.open(source, mode="r:") as tar:
        try:
            manifest = json.load(_member(tar, "manifest.json"))
        except (KeyError, ValueError) as error:
            raise Complaint(f"{source} không phải bản sao lưu của Đầu Mối, hoặc đã hỏng.") from error
        if manifest.get("format") != FORMAT:
            raise Complaint(
                f"{source} thuộc một phiên bản khác ({manifest.get('format')!r}), chưa khôi phục được ở đây."
            )
        if manifest["engine"] != connection.vendor:
            raise Complaint(
                f"Bản sao lưu là của {manifest['engine']}, còn nơi khôi phục dùng {connection.vendor}."
                " Đặt DAUMOI_DATABASE cho khớp rồi chạy lại."
            )
        connections.close_all()
        say("Khôi phục cơ sở dữ liệu…")
        with tempfile.TemporaryDirectory(dir=place) as room:
            for name, expected in manifest["entries"].items():
                if name.startswith("files/"):
                    continue
                laid = Path(room) / Path(name).name
                _check(_copy(_member(tar, name), laid), expected, name)
                if name != "secret.key":
                    _load(laid, connection.vendor, settings.DATABASES["default"])
            say("Khôi phục tệp…")
            count = _bring_stored(tar, manifest["entries"])
    return {"file": str(source), "files": count, "made_at": manifest["made_at"]}


# --- the database ------------------------------------------------------------------------------


def _snapshot(room: Path, vendor: str) -> Path:
    from django.conf import settings
    from django.db import connection

    if vendor == "sqlite":
        target = room / "office.sqlite3"
        connection.ensure_connection()
        copy = sqlite3.connect(target)
        with copy:
            connection.connection.backup(copy, pages=4096)
        copy.close()
        return target
    target = room / "office.pgdump"
    _run_postgres("pg_dump", ["--format=custom", "--no-owner", f"--file={target}"], settings.DATABASES["default"])
    return target


def _load(laid: Path, vendor: str, database: dict[str, Any]) -> None:
    if vendor == "sqlite":
        target = Path(database["NAME"])
        if target.exists():
            raise Complaint(f"Ở {target.parent} đã có một văn phòng; chỉ khôi phục vào nơi trống.")
        shutil.move(laid, target)
        return
    _run_postgres("pg_restore", ["--no-owner", "--exit-on-error", "--single-transaction", str(laid)], database)


def _run_postgres(program: str, arguments: list[str], database: dict[str, Any]) -> None:
    """pg_dump and pg_restore of Debian's postgresql-client; the password travels in the environment."""
    if shutil.which(program) is None:
        raise Complaint(f"Thiếu chương trình {program}. Cài gói postgresql-client rồi chạy lại.")
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    environment = {
        **os.environ,
        **{variable: str(database[key]) for key, variable in names.items() if database.get(key)},
    }
    done = subprocess.run(
        [program, f"--dbname={database['NAME']}", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Complaint(f"{program} không làm được: {done.stderr.strip()[-500:]}")


# --- the files -----------------------------------------------------------------------------------


def _add_stored(tar: tarfile.TarFile, say: Callable[[str], None]) -> dict[str, str]:
    from daumoi.files import store
    from daumoi.files.models import StoredFile

    inside = {}
    for count, (sha256, size) in enumerate(
        StoredFile.objects.order_by("pk").values_list("sha256", "size").iterator(), 1
    ):
        with store.open_bytes(sha256) as file:
            name = f"files/{sha256}"
            info = tarfile.TarInfo(name)
            info.size = size
            tar.addfile(info, file)
            inside[name] = sha256
        if count % 1000 == 0:
            say(f"  {count} tệp")
    return inside


def _bring_stored(tar: tarfile.TarFile, entries: dict[str, str]) -> int:
    from daumoi.files import store

    count = 0
    for name, sha256 in entries.items():
        if name.startswith("files/"):
            with store.receive(_blocks(_member(tar, name))) as received:
                _check(received.sha256, sha256, name)
                store.keep(received)
            count += 1
    return count


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
    file = tar.extractfile(tar.getmember(name))
    if file is None:
        raise KeyError(name)
    return file


def _copy(source: IO[bytes], target: Path) -> str:
    digest = hashlib.sha256()
    with open(target, "wb") as file:
        for block in _blocks(source):
            digest.update(block)
            file.write(block)
    return digest.hexdigest()


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(1 << 20):
        yield block


def _check(found: str, expected: str, name: str) -> None:
    if found != expected:
        raise Complaint(f"Bản sao lưu hỏng: {name} không khớp dấu vân. Chưa khôi phục được.")
