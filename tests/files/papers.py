"""Files made on the spot for tests: whole, locked, broken, dangerous."""

import io
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
