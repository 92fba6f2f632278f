"""Small words for templates: how dates, numbers, names, states and deadlines are shown."""

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import forms, template
from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide as draw

from daumoi.core.words import told

register = template.Library()

Moment = dt.date | dt.datetime

WEEKDAYS = ["thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật"]

# A badge has one of nine tones (a shape and a colour). A model may say its own
# with a property `tone`; the usual state names need not.
TONES: Mapping[str, str] = {
    "arrived": "new",
    "new": "new",
    "sent": "new",
    "waiting": "new",
    "received": "new",
    "registered": "new",
    "directed": "doing",
    "assigned": "new",
    "planned": "new",
    "drafting": "doing",
    "in_review": "doing",
    "in_progress": "doing",
    "accepted": "doing",
    "doing": "doing",
    "open": "doing",
    "reported": "doing",
    "submitted": "doing",
    "reviewed": "done",
    "approved": "done",
    "signed": "done",
    "delivered": "done",
    "answered": "done",
    "finished": "done",
    "done": "done",
    "filed": "done",
    "closed": "done",
    "due": "due",
    "late": "late",
    "failed": "late",
    "returned": "back",
    "refused": "back",
    "rejected": "back",
    "paused": "hold",
    "held": "hold",
    "reserved": "hold",
    "replaced": "hold",
    "withdrawn": "hold",
    "recalled": "hold",
    "cancelled": "hold",
    "void": "hold",
    "issued": "sealed",
    "sealed": "sealed",
    "frozen": "sealed",
}


# --- icons and badges ---------------------------------------------------------


@lru_cache(maxsize=512)
def _icon(name: str, classes: str) -> SafeString:
    return SafeString(draw(name, size=16, aria_hidden="true", stroke_width="1.75", **{"class": classes}))


@register.simple_tag
def icon(name: str, classes: str = "icon") -> SafeString:
    """A lucide drawing beside a word; screen readers do not hear it."""
    return _icon(name + "", classes + "")


@register.simple_tag
def badge(words: str, tone: str = "new") -> SafeString:
    """A state badge from a word and one of the nine tones."""
    return format_html('<span class="state state-{}">{}</span>', tone, words)


def tone_of(obj: Any) -> str:
    return str(getattr(obj, "tone", "") or TONES.get(str(getattr(obj, "state", "")), "new"))


@register.simple_tag
def state(obj: Any) -> SafeString:
    """The badge of anything with a `state`. In rows of a long list this is quicker than the include."""
    return badge(str(obj.get_state_display()), tone_of(obj))


@register.filter
def tone(obj: Any) -> str:
    return tone_of(obj)


SECURITY_WORDS = {"mat": "MẬT", "toi_mat": "TỐI MẬT", "tuyet_mat": "TUYỆT MẬT"}


@register.simple_tag
def security(level: str) -> SafeString:
    """The badge of a security level above normal, nothing otherwise."""
    words = SECURITY_WORDS.get(str(level))
    return badge(words, "secret") if words else SafeString("")


# --- dates and deadlines --------------------------------------------------------


def _local(value: Moment) -> Moment:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _day_of(value: Moment) -> dt.date:
    value = _local(value)
    return value.date() if isinstance(value, dt.datetime) else value


@register.filter
def day(value: Moment | None) -> str:
    """24/11/2026."""
    return f"{_day_of(value):%d/%m/%Y}" if value else ""


@register.filter
def short_day(value: Moment | None) -> str:
    """24/11 in this year, 24/11/2025 in another."""
    if not value:
        return ""
    date = _day_of(value)
    return f"{date:%d/%m}" if date.year == timezone.localdate().year else f"{date:%d/%m/%Y}"


@register.filter
def clock(value: dt.datetime | None) -> str:
    """08:12."""
    return f"{_local(value):%H:%M}" if value else ""


