"""Bringing the words of files into the search. May run twice."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from daumoi.catalogue import actions as catalogue
from daumoi.catalogue.models import Entry
from daumoi.documents.models import Document
from daumoi.jobs.queue import job

MAX_WORDS = 400_000


def index_words(words: Iterable[str]) -> str:
    """What of a paper's words goes into the search: all, up to a length no reader would miss."""
    return "\n".join(part for part in words if part)[:MAX_WORDS]


@job("documents.index_text", "Đưa chữ của tệp vào ô tìm")
def index_text(document_id: int) -> int:
    """Give the entry of a paper the words of its files, as far as they are known now."""
    with transaction.atomic():
        document = Document.objects.get(pk=document_id)
        entry = Entry.objects.select_for_update(of=("self",)).get(pk=document.entry_id)
        text = index_words(document.attachments.values_list("file__text", flat=True))
        catalogue.change(entry, text=text)
        return len(text)
