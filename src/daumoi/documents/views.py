"""The files of papers: read through the paper they belong to, never by themselves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from daumoi.documents.models import Attachment
from daumoi.files.serving import answer_file, answer_page
from daumoi.people.current import person_of


@require_safe
def file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """The file under its own name; with ?tai-ve handed over instead of shown."""
    found = get_object_or_404(Attachment.objects.visible_to(person_of(request)).select_related("file"), pk=pk)
    return answer_file(request, found.file, found.name, download="tai-ve" in request.GET)


@require_safe
def page(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """One page as a picture; 0 is the thumbnail."""
    found = get_object_or_404(Attachment.objects.visible_to(person_of(request)).select_related("file"), pk=pk)
    return answer_page(request, found.file, number)
