"""The folder of an office: which one is meant, Django set up on it, and one program at a time over it."""

import argparse
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from daumoi.cli.machinery import system
from daumoi.cli.machinery.frame import USAGE, Complaint

ROOT = Path(__file__).resolve().parents[4]


def home(args: argparse.Namespace, default: str = "var/office") -> Path:
    """The office's folder: --home, --demo, DAUMOI_HOME, or the default beside the program."""
    if chosen := getattr(args, "home", None):
        return Path(chosen).expanduser().resolve()
    if getattr(args, "demo", False):
        return ROOT / "var/demo"
    if default == "var/office" and (named := os.environ.get("DAUMOI_HOME")):
        return Path(named).expanduser().resolve()
    return ROOT / default


def enter(place: Path) -> None:
    """Set Django up on this office. Everything of the rooms may be imported afterwards."""
    os.environ["DAUMOI_HOME"] = str(place)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daumoi.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Complaint(f"Thiết lập chưa đúng: {error}", USAGE) from error
    except ImportError as error:
        if system.LIBMAGIC.there():
            raise
        raise Complaint(system.advice([system.LIBMAGIC])) from error


def enter_prepared(args: argparse.Namespace) -> Path:
    """Like `enter`, for commands that need an office which `up` or `demo` has already made."""
    place = home(args)
    external = bool(os.environ.get("DAUMOI_DATABASE") or os.environ.get("DAUMOI_DATABASE_FILE"))
    if not external and not (place / "office.sqlite3").exists():
        raise Complaint(f"Chưa có văn phòng nào ở {place}. Chạy  ./daumoi up  (hoặc ./daumoi demo) trước.")
    enter(place)
    from django.core.management import call_command
    from django.core.management.base import CommandError
    from django.db import DatabaseError

    try:
        call_command("migrate", check_unapplied=True, verbosity=0)
    except SystemExit as error:
        sentence = "Cơ sở dữ liệu chưa theo kịp bản chương trình này. Chạy  ./daumoi up --no-serve  rồi thử lại."
        raise Complaint(sentence) from error
    except (CommandError, DatabaseError) as error:
        raise Complaint(f"Không mở được cơ sở dữ liệu của {place}: {error}") from error
    return place


@contextmanager
def held(place: Path) -> Iterator[IO[str]]:
    """Hold the office: two programs serving or rebuilding one folder would stand in each other's way."""
    (place / "run").mkdir(parents=True, exist_ok=True)
    with (place / "run" / "office.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Complaint(_in_use(place, lock)) from error
        note(lock, pid=os.getpid())
        try:
            yield lock
        finally:
            lock.truncate(0)


def note(lock: IO[str], **facts: Any) -> None:
    lock.seek(0)
    lock.truncate(0)
    json.dump(facts, lock)
    lock.flush()


def _in_use(place: Path, lock: IO[str]) -> str:
    lock.seek(0)
    try:
        facts = json.loads(lock.read())
    except ValueError:
        facts = {}
    where = f" tại {facts['address']}" if "address" in facts else ""
    return (
        f"Văn phòng ở {place} đang được mở{where} (tiến trình số {facts.get('pid', '?')}). "
        "Dùng ngay địa chỉ ấy, hoặc dừng chương trình kia (Ctrl+C) rồi gõ lại lệnh."
    )
