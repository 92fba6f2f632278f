"""Papers of an invented province, as structured content."""

from functools import cache
from typing import Any

import typst

from daumoi.layout.form import PARTY, STATE
from daumoi.layout.paper import OfficialPaper, SigningBlock

CONTENT = """Tại hội nghị lần thứ 30, Ban Thường vụ Tỉnh uỷ thảo luận và kết luận như sau:
1. Ghi nhận, đánh giá cao các cấp uỷ đã tập trung lãnh đạo.
2. Giao Văn phòng Tỉnh uỷ theo dõi, đôn đốc, định kỳ báo cáo Thường trực Tỉnh uỷ"""


def conclusion(**changes: Any) -> OfficialPaper:
    """Kết luận của Ban Thường vụ, not yet numbered."""
    facts: dict[str, Any] = {
        "form": PARTY,
        "body_name": "Tỉnh uỷ An Bình",
        "symbol": "-KL/TU",
        "place": "An Bình",
        "type_code": "ket-luan",
        "type_name": "Kết luận",
        "subject": "về tình hình kinh tế, xã hội 11 tháng",
        "content": CONTENT,
        "signing": SigningBlock("Phó Bí thư", "Nguyễn Văn Thành", ("T/M BAN THƯỜNG VỤ",)),
        "year": 2026,
        "recipients": ("Ban Bí thư (để báo cáo)", "Các đồng chí Tỉnh uỷ viên"),
        "keep_line": "Lưu Văn phòng Tỉnh uỷ",
    }
    return OfficialPaper(**{**facts, **changes})


def letter(**changes: Any) -> OfficialPaper:
    """Công văn của Văn phòng Tỉnh uỷ."""
    facts: dict[str, Any] = {
        "superior_name": "Tỉnh uỷ An Bình",
        "body_name": "Văn phòng",
        "symbol": "-CV/VPTU",
        "type_code": "cong-van",
        "type_name": "Công văn",
        "subject": "Về việc chuẩn bị hội nghị tháng 12",
        "addressees": ("Ban Tổ chức Tỉnh uỷ", "Các đảng uỷ xã, phường"),
        "signing": SigningBlock("Phó Chánh Văn phòng", "Trần Văn Bảo", ("K/T CHÁNH VĂN PHÒNG",)),
        "urgency": "Khẩn",
    }
    return conclusion(**{**facts, **changes})


def minutes(**changes: Any) -> OfficialPaper:
    facts: dict[str, Any] = {
        "symbol": "-BB/TU",
        "type_code": "bien-ban",
        "type_name": "Biên bản",
        "signing": SigningBlock("Chủ trì", "Nguyễn Văn Thành"),
        "recorder": SigningBlock("Người ghi biên bản", "Đỗ Thị Lan"),
    }
    return conclusion(**{**facts, **changes})


def state_decision(**changes: Any) -> OfficialPaper:
    facts: dict[str, Any] = {
        "form": STATE,
        "body_name": "Uỷ ban nhân dân\ntỉnh An Bình",
        "symbol": "/QĐ-UBND",
        "type_code": "quyet-dinh",
        "type_name": "Quyết định",
        "subject": "Về việc phê duyệt kế hoạch sử dụng đất",
        "organ_lines": ("UỶ BAN NHÂN DÂN TỈNH AN BÌNH",),
        "bases": ("Căn cứ Luật Tổ chức chính quyền địa phương", "Theo đề nghị của Giám đốc Sở"),
        "enacting_lines": ("QUYẾT ĐỊNH:",),
        "content": "Điều 1. Phê duyệt kế hoạch.\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký.",
        "signing": SigningBlock("Phó Chủ tịch", "Lê Thị Hoà", ("TM. UỶ BAN NHÂN DÂN", "KT. CHỦ TỊCH")),
    }
    return conclusion(**{**facts, **changes})


ELSEWHERE = """
#set page(paper: "a4", margin: 2cm)
#set text(size: 14pt)
#let room(width) = h(width)
Số{number}-KL/TU #h(3cm) _An Bình, ngày{day}tháng{month}năm {year}_

Nguyễn Văn Thành trình bày; Ban Thường vụ kết luận.
{between}
#align(right, block(width: 7cm, align(center)[T/M BAN THƯỜNG VỤ \\ PHÓ BÍ THƯ #v({gap}) *Nguyễn Văn Thành*]))
"""


@cache
def made_elsewhere(**changes: str) -> bytes:
    """A paper that another program laid out."""
    facts = {
        "number": "#room(40pt)",
        "day": "#room(22pt)",
        "month": "#room(22pt)",
        "year": "2026",
        "between": "",
        "gap": "70pt",
        **changes,
    }
    source = ELSEWHERE
    for name, value in facts.items():
        source = source.replace("{" + name + "}", value)
    return typst.compile(source.encode(), format="pdf")
