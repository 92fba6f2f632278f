"""Answers with the bytes of a stored file. For views only: they have already decided who may read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from daumoi.files import jobs, store
from daumoi.files.kinds import KINDS
from daumoi.files.models import StoredFile

BLOCK = 1 << 18
# A file shown by the browser may run nothing and fetch nothing. Chromium's own PDF reader refuses to start in a
# sandbox, so a PDF goes without that word.
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'"
FOR_PDF = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; object-src 'self'; frame-ancestors 'self'"
)
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def answer_file(request: HttpRequest, stored: StoredFile, name: str, *, download: bool = False) -> HttpResponseBase:
    """The file under its name: shown when the browser can do that safely, otherwise handed over. Knows ranges."""
    kind = KINDS.get(stored.suffix)
    inline = bool(kind and kind.inline) and not download
    etag = f'"{stored.sha256}"'
    if request.headers.get("If-None-Match") == etag:
        return _dressed(HttpResponse(status=304), stored, etag)
    try:
        file = store.open_bytes(stored.sha256)
    except FileNotFoundError:
        raise Http404 from None
    span = _span(request, stored, etag)
    response: HttpResponseBase
    if span is None:
        response = FileResponse(file)
        response["Content-Length"] = str(stored.size)
    elif span[0] > span[1] or span[0] >= stored.size:
        file.close()
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{stored.size}"
        return response
    else:
        first, last = span
        response = StreamingHttpResponse(_part(file, first, last), status=206)
        response["Content-Range"] = f"bytes {first}-{last}/{stored.size}"
        response["Content-Length"] = str(last - first + 1)
    charset = "; charset=utf-8" if stored.media_type.startswith("text/") else ""
    response["Content-Type"] = (stored.media_type if kind else "application/octet-stream") + charset
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    return _dressed(response, stored, etag)


def answer_picture(request: HttpRequest, made: StoredFile | None) -> HttpResponseBase:
    """A page picture; the browser keeps it and asks again only with its fingerprint."""
    if made is None:
        raise Http404
    etag = f'"{made.sha256}"'
    if request.headers.get("If-None-Match") == etag:
        return _dressed(HttpResponse(status=304), made, etag)
    try:
        response = FileResponse(store.open_bytes(made.sha256), content_type=made.media_type)
    except FileNotFoundError:
        raise Http404 from None
    response["Content-Length"] = str(made.size)
    return _dressed(response, made, etag)


def answer_page(request: HttpRequest, stored: StoredFile, page: int) -> HttpResponseBase:
    """Page `page` of a file as a picture; 0 is the thumbnail."""
    return answer_picture(request, jobs.page_picture(stored, page) if page else jobs.thumbnail(stored))


def _dressed(response: HttpResponseBase, stored: StoredFile, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    # Kept by this browser only, and asked about every time: a right may be taken back.
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = FOR_PDF if stored.suffix == "pdf" else SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _span(request: HttpRequest, stored: StoredFile, etag: str) -> tuple[int, int] | None:
    """The one range asked for; None for the whole (also for several ranges, and for those we cannot read)."""
    found = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if not found or request.headers.get("If-Range", etag) != etag:
        return None
    start, end = found.groups()
    if start:
        return int(start), min(int(end), stored.size - 1) if end else stored.size - 1
    return (max(0, stored.size - int(end)), stored.size - 1) if end else None


def _part(file: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        left = last - first + 1
        while left and (block := file.read(min(BLOCK, left))):
            left -= len(block)
            yield block
