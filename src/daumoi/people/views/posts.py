"""Appointing people, ending appointments, delegations; a new person with the first post."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from daumoi.people import gates, rules
from daumoi.people.actions import appointments as actions
from daumoi.people.actions.people import create_person
from daumoi.people.forms.bodies import EndWithReasonForm
from daumoi.people.forms.people import AppointForm, DelegationForm, NewPersonForm
from daumoi.people.models import Body, Duty, Person
from daumoi.people.views.common import administrator, body_inside, one, tried

ACCOUNT = ("full_name", "login", "email", "phone")


def _trail(body: Body) -> list[tuple[str, str]]:
    return [("Cơ quan", reverse("people:bodies")), (body.name, reverse("people:body", args=[body.pk]))]


def _may_appoint(person: Person, body: Body) -> None:
    allowed = rules.administers(person, body) or rules.appoints(person, body, Duty.ADMIN)
    rules.demand(allowed, "Chỉ người quản trị của cơ quan được phân công tại đó.")


@never_cache
@require_http_methods(["GET", "POST"])
def person_create(request: HttpRequest, pk: int) -> HttpResponse:
    """A new account and its first post; the temporary password is shown once, in the answer."""
    person, body = body_inside(request, pk)
    _may_appoint(person, body)
    form = NewPersonForm(request.POST or None, body=body, actor=person)
    if request.method == "POST" and form.is_valid():
        made = tried(form, lambda: _create(person, body, form.cleaned_data))
        if made is not None:
            new, temporary = made
            context = {"shown": new, "temporary": temporary, "title": "Đã lập tài khoản", "body": body}
            return render(request, "people/password_once.html", context)
    context = {"form": form, "body": body, "trail": _trail(body)}
    return render(request, "people/person_form.html", context, status=422 if form.errors else 200)


def _create(actor: Person, body: Body, data: dict[str, Any]) -> tuple[Person, str]:
    account = {name: data[name] for name in ACCOUNT}
    post = {name: value for name, value in data.items() if name not in ACCOUNT}
    with transaction.atomic():
        person, temporary = create_person(actor=actor, kept_by=body, **account)
        actions.appoint(person, body, actor=actor, **post)
        return person, temporary


@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    person, body = body_inside(request, pk)
    _may_appoint(person, body)
    wanted = request.GET.get("can-bo", "")
    initial = {"person": int(wanted)} if wanted.isdecimal() else {}
    form = AppointForm(request.POST or None, body=body, actor=person, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data}
        whom = data.pop("person")
        if tried(form, lambda: actions.appoint(whom, body, actor=person, **data)):
            messages.success(request, f"Đã phân công {whom}.")
            return redirect("people:body", pk)
    context = {"form": form, "body": body, "trail": _trail(body)}
    return render(request, "people/appoint.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def appointment_end(request: HttpRequest, pk: int) -> HttpResponse:
    person = administrator(request)
    held = one(gates.appointments_for(person), pk)
    rules.demand(
        rules.appoints(person, held.body, held.duty), "Chỉ người quản trị của cơ quan được kết thúc phân công tại đó."
    )
    form = EndWithReasonForm(request.POST or None, initial={"on": timezone.localdate()})
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: actions.end_appointment(held, actor=person, **form.cleaned_data))
    ):
        messages.success(request, f"Phân công của {held.person} kết thúc.")
        return redirect("people:body", held.body_id)
    context = {
        "form": form,
        "title": f"Kết thúc phân công: {held.person}, {held.position}",
        "text": f"{held.get_duty_display()} tại {held.body}, từ {held.starts_on:%d/%m/%Y}. "
        "Việc đang giao cho người này không tự chuyển; chuyển từng việc hoặc giao người kế tiếp.",
        "back": reverse("people:body", args=[held.body_id]),
        "trail": _trail(held.body),
        "act": "Kết thúc phân công",
    }
    return render(request, "people/small_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def delegation_create(request: HttpRequest, pk: int) -> HttpResponse:
    person, body = body_inside(request, pk)
    rules.demand(rules.administers(person, body), "Chỉ người quản trị của cơ quan được ghi việc giao ký.")
    form = DelegationForm(request.POST or None, body=body)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data}
        whom = data.pop("delegate")
        if tried(form, lambda: actions.delegate(whom, body, actor=person, **data)):
            messages.success(request, f"Đã ghi việc giao ký cho {whom}.")
            return redirect("people:body", pk)
    context = {"form": form, "body": body, "trail": _trail(body)}
    return render(request, "people/delegation.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def delegation_end(request: HttpRequest, pk: int) -> HttpResponse:
    person = administrator(request)
    delegation = one(gates.delegations_for(person), pk)
    rules.demand(rules.administers(person, delegation.body), "Chỉ người quản trị của cơ quan được sửa việc giao ký.")
    form = EndWithReasonForm(request.POST or None, initial={"on": timezone.localdate()})
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: actions.end_delegation(delegation, actor=person, **form.cleaned_data))
    ):
        messages.success(request, "Đã ghi ngày kết thúc việc giao ký.")
        return redirect("people:body", delegation.body_id)
    context = {
        "form": form,
        "title": f"Kết thúc giao ký: {delegation.delegate}",
        "text": f"Theo {delegation.basis}. Văn bản đã ký không bị ảnh hưởng.",
        "back": reverse("people:body", args=[delegation.body_id]),
        "trail": _trail(delegation.body),
        "act": "Kết thúc giao ký",
    }
    return render(request, "people/small_form.html", context, status=422 if form.errors else 200)
