"""The incoming register: as a list, as an official book on paper, as a spreadsheet."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from typing import Any

import xlsxwriter
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from daumoi import vietnamese
from daumoi.core.errors import NotAllowed, Refusal
from daumoi.incoming import register, rules
from daumoi.incoming.forms import type_names
from daumoi.incoming.models import Arrival
from daumoi.people.current import body_of
from daumoi.people.models import Body, Person

MOST_EXPORTED = 100_000
MOST_PRINTED = 3_000
COLUMNS = [
    ("Số đến", 9),
    ("Ngày đến", 12),
    ("Nơi gửi", 34),
    ("Số, ký hiệu", 20),
    ("Ngày văn bản", 12),
    ("Loại", 16),
    ("Trích yếu", 80),
    ("Độ khẩn", 12),
    ("Độ mật", 10),
    ("Chủ trì", 28),
    ("Hạn", 12),
    ("Tình trạng", 14),
    ("Ghi chú", 30),
]


def reader(request: HttpRequest) -> tuple[Person, Body]:
    person, body = request.user, body_of(request)
    if not isinstance(person, Person) or body is None:
        raise NotAllowed(
            "Đồng chí chưa được phân công ở cơ quan nào nên chưa có sổ để xem.",
            advice="Nhờ quản trị phân nhiệm vụ ở trang Cơ quan, cán bộ.",
        )
    return person, body


@require_safe
def arrival_list(request: HttpRequest) -> HttpResponse:
    """A page of the register."""
    person, body = reader(request)
    filters = register.filters_of(request.GET)
    counts = register.counts(person, body)
    # Where a view has its own count, counting once more would only cost time.
    known = counts.get(filters.view) if not filters.narrowed else None
    page = register.read(
        person,
        body,
        filters,
        after=request.GET.get("sau"),
        before=request.GET.get("truoc"),
        counted=known is None,
    )
    register.mark_late(page.arrivals, body)
    context = {
        "body": body,
        "filters": filters,
        "groups": register.by_day(page.arrivals),
        "shown": len(page.arrivals),
        "total": known if known is not None else page.total,
        "notes": page.notes,
        "newer": _address(request, truoc=page.newer) if page.newer else "",
        "older": _address(request, sau=page.older) if page.older else "",
        "views": [
            {
                "url": _address(request, xem=name),
                "label": label,
                "count": counts.get(name),
                "current": name == filters.view,
            }
            for name, label in register.VIEWS.items()
        ],
        "types": type_names() if "loc" in request.GET or filters.narrowed else {},
        "registers": rules.registers(person, body.pk),
        "year": timezone.localdate().year,
        "first": page.arrivals[0] if page.arrivals else None,
    }
    return render(request, "incoming/arrival_list.html", context)


def _address(request: HttpRequest, **changes: Any) -> str:
    """This list again, with another view or page; a new view starts at its top."""
    query = request.GET.copy()
    for name in ("sau", "truoc"):
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"


@require_safe
def arrival_print(request: HttpRequest) -> HttpResponse:
    """The official register of a stretch of days, landscape A4."""
    person, body = reader(request)
    today = timezone.localdate()
    since, until = _day(request, "tu", today.replace(day=1)), _day(request, "den", today)
    if since > until:
        raise Refusal(f"Ngày đầu {since:%d/%m/%Y} ở sau ngày cuối {until:%d/%m/%Y}.", advice="Đổi lại hai ngày.")
    rows = register.for_print(person, body, since, until, most=MOST_PRINTED + 1)
    context = {
        "body": body,
        "since": since,
        "until": until,
        "arrivals": rows[:MOST_PRINTED],
        "cut": len(rows) > MOST_PRINTED,
        "months": _months(today),
        "today": today,
    }
    return render(request, "incoming/arrival_print.html", context)


def _day(request: HttpRequest, name: str, otherwise: date) -> date:
    typed = request.GET.get(name, "").strip()
    if not typed:
        return otherwise
    try:
        return vietnamese.parse_date(typed, today=timezone.localdate())
    except ValueError as error:
        raise Refusal(str(error)) from None


def _months(today: date) -> list[dict[str, str]]:
    """The last months as ready choices."""
    found, first = [], today.replace(day=1)
    for _ in range(4):
        last = min(today, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
        found.append({"label": f"tháng {first.month}/{first.year}", "url": f"?tu={first:%d/%m/%Y}&den={last:%d/%m/%Y}"})
        first = (first - timedelta(days=1)).replace(day=1)
    return found


@require_safe
def arrival_export(request: HttpRequest) -> HttpResponseBase:
    """What the list shows, all pages of it, as a spreadsheet; rows are written as they are read."""
    person, body = reader(request)
    filters = register.filters_of(request.GET)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "dd/mm/yyyy",
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("Sổ văn bản đến")
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for at, (name, width) in enumerate(COLUMNS):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, name, head)
        sheet.freeze_panes(1, 0)
        for line, arrival in enumerate(register.every(person, body, filters, most=MOST_EXPORTED), start=1):
            for at, value in enumerate(_cells(arrival)):
                if isinstance(value, date):
                    sheet.write_datetime(line, at, value)  # type: ignore[arg-type]
                elif isinstance(value, int):
                    sheet.write_number(line, at, value)
                elif value:
                    sheet.write_string(line, at, value, wrap if at == 6 else None)
    file.seek(0)
    name = f"so-van-ban-den-{timezone.localdate():%Y-%m-%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)


def _cells(arrival: Arrival) -> list[Any]:
    document, lead = arrival.document, arrival.lead
    return [
        arrival.number,
        timezone.localdate(arrival.arrived_at),
        document.issuer_name,
        document.number,
        document.issued_on,
        document.type_name,
        arrival.entry.title,
        document.get_urgency_display() if document.urgency != "normal" else "",
        document.get_security_display() if document.is_stub else "",
        str(lead.unit or lead.person) if lead else "",
        lead.due_on if lead else None,
        arrival.get_state_display(),
        arrival.struck_reason or arrival.note,
    ]
