"""Which files an office takes in, told by what is inside and never by the name alone."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

import magic
import pikepdf
from PIL import Image, UnidentifiedImageError

from daumoi.core.errors import Refusal
from daumoi.files import ole

MAX_UNPACKED = 1024**3
MAX_PIXELS = 250_000_000
HEAD = 4096


@dataclass(frozen=True)
class Kind:
    """One kind of file on the list. `inline` may be shown by a browser as it is."""

    suffix: str
    media_type: str
    label: str
    inline: bool = False


def _office(name: str) -> str:
    return f"application/vnd.openxmlformats-officedocument.{name}"


KINDS: dict[str, Kind] = {
    kind.suffix: kind
    for kind in (
        Kind("pdf", "application/pdf", "PDF", inline=True),
        Kind("docx", _office("wordprocessingml.document"), "Word"),
        Kind("doc", "application/msword", "Word (bản cũ)"),
        Kind("odt", "application/vnd.oasis.opendocument.text", "OpenDocument"),
        Kind("rtf", "application/rtf", "RTF"),
        Kind("xlsx", _office("spreadsheetml.sheet"), "Excel"),
        Kind("xls", "application/vnd.ms-excel", "Excel (bản cũ)"),
        Kind("ods", "application/vnd.oasis.opendocument.spreadsheet", "bảng tính OpenDocument"),
        Kind("pptx", _office("presentationml.presentation"), "PowerPoint"),
        Kind("ppt", "application/vnd.ms-powerpoint", "PowerPoint (bản cũ)"),
        Kind("png", "image/png", "ảnh PNG", inline=True),
        Kind("jpg", "image/jpeg", "ảnh JPEG", inline=True),
        Kind("tif", "image/tiff", "ảnh TIFF"),
        Kind("txt", "text/plain", "văn bản thuần", inline=True),
        Kind("csv", "text/csv", "bảng CSV"),
    )
}
SAME_SUFFIX = {"jpeg": "jpg", "jpe": "jpg", "tiff": "tif", "text": "txt", "log": "txt"}
ACCEPT = ",".join(f".{suffix}" for suffix in (*KINDS, "jpeg", "tiff"))
LISTED = "PDF, Word, Excel, PowerPoint, OpenDocument, RTF, ảnh (PNG, JPEG, TIFF), TXT, CSV"

# What may run on somebody's machine: refused by its name before a single byte is sent.
RUNS = frozenset(
    {"exe", "com", "scr", "pif", "msi", "msp", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta"}
    | {"jar", "apk", "app", "dmg", "deb", "rpm", "sh", "bash", "py", "pl", "php", "dll", "sys", "cpl", "lnk", "url"}
    | {"reg", "iso", "img", "vhd", "html", "htm", "xhtml", "shtml", "mht", "mhtml", "svg", "swf", "chm"}
)
MACROS = frozenset({"docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppam", "ppsm"})

_CONTROL = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]")
# Marks that turn the reading direction make «gpj.exe» look like a picture.
_TURNING = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xAD])


def clean_name(name: str) -> str:
    """The name as it will be shown and given back: composed letters, no folders, nothing invisible, not too long."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2]).translate(_TURNING)
    name = " ".join(_CONTROL.sub(" ", name).split()).strip(". ")
    stem, dot, suffix = name.rpartition(".")
    if dot and len(suffix) <= 8:
        return f"{stem[:180].strip() or 'tep'}.{suffix}"
    return name[:190] or "tep"


def suffix_of(name: str) -> str:
    """The suffix in small letters, `jpeg` and `jpg` being one; empty when there is none."""
    stem, dot, suffix = name.rpartition(".")
    suffix = suffix.lower() if dot and stem and len(suffix) <= 8 and suffix.isalnum() else ""
    return SAME_SUFFIX.get(suffix, suffix)


def check_name(name: str) -> None:
    """Refuse by the name alone what would be refused anyway, before it travels."""
    suffix = suffix_of(name)
    if suffix in RUNS:
        raise Refusal(f"Không nhận «{name}»: tệp chương trình hoặc trang mã.", advice=f"Chỉ nhận: {LISTED}.")
    if suffix in MACROS:
        raise _macros(name)
    if suffix and suffix not in KINDS:
        raise Refusal(
            f"Không nhận «{name}»: kiểu tệp .{suffix} không có trong danh mục.", advice=f"Chỉ nhận: {LISTED}."
        )


def check_size(size: int, limit: int, name: str) -> None:
    if size <= 0:
        raise Refusal(f"«{name}» là tệp rỗng (0 byte).", advice="Hãy kiểm tra lại tệp trên máy rồi tải lên lần nữa.")
    if size > limit:
        raise Refusal(
            f"«{name}» lớn hơn mức cho phép ({limit // 1024**2} MB).",
            advice="Hãy quét lại ở độ phân giải thấp hơn (300 dpi, đen trắng), hoặc tách thành nhiều tệp.",
        )


