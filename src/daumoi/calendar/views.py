"""The calendar of working days: read by everybody, changed by who administers it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daumoi.calendar import actions, reading
from daumoi.calendar.book import office_days, years
from daumoi.calendar.forms import AddForm, AnnounceForm, CountForm, ImportForm, RemoveForm
from daumoi.calendar.models import CalendarDay, DayKind
from daumoi.calendar.rules import KINDS, Deadline, add_calendar_days, add_working_days
from daumoi.core.errors import NotAllowed
from daumoi.people.current import body_of

FIRST, LAST = 2000, 2100


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """One year as twelve months, its particular days as a table, and a question box for deadlines."""
    today = timezone.localdate()
    typed = request.GET.get("nam", "")
    chosen = int(typed) if typed.isdecimal() and FIRST <= int(typed) <= LAST else today.year
    body = body_of(request)
    days = list(CalendarDay.objects.visible_to(request.user).filter(date__year=chosen))
    shown = [day for day in days if day.body_id is None or (body and day.body_id == body.registry.pk)]
    known = {row.year: row for row in years()}
    made = reading.months(chosen, shown, today)
    context = {
        "year": chosen,
        "this_year": today.year,
        "next_year_missing": today.month >= 10 and not (known.get(today.year + 1) and known[today.year + 1].announced),
        "months": made,
        "weekdays": reading.WEEKDAYS,
        "working": sum(month.working for month in made),
        "days": shown,
        "known": known.get(chosen),
        "years": sorted({*known, today.year, chosen}),
        "may_change": actions.may_change(request.user),
        "may_close": body is not None and actions.may_close_office(request.user, body.registry),
        "announce": AnnounceForm(
            initial={"year": chosen, "announced": bool(known.get(chosen) and known[chosen].announced)}
        ),
        "office": body.registry if body else None,
        **_counted(request),
    }
    return render(request, "calendar/year.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a day or a range of days."""
    body = body_of(request)
    registry = body.registry if body else None
    national = actions.may_change(request.user)
    office = registry is not None and actions.may_close_office(request.user, registry)
    if not (national or office):
        raise NotAllowed("Chỉ người quản trị được thêm ngày vào lịch.")
    initial = {"first": request.GET.get("ngay", "")}
    form = AddForm(request.POST or None, initial=initial, national=national, office=office)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        rows = actions.add_days(
            given["first"],
            given["last"],
            kind=given["kind"],
            name=given["name"],
            source=given["source"],
            instead_of=given["instead_of"],
            body=registry if given["kind"] == DayKind.OFFICE_OFF else None,
            actor=request.user,
        )
        messages.success(request, f"Đã thêm {len(rows)} ngày vào lịch. Các hạn tính từ bây giờ theo lịch mới.")
        return redirect(f"{reverse('calendar:year')}?nam={rows[0].date.year}")
    return render(request, "calendar/add.html", {"form": form, "office": registry if office else None})


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a day out, with a reason."""
    day = get_object_or_404(CalendarDay.objects.visible_to(request.user), pk=pk)
    if not (actions.may_close_office(request.user, day.body) if day.body else actions.may_change(request.user)):
        raise NotAllowed("Chỉ người quản trị được bỏ ngày khỏi lịch.")
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.remove_day(day, reason=form.cleaned_data["reason"], actor=request.user)
        messages.success(request, f"Đã bỏ {day} khỏi lịch.")
        return redirect(f"{reverse('calendar:year')}?nam={day.date.year}")
    return render(request, "calendar/remove.html", {"form": form, "day": day, "kind": KINDS[day.kind]})


@require_POST
def announce(request: HttpRequest) -> HttpResponse:
    """Say whether the official calendar of a year is in."""
    if not actions.may_change(request.user):
        raise NotAllowed("Chỉ người quản trị hệ thống được đổi lịch chung.")
    form = AnnounceForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Cần ghi căn cứ: số, ngày của thông báo lịch nghỉ. Chưa có gì thay đổi.")
        return redirect("calendar:year")
    given = form.cleaned_data
    row = actions.set_announced(given["year"], given["announced"], source=given["source"], actor=request.user)
    messages.success(request, f"Đã ghi tình trạng lịch năm {row.year}.")
    return redirect(f"{reverse('calendar:year')}?nam={row.year}")


@require_http_methods(["GET", "HEAD", "POST"])
def import_year(request: HttpRequest) -> HttpResponse:
    """The days of a year from a table: first shown row by row, then imported whole."""
    if not actions.may_change(request.user):
        raise NotAllowed("Chỉ người quản trị hệ thống được đổi lịch chung.")
    form = ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        table, given = form.cleaned_data["table"], form.cleaned_data
        if "import" in request.POST and not table.faults:
            report = actions.import_days(
                table.lines, source=given["source"], announced=given["announced"], actor=request.user
            )
            messages.success(
                request,
                f"Đã nhập lịch năm {', '.join(map(str, report.years))}: thêm {report.added}, bỏ {report.removed},"
                f" giữ nguyên {report.unchanged} ngày.",
            )
            return redirect(f"{reverse('calendar:year')}?nam={report.years[-1]}")
        context |= {
            "table": table,
            "lines": [(line, KINDS[line.kind]) for line in table.lines],
            "years": actions.years_of(table.lines),
            "text": reading.as_csv(table.lines),
            "given": given,
        }
    return render(request, "calendar/import.html", context)


@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """A table to fill in: the days now in the calendar of a year."""
    typed = request.GET.get("nam", "")
    chosen = int(typed) if typed.isdecimal() and FIRST <= int(typed) <= LAST else timezone.localdate().year
    days = CalendarDay.objects.visible_to(request.user).filter(date__year=chosen, body=None)
    text = "\ufeff" + reading.as_sample(days)
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="lich-nghi-{chosen}.csv"'},
    )


def _counted(request: HttpRequest) -> dict[str, Any]:
    """The answer to a question about a deadline, when one was asked."""
    asked = "start" in request.GET
    form = CountForm(
        request.GET if asked else None,
        initial={"start": f"{timezone.localdate():%d/%m/%Y}", "amount": 5, "unit": "working"},
    )
    deadline: Deadline | None = None
    if asked and form.is_valid():
        given, days = form.cleaned_data, office_days(body_of(request))
        count = add_calendar_days if given["unit"] == "calendar" else add_working_days
        deadline = count(given["start"], given["amount"], days)
    return {"count_form": form, "deadline": deadline}
