"""What an office needs before it can open: folder, tables, static files, rules. Every step may run again."""

import hashlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from daumoi.cli.machinery import office, system
from daumoi.cli.machinery.frame import Complaint, tell

NO_BUCKET = frozenset({"NoSuchBucket", "404"})
NO_RIGHT = frozenset(
    {"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "403", "InvalidSecurity", "AllAccessDisabled"}
)
Step = tuple[str, Callable[[], None]]


def prepare(place: Path, more: Sequence[Step] = ()) -> None:
    """Bring the office at `place` to what this version of the program expects, saying how far it is."""
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o700)
    steps: list[Step] = [
        ("chương trình của hệ điều hành", programs),
        ("cơ sở dữ liệu", lambda: tables(place)),
        ("kho tệp", stored_files),
        ("tệp giao diện", lambda: static_files(place)),
        ("bộ quy định và lịch nghỉ có sẵn", rule_sets),
        *more,
    ]
    for number, (name, work) in enumerate(steps, 1):
        started = time.monotonic()
        tell(f"[{number}/{len(steps)}] {name}…")
        work()
        if (spent := time.monotonic() - started) > 1:
            tell(f"      xong sau {spent:.1f} giây".replace(".", ","))


def programs() -> None:
    """Install what is missing where that is allowed (tried once for each list), else say what is missed."""
    wanted = system.missing(system.OFFICE)
    tried = office.ROOT / "var" / "tools" / "programs-tried"
    names = "\n".join(need.name for need in wanted)
    if wanted and system.can_install() and not (tried.exists() and tried.read_text(encoding="utf-8") == names):
        system.install(wanted)
        wanted = system.missing(system.OFFICE)
        tried.parent.mkdir(parents=True, exist_ok=True)
        tried.write_text(names, encoding="utf-8")
    if system.LIBMAGIC in wanted:
        raise Complaint(system.advice(wanted))
    if wanted:
        tell(f"      {system.advice(wanted)}")
        tell("      Chưa có thì các việc cần đến (in bản PDF, đọc chữ trên bản quét…) tạm chưa làm được.")


def tables(place: Path) -> None:
    office.enter(place)
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.recorder import MigrationRecorder

    from daumoi.core.engines import engine

    try:
        connection.ensure_connection()
    except DatabaseError as error:
        raise Complaint(f"Không nối được cơ sở dữ liệu: {str(error).strip()}") from error
    held = len(MigrationRecorder(connection).applied_migrations())
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if held != len(MigrationRecorder(connection).applied_migrations()):
        engine().count_rows(connection)  # the planner knows nothing of an index just made


def stored_files() -> None:
    """The place of the files takes, gives and deletes; what is wrong with it is one sentence."""
    from django.conf import settings

    from daumoi.files import store

    try:
        store.try_out()
    except Exception as error:
        place = settings.STORAGES["default"]["OPTIONS"]
        raise Complaint(f"Chưa dùng được kho tệp: {_why(error, place)}") from error


def _why(error: Exception, place: dict[str, Any]) -> str:
    code = str((getattr(error, "response", None) or {}).get("Error", {}).get("Code", ""))
    bucket, endpoint = place.get("bucket_name"), place.get("endpoint_url") or "máy chủ S3"
    if bucket is None:
        return f"không ghi được vào {place.get('location')} ({error})."
    if code in NO_BUCKET:
        return f"ở {endpoint} không có thùng «{bucket}». Tạo thùng hoặc sửa DAUMOI_FILES rồi chạy lại."
    if code in NO_RIGHT:
        return (
            f"{endpoint} không nhận khoá đã khai, hoặc khoá ấy không được ghi vào thùng «{bucket}»."
            " Xem DAUMOI_S3_KEY và DAUMOI_S3_SECRET rồi chạy lại."
        )
    if not code:
        return f"không nối được {endpoint} ({error})."
    return f"{endpoint}, thùng «{bucket}» báo lỗi {code}: {error}"


def static_files(place: Path) -> None:
    """Collect and compress the static files, unless those of this version lie there already."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(["CVS", ".*", "*~"]):
            source = Path(storage.path(path))
            digest.update(f"{source}\0{source.stat().st_size}\0{source.stat().st_mtime_ns}\n".encode())
    stamp = place / "static" / ".made-from"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    call_command("collectstatic", interactive=False, clear=stamp.parent.exists(), verbosity=0)
    stamp.write_text(digest.hexdigest())


def rule_sets() -> None:
    from daumoi.calendar.actions import load_builtin as load_days_off
    from daumoi.rulesets.actions import load_builtin

    load_builtin()
    load_days_off()
