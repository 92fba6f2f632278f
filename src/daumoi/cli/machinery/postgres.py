"""A private PostgreSQL for one run of the tests: its own folder, its own socket, no port, gone afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from daumoi.cli.machinery.frame import Complaint
from daumoi.cli.machinery.processes import end_with_parent
from daumoi.cli.machinery.system import postgres_programs

OWNER = "daumoi"
LONGEST_SOCKET = 100  # the kernel takes 107 letters, the file's own name included
# Speed before safety: whatever happens to this cluster, it is thrown away.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "autovacuum": "off",
    "jit": "off",
}


@contextmanager
def cluster(parent: Path) -> Iterator[str]:
    """Start a cluster below `parent`; gives the value for DAUMOI_DATABASE."""
    programs = postgres_programs()
    if programs is None:
        raise Complaint("Máy chưa có PostgreSQL.")
    place = _folder(parent)
    identity = _identity(place)
    data = place / "data"
    server: subprocess.Popen[bytes] | None = None
    try:
        _initialise(programs, data, identity)
        command = [str(programs / "postgres"), "-D", str(data), "-k", str(place)]
        command += [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        with (place / "server.log").open("wb") as log:
            server = subprocess.Popen(
                command,
                cwd=place,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent,
                **identity,
            )
        _wait(programs, place, server)
        yield f"postgresql://{OWNER}@/{OWNER}?host={place}"
    finally:
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGINT)  # PostgreSQL's "fast" stop: no waiting for clients
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        shutil.rmtree(place, ignore_errors=True)


def _folder(parent: Path) -> Path:
    """A new folder the server's user can reach, with a path short enough for a socket."""
    parent.mkdir(parents=True, exist_ok=True)
    for leftover in parent.glob("pg-*"):
        _remove_if_dead(leftover)
    reachable = os.geteuid() != 0 or all(step.stat().st_mode & 0o001 for step in [parent, *parent.parents])
    short = len(str(parent)) < LONGEST_SOCKET - len("/pg-12345678/.s.PGSQL.5432")
    return Path(tempfile.mkdtemp(prefix="pg-", dir=parent if reachable and short else None))


def _remove_if_dead(leftover: Path) -> None:
    """Clear up after a run that was killed; one that still works is left alone."""
    try:
        pid = int((leftover / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, 0)
    except (FileNotFoundError, ProcessLookupError):
        if time.time() - leftover.stat().st_mtime > 3600:
            shutil.rmtree(leftover, ignore_errors=True)
    except (OSError, ValueError, IndexError):
        return


def _identity(place: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as the user of its package, who owns the folder."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    os.chown(place, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _initialise(programs: Path, data: Path, identity: dict[str, Any]) -> None:
    command = [str(programs / "initdb"), "-D", str(data), "-U", OWNER, "--auth=trust", "--no-sync"]
    command += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]
    done = subprocess.run(
        command, cwd=data.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **identity
    )
    if done.returncode != 0:
        raise Complaint(f"Không tạo được PostgreSQL để kiểm thử:\n{done.stdout}")


def _wait(programs: Path, place: Path, server: "subprocess.Popen[bytes]") -> None:
    ask = [str(programs / "pg_isready"), "-q", "-h", str(place), "-d", "postgres"]
    limit = time.monotonic() + 30
    while subprocess.call(ask) != 0:
        if server.poll() is not None or time.monotonic() > limit:
            raise Complaint(f"PostgreSQL không khởi động được:\n{(place / 'server.log').read_text()}")
        time.sleep(0.1)
