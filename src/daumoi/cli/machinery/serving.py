"""The web server and the job worker as programs to start, and the address they answer at."""

import errno
import http.client
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from daumoi.cli.machinery.frame import USAGE, Complaint
from daumoi.cli.machinery.processes import Child

FIRST_PORT, PORTS = 8000, 50
THREADS = 8
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


def gunicorn(bind: str, *, processes: int = 1, threads: int = THREADS) -> list[str]:
    """The command line of the web server: threads suit SQLite, large uploads do not hold a process."""
    command = [sys.executable, "-P", "-m", "gunicorn", "daumoi.wsgi:application", "--bind", bind]
    command += ["--worker-class", "gthread", "--workers", str(processes), "--threads", str(threads)]
    command += ["--no-control-socket", "--timeout", "120", "--graceful-timeout", "15", "--log-level", "warning"]
    if os.path.isdir("/dev/shm"):  # the heartbeat must not wait for a slow disk
        command += ["--worker-tmp-dir", "/dev/shm"]
    return command


def web(place: Path, bind: str, hosts: Sequence[str]) -> Child:
    environment = {**os.environ, "DAUMOI_HOME": str(place)}
    environment.setdefault("DAUMOI_HOSTS", ",".join(hosts))
    return Child("Máy chủ web", gunicorn(bind), place / "logs" / "web.log", environment)


def workers(place: Path, count: int) -> list[Child]:
    command = [sys.executable, "-P", "-X", "utf8", "-m", "daumoi.cli", "worker", "--home", str(place)]
    names = ["worker.log"] + [f"worker-{number}.log" for number in range(2, count + 1)]
    return [Child("Tiến trình việc nền", command, place / "logs" / name) for name in names[:count]]


def free_port(host: str, wanted: int | None) -> int:
    """`wanted` if it is free; without a wish the first free one from 8000 on."""
    for port in [wanted] if wanted is not None else range(FIRST_PORT, FIRST_PORT + PORTS):
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            with socket.socket(family, socket.SOCK_STREAM) as trial:
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                trial.bind((host, port))
            return port
        except OverflowError as error:
            raise Complaint(f"Không có cổng {port}: cổng là số từ 1 đến 65535.", USAGE) from error
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise Complaint(f"Không mở được địa chỉ {host}: {error.strerror}.") from error
    if wanted is not None:
        raise Complaint(f"Cổng {wanted} đang bận hoặc không được phép dùng. Chọn cổng khác bằng --port.")
    raise Complaint(f"Các cổng {FIRST_PORT}–{FIRST_PORT + PORTS - 1} đều bận. Chọn một cổng trống bằng --port.")


def answers(host: str, port: int, known_as: str) -> bool:
    """Whether the office answers yet: the socket opens long before the program behind it is loaded."""
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    connection = http.client.HTTPConnection(local, port, timeout=2)
    try:
        connection.request("HEAD", "/", headers={"Host": known_as})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def addresses(host: str, port: int) -> list[str]:
    """The addresses to type into a browser; the first works on this computer."""
    if host in ("127.0.0.1", "localhost", "::1"):
        return [f"http://localhost:{port}/" if host != "::1" else f"http://[::1]:{port}/"]
    if host not in ("0.0.0.0", "::"):
        return [f"http://{host}:{port}/"]
    return [f"http://{name}:{port}/" for name in ("localhost", *own_names())]


def own_names() -> list[str]:
    """How other computers of the office may call this one."""
    name = socket.gethostname()
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(name, None, socket.AF_INET)}
    except OSError:
        found = set()
    return [name, *sorted(address for address in found if not address.startswith("127."))]
