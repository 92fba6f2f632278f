"""People: the list, one person, the account and its password."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daumoi.journal.actions import history
from daumoi.people import gates, rules, suggestions
from daumoi.people.actions import people as actions
from daumoi.people.forms.bodies import ReasonForm
from daumoi.people.forms.people import PersonForm
from daumoi.people.models import Duty, Person
from daumoi.people.naming import found_by
from daumoi.people.paging import keyset
from daumoi.people.views.common import administrator, initial_of, one, tabs, tried

HISTORY = 30
STATES = {"": "Mọi tài khoản", "dung": "Đã dừng", "chua": "Chưa có nhiệm vụ", "mat-khau": "Chưa có mật khẩu"}
SLIPS = 20


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    person = administrator(request)
    today = timezone.localdate()
    q, duty, state, body = (request.GET.get(name, "").strip() for name in ("q", "nhiem-vu", "tinh-trang", "co-quan"))
    now = gates.appointments_for(person).on(today)
    found = gates.people_for(person)
    if q:
        found = found.filter(found_by(q) or Q(pk=None))
    if duty in Duty.values:
        found = found.filter(pk__in=now.filter(duty=duty).values("person_id"))
    if body.isdecimal():
        found = found.filter(pk__in=now.filter(body_id=int(body)).values("person_id"))
    if state == "dung":
        found = found.filter(is_active=False)
    elif state == "mat-khau":
        found = found.filter(pk__in=gates.without_password(person).values("pk"))
    elif state == "chua":
        found = found.exclude(pk__in=gates.busy_ids(today))
    rows, last = keyset(
        found.select_related("kept_by").prefetch_related(Prefetch("appointments", queryset=now, to_attr="posts")),
        request.GET.get("sau", ""),
    )
    query = request.GET.copy()
    query.pop("sau", None)
    context = {
        "people": rows,
        "total": found.count(),
        "newer": f"?{query.urlencode()}" if request.GET.get("sau") else "",
        "older": f"?{query.urlencode()}&sau={last}" if last else "",
        "tabs": tabs("people:people"),
        "places": gates.insides_for(person).order_by("sort_key")[:200],
        "duties": Duty.choices,
        "states": STATES.items(),
        "q": q, "duty": duty, "state": state, "place": body,
        "slips": SLIPS if state == "mat-khau" else 0,
        "filtered": bool(q or duty or state or body),
    }  # fmt: skip
    return render(request, "people/people.html", context)


@require_safe
def person_suggest(request: HttpRequest) -> HttpResponse:
    """Accounts one looks after, for comboboxes of administration."""
    person = administrator(request)
    return JsonResponse(suggestions.accounts(request.GET.get("q", ""), gates.people_for(person)), safe=False)


@require_safe
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    person = administrator(request)
    shown = one(gates.people_for(person).select_related("kept_by"), pk)
    today = timezone.localdate()
    posts = list(gates.appointments_for(person).filter(person=shown).order_by("-starts_on", "pk"))
    keeps = rules.keeps_account(person, shown)
    context = {
        "shown": shown,
        "current": [held for held in posts if held.ends_on is None or held.ends_on >= today],
        "former": [held for held in posts if held.ends_on and held.ends_on < today],
        "delegations": gates.delegations_for(person).filter(delegate=shown),
        "keeps": keeps,
        "places": gates.insides_for(person).filter(pk__in=gates.managed_ids(person)).order_by("sort_key")[:50],
        "history": history(shown).reverse()[:HISTORY] if keeps else [],
        "today": today,
        "facts": [
            ("Tên đăng nhập", shown.login),
            ("Thư điện tử", shown.email),
            ("Điện thoại", shown.phone),
            ("Tài khoản do", shown.kept_by or "quản trị toàn hệ thống"),
            (
                "Đăng nhập gần nhất",
                f"{timezone.localtime(shown.last_login):%H:%M %d/%m/%Y}" if shown.last_login else "chưa",
            ),
        ],
    }
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "POST"])
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = administrator(request)
    shown = one(gates.people_for(person), pk)
    rules.demand(rules.keeps_account(person, shown), actions.NOT_KEPT)
    form = PersonForm(request.POST or None, initial=initial_of(shown, "full_name", "login", "email", "phone"))
    if request.method == "POST" and form.is_valid():
        token = request.POST.get("version")
        if tried(form, lambda: actions.change_person(shown, actor=person, token=token, **form.cleaned_data)):
            messages.success(request, "Đã ghi thay đổi.")
            return redirect("people:person", pk)
    context = {
        "form": form,
        "title": "Sửa thông tin",
        "back": reverse("people:person", args=[pk]),
        "trail": [("Cán bộ", reverse("people:people")), (shown.full_name, reverse("people:person", args=[pk]))],
        "act": "Ghi",
        "version": shown.version,
    }
    return render(request, "people/small_form.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
def person_password(request: HttpRequest, pk: int) -> HttpResponse:
    """A new temporary password, shown on this one answer and nowhere else."""
    person = administrator(request)
    shown = one(gates.people_for(person), pk)
    temporary = actions.reset_password(shown, actor=person, token=request.POST.get("version"))
    return _told_once(request, shown, temporary, "Đã cấp lại mật khẩu")


def _told_once(request: HttpRequest, shown: Person, temporary: str, title: str) -> HttpResponse:
    return render(request, "people/password_once.html", {"shown": shown, "temporary": temporary, "title": title})


@never_cache
@require_POST
def hand_out(request: HttpRequest) -> HttpResponse:
    """Temporary passwords for the next few accounts that have none, as slips to print; shown once.

    Each password costs a quarter of a second to hash: hence a few at a time.
    """
    person = administrator(request)
    waiting = gates.without_password(person).select_related("kept_by").order_by("sort_key", "pk")
    slips = [(shown, actions.reset_password(shown, actor=person)) for shown in waiting[:SLIPS]]
    left = waiting.count()
    return render(request, "people/slips.html", {"slips": slips, "left": left, "address": request.get_host()})


@require_http_methods(["GET", "POST"])
def person_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop an account, or open a stopped one again."""
    person = administrator(request)
    shown = one(gates.people_for(person), pk)
    rules.demand(rules.keeps_account(person, shown), actions.NOT_KEPT)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verb: Any = actions.deactivate if shown.is_active else actions.reactivate
        token = request.POST.get("version")
        if done := tried(form, lambda: verb(shown, actor=person, token=token, **form.cleaned_data)):
            messages.success(request, "Tài khoản dùng lại được." if done.is_active else "Đã dừng tài khoản.")
            return redirect("people:person", pk)
    stops = shown.is_active
    context = {
        "form": form,
        "title": f"Dừng tài khoản của {shown}" if stops else f"Mở lại tài khoản của {shown}",
        "text": "Người này không đăng nhập được nữa; việc đã làm còn nguyên. Phân công đang giữ cần kết thúc riêng."
        if stops
        else "Người này đăng nhập lại được bằng mật khẩu cũ.",
        "back": reverse("people:person", args=[pk]),
        "trail": [("Cán bộ", reverse("people:people")), (shown.full_name, reverse("people:person", args=[pk]))],
        "act": "Dừng tài khoản" if stops else "Mở lại tài khoản",
        "grave": stops,
        "version": shown.version,
    }
    return render(request, "people/small_form.html", context, status=422 if form.errors else 200)
