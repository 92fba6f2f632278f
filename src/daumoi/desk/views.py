"""Bàn làm việc: the first page of the day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daumoi.desk.reading import desk_of
from daumoi.people.current import body_of, person_of


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits, what is due, what is late; and what happened lately."""
    context = {
        "desk": desk_of(person_of(request), body_of(request)),
        "body": body_of(request),
    }
    return render(request, "desk/desk.html", context)
