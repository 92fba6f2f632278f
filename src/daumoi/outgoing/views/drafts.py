"""Drafts: the list, one draft, its steps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from daumoi.outgoing.models import Draft


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(Draft.objects.visible_to(request.user), pk=pk)
    return render(request, "outgoing/draft.html", {"draft": draft})
