"""The door by which files come in, in pieces or at once, and what the sender may see of them."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daumoi.core.errors import Refusal
from daumoi.files import actions
from daumoi.files.models import StoredFile, Upload
from daumoi.files.serving import answer_file, answer_page
from daumoi.people.current import body_of, person_of


def as_json(upload: Upload) -> dict[str, Any]:
    """What the sender's window needs to go on."""
    state = "failed" if upload.problem else "done" if upload.file_id else "going"
    return {
        "id": str(upload.pk),
        "name": upload.name,
        "size": upload.size,
        "offset": upload.offset,
        "done": state == "done",
        "state": state,
        "problem": upload.problem,
        "file": _file(upload.file) if upload.file else None,
    }


def _file(stored: StoredFile) -> dict[str, Any]:
    return {"sha256": stored.sha256, "size": stored.size, "media_type": stored.media_type, "pages": stored.pages}


def _refused(refusal: Refusal, status: int = 422, **more: Any) -> JsonResponse:
    words = " ".join([*refusal.reasons, refusal.advice]).strip()
    return JsonResponse({"problem": words, "done": False, **more}, status=status)


@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """Announce a file as JSON {name, size}; or hand over whole files in a plain form (`files`)."""
    body = body_of(request)
    try:
        if request.content_type == "multipart/form-data":
            uploads = [
                actions.take_whole(file, file.name or "tep", file.size or 0, actor=person_of(request), body=body)
                for file in request.FILES.getlist("files")
            ]
            return JsonResponse({"uploads": [as_json(upload) for upload in uploads]}, status=201)
        said = json.loads(request.body)
        upload = actions.start_upload(str(said["name"]), int(said["size"]), actor=person_of(request), body=body)
    except (ValueError, KeyError, TypeError):
        return _refused(Refusal("Thiếu tên tệp hoặc cỡ tệp."), 400)
    except Refusal as refusal:
        return _refused(refusal)
    return JsonResponse(as_json(upload), status=201)


@require_http_methods(["GET", "HEAD", "PATCH", "DELETE"])
def upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where an upload stands; its next piece; putting it away."""
    found = get_object_or_404(Upload.objects.visible_to(person_of(request)).select_related("file"), pk=pk)
    if request.method == "DELETE":
        actions.discard_upload(found)
        return HttpResponse(status=204)
    if request.method != "PATCH":
        response = JsonResponse(as_json(found))
        response["Upload-Offset"] = str(found.offset)
        response["Cache-Control"] = "no-store"
        return response
    try:
        offset = int(request.headers.get("Upload-Offset", ""))
        data = request.read(actions.PIECE_LIMIT + 1)
        found = actions.take_piece(found, offset, data)
    except ValueError:
        return _refused(Refusal("Thiếu vị trí của phần gửi lên."), 400)
    except actions.OutOfStep as behind:
        return _refused(behind, 409, offset=behind.offset)
    except Refusal as refusal:
        return _refused(refusal, offset=found.offset)
    answer = as_json(found)
    return JsonResponse(answer, status=422 if found.problem else 200)


@require_safe
def content(request: HttpRequest, pk: UUID, name: str = "") -> HttpResponseBase:
    """The uploaded file, for the one who sent it."""
    found = get_object_or_404(Upload.objects.visible_to(person_of(request)).filter(file__isnull=False), pk=pk)
    return answer_file(request, found.file, found.name, download="tai-ve" in request.GET)  # type: ignore[arg-type]


@require_safe
def page(request: HttpRequest, pk: UUID, number: int) -> HttpResponseBase:
    """A page of the uploaded file as a picture, for the one who sent it."""
    found = get_object_or_404(
        Upload.objects.visible_to(person_of(request)).filter(file__isnull=False).select_related("file"), pk=pk
    )
    return answer_page(request, found.file, number)  # type: ignore[arg-type]
