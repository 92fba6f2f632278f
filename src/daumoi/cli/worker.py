"""`worker`: do the work that pages have promised (previews, notices, delivery), until told to stop."""

import argparse
import signal
import threading

from daumoi.cli.machinery import office
from daumoi.cli.machinery.frame import OK, Commands, add_command, tell

IDLE = 0.5  # seconds between two looks at an empty queue
LONGEST_PAUSE = 30


def register(commands: Commands) -> None:
    parser = add_command(commands, "worker", run, "làm các việc chạy nền (up và demo tự chạy lệnh này)")
    parser.add_argument("--until-empty", action="store_true", help="làm hết việc đang chờ rồi thoát")


def run(args: argparse.Namespace) -> int:
    office.enter_prepared(args)
    from django.db import Error, close_old_connections
    from django.utils import timezone

    from daumoi.jobs.queue import run_all, run_one
    from daumoi.jobs.schedule import promise_due

    if args.until_empty:
        promise_due()
        tell(f"Đã làm {run_all()} việc.")
        return OK

    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    pause, next_hour = 1, timezone.now()
    while not stopping.is_set():
        try:
            close_old_connections()
            if timezone.now() >= next_hour:
                next_hour = promise_due()
            if not run_one():
                stopping.wait(IDLE)
            pause = 1
        except Error as error:
            # A database that restarts or moves comes back: what was promised is still in its table.
            tell(f"! Mất kết nối cơ sở dữ liệu ({error}); thử lại sau {pause} giây.")
            stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
    return OK