def judge(file: BinaryIO, name: str) -> Kind:
    """The kind of a file by its content; refuses, in Vietnamese, what the office does not take in."""
    file.seek(0)
    head = file.read(HEAD)
    suffix = _recognise(file, head, name)
    said = suffix_of(name)
    if said in RUNS or said in MACROS:
        check_name(name)
    if said and said != suffix:
        raise Refusal(
            f"«{name}» mang đuôi .{said} nhưng bên trong là {KINDS[suffix].label}.",
            advice=f"Nếu đúng là tệp cần nộp, hãy đổi đuôi thành .{suffix} rồi tải lên lại.",
        )
    file.seek(0)
    if check := _CHECKS.get(suffix):
        check(file, name)
    file.seek(0)
    return KINDS[suffix]


def _recognise(file: BinaryIO, head: bytes, name: str) -> str:
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(file, name)
    if head.startswith(ole.MAGIC):
        return _old_office(file, name)
    for start, suffix in (
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff", "jpg"),
        (b"II*\x00", "tif"),
        (b"MM\x00*", "tif"),
        (b"{\\rtf", "rtf"),
    ):
        if head.startswith(start):
            return suffix
    return _plain(file, head, name)


# --- plain text, and everything that is refused ----------------------------------------------------

_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xcf\xfa\xed\xfe",
    b"\xfe\xed\xfa",
    b"\xca\xfe\xba\xbe",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)
_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|script|svg|body|iframe|\?php|%|job\b|hta:)", re.IGNORECASE)
_PACKED = {
    "application/zip": "ZIP",
    "application/x-rar": "RAR",
    "application/x-7z-compressed": "7z",
    "application/gzip": "GZIP",
}


def _plain(file: BinaryIO, head: bytes, name: str) -> str:
    if head.startswith(_PROGRAMS) or _MARKUP.search(head):
        raise Refusal(f"Không nhận «{name}»: tệp chương trình hoặc trang mã.", advice=f"Chỉ nhận: {LISTED}.")
    suffix = suffix_of(name)
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if suffix in ("txt", "csv", "") and _is_text(file, wide):
        return suffix or "txt"
    found = str(magic.from_buffer(head, mime=True))
    if found in _PACKED:
        raise Refusal(
            f"Không nhận «{name}»: tệp nén {_PACKED[found]}.", advice="Hãy giải nén rồi tải từng tệp bên trong lên."
        )
    if suffix in KINDS:
        raise _broken(name, KINDS[suffix].label)
    raise Refusal(f"Không nhận «{name}»: nội dung tệp không thuộc danh mục.", advice=f"Chỉ nhận: {LISTED}.")


def _is_text(file: BinaryIO, wide: bool) -> bool:
    file.seek(0)
    sample = file.read(1_000_000)
    if wide:
        return True
    if b"\x00" in sample:
        return False
    for cut in range(4):  # the sample may end inside a letter
        try:
            sample[: len(sample) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return True
    # The old code pages (VISCII, Windows-1258): text as long as it has no control characters.
    return not re.search(rb"[\x01-\x08\x0e-\x1f]", sample)


def _broken(name: str, label: str) -> Refusal:
    return Refusal(
        f"«{name}» bị hỏng: không đọc được như một tệp {label}.",
        advice="Hãy mở thử trên máy, lưu lại hoặc quét lại rồi tải lên lần nữa.",
    )


def _locked(name: str) -> Refusal:
    return Refusal(
        f"«{name}» có mật khẩu nên không mở được.",
        advice="Hãy bỏ mật khẩu (lưu lại không đặt mật khẩu) rồi tải lên lần nữa.",
    )


def _macros(name: str) -> Refusal:
    return Refusal(
        f"Không nhận «{name}»: tệp có macro, có thể chạy mã trên máy người đọc.",
        advice="Hãy lưu lại dạng không có macro (.docx, .xlsx, .pdf) rồi tải lên lần nữa.",
    )


# --- Office files -------------------------------------------------------------------------------------

_ODF = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_OOXML = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))