@register.filter
def moment(value: Moment | None) -> str:
    """«08:12 hôm nay», «16:52 hôm qua», otherwise «08:12, 20/11/2026»."""
    if not value:
        return ""
    date, today = _day_of(value), timezone.localdate()
    near = {today: "hôm nay", today - dt.timedelta(days=1): "hôm qua"}.get(date)
    if not isinstance(value, dt.datetime):
        return near or day(value)
    return f"{clock(value)} {near}" if near else f"{clock(value)}, {day(value)}"


@register.filter
def stamp(value: dt.datetime | None) -> str:
    """For the margin of a time line: 08:12 today, «hôm qua», 20/11, 20/11/2025."""
    if not value:
        return ""
    date, today = _day_of(value), timezone.localdate()
    if date == today:
        return clock(value)
    return "hôm qua" if date == today - dt.timedelta(days=1) else short_day(value)


@register.filter
def weekday(value: Moment | None) -> str:
    return WEEKDAYS[_day_of(value).weekday()] if value else ""


@register.filter
def long_day(value: Moment | None) -> str:
    """«thứ ba, 24/11/2026»."""
    return f"{weekday(value)}, {day(value)}" if value else ""


@register.filter
def form_day(value: Moment | None) -> str:
    """As an official paper writes it: «ngày 05 tháng 02 năm 2026», «ngày 24 tháng 11 năm 2026»."""
    if not value:
        return ""
    date = _day_of(value)
    month = f"{date.month:02d}" if date.month < 3 else str(date.month)
    return f"ngày {date.day:02d} tháng {month} năm {date.year}"


def _days(count: int, working: bool) -> str:
    return f"{count} ngày làm việc" if working else f"{count} ngày"


def due_words(value: Moment, days_late: int | None = None) -> tuple[str, str]:
    """Tone and sentence of an open deadline: («late», «trễ 2 ngày làm việc»)."""
    date, today = _day_of(value), timezone.localdate()
    at = f" {clock(value)}" if isinstance(value, dt.datetime) and clock(value) not in ("00:00", "23:59") else ""
    passed = isinstance(value, dt.datetime) and value < timezone.now()
    if date < today:
        return "late", f"trễ {_days(days_late, True)}" if days_late else f"trễ {_days((today - date).days, False)}"
    if date == today:
        return ("late", f"quá hạn{at} hôm nay") if passed and at else ("due", f"hạn hôm nay{at}")
    if date == today + dt.timedelta(days=1):
        return "new", f"hạn ngày mai{at}"
    return "new", f"hạn {short_day(value)}{at}"


@register.simple_tag
def due(value: Moment | None, closed: bool = False, days_late: int | None = None) -> SafeString:
    """A deadline in a row: ▲ late, ◆ today, plain otherwise; `closed` work is never late."""
    if not value:
        return format_html('<span class="quiet">{}</span>', "không hạn")
    if closed:
        return format_html("{}", short_day(value))
    kind, words = due_words(value, days_late)
    if kind == "late":
        return format_html('<span class="due-late" title="{}">{}</span>', words, short_day(value))
    if kind == "due":
        return format_html('<span class="due-today" title="{}">{}</span>', words, words.removeprefix("hạn "))
    return format_html("{}", short_day(value))


@register.simple_tag
def due_badge(value: Moment | None, closed: bool = False, days_late: int | None = None) -> SafeString:
    """The same as a badge with words, for the head of a page."""
    if not value or closed:
        return SafeString("") if not value else badge(f"hạn {short_day(value)}", "new")
    kind, words = due_words(value, days_late)
    return badge(words, kind)


# --- numbers, names, files ------------------------------------------------------


@register.filter
def thousands(value: float | str | None) -> str:
    """1842 -> 1.842; 12345.5 -> 12.345,5."""
    if value in (None, ""):
        return ""
    whole, _, rest = f"{value}".partition(".")
    sign, digits = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = re.sub(r"(?<=\d)(?=(\d{3})+$)", ".", digits)
    return sign + grouped + ("," + rest if rest else "")


@register.filter
def percent(value: float | None) -> str:
    """96 %."""
    return f"{thousands(round(value, 1) if value % 1 else int(value))} %" if value is not None else ""


