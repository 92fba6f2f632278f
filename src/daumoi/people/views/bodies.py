"""The directory of bodies, the pages of one body, its identifiers and its end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daumoi.journal.actions import history
from daumoi.people import checks, gates, rules
from daumoi.people.actions import bodies as actions
from daumoi.people.actions import units as unit_actions
from daumoi.people.forms.bodies import BodyForm, CodeForm, DayForm, EndForm, ReasonForm, UnitForm
from daumoi.people.models import Appointment, Body, BodyKind
from daumoi.people.naming import found_by
from daumoi.people.paging import PAGE, keyset
from daumoi.people.views.common import administrator, body_inside, body_tabs, initial_of, one, tabs, tried

HISTORY = 30
PLACES = {"": "Mọi nơi", "trong": "Trong hệ thống", "ngoai": "Ngoài hệ thống"}


@require_safe
def body_list(request: HttpRequest) -> HttpResponse:
    person = administrator(request)
    today = timezone.localdate()
    q, kind, place = (request.GET.get(name, "").strip() for name in ("q", "loai", "noi"))
    ended = "da-ket-thuc" in request.GET
    found = gates.bodies_for(person)
    if q:
        found = found.filter(found_by(q) or Q(pk=None))
    if kind in BodyKind.values:
        found = found.filter(kind=kind)
    if place in {"trong", "ngoai"}:
        found = found.filter(is_here=place == "trong")
    found = found.filter(valid_to__lt=today) if ended else found.existing(today)
    rows, last = keyset(found.select_related("parent", "successor"), request.GET.get("sau", ""))
    context = {
        "bodies": rows,
        "total": found.count(),
        "older": _page(request, last) if last else "",
        "newer": _page(request, "") if request.GET.get("sau") else "",
        "tabs": tabs("people:bodies"),
        "kinds": BodyKind.choices,
        "places": PLACES.items(),
        "q": q,
        "kind": kind,
        "place": place,
        "ended": ended,
        "filtered": bool(q or kind or place or ended),
        "governs": rules.governs(person),
        "page": PAGE,
    }
    return render(request, "people/bodies.html", context)


def _page(request: HttpRequest, after: str) -> str:
    query = request.GET.copy()
    query.pop("sau", None)
    if after:
        query["sau"] = after
    return f"?{query.urlencode()}"


@require_safe
def body_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Posts, delegations, terms, and what is amiss in them; of a body one does not look after, only its record."""
    person = administrator(request)
    body = one(gates.bodies_for(person).select_related("parent", "office", "successor"), pk)
    if not (body.is_here and gates.inside(person, body)):
        return _record(request, body)
    today = timezone.localdate()
    places = {body.pk, body.registry.pk}
    appointments = [
        held
        for held in gates.appointments_for(person).filter(body_id__in=places).order_by("person__sort_key", "starts_on")
        if held.ends_on is None or held.ends_on >= today or held.body_id == body.pk
    ]
    delegations = list(gates.delegations_for(person).filter(body_id=body.pk))
    terms = list(gates.terms_for(person).filter(body_id=body.pk))
    own = [held for held in appointments if held.body_id == body.pk]
    context = {
        "body": body,
        "tabs": body_tabs(body, "people:body"),
        "findings": checks.findings(body, appointments, delegations, terms, today),
        "current": [held for held in own if held.ends_on is None or held.ends_on >= today],
        "former": sorted(
            (held for held in own if held.ends_on and held.ends_on < today), key=lambda held: held.ends_on
        )[: -PAGE - 1 : -1],
        "delegations": delegations,
        "terms": terms,
        "has_terms": body.kind in rules.COMMITTEES,
        "today": today,
        "administers": rules.administers(person, body),
        "changes": rules.changes_body(person, body),
        "governs": rules.governs(person),
    }
    return render(request, "people/body.html", context)


def _former(own: list[Appointment], today: date) -> list[Appointment]:
    """The latest to leave first; a page of them."""
    gone = [held for held in own if held.ends_on and held.ends_on < today]
    return sorted(gone, key=lambda held: (held.ends_on or today, held.pk), reverse=True)[:PAGE]


@require_safe
def body_record(request: HttpRequest, pk: int) -> HttpResponse:
    person = administrator(request)
    return _record(request, one(gates.bodies_for(person).select_related("parent", "office", "successor"), pk))


def _record(
    request: HttpRequest, body: Body, code_form: CodeForm | None = None, unit_form: UnitForm | None = None
) -> Any:
    """The facts of a body; its units and its history only for those who look after it."""
    person = administrator(request)
    inside = body.is_here and gates.inside(person, body)
    shows_history = inside or not body.is_here
    context = {
        "body": body,
        "tabs": body_tabs(body, "people:body_record") if inside else [],
        "facts": _facts(body),
        "codes": body.codes.order_by("-valid_to", "scheme", "pk"),  # type: ignore[attr-defined]
        "units": body.units.all() if inside else [],  # type: ignore[attr-defined]
        "history": history(body).reverse()[:HISTORY] if shows_history else [],
        "inside": inside,
        "shows_history": shows_history,
        "changes": rules.changes_body(person, body),
        "ends": rules.governs(person) or (not body.is_here and rules.changes_body(person, body)),
        "administers": rules.administers(person, body),
        "code_form": code_form or CodeForm(),
        "unit_form": unit_form or UnitForm(),
        "today": timezone.localdate(),
    }
    failed = bool((code_form and code_form.errors) or (unit_form and unit_form.errors))
    return render(request, "people/body_record.html", context, status=422 if failed else 200)


