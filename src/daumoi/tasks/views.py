"""Small answers for the handling note. The notes and lines themselves are acted on from the pages of their papers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from daumoi import vietnamese
from daumoi.calendar.book import deadline_in, deadline_on
from daumoi.core.errors import Refusal
from daumoi.people.current import body_of, person_of
from daumoi.tasks import phrases


@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """How the deadline typed so far is counted; a fragment."""
    days, day, body = request.GET.get("days", "").strip(), request.GET.get("due_on", "").strip(), body_of(request)
    context: dict[str, object] = {}
    if days.isdecimal() and 1 <= int(days) <= 250:
        context["due"] = deadline_in(int(days), timezone.localdate(), body)
    elif days:
        context["problem"] = "Số ngày làm việc từ 1 đến 250."
    elif day:
        try:
            context["due"] = deadline_on(vietnamese.parse_date(day, today=timezone.localdate()), body)
        except ValueError as error:
            context["problem"] = str(error)
    return render(request, "tasks/due.html", context)


@require_safe
def phrase_list(request: HttpRequest) -> HttpResponse:
    """The phrases of the body and one's own."""
    return render(request, "tasks/phrase_list.html", {"phrases": phrases.of(person_of(request), body_of(request))})


@require_POST
def phrase_add(request: HttpRequest) -> HttpResponse:
    body = body_of(request)
    if body is None:
        raise Refusal("Đồng chí chưa được phân công ở cơ quan nào.")
    phrases.add(request.POST.get("text", ""), body=body, person=person_of(request), shared="shared" in request.POST)
    return redirect("tasks:phrases")


@require_POST
def phrase_remove(request: HttpRequest, pk: int) -> HttpResponse:
    if not phrases.remove(pk, person=person_of(request)):
        raise Http404
    return redirect("tasks:phrases")
