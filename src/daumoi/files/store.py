"""Where the bytes lie: one object a file, named by its SHA-256, written once and never altered.

A folder and an S3 bucket are used the same way. In a folder a file appears by
rename, after its bytes have reached the disk: a process killed half-way leaves
only a temporary file, which the nightly sweep removes.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast
from uuid import uuid4

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

from daumoi.core.errors import Refusal

BLOCK = 1 << 20
STALE_AFTER = 24 * 3600


@dataclass(frozen=True)
class Received:
    """Bytes that lie in a temporary file, with their size and fingerprint."""

    path: Path
    size: int
    sha256: str


def _folder() -> Path | None:
    """The folder of a local store; None for a bucket."""
    return Path(default_storage.location) if isinstance(default_storage, FileSystemStorage) else None


def _temporary_folder() -> Path:
    """On the same disk as a local store, so that the last step is a rename."""
    folder = _folder()
    place = folder / "tmp" if folder else settings.HOME / "tmp"
    place.mkdir(parents=True, exist_ok=True)
    return place


def address(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


@contextmanager
def disk_may_be_full() -> Iterator[None]:
    """A full disk is a clear sentence, not a crash."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        raise Refusal(
            "Ổ đĩa của máy chủ đã đầy nên chưa cất được tệp.",
            kept="Những gì đã cất trước đó vẫn nguyên; tệp này chưa được giữ phần nào.",
            advice="Báo người quản trị giải phóng ổ đĩa, rồi tải tệp lên lại.",
        ) from error


@contextmanager
def receive(blocks: Iterable[bytes]) -> Iterator[Received]:
    """The bytes in a temporary file that is gone afterwards, unless `keep` moved it to its place."""
    with disk_may_be_full():
        handle, name = tempfile.mkstemp(dir=_temporary_folder())
        path = Path(name)
        try:
            digest, size = hashlib.sha256(), 0
            with os.fdopen(handle, "wb") as file:
                for block in blocks:
                    digest.update(block)
                    size += len(block)
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
            yield Received(path, size, digest.hexdigest())
        finally:
            path.unlink(missing_ok=True)


def blocks_of(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block


def keep(received: Received) -> None:
    """Put the bytes in their place. Bytes that are there already are left alone."""
    folder = _folder()
    with disk_may_be_full():
        if folder is None:
            if not default_storage.exists(address(received.sha256)):
                with open(received.path, "rb") as file:
                    default_storage.save(address(received.sha256), File(file))
            return
        target = folder / address(received.sha256)
        if target.exists() and target.stat().st_size == received.size:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        os.chmod(received.path, 0o440)
        os.replace(received.path, target)
        _sync(target.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_bytes(sha256: str) -> BinaryIO:
    """The stored bytes, to read from any place in them."""
    folder = _folder()
    if folder is not None:
        return open(folder / address(sha256), "rb")
    return cast(BinaryIO, default_storage.open(address(sha256), "rb"))


def exists(sha256: str) -> bool:
    return bool(default_storage.exists(address(sha256)))


def fingerprint(sha256: str) -> str | None:
    """The fingerprint of the bytes as they lie there now; None when they are gone. For `daumoi verify`."""
    try:
        with open_bytes(sha256) as file:
            digest = hashlib.sha256()
            for block in blocks_of(file):
                digest.update(block)
    except FileNotFoundError:
        return None
    return digest.hexdigest()


@contextmanager
def on_disk(sha256: str) -> Iterator[Path]:
    """A path under which another program can read the bytes; a copy when they lie in a bucket."""
    folder = _folder()
    if folder is not None:
        yield folder / address(sha256)
        return
    with open_bytes(sha256) as source, tempfile.NamedTemporaryFile(dir=_temporary_folder()) as copy:
        shutil.copyfileobj(source, copy, BLOCK)
        copy.flush()
        yield Path(copy.name)


def remove(sha256: str) -> None:
    """Take the bytes away. Only `files.sweep` may call this: it knows that nothing points to them."""
    folder = _folder()
    if folder is not None:
        (folder / address(sha256)).unlink(missing_ok=True)
    else:
        default_storage.delete(address(sha256))


def try_out() -> None:
    """Put, read and delete one small object: whatever is wrong with the place shows before anybody relies on it."""
    told = uuid4().bytes
    name = default_storage.save(f"thu-{uuid4().hex}", ContentFile(told))
    try:
        with default_storage.open(name, "rb") as file:
            if file.read() != told:
                raise OSError(errno.EIO, "what was read is not what was put")
    finally:
        default_storage.delete(name)


# --- pieces of uploads under way ------------------------------------------------------------------


def keep_piece(name: str, data: bytes) -> None:
    """One piece of an upload; on disk when this returns."""
    folder = _folder()
    with disk_may_be_full():
        if folder is None:
            with tempfile.TemporaryFile() as file:
                file.write(data)
                file.seek(0)
                default_storage.save(name, File(file))
            return
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(target, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            target.unlink(missing_ok=True)
            raise


def piece_blocks(names: Iterable[str]) -> Iterator[bytes]:
    for name in names:
        with default_storage.open(name, "rb") as file:
            yield from blocks_of(cast("IO[bytes]", file))


def remove_pieces(upload_id: object, names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)
    folder = _folder()
    if folder is not None:
        with suppress(OSError):
            (folder / "uploads" / str(upload_id)).rmdir()


def sweep_temporary() -> int:
    """Remove what killed processes left behind; how many files."""
    removed = 0
    for path in _temporary_folder().iterdir():
        with suppress(OSError):
            if path.is_file() and path.stat().st_mtime < time.time() - STALE_AFTER:
                path.unlink()
                removed += 1
    return removed
