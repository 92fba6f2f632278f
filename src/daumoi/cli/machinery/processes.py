"""Child processes kept alive by one command, and none of them left behind when it ends."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from daumoi.cli.machinery.frame import tell

TICK = 0.2
PATIENCE = 20  # seconds between asking a child to stop and ending it
STEADY = 60  # seconds after which a child counts as healthy again
LONGEST_PAUSE = 60
LOG_LIMIT = 10 * 1024 * 1024
PR_SET_PDEATHSIG = 1


def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None


LIBC = _libc()


def end_with_parent() -> None:
    """In the child, before it becomes its program: be ended when the supervisor dies, even by kill -9."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One program to keep running; its output goes to `log`."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] | None = None
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    crashes: int = 0
    due_at: float = field(default=0.0)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as output:
            # A session of its own: Ctrl+C reaches the supervisor only, which stops its children in order.
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(self.environment) if self.environment is not None else None,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )
        self.started_at = time.monotonic()

    def look_after(self) -> None:
        """Start the child again if it has ended: at once the first time, then after ever longer pauses."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due_at:
                self.start()
            return
        status = self.process.poll()
        if status is None:
            return
        self.end_group()
        self.crashes = 1 if now - self.started_at > STEADY else self.crashes + 1
        pause = 0 if self.crashes == 1 else min(2 ** (self.crashes - 1), LONGEST_PAUSE)
        self.process, self.due_at = None, now + pause
        wait = f" sau {pause} giây" if pause else ""
        tell(f"! {self.name} dừng bất ngờ (mã {status}); khởi động lại{wait}. Nhật ký: {self.log}")

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end_group(self) -> None:
        """End whatever the child itself has left running."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                return

    def last_words(self, lines: int = 15) -> str:
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


class Supervisor:
    """Keeps children running until it is told to stop by Ctrl+C, SIGTERM or a closed terminal."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = children
        self.stopping = False

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def run(self, ready: Callable[[], bool], announce: Callable[[], None]) -> bool:
        """Start all, `announce` once `ready`, stay until told to stop. False: they never got ready."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup wants the hang-up ignored
            signal.signal(signal.SIGHUP, self._stop)
        announced = False
        try:
            for child in self.children:
                child.start()
            while not self.stopping:
                for child in self.children:
                    child.look_after()
                if not announced:
                    if any(child.crashes >= 3 for child in self.children):
                        return False
                    if ready():
                        announce()
                        announced = True
                time.sleep(TICK)
        finally:
            self.stop()
        return True

    def stop(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        limit = time.monotonic() + PATIENCE
        for child in self.children:
            if child.process is not None:
                try:
                    child.process.wait(max(0.1, limit - time.monotonic()))
                except subprocess.TimeoutExpired:
                    tell(f"! {child.name} không dừng đúng hạn, phải ngắt.")
                child.end_group()
                child.process.wait()
