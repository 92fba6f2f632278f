"""One's own account, the body one works for in this session, and what comboboxes ask."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daumoi.people import suggestions
from daumoi.people.actions import account as actions
from daumoi.people.current import SESSION_KEY, bodies_of, person_of
from daumoi.people.duties import standing


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    if request.method == "POST":
        actions.choose_mail(person, wants="wants_mail" in request.POST)
        messages.success(request, "Đã ghi lựa chọn nhận thư.")
        return redirect("people:account")
    today = standing(person).day
    context = {
        "appointments": person.appointments.on(today).select_related("body", "unit", "assists"),  # type: ignore[attr-defined]
        "delegations": person.delegations.on(today).select_related("body"),  # type: ignore[attr-defined]
        "facts": [
            ("Họ và tên", person.full_name),
            ("Tên đăng nhập", person.login),
            ("Thư điện tử", person.email),
            ("Điện thoại", person.phone),
        ],
    }
    return render(request, "people/account.html", context)


@require_POST
def choose_body(request: HttpRequest) -> HttpResponse:
    """Work for another of one's bodies from now on in this session."""
    wanted = request.POST.get("body", "")
    body = next((body for body in bodies_of(request) if str(body.pk) == wanted), None)
    if body is None:
        raise Http404
    request.session[SESSION_KEY] = body.pk
    after = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(after, {request.get_host()}, request.is_secure()):
        after = "/"
    return redirect(after)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    return JsonResponse(suggestions.bodies(request.GET.get("q", "")), safe=False)


@require_safe
def suggest_person(request: HttpRequest) -> HttpResponse:
    return JsonResponse(suggestions.people(request.GET.get("q", ""), person_of(request)), safe=False)
