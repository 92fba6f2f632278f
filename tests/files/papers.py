"""Files made on the spot for tests: whole, locked, broken, dangerous."""

import io
import struct
import zipfile

import pikepdf
from docx import Document as Word
from PIL import Image, ImageDraw


def pdf(pages: int = 1, words: str = "") -> bytes:
    made = pikepdf.new()
    for number in range(1, pages + 1):
        page = made.add_blank_page(page_size=(595, 842))
        if words:
            page.Contents = made.make_stream(f"BT /F1 14 Tf 72 750 Td ({words} {number}) Tj ET".encode())
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.save(out, encryption=pikepdf.Encryption(user="mật khẩu", owner="chủ"))
    return out.getvalue()


def launching_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
        made.save(out)
    return out.getvalue()


def carrying_pdf(name: str = "chay.exe") -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.attachments[name] = b"MZ"
        made.save(out)
    return out.getvalue()


def word(text: str = "Kính gửi: Thường trực Tỉnh uỷ") -> bytes:
    made, out = Word(), io.BytesIO()
    made.add_paragraph(text)
    made.save(out)
    return out.getvalue()


def with_member(data: bytes, name: str, content: bytes = b"x") -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr(name, content)
    return out.getvalue()


def picture(kind: str = "PNG", words: str = "") -> bytes:
    image, out = Image.new("RGB", (800, 1100), "white"), io.BytesIO()
    if words:
        ImageDraw.Draw(image).text((60, 60), words, fill="black", font_size=48)
    image.save(out, kind)
    return out.getvalue()


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.txt", "a")
    return out.getvalue()


def compound(*names: str, flags: int = 0, encrypted_sheet: bool = False) -> bytes:
    """An old Office file with streams of these names; the first holds the head of a text or of a workbook."""
    sector, end, free = 512, 0xFFFFFFFE, 0xFFFFFFFF
    entries = [_entry("Root Entry", 5, end)]
    entries += [_entry(name, 2, 2) for name in names]
    entries += [bytes(128)] * (4 - len(entries) % 4 if len(entries) % 4 else 0)
    directory = b"".join(entries)
    count = len(directory) // sector
    head = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, flags)
    if encrypted_sheet:
        head = struct.pack("<HHHH", 0x0809, 4, 0x0600, 5) + struct.pack("<HHHH", 0x002F, 4, 1, 0)
    elif "Workbook" in names:
        head = struct.pack("<HHHH", 0x0809, 4, 0x0600, 5) + struct.pack("<HH", 0x0085, 0)
    # sector 0: the table; 1: first sector of the directory; 2: the stream; from 3: the rest of the directory
    chain = [0xFFFFFFFD, 3 if count > 1 else end, end, *range(4, 2 + count), *([end] if count > 1 else [])]
    table = struct.pack(f"<{sector // 4}I", *(chain + [free] * (sector // 4 - len(chain))))
    header = bytearray(sector)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<II", header, 68, end, 0)
    struct.pack_into("<109I", header, 76, 0, *([free] * 108))
    parts = [bytes(header), table, directory[:sector], head.ljust(sector, b"\0"), directory[sector:]]
    return b"".join(parts)


def _entry(name: str, kind: int, start: int) -> bytes:
    words = name.encode("utf-16-le") + b"\0\0"
    made = bytearray(128)
    made[: len(words)] = words
    struct.pack_into("<H", made, 64, len(words))
    made[66] = kind
    struct.pack_into("<I", made, 116, start)
    return bytes(made)


def open_document(*members: tuple[str, bytes], kind: str = "text", manifest: bytes = b"<manifest/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        packed.writestr("META-INF/manifest.xml", manifest)
        for name, content in members:
            packed.writestr(name, content)
    return out.getvalue()
