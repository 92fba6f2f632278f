"""Why a packet is not taken: one reason a code, one courteous sentence a reason."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from daumoi.edxml.model import Security


class Reason(StrEnum):
    """The code of a refusal: stable, for programs."""

    TOO_LARGE = "too_large"
    NOT_XML = "not_xml"
    JUNK_BEFORE_XML = "junk_before_xml"
    MALFORMED = "malformed"
    DTD = "dtd"
    TOO_DEEP = "too_deep"
    TOO_MANY_ELEMENTS = "too_many_elements"
    TOO_MUCH_TEXT = "too_much_text"
    NOT_A_PACKET = "not_a_packet"
    MISSING = "missing"
    REPEATED = "repeated"
    UNKNOWN_VALUE = "unknown_value"
    SECRET = "secret"
    TOO_MANY_ATTACHMENTS = "too_many_attachments"
    DUPLICATE_ID = "duplicate_id"
    MISSING_ATTACHMENT = "missing_attachment"
    EMPTY_ATTACHMENT = "empty_attachment"
    ATTACHMENT_TOO_LARGE = "attachment_too_large"
    BAD_BASE64 = "bad_base64"
    RUINED = "ruined"
    UNSAFE_NAME = "unsafe_name"
    ZIP_BROKEN = "zip_broken"
    ZIP_LOCKED = "zip_locked"
    ZIP_PATH = "zip_path"
    ZIP_BOMB = "zip_bomb"
    MISNAMED_ZIP = "misnamed_zip"
    OUT_OF_RANGE = "out_of_range"


SENTENCES: Final[dict[Reason, str]] = {
    Reason.TOO_LARGE: "Gói tin lớn hơn mức cho phép ({limit} MB).",
    Reason.NOT_XML: "Tệp này không phải gói tin edXML: nội dung không phải XML.",
    Reason.JUNK_BEFORE_XML: "Gói tin hỏng ở đầu tệp: có ký tự lạ đứng trước phần khai báo XML.",
    Reason.MALFORMED: "Gói tin hỏng, không đọc tiếp được từ {place}: {detail}.",
    Reason.DTD: "Gói tin mang khai báo DOCTYPE. Để bảo đảm an toàn, hệ thống không nhận gói tin có khai báo này.",
    Reason.TOO_DEEP: "Gói tin có quá nhiều lớp phần tử lồng nhau (quá {limit} lớp), bất thường.",
    Reason.TOO_MANY_ELEMENTS: "Gói tin có quá nhiều phần tử (quá {limit}), bất thường.",
    Reason.TOO_MUCH_TEXT: "Phần {place} dài bất thường (quá {limit} ký tự).",
    Reason.NOT_A_PACKET: "Tệp XML này không phải gói tin edXML: {detail}.",
    Reason.MISSING: "Gói tin thiếu thông tin bắt buộc: {place}.",
    Reason.REPEATED: "Gói tin ghi {place} nhiều lần nên không rõ lấy giá trị nào.",
    Reason.UNKNOWN_VALUE: "Giá trị «{detail}» của {place} không có trong danh mục của quy chuẩn.",
    Reason.SECRET: "Văn bản có dấu chỉ độ mật ({detail}). Văn bản mật không gửi, nhận và lưu trên hệ thống này.",
    Reason.TOO_MANY_ATTACHMENTS: "Gói tin có quá nhiều tệp kèm (quá {limit} tệp).",
    Reason.DUPLICATE_ID: "Hai tệp kèm cùng mang mã «{place}» nên không rõ tệp nào là tệp nào.",
    Reason.MISSING_ATTACHMENT: "Gói tin kê tệp «{place}» nhưng không mang tệp ấy theo.",
    Reason.EMPTY_ATTACHMENT: "Tệp kèm «{place}» rỗng, không có nội dung.",
    Reason.ATTACHMENT_TOO_LARGE: "Tệp kèm «{place}» làm gói tin vượt mức cho phép ({limit} MB).",
    Reason.BAD_BASE64: "Nội dung tệp kèm «{place}» không giải mã được (không đúng base64).",
    Reason.RUINED: "Tệp kèm «{place}» đã hỏng trên đường truyền: dữ liệu nhị phân bị đọc nhầm thành văn bản. "
    "Xin đề nghị nơi gửi gửi lại.",
    Reason.UNSAFE_NAME: "Tên tệp kèm «{place}» không an toàn: chứa đường dẫn hoặc ký tự không được phép.",
    Reason.ZIP_BROKEN: "Tệp kèm «{place}» được nén nhưng phần nén bị hỏng.",
    Reason.ZIP_LOCKED: "Tệp kèm «{place}» được nén có mật khẩu nên không mở được.",
    Reason.ZIP_PATH: "Tệp kèm «{place}» được nén với đường dẫn không an toàn bên trong.",
    Reason.ZIP_BOMB: "Tệp kèm «{place}» bung ra lớn bất thường so với phần nén.",
    Reason.MISNAMED_ZIP: "Tệp «{place}» là tệp nén nhưng không mang đuôi .zip; nơi nhận sẽ hiểu nhầm. Xin đổi tên tệp.",
    Reason.OUT_OF_RANGE: "Giá trị của {place} nằm ngoài khoảng ghi được vào gói tin.",
}


class PacketRefused(Exception):
    """The packet was not taken, or could not be written. `str()` is a sentence to show as it is.

    `security` is what the packet said of itself before it was refused: what must not be kept must not be kept
    as a refused packet either.
    """

    def __init__(self, reason: Reason, place: str = "", *, detail: str = "", limit: int = 0) -> None:
        self.reason, self.place, self.detail = reason, shortened(place), shortened(detail)
        self.security = Security.NONE
        shown = f"{limit:,}".replace(",", ".")
        super().__init__(SENTENCES[reason].format(place=self.place, detail=self.detail, limit=shown))


def shortened(text: str, most: int = 120) -> str:
    """What a stranger wrote, short enough and clean enough to be shown inside a sentence."""
    clean = "".join(char if char.isprintable() else " " for char in text[: 2 * most])
    clean = " ".join(clean.split())
    return clean if len(clean) <= most else f"{clean[: most - 1]}…"
