"""The sizes and marks of a form in force, as data: the shape of the table `form` in a rule file.

In a rule file (TOML) every key is optional except `system`; what is missing comes from the built-in
form of that system (`PARTY`, `STATE`), so a dated rule file writes only what its regulation says differently:

    [form]
    system = "party"                  # "party" | "state"
    font = "Times New Roman"
    paper = [210, 297]                # mm
    banner = "ĐẢNG CỘNG SẢN VIỆT NAM"
    motto = ""                        # second line of the banner ("Độc lập - Tự do - Hạnh phúc")
    number_word = "Số"                # "Số" | "Số:"
    body_mark = "*"                   # "*" | "rule": what stands beneath the issuing body's name
    subject_mark = "-----"            # "-----" | "rule": what stands beneath the subject
    letter_subject_prefix = ""        # "V/v " for State letters
    letter_to = "Kính gửi"
    submission_to = "Kính trình"
    recipients_title = "Nơi nhận:"
    content_end = "."                 # "." | "./."
    prefix_acting_for = "T/M"         # "TM."
    prefix_deputy = "K/T"             # "KT."
    prefix_by_order = "T/L"           # "TL."
    prefix_acting_head = "Q."
    minutes_have_date_line = false

    [form.margins]                    # mm: a number, or [lowest, highest]; the lowest is what we produce
    top = 20
    bottom = 20
    left = 30
    right = 15

    [form.text]
    first_line = 10                   # mm
    paragraph_gap = 6                 # pt, at least
    line_pitch = [18, 22]             # pt, exact; the lowest is what we produce
    page_number_from_edge = 10        # mm

    [form.elements.subject]           # any name of `ELEMENTS`
    size = [14, 15]                   # pt: a number, or [lowest, highest]; the lowest is what we produce
    bold = true
    italic = false
    upper = false
    underline = false
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any, Literal, TypeVar

System = Literal["party", "state"]

ELEMENTS = {
    "banner": "tiêu đề (Đảng Cộng sản Việt Nam / Quốc hiệu)",
    "motto": "Tiêu ngữ",
    "superior": "tên cơ quan cấp trên",
    "body_name": "tên cơ quan ban hành",
    "number": "số và ký hiệu",
    "date": "địa danh và ngày, tháng, năm",
    "type_name": "tên loại văn bản",
    "subject": "trích yếu",
    "letter_subject": "trích yếu công văn",
    "addressees": "Kính gửi, Kính trình",
    "content": "nội dung",
    "heading": "phần, chương, mục, điều",
    "heading_name": "tên phần, chương, mục",
    "authority": "thể thức đề ký",
    "position": "chức vụ người ký",
    "signer": "họ tên người ký",
    "recipients_title": "từ «Nơi nhận»",
    "recipients": "danh sách nơi nhận",
    "urgency": "dấu chỉ mức độ khẩn",
    "note": "chỉ dẫn lưu hành, dự thảo",
    "page_number": "số trang",
}


class FormError(ValueError):
    """A rule file says something about the form that cannot be understood. Names the key."""


@dataclass(frozen=True)
class Range:
    """What a regulation allows; `low` is what we produce."""

    low: float
    high: float

    def allows(self, value: float, slack: float = 0.05) -> bool:
        return self.low - slack <= value <= self.high + slack


@dataclass(frozen=True)
class Element:
    """How one element of the paper is written."""

    size: Range
    bold: bool = False
    italic: bool = False
    upper: bool = False
    underline: bool = False


@dataclass(frozen=True)
class Margins:
    """Millimetres from the edge of the sheet."""

    top: Range = Range(20, 20)
    bottom: Range = Range(20, 20)
    left: Range = Range(30, 30)
    right: Range = Range(15, 15)


@dataclass(frozen=True)
class Text:
    """How running text is set."""

    first_line: float = 10
    paragraph_gap: float = 6
    line_pitch: Range = Range(18, 22)
    page_number_from_edge: float = 10


@dataclass(frozen=True)
class FormRules:
    """One form in force. See the module for the meaning of each name."""

    system: System = "party"
    font: str = "Times New Roman"
    paper: tuple[float, float] = (210, 297)
    banner: str = "ĐẢNG CỘNG SẢN VIỆT NAM"
    motto: str = ""
    number_word: str = "Số"
    body_mark: str = "*"
    subject_mark: str = "-----"
    letter_subject_prefix: str = ""
    letter_to: str = "Kính gửi"
    submission_to: str = "Kính trình"
    recipients_title: str = "Nơi nhận:"
    content_end: str = "."
    prefix_acting_for: str = "T/M"
    prefix_deputy: str = "K/T"
    prefix_by_order: str = "T/L"
    prefix_acting_head: str = "Q."
    minutes_have_date_line: bool = False
    margins: Margins = Margins()
    text: Text = Text()
    elements: Mapping[str, Element] = field(default_factory=dict, hash=False)

    def element(self, name: str) -> Element:
        """How the element called `name` is written."""
        return self.elements[name]


Part = TypeVar("Part", Margins, Text, Element)


def _at(low: float, high: float | None = None, **style: bool) -> Element:
    return Element(Range(low, low if high is None else high), **style)


PARTY = FormRules(
    elements=MappingProxyType(
        {
            "banner": _at(15, bold=True, upper=True),
            "motto": _at(14, bold=True),
            "superior": _at(14, upper=True),
            "body_name": _at(14, bold=True, upper=True),
            "number": _at(14),
            "date": _at(14, italic=True),
            "type_name": _at(15, 16, bold=True, upper=True),
            "subject": _at(14, 15, bold=True),
            "letter_subject": _at(12, italic=True),
            "addressees": _at(14, 15),
            "content": _at(14, 15),
            "heading": _at(14, 15, bold=True),
            "heading_name": _at(14, 15, bold=True, upper=True),
            "authority": _at(14, bold=True, upper=True),
            "position": _at(14, upper=True),
            "signer": _at(14, bold=True),
            "recipients_title": _at(14, underline=True),
            "recipients": _at(12),
            "urgency": _at(14, bold=True, upper=True),
            "note": _at(12, italic=True),
            "page_number": _at(14),
        }
    )
)

STATE = FormRules(
    system="state",
    banner="CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    motto="Độc lập - Tự do - Hạnh phúc",
    number_word="Số:",
    body_mark="rule",
    subject_mark="rule",
    letter_subject_prefix="V/v ",
    submission_to="Kính gửi",
    content_end="./.",
    prefix_acting_for="TM.",
    prefix_deputy="KT.",
    prefix_by_order="TL.",
    minutes_have_date_line=True,
    margins=Margins(Range(20, 25), Range(20, 25), Range(30, 35), Range(15, 20)),
    text=Text(first_line=10, paragraph_gap=6, line_pitch=Range(18, 24)),
    elements=MappingProxyType(
        {
            "banner": _at(12, 13, bold=True, upper=True),
            "motto": _at(13, 14, bold=True),
            "superior": _at(12, 13, upper=True),
            "body_name": _at(12, 13, bold=True, upper=True),
            "number": _at(13),
            "date": _at(13, 14, italic=True),
            "type_name": _at(13, 14, bold=True, upper=True),
            "subject": _at(13, 14, bold=True),
            "letter_subject": _at(12, 13),
            "addressees": _at(13, 14),
            "content": _at(13, 14),
            "heading": _at(13, 14, bold=True),
            "heading_name": _at(13, 14, bold=True, upper=True),
            "authority": _at(13, 14, bold=True, upper=True),
            "position": _at(13, 14, bold=True, upper=True),
            "signer": _at(13, 14, bold=True),
            "recipients_title": _at(12, bold=True, italic=True),
            "recipients": _at(11),
            "urgency": _at(13, 14, bold=True, upper=True),
            "note": _at(13, 14, italic=True),
            "page_number": _at(13, 14),
        }
    ),
)

BUILT_IN: Mapping[str, FormRules] = MappingProxyType({"party": PARTY, "state": STATE})


def load_form(data: Mapping[str, Any]) -> FormRules:
    """The form a rule file describes, completed from the built-in form of its system.

    An unknown key or a value of the wrong shape raises `FormError` naming it: a misspelt rule must not pass silently.
    """
    system = str(data.get("system", ""))
    if system not in BUILT_IN:
        raise FormError(f"form.system: cần là «party» hoặc «state», không phải «{system}».")
    base = BUILT_IN[system]
    changes: dict[str, Any] = {}
    for key, value in data.items():
        match key:
            case "margins":
                changes[key] = _changed(base.margins, value, "form.margins")
            case "text":
                changes[key] = _changed(base.text, value, "form.text")
            case "elements":
                changes[key] = _elements(base.elements, value)
            case "paper":
                changes[key] = _pair(value, "form.paper")
            case _:
                changes |= _simple(base, key, value, "form")
    return replace(base, **changes)


def _elements(base: Mapping[str, Element], data: Any) -> Mapping[str, Element]:
    merged = dict(base)
    for name, value in _table(data, "form.elements").items():
        if name not in ELEMENTS:
            raise FormError(f"form.elements.{name}: không có thành phần này.")
        merged[name] = _changed(merged[name], value, f"form.elements.{name}")
    return MappingProxyType(merged)


def _changed(base: Part, data: Any, where: str) -> Part:
    changes: dict[str, Any] = {}
    for key, value in _table(data, where).items():
        if isinstance(getattr(base, key, None), Range):
            low, high = _pair(value, f"{where}.{key}")
            changes[key] = Range(low, high)
        else:
            changes |= _simple(base, key, value, where)
    return replace(base, **changes)


def _simple(base: Any, key: str, value: Any, where: str) -> dict[str, Any]:
    known = {f.name for f in fields(base)}
    if key not in known:
        raise FormError(f"{where}.{key}: không có mục này.")
    expected = type(getattr(base, key))
    if expected in (int, float) and isinstance(value, int | float) and not isinstance(value, bool):
        return {key: value}
    if not isinstance(value, expected):
        raise FormError(f"{where}.{key}: giá trị «{value}» không đúng kiểu.")
    return {key: value}


def _pair(value: Any, where: str) -> tuple[float, float]:
    match value:
        case bool():
            pass
        case int() | float():
            return float(value), float(value)
        case [int() | float() as low, int() | float() as high] if low <= high:
            return float(low), float(high)
    raise FormError(f"{where}: cần một số, hoặc [nhỏ nhất, lớn nhất].")


def _table(data: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise FormError(f"{where}: cần là một bảng.")
    return data
