"""Word and other office files as PDF, by LibreOffice in a process of its own."""

import fcntl
import io
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from PIL import Image, ImageSequence, UnidentifiedImageError

from daumoi.core.errors import Refusal

# How a file of each kind begins. LibreOffice would print anything else as plain text without complaint.
BEGINNINGS = {".docx": b"PK\x03\x04", ".odt": b"PK\x03\x04", ".doc": b"\xd0\xcf\x11\xe0", ".rtf": b"{\\rtf"}
OFFICE_SUFFIXES = frozenset(BEGINNINGS)
IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff"})
PACKAGE = "libreoffice-writer-nogui"
UNREADABLE_ADVICE = "Hãy mở tệp trên máy của đồng chí, lưu lại dạng .docx không mật khẩu rồi tải lên lần nữa."
TIMEOUT = 120.0
SLOTS = 2
A4 = (595.276, 841.89)
EXPORT = {
    "SelectPdfVersion": ("long", "2"),  # PDF/A-2b
    "UseTaggedPDF": ("boolean", "true"),
    "ExportFormFields": ("boolean", "false"),  # the only fields of a paper are those we add
    "ExportBookmarks": ("boolean", "true"),
}
# Never run what an uploaded file brings along, never fetch what it points to.
SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
SETTINGS = [
    (SCRIPTING, "MacroSecurityLevel", "3"),
    (SCRIPTING, "DisableMacrosExecution", "true"),
    (SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
]


def is_available() -> bool:
    """LibreOffice is installed on this machine."""
    return _program() is not None


def to_pdf(data: bytes, suffix: str = ".docx", *, timeout: float = TIMEOUT) -> bytes:
    """The file as a tagged PDF/A-2b. Pictures become pages of A4.

    Refuses, with what to do, when LibreOffice is missing, hangs, or cannot read the file.
    """
    suffix = suffix.lower()
    if suffix in IMAGE_SUFFIXES:
        return _pages_of_pictures(data)
    if suffix not in OFFICE_SUFFIXES:
        raise Refusal(
            f"Không chuyển được tệp «{suffix}» sang PDF.",
            advice="Hãy dùng tệp Word (.docx, .doc), OpenDocument (.odt), RTF hoặc ảnh.",
        )
    if not data.startswith(BEGINNINGS[suffix]):
        raise Refusal(f"Tệp này không phải là tệp {suffix} như tên gọi.", advice=UNREADABLE_ADVICE)
    program = _program()
    if program is None:
        raise Refusal(
            "Máy chủ chưa có LibreOffice nên chưa chuyển được tệp Word sang PDF.",
            kept="Tệp Word vẫn được giữ nguyên.",
            advice=f"Nhờ quản trị cài gói {PACKAGE} và fonts-liberation2, rồi làm lại bước này.",
        )
    with _slot() as profile, tempfile.TemporaryDirectory(prefix="daumoi-office-") as folder:
        source = Path(folder) / f"paper{suffix}"
        source.write_bytes(data)
        _convert(program, profile, source, timeout)
        result = source.with_suffix(".pdf")
        if not result.exists():
            raise Refusal(
                "LibreOffice không đọc được tệp này; có thể tệp hỏng hoặc có mật khẩu.",
                kept="Tệp vẫn được giữ nguyên.",
                advice=UNREADABLE_ADVICE,
            )
        return result.read_bytes()


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _convert(program: str, profile: Path, source: Path, timeout: float) -> None:
    options = json.dumps({name: {"type": kind, "value": value} for name, (kind, value) in EXPORT.items()})
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nofirststartwizard",
        "--convert-to",
        f"pdf:writer_pdf_Export:{options}",
        "--outdir",
        str(source.parent),
        str(source),
    ]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            _stop(process)
            # A killed instance may leave its profile locked or half written.
            shutil.rmtree(profile, ignore_errors=True)
            raise Refusal(
                f"LibreOffice chạy quá {timeout:.0f} giây mà chưa chuyển xong tệp, nên đã được dừng lại.",
                kept="Tệp vẫn được giữ nguyên.",
                advice="Hãy thử lại; nếu vẫn vậy, lưu lại tệp với ít hình ảnh hơn hoặc tải lên bản PDF.",
            ) from None
        except BaseException:
            _stop(process)
            raise


def _stop(process: subprocess.Popen[bytes]) -> None:
    # The launcher starts the real program as its child; both live in the session made for this conversion.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def _slot() -> Iterator[Path]:
    """A profile nobody else uses meanwhile. Profiles are kept: a known one starts twice as fast."""
    home = Path(tempfile.gettempdir()) / f"daumoi-office-{os.getuid()}"
    home.mkdir(mode=0o700, exist_ok=True)
    if home.stat().st_uid != os.getuid() or home.is_symlink():
        raise Refusal("Thư mục tạm của LibreOffice thuộc người dùng khác.", advice=f"Nhờ quản trị xoá {home}.")
    with _first_free(home) as lock:
        profile = home / Path(lock.name).stem
        settings = profile / "user" / "registrymodifications.xcu"
        if not settings.exists():
            settings.parent.mkdir(parents=True, exist_ok=True)
            settings.write_text(_settings(), encoding="utf-8")
        yield profile


def _settings() -> str:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for path, name, value in SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n' + items + "</oor:items>\n"
    )


@contextmanager
def _first_free(home: Path) -> Iterator[IO[str]]:
    for number in range(SLOTS):
        with open(home / f"profile-{number}.lock", "w", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield lock
            return
    with open(home / f"profile-{os.getpid() % SLOTS}.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


def _pages_of_pictures(data: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            pages = [_page_of(frame) for frame in ImageSequence.Iterator(picture)]
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise Refusal(
            "Không đọc được tệp ảnh này.",
            kept="Tệp vẫn được giữ nguyên.",
            advice="Hãy quét hoặc chụp lại, lưu dạng PDF, JPEG hoặc PNG.",
        ) from None
    first, *others = pages
    result = io.BytesIO()
    first.save(result, "PDF", save_all=True, append_images=others, resolution=first.info["dpi"])
    return result.getvalue()


def _page_of(frame: Image.Image) -> Image.Image:
    """The picture in the middle of an A4 sheet, upright or lying as the picture is, never enlarged beyond the sheet."""
    shown = frame.convert("RGBA") if frame.mode in {"P", "LA", "RGBA"} else frame.convert("RGB")
    width, height = A4 if shown.height >= shown.width else A4[::-1]
    dots = max(shown.width / width, shown.height / height, 96 / 72)
    sheet = Image.new("RGB", (round(width * dots), round(height * dots)), "white")
    corner = ((sheet.width - shown.width) // 2, (sheet.height - shown.height) // 2)
    sheet.paste(shown, corner, shown if shown.mode == "RGBA" else None)
    sheet.info["dpi"] = dots * 72
    return sheet
