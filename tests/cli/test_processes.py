"""Children of `up`: brought back when they fall, stopped in order, never left behind."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from daumoi.cli.machinery.processes import Child, Supervisor

SLEEPER = [sys.executable, "-c", "import time; print('lên', flush=True); time.sleep(60)"]


def alive(pid):
    """Whether the process still runs; one that is dead but not yet buried does not."""
    try:
        os.kill(pid, 0)
        status = Path(f"/proc/{pid}/stat")
        return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False


@pytest.fixture
def signals():
    """The supervisor takes over the signals of its process: give them back."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_a_child_that_falls_is_brought_back_and_all_end_together(tmp_path, signals, capsys):
    child = Child("thợ", SLEEPER, tmp_path / "logs" / "tho.log")
    supervisor = Supervisor([child])
    seen = []

    def ready():
        if child.process is not None and child.process.pid not in seen:
            seen.append(child.process.pid)
            if len(seen) == 1:
                child.process.kill()
        return len(seen) == 2

    def stop():
        supervisor.stopping = True

    assert supervisor.run(ready, stop)
    assert len(seen) == 2
    assert not any(alive(pid) for pid in seen)
    assert "thợ dừng bất ngờ (mã -9); khởi động lại." in capsys.readouterr().err


def test_children_that_never_stand_end_the_command_with_their_last_words(tmp_path, signals):
    command = [sys.executable, "-c", "import sys; sys.exit('không có quyền')"]
    child = Child("web", command, tmp_path / "web.log")
    assert not Supervisor([child]).run(lambda: False, lambda: None)
    assert "không có quyền" in child.last_words()


def test_sigterm_ends_the_command_cleanly(tmp_path, signals):
    child = Child("thợ", SLEEPER, tmp_path / "tho.log")

    def announce():
        threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGTERM)).start()

    assert Supervisor([child]).run(lambda: child.process is not None, announce)
    assert child.process is not None
    assert child.process.poll() == -signal.SIGTERM


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel of Linux ties child to parent")
def test_a_supervisor_killed_outright_leaves_nobody_behind(tmp_path):
    script = f"""
import sys, time
from pathlib import Path
from daumoi.cli.machinery.processes import Child
child = Child("thợ", {SLEEPER!r}, Path({str(tmp_path / "tho.log")!r}))
child.start()
print(child.process.pid, flush=True)
time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    orphan = int(parent.stdout.readline())
    assert alive(orphan)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    gone = threading.Event()
    for _ in range(100):
        if not alive(orphan):
            gone.set()
            break
        gone.wait(0.1)
    assert gone.is_set()
