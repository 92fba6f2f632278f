"""Addresses of a rule set in words: «Nghị quyết · chữ viết tắt» for types.nghi-quyet.abbreviation. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from daumoi.rulesets.nouns import FIELD_NAMES, organ_name

# The first key of an address, where the rows below it have no name of their own.
TABLES: Mapping[str, str] = {
    "numbering": "Đánh số",
    "formulas": "Chữ đề ký",
    "authority": "Thẩm quyền",
    "form": "Trình bày",
    "wording": "Cách dùng từ",
    "deadlines": "Thời hạn",
    "circulation": "Chỉ dẫn lưu hành",
    "optional_elements": "Thành phần bổ sung",
    "title": "Tên bộ quy định",
    "key": "Mã",
    "system": "Hệ thống",
    "effective_from": "Hiệu lực từ",
    "effective_to": "Hiệu lực đến hết ngày",
}

ELEMENTS: Mapping[str, str] = {
    "banner": "Tiêu đề, Quốc hiệu",
    "motto": "Tiêu ngữ",
    "superior": "Tên cơ quan cấp trên",
    "body_name": "Tên cơ quan ban hành",
    "number": "Số và ký hiệu",
    "date": "Địa danh, ngày tháng năm",
    "type_name": "Tên loại",
    "subject": "Trích yếu",
    "letter_subject": "Trích yếu công văn",
    "addressees": "Kính gửi, Kính trình",
    "content": "Nội dung",
    "heading": "Phần, chương, mục, điều",
    "heading_name": "Tên phần, chương, mục",
    "authority": "Quyền hạn ký (T/M, K/T, T/L)",
    "position": "Chức vụ người ký",
    "signer": "Họ tên người ký",
    "recipients_title": "Từ «Nơi nhận»",
    "recipients": "Danh sách nơi nhận",
    "urgency": "Dấu chỉ mức độ khẩn",
    "note": "Chỉ dẫn lưu hành, dự thảo",
    "page_number": "Số trang",
}

KEYS: Mapping[str, str] = {
    "abbreviation": "chữ viết tắt",
    "accepted": "chữ viết tắt cũ được nhận",
    "acting_for": "thay mặt",
    "acting_head": "quyền cấp trưởng",
    "address": "dòng Kính gửi, Kính trình",
    "aliases": "tên gọi khác",
    "allowed": "được ban hành",
    "banner": "tiêu đề",
    "basis": "căn cứ xác minh",
    "body_code": "ký hiệu cơ quan",
    "body_mark": "dấu dưới tên cơ quan",
    "bold": "chữ đậm",
    "bottom": "lề dưới (mm)",
    "by_mandate": "thừa uỷ quyền",
    "by_order": "thừa lệnh",
    "clause": "điều khoản",
    "collective": "làm việc tập thể",
    "congress": "đại hội",
    "confirmed_by": "người xác minh",
    "confirmed_on": "ngày xác minh",
    "content_end": "dấu kết thúc nội dung",
    "copies": "bản sao",
    "copy_line": "dòng lưu",
    "date": "ngày ban hành",
    "decided_by": "ai quyết định",
    "deputy": "cấp phó",
    "deputy_for_head": "cấp phó ký thay cấp trưởng",
    "effective_from": "áp dụng từ",
    "ended_bodies": "tổ chức đã kết thúc hoạt động",
    "ended_on": "kết thúc ngày",
    "envelope": "ký hiệu bì thư",
    "except_bodies": "không bắt buộc với cơ quan",
    "except_types": "không bắt buộc với loại",
    "first_line": "thụt đầu dòng (mm)",
    "font": "phông chữ",
    "foreign": "chữ không dùng",
    "foreign_abbreviations": "chữ viết tắt không dùng",
    "given_by": "do ai ghi",
    "group": "nhóm",
    "grouping": "cách đánh số",
    "head": "cấp trưởng",
    "heading": "có ghi tên loại",
    "incoming_calendar_days": "văn bản đến, số ngày",
    "incoming_period": "kỳ của số đến",
    "incoming_working_days": "văn bản đến, số ngày làm việc",
    "issuer": "cơ quan ban hành",
    "italic": "chữ nghiêng",
    "joint": "văn bản liên tịch",
    "keep_file": "được giữ tệp",
    "keep_subject": "được ghi trích yếu",
    "left": "lề trái (mm)",
    "letter_subject_prefix": "mở đầu trích yếu công văn",
    "letter_to": "dòng kính gửi",
    "line_pitch": "giãn dòng (pt)",
    "mark": "dấu in trên văn bản",
    "marks": "các chỉ dẫn",
    "minutes_have_date_line": "biên bản có dòng ngày tháng",
    "motto": "tiêu ngữ",
    "moves_to": "trùng ngày nghỉ thì chuyển tới",
    "name": "tên",
    "names": "các thành phần",
    "needs": "cần có khi trình",
    "needs_at_issue": "cần có khi ban hành",
    "needs_hour": "ghi giờ đến",
    "note": "ghi chú",
    "number_word": "chữ trước số",
    "numbered": "có lấy số",
    "order": "thứ tự",
    "overdue_from": "tính quá hạn từ",
    "page_number_from_edge": "số trang cách mép (mm)",
    "paper": "khổ giấy (mm)",
    "paragraph_gap": "cách đoạn (pt)",
    "period": "kỳ",
    "prefix_acting_for": "thay mặt",
    "prefix_acting_head": "quyền cấp trưởng",
    "prefix_by_order": "thừa lệnh",
    "prefix_deputy": "ký thay",
    "recipients_title": "từ nơi nhận",
    "right": "lề phải (mm)",
    "secret_in_same_series": "văn bản mật chung dãy số",
    "size": "cỡ chữ (pt)",
    "small_papers": "mọi tổ chức được ban hành giấy tờ hành chính",
    "small_papers_verified": "giấy tờ hành chính: đã xác minh",
    "sources": "nguồn",
    "style": "mẫu số, ký hiệu",
    "subject_mark": "dấu dưới trích yếu",
    "submission_to": "dòng kính trình",
    "symbol": "số, ký hiệu",
    "system": "hệ thống",
    "text": "dòng, đoạn",
    "title": "tên",
    "top": "lề trên (mm)",
    "underline": "gạch chân",
    "upper": "chữ hoa",
    "url": "địa chỉ",
    "verified": "đã xác minh",
    "who": "ai được sao",
    "width": "số chữ số tối thiểu",
    "word": "chữ trước số",
    "years": "số năm",
}

VALUES: Mapping[str, str] = {
    "term": "nhiệm kỳ",
    "year": "năm",
    "congress": "đại hội",
    "type": "theo từng tên loại",
    "symbol": "theo chữ viết tắt",
    "lead": "dãy số của cơ quan chủ trì",
    "letter": "Kính gửi",
    "submission": "Kính trình",
    "named": "tên loại chính",
    "small": "giấy tờ hành chính",
    "legal": "văn bản quy phạm pháp luật",
    "program": "chương trình tự ghi",
    "next_working_day": "ngày làm việc tiếp theo",
    "issuer": "nơi ban hành",
    "receiver": "nơi nhận",
    "archive": "lưu trữ giữ bản chính",
    "party": "Đảng",
    "state": "Nhà nước",
    "rule": "đường kẻ",
    **FIELD_NAMES,
}
# Where a value is a code and not words to be printed.
CODED = {
    "period", "incoming_period", "grouping", "joint", "address", "group", "given_by", "moves_to", "who", "needs",
    "needs_at_issue", "system", "body_mark", "subject_mark",
}  # fmt: skip


def label_of(content: Mapping[str, Any], path: str) -> str:
    """The address in words, from the general to the particular."""
    table, *keys = path.split(".")
    if not keys:
        return TABLES.get(table, table)
    if table == "form" and keys[0] == "elements":
        return _joined(ELEMENTS.get(keys[1], keys[1]), keys[2:])
    if table == "form" and keys[0] in ("margins", "text"):
        return _capital(KEYS.get(keys[1], keys[1]))
    if table in ("authority", "formulas") and keys[0] == "rows":
        return _joined(organ_name(keys[1], keys[2]), keys[3:])
    if table in TABLES:
        return _joined(TABLES[table], keys)
    row = content.get(table, {}).get(keys[0], {})
    name = row.get("name") or row.get("title") or row.get("symbol") or keys[0] if isinstance(row, dict) else keys[0]
    if table == "sources":
        name = row.get("symbol", keys[0])
    return _joined(str(name), keys[1:])


def value_in_words(content: Mapping[str, Any], path: str, shown: str, value: Any) -> str:
    """A value for reading: codes become words, codes of types become their names."""
    key = path.rpartition(".")[2]
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    if key == "paper" and isinstance(value, list):
        return " × ".join(map(str, value))
    if key == "sources" and isinstance(value, list):
        known = content.get("sources", {})
        return ", ".join(str(known.get(code, {}).get("symbol", code)) for code in value)
    if key in CODED:
        parts = value if isinstance(value, list) else [value]
        return ", ".join(VALUES.get(str(part), str(part)) for part in parts)
    if key in ("allowed", "except_types") and isinstance(value, list):
        types = content.get("types", {})
        return ", ".join(str(types.get(code, {}).get("name", code)).lower() for code in value)
    return shown


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _joined(name: str, keys: list[str]) -> str:
    return " · ".join([name, *(KEYS.get(key, key) for key in keys)])
