"""Programs of the operating system: which the office uses, which the tests need, how to get what is missing."""

import ctypes.util
import glob
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from daumoi.cli.machinery.frame import tell


@dataclass(frozen=True)
class Need:
    """Something to have: what for, how to see it, and its package (the first that this system knows)."""

    name: str
    there: Callable[[], bool]
    packages: tuple[str, ...]


def program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def file(*patterns: str) -> Callable[[], bool]:
    return lambda: any(glob.glob(pattern) for pattern in patterns)


def postgres_programs() -> Path | None:
    """The folder with initdb and postgres, of the newest PostgreSQL that is installed."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    if found := shutil.which("initdb"):
        places.append(Path(found).resolve().parent)
    return next((place for place in places if (place / "initdb").exists()), None)


CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
LIBMAGIC = Need("libmagic", lambda: ctypes.util.find_library("magic") is not None, ("libmagic1", "libmagic1t64"))
LIBREOFFICE = Need("LibreOffice Writer", program("soffice"), ("libreoffice-writer-nogui", "libreoffice-writer"))
# What an office uses. Without libmagic no file can be judged, so nothing opens; the rest is missed page by page.
OFFICE = (
    LIBMAGIC,
    LIBREOFFICE,
    Need("Tesseract", program("tesseract"), ("tesseract-ocr",)),
    Need(
        "Tesseract tiếng Việt",
        file("/usr/share/tesseract-ocr/*/tessdata/vie.traineddata", "/usr/share/tessdata/vie.traineddata"),
        ("tesseract-ocr-vie",),
    ),
    Need(
        "phông Liberation",
        file("/usr/share/fonts/truetype/liberation*/LiberationSerif-Regular.ttf"),
        ("fonts-liberation2", "fonts-liberation"),
    ),
)
TESTS = (
    *OFFICE,
    Need("PostgreSQL", lambda: postgres_programs() is not None, ("postgresql",)),
    Need("Chromium", program(*CHROMIUM), ("chromium",)),
    Need("poppler", program("pdftotext"), ("poppler-utils",)),
    Need("phông Noto", file("/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf"), ("fonts-noto-core",)),
)


def missing(needs: Iterable[Need]) -> list[Need]:
    return [need for need in needs if not need.there()]


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(needs: Iterable[Need]) -> None:
    """Install the packages with apt-get; what fails is said and stays missing."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    _apt(["update"], environment)
    packages = [known for need in needs if (known := _known(need.packages))]
    # postgresql-common would otherwise make and start a cluster that nobody asked for.
    settings = Path("/etc/postgresql-common/createcluster.conf")
    if "postgresql" in packages and not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text("create_main_cluster = false\n")
    tell(f"Cài gói của hệ điều hành: {' '.join(packages)} (có thể mất vài phút)…")
    _apt(["install", "-y", "--no-install-recommends", *packages], environment)


def _known(packages: tuple[str, ...]) -> str | None:
    for name in packages:
        found = subprocess.run(["apt-cache", "show", name], capture_output=True, text=True, check=False)
        if found.returncode == 0 and found.stdout.strip():
            return name
    return None


def _apt(arguments: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(
        ["apt-get", "-qq", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        tell("\n".join(done.stdout.splitlines()[-10:]))


def advice(needs: Iterable[Need]) -> str:
    """What to type to get what is missing, on a system where this program may not install."""
    wanted = list(needs)
    names = ", ".join(need.name for need in wanted)
    packages = " ".join(need.packages[0] for need in wanted)
    return f"Máy chưa có: {names}. Trên Debian/Ubuntu:  sudo apt-get install {packages}"
