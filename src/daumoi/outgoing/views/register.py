"""The register of issued papers: as a list, as an official book on paper, as a spreadsheet; the book of deliveries."""

from __future__ import annotations

import tempfile
from datetime import date
from typing import Any

import xlsxwriter
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from daumoi.core.errors import NotAllowed
from daumoi.documents.models import Delivery, DeliveryState, Document
from daumoi.numbering.models import Counter
from daumoi.numbering.series import labels_of
from daumoi.outgoing import reading
from daumoi.outgoing.rules.formal import rules_for
from daumoi.outgoing.views.drafts import address, at_work
from daumoi.people.duties import REGISTRY_READERS, holds, terms_of
from daumoi.people.models import Body, Person, Term
from daumoi.rulesets.rules import RuleSet

MOST_EXPORTED = 100_000
MOST_PRINTED = 2_000
MOST_DELIVERIES = 100
MOST_BOOKS = 40
BOOKS = ("den", "ho-so")  # series that are not of issued papers
COLUMNS = [
    ("Số, ký hiệu", 18),
    ("Ngày tháng", 12),
    ("Loại", 16),
    ("Trích yếu", 80),
    ("Người ký", 26),
    ("Nơi nhận", 60),
    ("Số bản", 8),
    ("Đã nhận", 10),
]


def _chosen(filters: reading.Filters, terms: list[Term]) -> Term | None:
    return next((term for term in terms if str(term.pk) == filters.term), None)


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """A page of the register."""
    person, body = at_work(request)
    terms = terms_of(body)
    filters = reading.filters_of(request.GET, terms)
    term = _chosen(filters, terms)
    listed = reading.register(
        person, body, filters, term, after=request.GET.get("sau"), before=request.GET.get("truoc")
    )
    rules = rules_for(body, timezone.localdate())
    context = {
        "body": body,
        "filters": filters,
        "terms": terms,
        "term": term,
        "groups": _by_month(listed.rows),
        "listed": listed,
        "types": [(kind.code, kind.name) for kind in rules.types_in_order()],
        "newer": address(request, truoc=listed.newer) if listed.newer else "",
        "older": address(request, sau=listed.older) if listed.older else "",
        "keeps": holds(person, REGISTRY_READERS, body.pk),
        "views": _views(request, body, filters, rules, terms),
    }
    return render(request, "outgoing/register.html", context)


def _by_month(documents: list[Document]) -> list[dict[str, Any]]:
    """An office issues a few papers a day: a heading for each day would be as long as the list."""
    groups: dict[date, list[Document]] = {}
    for document in documents:
        day = document.issued_on or document.entry.day
        groups.setdefault(day.replace(day=1), []).append(document)
    return [{"month": month, "documents": found} for month, found in groups.items()]


def _views(
    request: HttpRequest, body: Body, filters: reading.Filters, rules: RuleSet, terms: list[Term]
) -> list[dict[str, Any]]:
    """All, then the types of which there are most this term, for one press."""
    today = timezone.localdate()
    views = [{"url": address(request, loai=""), "label": "Tất cả", "current": not filters.type_code}]
    now = next((one for one in terms if one.starts_on <= today and (one.ends_on is None or today <= one.ends_on)), None)
    periods = [f"y{today.year}", *([f"t{now.pk}"] if now else [])]
    counters = Counter.objects.filter(body=body, period__in=periods)
    for counter in counters.exclude(series__in=BOOKS).order_by("-last")[:6]:
        kind = rules.types.get(counter.series)
        if kind:
            views.append(
                {"url": address(request, loai=kind.code), "label": kind.name, "current": filters.type_code == kind.code}
            )
    return views


@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """What the list shows, all pages of it, as a spreadsheet; rows are written as they are read."""
    person, body = at_work(request)
    terms = terms_of(body)
    filters = reading.filters_of(request.GET, terms)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "dd/mm/yyyy",
    }
    with xlsxwriter.Workbook(file, options) as workbook:
        sheet = workbook.add_worksheet("Sổ văn bản đi")
        head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
        for at, (name, width) in enumerate(COLUMNS):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, name, head)
        sheet.freeze_panes(1, 0)
        found = reading.every(person, body, filters, _chosen(filters, terms), most=MOST_EXPORTED)
        for line, document in enumerate(found, start=1):
            for at, value in enumerate(_cells(document)):
                if isinstance(value, date):
                    sheet.write_datetime(line, at, value)  # type: ignore[arg-type]
                elif isinstance(value, int):
                    sheet.write_number(line, at, value)
                elif value:
                    sheet.write_string(line, at, value, wrap if at in (3, 5) else None)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"so-van-ban-di-{timezone.localdate():%Y-%m-%d}.xlsx")


