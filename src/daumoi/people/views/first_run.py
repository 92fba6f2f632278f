"""The page behind the one-time link: it founds the office and then is gone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from daumoi.core.errors import Refusal
from daumoi.people import first_run
from daumoi.people.forms.first_run import FirstRunForm


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def found(request: HttpRequest, token: str) -> HttpResponse:
    if not first_run.opens(token):
        if not first_run.needed():
            raise Http404
        raise first_run.link_is_over()
    form = FirstRunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            body = first_run.found(token, form.wishes())
        except Refusal as refusal:
            form.add_error(None, " ".join(refusal.reasons))
        else:
            messages.success(request, f"Đã lập «{body}». Mời đồng chí đăng nhập bằng tài khoản vừa tạo.")
            return redirect("account_login")
    return render(request, "people/first_run.html", {"form": form}, status=422 if form.errors else 200)
