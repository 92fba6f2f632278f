"""The files a packet carries: found and paired while they are sealed, decoded and unpacked only when asked."""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from daumoi.edxml.binding import Notes
from daumoi.edxml.limits import MB, Limits
from daumoi.edxml.model import Attachment
from daumoi.edxml.profile import PROFILE
from daumoi.edxml.refusals import PacketRefused, Reason
from daumoi.edxml.text import tidy
from daumoi.edxml.tree import Node

ZIP_TYPES: Final = frozenset({"application/zip", "application/x-zip-compressed", "application/x-zip"})
_ZIP_START: Final = b"PK\x03\x04"
_ZIP_LISTED: Final = b"PK\x01\x02"
_BROKEN: Final = (zipfile.BadZipFile, NotImplementedError, OverflowError, OSError, ValueError, EOFError)
_BLANKS: Final = str.maketrans("", "", " \t\r\n")
_REPLACEMENT: Final = "\ufffd".encode()
_TEXTS: Final = (".txt", ".csv", ".xml", ".html", ".htm", ".json", ".md")
_CLIMBING: Final = re.compile(r"^[/\\]|^[A-Za-z]:[/\\]|(?:^|[/\\])\.\.?(?:[/\\]|$)")
_TURNING: Final = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xAD])


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file as it lies in the packet: its name and what it is said to be, its bytes not looked at."""

    name: str
    declared_type: str
    description: str
    encoded: str = field(repr=False)


@dataclass
class _Entry:
    """What one element says of one file."""

    content_id: str
    name: str
    declared_type: str
    real_type: str
    description: str
    encoded: str | None


# --- still sealed -------------------------------------------------------------------------------------


def sealed(references: Sequence[Node], carried: Sequence[Node], notes: Notes, limits: Limits) -> tuple[Sealed, ...]:
    """The files in the order of the manifest, each paired with its content by id, by name, at last by place."""
    if max(len(references), len(carried)) > limits.attachments:
        raise PacketRefused(Reason.TOO_MANY_ATTACHMENTS, limit=limits.attachments)
    listed, files = [_entry(node) for node in references], [_entry(node) for node in carried]
    for entries in (listed, files):
        _distinct(entries)
    same_length = len(listed) == len(files)
    left = list(files)
    paired: list[tuple[_Entry | None, _Entry]] = []
    for position, entry in enumerate(listed):
        match = _matching(entry, left, files[position] if same_length else None)
        if match is None:
            raise PacketRefused(Reason.MISSING_ATTACHMENT, entry.name or entry.content_id)
        left.remove(match)
        paired.append((entry, match))
    for entry in left:
        if listed:
            notes.remark("unlisted", entry.name, f"Tệp «{entry.name}» có trong gói tin nhưng không được kê.")
        paired.append((None, entry))
    return tuple(_sealed(entry, file, position, notes) for position, (entry, file) in enumerate(paired, 1))


def _entry(node: Node) -> _Entry:
    def said(name: str) -> str:
        for spelling in (name, *PROFILE.aliases.get(name, ())):
            found = node.one(spelling)
            if found is not None:
                return found.text if name == "ContentTransferEncoded" else tidy(found.text)
            for key, value in node.attributes.items():
                if key.rpartition("}")[2].lower() == spelling.lower():
                    return tidy(value)
        return ""

    content = said("ContentTransferEncoded") or node.text
    content_id = said("ContentId") or said("href")
    return _Entry(
        content_id=re.sub(r"^cid:", "", content_id, flags=re.IGNORECASE).strip(),
        name=said("AttachmentName"),
        declared_type=said("ContentType").lower(),
        real_type=said("MimeType").lower(),
        description=said("Description"),
        encoded=content,
    )


def _distinct(entries: Sequence[_Entry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.content_id and entry.content_id in seen:
            raise PacketRefused(Reason.DUPLICATE_ID, entry.content_id)
        seen.add(entry.content_id)


def _matching(entry: _Entry, left: Sequence[_Entry], same_place: _Entry | None) -> _Entry | None:
    by_id = [file for file in left if file.content_id and file.content_id == entry.content_id]
    by_name = [file for file in left if file.name and file.name == entry.name]
    by_place = [file for file in left if file is same_place and not (file.content_id and entry.content_id)]
    return next(iter([*by_id, *by_name, *by_place]), None)


def _sealed(entry: _Entry | None, file: _Entry, position: int, notes: Notes) -> Sealed:
    said = entry or file
    name = safe_name(file.name or said.name)
    if not name:
        name = f"tep-{position}"
    if name != (file.name or said.name):
        notes.remark("renamed", name, f"Tệp kèm thứ {position} được đặt lại tên là «{name}» cho an toàn.")
    kinds = [kind for kind in (file.real_type, said.declared_type, file.declared_type) if kind]
    real = [kind for kind in kinds if kind not in ZIP_TYPES or kind == file.real_type]
    return Sealed(name, (real or kinds or [""])[0], said.description or file.description, file.encoded or "")


def safe_name(name: str) -> str:
    """The name as one plain part: a slash of a number becomes a dash; a name that climbs is refused."""
    clean = tidy(name.translate(_TURNING))
    if _CLIMBING.search(clean):
        raise PacketRefused(Reason.UNSAFE_NAME, clean)
    return tidy(re.sub(r'[/\\:*?"<>|]', "-", clean)).strip(". ")


# --- opened -------------------------------------------------------------------------------------------


def unseal(files: Sequence[Sealed], limits: Limits) -> tuple[Attachment, ...]:
    """Decode and unpack all files, within one budget of bytes."""
    opened: list[Attachment] = []
    left = limits.content
    for file in files:
        content = _unpacked(file.name, _decoded(file, left, limits), left, limits)
        left -= len(content)
        opened.append(
            Attachment(name=file.name, content=content, declared_type=file.declared_type, description=file.description)
        )
    return tuple(opened)


def _decoded(file: Sealed, left: int, limits: Limits) -> bytes:
    letters = file.encoded.translate(_BLANKS)
    if not letters:
        raise PacketRefused(Reason.EMPTY_ATTACHMENT, file.name)
    if len(letters) // 4 * 3 > left + 2:
        raise PacketRefused(Reason.ATTACHMENT_TOO_LARGE, file.name, limit=limits.content // MB)
    try:
        content = base64.b64decode(letters, validate=True)
    except (binascii.Error, ValueError) as error:
        raise PacketRefused(Reason.BAD_BASE64, file.name) from error
    if len(content) > left:
        raise PacketRefused(Reason.ATTACHMENT_TOO_LARGE, file.name, limit=limits.content // MB)
    if is_ruined(file.name, content):
        raise PacketRefused(Reason.RUINED, file.name)
    return content


def is_ruined(name: str, content: bytes) -> bool:
    """Whether some gateway read the bytes as text: all of it is UTF-8, and much of it the sign for «unreadable»."""
    marks = content.count(_REPLACEMENT)
    if marks < 8 or marks * 100 < len(content) or name.lower().endswith(_TEXTS):
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def wrapped(name: str, content: bytes, limits: Limits) -> zipfile.ZipInfo | None:
    """The one file inside, when a sender's program packed a file before encoding it and kept its name.

    A file that is called .zip is meant to be one; a Word or Excel file holds many parts and is none of these.
    """
    if not content.startswith(_ZIP_START) or name.lower().endswith(".zip"):
        return None
    if content.count(_ZIP_LISTED) > limits.zip_entries:
        raise PacketRefused(Reason.ZIP_BOMB, name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = [entry for entry in archive.infolist() if not entry.is_dir()]
    except _BROKEN as error:
        raise PacketRefused(Reason.ZIP_BROKEN, name) from error
    return inside[0] if len(inside) == 1 else None


def _unpacked(name: str, content: bytes, left: int, limits: Limits) -> bytes:
    entry = wrapped(name, content, limits)
    if entry is None:
        return content
    if _CLIMBING.search(entry.filename) or "\\" in entry.filename or "\x00" in entry.orig_filename:
        raise PacketRefused(Reason.ZIP_PATH, name)
    if entry.flag_bits & 0x1:
        raise PacketRefused(Reason.ZIP_LOCKED, name)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise PacketRefused(Reason.ZIP_BROKEN, name)
    most = min(left, max(MB, limits.ratio * len(content)))
    if entry.file_size > most:
        raise PacketRefused(Reason.ZIP_BOMB, name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(entry) as packed:
            unpacked = packed.read(most + 1)
    except (*_BROKEN, RuntimeError, zlib.error) as error:
        raise PacketRefused(Reason.ZIP_BROKEN, name) from error
    if len(unpacked) > most:
        raise PacketRefused(Reason.ZIP_BOMB, name)
    if not unpacked:
        raise PacketRefused(Reason.EMPTY_ATTACHMENT, name)
    if is_ruined(name, unpacked):
        raise PacketRefused(Reason.RUINED, name)
    return unpacked
