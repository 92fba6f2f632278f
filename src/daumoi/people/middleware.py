"""A password that somebody else has set opens one page only: the one where it is changed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


class own_password_first:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        temporary = request.user.is_authenticated and request.user.must_change_password
        if temporary and request.path not in {reverse("account_change_password"), reverse("account_logout")}:
            return redirect("account_change_password")
        return self.get_response(request)
