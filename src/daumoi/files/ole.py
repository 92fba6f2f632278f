"""Looking into old Office files (.doc, .xls): what streams they hold. Reads only, trusts nothing. Pure."""

import struct
from dataclasses import dataclass
from typing import BinaryIO

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
END = 0xFFFFFFFC  # this value and above are marks, not sectors
MAX_SECTORS = 40_000


class BrokenOle(ValueError):
    """The file says it is an old Office file but cannot be read as one."""


@dataclass(frozen=True)
class Compound:
    """The names in the file, and where its main streams begin."""

    names: frozenset[str]
    starts: dict[str, int]

    @property
    def kind(self) -> str:
        """doc, xls, ppt, or "" for anything else that lives in such a file (an installer, a message)."""
        for name, kind in (
            ("WordDocument", "doc"),
            ("Workbook", "xls"),
            ("Book", "xls"),
            ("PowerPoint Document", "ppt"),
        ):
            if name in self.names:
                return kind
        return ""

    @property
    def is_encrypted_package(self) -> bool:
        """A new Office file locked with a password is wrapped in an old one."""
        return "EncryptedPackage" in self.names

    @property
    def has_macros(self) -> bool:
        return bool(self.names & {"_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros"})


def read(file: BinaryIO) -> Compound:
    """The directory of a compound file."""
    file.seek(0)
    header = file.read(512)
    if len(header) < 512 or header[:8] != MAGIC:
        raise BrokenOle("no header")
    shift = struct.unpack_from("<H", header, 30)[0]
    if shift not in (9, 12):
        raise BrokenOle("odd sector size")
    size = 1 << shift
    first = struct.unpack_from("<I", header, 48)[0]
    fat = _fat(file, header, size)
    names: set[str] = set()
    starts: dict[str, int] = {}
    sector, seen = first, 0
    while sector < END:
        block = _sector(file, sector, size)
        if len(block) < size:
            raise BrokenOle("cut off")
        for at in range(0, size, 128):
            length = struct.unpack_from("<H", block, at + 64)[0]
            if not 2 <= length <= 64:
                continue
            name = block[at : at + length - 2].decode("utf-16-le", "replace")
            names.add(name)
            starts.setdefault(name, struct.unpack_from("<I", block, at + 116)[0])
        seen += 1
        if seen > MAX_SECTORS or sector >= len(fat):
            raise BrokenOle("endless directory")
        sector = fat[sector]
    return Compound(frozenset(names), starts)


def is_encrypted(file: BinaryIO, found: Compound) -> bool:
    """A password lies on the text itself (.doc, .xls of the old kind)."""
    file.seek(30)
    size = 1 << struct.unpack("<H", file.read(2))[0]
    if found.kind == "doc":
        head = _sector(file, found.starts["WordDocument"], size)
        return len(head) > 12 and bool(struct.unpack_from("<H", head, 10)[0] & 0x0100)
    if found.kind == "xls":
        head = _sector(file, found.starts.get("Workbook", found.starts.get("Book", 0)), size)
        at = 0
        while at + 4 <= len(head):
            record, length = struct.unpack_from("<HH", head, at)
            if record == 0x002F:  # FILEPASS
                return True
            if record == 0x0085:  # the list of sheets begins: no password
                return False
            at += 4 + length
    return False


def _sector(file: BinaryIO, number: int, size: int) -> bytes:
    file.seek((number + 1) * size)
    return file.read(size)


def _fat(file: BinaryIO, header: bytes, size: int) -> list[int]:
    """The table that says which sector follows which."""
    tables = [found for found in struct.unpack_from("<109I", header, 76) if found < END]
    more, count = struct.unpack_from("<II", header, 68)
    for _ in range(min(count, MAX_SECTORS // 100)):
        if more >= END:
            break
        block = _sector(file, more, size)
        if len(block) < size:
            raise BrokenOle("cut off")
        *found, more = struct.unpack(f"<{size // 4}I", block)
        tables += [number for number in found if number < END]
    fat: list[int] = []
    for table in tables[:MAX_SECTORS]:
        block = _sector(file, table, size)
        fat += struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])
    if not fat:
        raise BrokenOle("no table")
    return fat
