"""Bodies and people from a file: bring it, say what its columns mean, look at every row, take it in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daumoi.people import gates, tables
from daumoi.people.actions import imports as actions
from daumoi.people.forms.imports import MappingForm, UploadForm
from daumoi.people.models import ImportSheet
from daumoi.people.views.common import administrator, one, tabs, tried

SHOWN_GOOD, SHOWN_BAD = 50, 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    person = administrator(request)
    form = UploadForm(request.POST or None, request.FILES or None, actor=person)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        name, kind, body = data["file"].name, data["kind"], data["body"]
        content = data["file"].read(tables.MOST_BYTES + 1)
        sheet = tried(form, lambda: actions.start(actor=person, kind=kind, file_name=name, data=content, body=body))
        if sheet is not None:
            return redirect("people:import_sheet", sheet.pk)
    context = {"form": form, "tabs": tabs("people:imports"), "sheets": gates.sheets_for(person)[:20]}
    return render(request, "people/imports.html", context, status=422 if form.errors else 200)


@require_safe
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    administrator(request)
    if kind not in ImportSheet.Kind.values:
        raise Http404
    name = "mau-co-quan.xlsx" if kind == ImportSheet.Kind.BODIES else "mau-can-bo.xlsx"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(tables.template(kind), content_type=XLSX, headers=disposition)


@require_http_methods(["GET", "POST"])
def import_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The columns and a trial of every row; of a table already taken in, what became of it."""
    person = administrator(request)
    sheet = one(gates.sheets_for(person), pk)
    if sheet.done_at:
        waiting = gates.without_password(person).filter(pk__in=sheet.result["made"]).count()
        is_people = sheet.kind == ImportSheet.Kind.PEOPLE
        return render(request, "people/import_done.html", {"sheet": sheet, "waiting": waiting if is_people else 0})
    form = MappingForm(request.POST or None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        actions.map_columns(sheet, form.mapping(), actor=person, token=request.POST.get("version"))
        return redirect("people:import_sheet", pk)
    missing = actions.missing_columns(sheet)
    outcome = None if missing else actions.trial(sheet, actor=person)
    context = {
        "sheet": sheet,
        "form": form,
        "missing": missing,
        "outcome": outcome,
        "bad": outcome.bad[:SHOWN_BAD] if outcome else [],
        "good": outcome.good[:SHOWN_GOOD] if outcome else [],
    }
    return render(request, "people/import_sheet.html", context, status=422 if form.errors else 200)


@require_POST
def import_take_in(request: HttpRequest, pk: int) -> HttpResponse:
    person = administrator(request)
    sheet = one(gates.sheets_for(person), pk)
    outcome = actions.take_in(
        sheet, actor=person, skip_problems="skip" in request.POST, token=request.POST.get("version")
    )
    messages.success(request, f"Đã ghi {len(outcome.good)} dòng.")
    return redirect("people:import_sheet", pk)