@register.filter
def plain(value: float | None) -> str:
    """A number for an attribute: 12.5, whatever the language of the page."""
    return "" if value is None else f"{value:g}" if isinstance(value, float) else f"{value}"


@register.filter
def lower_first(words: str) -> str:
    """A title in the middle of a sentence: «Văn bản đến» -> «văn bản đến». Not for proper names."""
    words = str(words)
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


@register.filter
def size(value: int | None) -> str:
    """1234567 -> «1,2 MB»."""
    if value is None:
        return ""
    amount, unit = float(value), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if amount < 1000 or unit == "TB":
            break
        amount /= 1000
    shown = f"{amount:.1f}" if amount < 10 and unit not in ("B", "kB") else f"{amount:.0f}"
    return f"{shown.removesuffix('.0').replace('.', ',')} {unit}"


@register.filter
def initials(name: object) -> str:
    """Lê Hồng Sơn -> LS."""
    words = str(name or "").split()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else ""


FILE_ICONS = {
    "pdf": "file-text",
    "doc": "file-text",
    "docx": "file-text",
    "odt": "file-text",
    "xls": "file-spreadsheet",
    "xlsx": "file-spreadsheet",
    "csv": "file-spreadsheet",
    "png": "file-image",
    "jpg": "file-image",
    "jpeg": "file-image",
    "tif": "file-image",
    "tiff": "file-image",
    "zip": "file-archive",
    "xml": "file-code",
}


@register.filter
def file_icon(name: object) -> str:
    """The drawing that goes with a file name."""
    return FILE_ICONS.get(str(name).rpartition(".")[2].lower(), "file")


# --- history ----------------------------------------------------------------------


@register.filter
def act(entry: Any) -> str:
    """What was done, in words that follow the name of the person."""
    return told(entry.action, entry.data)


@register.filter
def act_mark(entry: Any) -> str:
    """A gold bead for what became final."""
    return "is-sealed" if entry.action.rpartition(".")[2] in ("issue", "seal", "freeze") else ""


@register.filter
def at(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """The value of a key, for mappings handed to a component."""
    return (mapping or {}).get(key, "")


# --- forms ----------------------------------------------------------------------

PLAIN_WIDGETS = {"checkbox", "radioselect", "checkboxselectmultiple"}


@register.filter
def is_group(field: forms.BoundField) -> bool:
    """Several controls under one question: drawn as a fieldset."""
    return bool(field.use_fieldset) and not isinstance(field.field.widget, forms.ClearableFileInput)


@register.simple_tag
def control(
    field: forms.BoundField, autofocus: bool = False, noted: bool = False, rows: int | None = None
) -> SafeString:
    """The control of a form field, tied to its error and to its note (`noted`: there is one besides the help text)."""
    attrs: dict[str, Any] = {}
    if field.widget_type not in PLAIN_WIDGETS and not is_group(field):
        attrs["class"] = " ".join(filter(None, ["input", field.field.widget.attrs.get("class", "")]))
    about = [f"{field.auto_id}_error"] if field.errors else []
    if field.help_text or noted:
        about.append(f"{field.auto_id}_note")
    if about and not is_group(field):
        attrs["aria-describedby"] = " ".join(about)
    if field.errors and not is_group(field):
        attrs["aria-invalid"] = "true"
    if autofocus:
        attrs["autofocus"] = True
    if rows:
        attrs["rows"] = rows
    return field.as_widget(attrs=attrs)


@register.simple_tag(takes_context=True)
def keep_query(context: template.Context, *drop: str) -> SafeString:
    """Hidden inputs that carry the rest of the address through a GET form; `drop` names the ones not kept."""
    request = context.get("request")
    if request is None:
        return SafeString("")
    pairs = [(key, value) for key, values in request.GET.lists() if key not in drop for value in values]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.filter
def spelled(value: Moment | None, pattern: str) -> str:
    """Django's own date patterns, for the rare page that needs another one."""
    return format_date(value, pattern) if value else ""