def _facts(body: Body) -> list[tuple[Any, ...]]:
    def link(other: Body | None) -> tuple[Any, ...]:
        return (other, reverse("people:body", args=[other.pk])) if other else (None,)

    return [
        ("Tên gọi tắt", body.short_name),
        ("Loại", body.get_kind_display()),
        ("Ký hiệu", body.code),
        ("Cấp trên", *link(body.parent)),
        ("Văn phòng giữ sổ", *(link(body.office) if body.office else ("tự giữ sổ" if body.is_here else None,))),
        ("Địa danh", body.place),
        ("Nơi làm việc", "trên hệ thống này" if body.is_here else "ngoài hệ thống này"),
        ("Thư điện tử", body.email),
        ("Từ ngày", f"{body.valid_from:%d/%m/%Y}" if body.valid_from else None),
        ("Đến hết ngày", f"{body.valid_to:%d/%m/%Y}" if body.valid_to else None),
        ("Cơ quan kế tục", *link(body.successor)),
    ]


@require_http_methods(["GET", "POST"])
def body_create(request: HttpRequest) -> HttpResponse:
    person = administrator(request)
    form = BodyForm(request.POST or None, governs=rules.governs(person))
    if request.method == "POST" and form.is_valid():
        body = tried(form, lambda: actions.create_body(actor=person, **form.cleaned_data))
        if body is not None:
            messages.success(request, f"Đã ghi «{body}».")
            return redirect("people:body", body.pk)
    return render(request, "people/body_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def body_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = administrator(request)
    body = one(gates.bodies_for(person).select_related("parent", "office"), pk)
    rules.demand(rules.changes_body(person, body), "Đồng chí không phụ trách cơ quan này nên không sửa được.")
    form = BodyForm(request.POST or None, governs=rules.governs(person), initial=initial_of(body, *actions.FIELDS))
    if request.method == "POST" and form.is_valid():
        token = request.POST.get("version")
        if tried(form, lambda: actions.change_body(body, actor=person, token=token, **form.cleaned_data)) is not None:
            messages.success(request, "Đã ghi thay đổi.")
            return redirect("people:body_record", pk)
    return render(request, "people/body_form.html", {"form": form, "body": body}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def body_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The day a body ends, and who goes on; or, when it has ended by mistake, that it goes on itself."""
    person = administrator(request)
    body = one(gates.bodies_for(person), pk)
    form: Any = (ReasonForm if body.valid_to else EndForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verb = actions.reopen_body if body.valid_to else actions.end_body
        done = tried(form, lambda: verb(body, actor=person, token=request.POST.get("version"), **form.cleaned_data))
        if done is not None:
            messages.success(request, "Đã ghi ngày kết thúc." if done.valid_to else "Đã bỏ ngày kết thúc.")
            return redirect("people:body_record", pk)
    return render(request, "people/body_end.html", {"form": form, "body": body}, status=422 if form.errors else 200)


@require_POST
def code_add(request: HttpRequest, pk: int) -> HttpResponse:
    person = administrator(request)
    body = one(gates.bodies_for(person).select_related("parent", "office", "successor"), pk)
    form = CodeForm(request.POST)
    if form.is_valid() and tried(form, lambda: actions.add_code(body, actor=person, **form.cleaned_data)) is not None:
        messages.success(request, f"Đã ghi mã {form.cleaned_data['code']}.")
        return redirect("people:body_record", pk)
    return _record(request, body, code_form=form)


@require_http_methods(["GET", "POST"])
def code_end(request: HttpRequest, pk: int) -> HttpResponse:
    person = administrator(request)
    code = one(gates.codes_for(person), pk)
    form = DayForm(request.POST or None, initial={"on": timezone.localdate()})
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: actions.end_code(code, actor=person, **form.cleaned_data)) is not None
    ):
        messages.success(request, f"Mã {code} hết hiệu lực.")
        return redirect("people:body_record", code.body_id)
    context = {
        "form": form,
        "title": f"Cho mã {code} hết hiệu lực",
        "text": "Mã cũ vẫn tìm được cơ quan; mã mới ghi thêm trên trang cơ quan.",
        "back": reverse("people:body_record", args=[code.body_id]),
        "trail": [("Cơ quan", reverse("people:bodies")), (code.body.name, reverse("people:body", args=[code.body_id]))],
        "act": "Ghi ngày hết hiệu lực",
    }
    return render(request, "people/small_form.html", context, status=422 if form.errors else 200)


@require_POST
def unit_create(request: HttpRequest, pk: int) -> HttpResponse:
    person, body = body_inside(request, pk)
    form = UnitForm(request.POST)
    if form.is_valid() and tried(form, lambda: unit_actions.create_unit(body, actor=person, **form.cleaned_data)):
        messages.success(request, f"Đã lập đơn vị «{form.cleaned_data['name']}».")
        return redirect("people:body_record", pk)
    return _record(request, body, unit_form=form)