def _zipped(file: BinaryIO, name: str) -> str:
    label = KINDS[suffix_of(name)].label if suffix_of(name) in KINDS else "nén"
    try:
        with zipfile.ZipFile(file) as packed:
            members = packed.infolist()
            if sum(member.file_size for member in members) > MAX_UNPACKED:
                raise Refusal(f"Không nhận «{name}»: tệp nén bung ra quá lớn, bất thường.")
            names = {member.filename for member in members}
            if "[Content_Types].xml" in names:
                types = packed.read("[Content_Types].xml")[:200_000]
                if b"macroEnabled" in types or any("vbaproject" in member.lower() for member in names):
                    raise _macros(name)
                for folder, suffix in _OOXML:
                    if any(member.startswith(folder) for member in names):
                        return suffix
            if "mimetype" in names and (odf := _ODF.get(packed.read("mimetype").strip())):
                if any(member.startswith(("Basic/", "Scripts/")) and not member.endswith("/") for member in names):
                    raise _macros(name)
                if "META-INF/manifest.xml" in names and b"encryption-data" in packed.read("META-INF/manifest.xml"):
                    raise _locked(name)
                return odf
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, KeyError, NotImplementedError, RuntimeError):
        raise _broken(name, label) from None
    raise Refusal(f"Không nhận «{name}»: tệp nén ZIP.", advice="Hãy giải nén rồi tải từng tệp bên trong lên.")


def _whole_zip(file: BinaryIO, name: str) -> None:
    """Every part can be unpacked and its sum agrees; a file cut short in transit is found here."""
    label = KINDS[suffix_of(name)].label if suffix_of(name) in KINDS else "Office"
    try:
        with zipfile.ZipFile(file) as packed:
            if any(member.flag_bits & 1 for member in packed.infolist()):
                raise _locked(name)
            if packed.testzip() is not None:
                raise _broken(name, label)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise _broken(name, label) from None


def _old_office(file: BinaryIO, name: str) -> str:
    try:
        found = ole.read(file)
        if found.is_encrypted_package:
            raise _locked(name)
        if not found.kind:
            raise Refusal(
                f"Không nhận «{name}»: không phải tệp Word, Excel hay PowerPoint.", advice=f"Chỉ nhận: {LISTED}."
            )
        if found.has_macros:
            raise _macros(name)
        if ole.is_encrypted(file, found):
            raise _locked(name)
    except (ole.BrokenOle, OSError, IndexError):
        raise _broken(name, "Office") from None
    return found.kind


def _rtf(file: BinaryIO, name: str) -> None:
    while block := file.read(1 << 20):
        if b"\\objdata" in block or b"\\objupdate" in block:
            raise Refusal(
                f"Không nhận «{name}»: tệp RTF có nhúng đối tượng chạy được.",
                advice="Hãy lưu lại dạng .docx hoặc .pdf rồi tải lên lần nữa.",
            )


# --- PDF and pictures ---------------------------------------------------------------------------------


def _pdf(file: BinaryIO, name: str) -> None:
    """What cannot be opened here although it is no rubbish is left to the page process, which runs under limits."""
    try:
        with pikepdf.open(file, suppress_warnings=True) as opened:
            if len(opened.pages) == 0:
                raise _broken(name, "PDF")
            if _runs_something(opened):
                raise Refusal(
                    f"Không nhận «{name}»: tệp PDF mang theo chương trình hoặc lệnh tự chạy.",
                    advice="Hãy in lại ra PDF (Print to PDF) rồi tải lên bản mới.",
                )
    except pikepdf.PasswordError:
        raise _locked(name) from None
    except (pikepdf.PdfError, ValueError, RecursionError, RuntimeError):
        # Locked for the holders of certain certificates: qpdf knows no such password and calls the file damaged.
        raise (_locked(name) if _says_encrypted(file) else _broken(name, "PDF")) from None


def _says_encrypted(file: BinaryIO) -> bool:
    file.seek(0, 2)
    file.seek(max(0, file.tell() - HEAD))
    return b"/Encrypt" in file.read()


def _runs_something(opened: pikepdf.Pdf) -> bool:
    root = opened.Root
    for action in (root.get("/OpenAction"), *_values(root.get("/AA"))):
        if isinstance(action, pikepdf.Dictionary) and action.get("/S") in ("/Launch", "/ImportData", "/SubmitForm"):
            return True
    return any(suffix_of(clean_name(attached)) in RUNS | MACROS for attached in opened.attachments)


def _values(found: object) -> list[object]:
    return list(found.values()) if isinstance(found, pikepdf.Dictionary) else []


def _picture(file: BinaryIO, name: str) -> None:
    label = "ảnh"
    try:
        with Image.open(file) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise Refusal(f"Không nhận «{name}»: ảnh quá lớn ({picture.width} × {picture.height} điểm).")
            picture.verify()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise _broken(name, label) from None


_CHECKS: dict[str, Callable[[BinaryIO, str], None]] = {
    "pdf": _pdf,
    "docx": _whole_zip,
    "xlsx": _whole_zip,
    "pptx": _whole_zip,
    "odt": _whole_zip,
    "ods": _whole_zip,
    "rtf": _rtf,
    "png": _picture,
    "jpg": _picture,
    "tif": _picture,
}
