"""Units and terms of a body."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from daumoi.people import gates, rules
from daumoi.people.actions import terms, units
from daumoi.people.forms.bodies import DayForm, TermChangeForm, TermForm, UnitNameForm
from daumoi.people.models import Body
from daumoi.people.views.common import administrator, body_inside, initial_of, one, tried

TERM_FIELDS = ("name", "ordinal", "starts_on", "ends_on", "congress_from", "congress_to")


def _trail(body: Body) -> list[tuple[str, str]]:
    return [("Cơ quan", reverse("people:bodies")), (body.name, reverse("people:body", args=[body.pk]))]


@require_http_methods(["GET", "POST"])
def unit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A corrected name, or the day the unit ends: two forms on one page, told apart by the button pressed."""
    person = administrator(request)
    unit = one(gates.units_for(person), pk)
    rules.demand(rules.administers(person, unit.body), units.MINE_ONLY)
    ends = "end" in request.POST
    rename = UnitNameForm(request.POST if request.method == "POST" and not ends else None, initial={"name": unit.name})
    ending = DayForm(request.POST if ends else None, initial={"on": timezone.localdate()}, prefix="het")
    token = request.POST.get("version")
    if ends and ending.is_valid():
        if tried(ending, lambda: units.end_unit(unit, actor=person, token=token, **ending.cleaned_data)):
            messages.success(request, f"Đơn vị «{unit}» kết thúc.")
            return redirect("people:body_record", unit.body_id)
    elif (
        request.method == "POST"
        and not ends
        and rename.is_valid()
        and tried(rename, lambda: units.rename_unit(unit, actor=person, token=token, **rename.cleaned_data))
    ):
        messages.success(request, "Đã ghi tên đơn vị.")
        return redirect("people:body_record", unit.body_id)
    context = {"unit": unit, "rename": rename, "ending": ending, "trail": _trail(unit.body)}
    return render(request, "people/unit.html", context, status=422 if rename.errors or ending.errors else 200)


@require_http_methods(["GET", "POST"])
def term_open(request: HttpRequest, pk: int) -> HttpResponse:
    person, body = body_inside(request, pk)
    rules.demand(rules.administers(person, body), terms.MINE_ONLY)
    form = TermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        term = tried(form, lambda: terms.open_term(body, actor=person, **form.cleaned_data))
        if term is not None:
            messages.success(request, f"Nhiệm kỳ {term} bắt đầu từ {term.starts_on:%d/%m/%Y}.")
            return redirect("people:body", pk)
    context = {"form": form, "body": body, "trail": _trail(body), "before": body.terms.order_by("-starts_on").first()}  # type: ignore[attr-defined]
    return render(request, "people/term_open.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def term_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = administrator(request)
    term = one(gates.terms_for(person), pk)
    rules.demand(rules.administers(person, term.body), terms.MINE_ONLY)
    form = TermChangeForm(request.POST or None, initial=initial_of(term, *TERM_FIELDS))
    if request.method == "POST" and form.is_valid():
        token = request.POST.get("version")
        if tried(form, lambda: terms.change_term(term, actor=person, token=token, **form.cleaned_data)):
            messages.success(request, "Đã ghi nhiệm kỳ.")
            return redirect("people:body", term.body_id)
    context = {"form": form, "term": term, "trail": _trail(term.body)}
    return render(request, "people/term_edit.html", context, status=422 if form.errors else 200)