def _cells(document: Any) -> list[Any]:
    return [
        document.number,
        document.issued_on,
        document.type_name,
        document.entry.title,
        document.signer_name,
        reading.sent_to(document),
        document.copies,
        f"{document.received}/{document.places}" if document.places else "",
    ]


# --- the official book --------------------------------------------------------------------------------------


@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """The official register of one series: every number, with its paper or the reason it has none."""
    person, body = at_work(request)
    only_readers(person, body)
    series = _series(body)
    key, period = request.GET.get("day", ""), request.GET.get("ky", "")
    chosen = next((one for one in series if (one.series, one.period) == (key, period)), series[0] if series else None)
    first = int(said) if (said := request.GET.get("tu-so", "")).isdecimal() and len(said) < 9 else 1
    lines = (
        reading.book(person, body, chosen.series, chosen.period, first=first, most=MOST_PRINTED + 1) if chosen else []
    )
    rules = rules_for(body, timezone.localdate())
    labels = labels_of(one.period for one in series)
    context = {
        "body": body,
        "choices": [
            {
                "label": f"{series_name(rules, one.series)}, {label}",
                "url": f"?day={one.series}&ky={one.period}",
                "current": one == chosen,
            }
            for one, label in ((one, labels[one.period]) for one in series[:MOST_BOOKS])
        ],
        "title": series_name(rules, chosen.series) if chosen else "",
        "period": labels[chosen.period] if chosen else "",
        "lines": lines[:MOST_PRINTED],
        "next_number": lines[MOST_PRINTED].number.value if len(lines) > MOST_PRINTED else None,
        "chosen": chosen,
        "today": timezone.localdate(),
    }
    return render(request, "outgoing/book.html", context)


def only_readers(person: Person, body: Body) -> None:
    if not holds(person, REGISTRY_READERS, body.pk):
        raise NotAllowed("Sổ đăng ký chỉ mở cho lãnh đạo, Chánh, Phó Chánh Văn phòng, văn thư và lưu trữ.")


def _series(body: Body) -> list[Counter]:
    """The series in which the body gave numbers, the fullest of the latest period first."""
    return list(Counter.objects.filter(body=body, last__gt=0).exclude(series__in=BOOKS).order_by("-period", "-last"))


def series_name(rules: RuleSet, series: str) -> str:
    if series == "dai-hoi":
        return "Văn bản đại hội"
    if series.startswith("ky-hieu-"):
        return f"Ký hiệu {series.removeprefix('ky-hieu-')}"
    return str(rules.types[series].name) if series in rules.types else series


# --- deliveries -----------------------------------------------------------------------------------------------

DELIVERY_VIEWS = {"cho-gui": "Chờ gửi", "chua-nhan": "Đã gửi, chưa nhận", "tu-choi": "Từ chối", "tat-ca": "Tất cả"}
DELIVERY_STATES = {"cho-gui": DeliveryState.PENDING, "chua-nhan": DeliveryState.SENT, "tu-choi": DeliveryState.REFUSED}


@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    """Sổ giao nhận: every paper on its way, newest first."""
    person, body = at_work(request)
    only_readers(person, body)
    view = request.GET.get("xem", "")
    view = view if view in DELIVERY_VIEWS else "cho-gui"
    rows = Delivery.objects.of_sender(person).filter(document__body=body)
    if state := DELIVERY_STATES.get(view):
        rows = rows.filter(state=state)
    if (before := request.GET.get("sau", "")).isdecimal() and len(before) < 18:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.select_related("document", "recipient").order_by("-pk")[: MOST_DELIVERIES + 1])
    context = {
        "body": body,
        "deliveries": found[:MOST_DELIVERIES],
        "older": address(request, sau=found[MOST_DELIVERIES - 1].pk) if len(found) > MOST_DELIVERIES else "",
        "newer": f"?xem={view}" if before else "",
        "view": view,
        "views": [
            {"url": f"?xem={name}", "label": label, "current": name == view} for name, label in DELIVERY_VIEWS.items()
        ],
    }
    return render(request, "outgoing/deliveries.html", context)
