"""Pages that belong to no room: what is said when a request cannot be answered at all."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods

from daumoi.core.troubles import trouble_of

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@require_http_methods(["POST", "PUT", "PATCH", "DELETE"])
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere; nothing was done."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read, or is more than one form may hold."""
    if isinstance(exception, TOO_LARGE):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """An error of the program, or trouble of the machine under it. Asks nothing of the database: it may be away."""
    trouble = trouble_of(sys.exc_info()[1])
    if trouble is None:
        return HttpResponse(render_to_string("500.html"), status=500)
    page = HttpResponse(render_to_string("trouble.html", {"trouble": trouble}), status=trouble.status)
    page["Retry-After"] = "30"
    return page
