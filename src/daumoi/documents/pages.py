"""What a page shows of a paper's files: rows, and the pictures of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from daumoi.documents.models import Attachment, Document
from daumoi.files.models import StoredFile, Upload

MOST_PAGES = 60
WIDTH = 800
A4 = (595, 842)


@dataclass(frozen=True)
class Preview:
    """The pictures of a file, for components/page_preview.html."""

    title: str
    pages: list[dict[str, Any]] = field(default_factory=list)
    total: int = 0
    file_url: str = ""
    waiting: bool = False
    problem: str = ""


def preview(stored: StoredFile, title: str, *, page_url: str, file_url: str, most: int = MOST_PAGES) -> Preview:
    """`page_url` is the address of page 0: the number stands before its last slash."""
    base = page_url.removesuffix("0/")
    pages = []
    for number in range(1, min(stored.pages or 0, most) + 1):
        width, height = stored.page_sizes[number - 1] if number <= len(stored.page_sizes) else A4
        pages.append(
            {
                "url": f"{base}{number}/",
                "number": number,
                "width": WIDTH,
                "height": round(WIDTH * height / max(width, 1)),
            }
        )
    return Preview(
        title, [] if stored.problem else pages, stored.pages or 0, file_url, stored.rendered_at is None, stored.problem
    )


def attachment_preview(attachment: Attachment) -> Preview:
    return preview(
        attachment.file,
        attachment.name,
        page_url=reverse("documents:page", args=[attachment.pk, 0]),
        file_url=reverse("documents:file", args=[attachment.pk, attachment.name]),
    )


def upload_preview(upload: Upload) -> Preview:
    if upload.file is None:
        return Preview(upload.name, waiting=not upload.problem, problem=upload.problem)
    return preview(
        upload.file,
        upload.name,
        page_url=reverse("files:page", args=[upload.pk, 0]),
        file_url=reverse("files:content", args=[upload.pk]),
    )


@dataclass(frozen=True)
class FileRow:
    """One file in the list of a paper."""

    name: str
    url: str
    bytes: int
    pages: int | None
    note: str
    problem: str = ""


@dataclass(frozen=True)
class Files:
    """Everything documents/files.html needs."""

    rows: list[FileRow]
    preview: Preview | None

    @property
    def count(self) -> int:
        return len(self.rows)


def files_of(document: Document, attachments: Sequence[Attachment] | None = None, chosen: int | None = None) -> Files:
    """The files of a paper and the pictures of the chosen one (the first that has pages). One query."""
    found = list(document.attachments.select_related("file") if attachments is None else attachments)
    rows = [
        FileRow(
            attachment.name,
            reverse("documents:file", args=[attachment.pk, attachment.name]),
            attachment.file.size,
            attachment.file.pages,
            " · ".join(
                filter(None, [attachment.get_role_display() if len(found) > 1 else "", attachment.file.problem])
            ),
        )
        for attachment in found
    ]
    shown = next((one for one in found if one.pk == chosen), None) or next(
        (one for one in found if one.file.pages or one.file.rendered_at is None), None
    )
    return Files(rows, attachment_preview(shown) if shown else None)
