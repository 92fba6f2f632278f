"""First look at a Word file that somebody wrote outside: can it become an official paper at all?"""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

LARGEST = 50 * 1024 * 1024
LARGEST_UNPACKED = 400 * 1024 * 1024
MOST_PARTS = 5000
LARGEST_TEXT = 60 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BODY = "word/document.xml"


def check_uploaded(docx: bytes) -> list[str]:
    """What stands in the way, one Vietnamese sentence each; empty when the file can be used."""
    if not docx:
        return ["Tệp rỗng, không có nội dung."]
    if len(docx) > LARGEST:
        return [f"Tệp lớn hơn {LARGEST // 1024**2} MB; hãy giảm dung lượng hình ảnh rồi tải lên lại."]
    if docx.startswith(OLE):
        return [
            "Tệp đang đặt mật khẩu; hãy bỏ mật khẩu rồi tải lên lại."
            if ENCRYPTED in docx
            else "Đây là tệp Word kiểu cũ (.doc); hãy lưu lại dạng .docx rồi tải lên."
        ]
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            return list(_problems(package))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError):
        return ["Tệp không mở được; có thể tệp hỏng hoặc không phải là tệp Word."]


def _problems(package: zipfile.ZipFile) -> Iterator[str]:
    parts = package.infolist()
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        yield "Tệp nở ra quá lớn khi mở, không bảo đảm an toàn."
        return
    if BODY not in names:
        yield "Tệp không phải là tệp Word (.docx)."
        return
    if any(part.flag_bits & 1 for part in parts):
        yield "Tệp đang đặt mật khẩu; hãy bỏ mật khẩu rồi tải lên lại."
        return
    if any(name.lower().endswith("vbaproject.bin") for name in names) or b"macroEnabled" in _content_types(package):
        yield "Tệp có chứa macro; hãy lưu lại dạng .docx không có macro."
    if any(name.lower().startswith("word/activex/") for name in names):
        yield "Tệp có chứa nút bấm hoặc biểu mẫu điều khiển (ActiveX); hãy xoá đi."
    if package.getinfo(BODY).file_size > LARGEST_TEXT:
        yield "Phần chữ của văn bản quá lớn."
        return
    yield from _unfinished(package.read(BODY))


def _unfinished(body: bytes) -> Iterator[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        tree = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        yield "Nội dung tệp bị hỏng; hãy mở bằng Word, lưu lại rồi tải lên."
        return
    if changes := sum(1 for _ in tree.iter(f"{WORD}ins", f"{WORD}del", f"{WORD}moveFrom", f"{WORD}moveTo")):
        yield f"Còn {changes} chỗ sửa đang theo dõi (Track Changes); hãy chấp nhận hoặc bỏ từng chỗ trước khi trình."
    if not any(text.strip() for text in tree.itertext()):
        yield "Văn bản chưa có chữ nào."


def _content_types(package: zipfile.ZipFile) -> bytes:
    return package.read("[Content_Types].xml")
