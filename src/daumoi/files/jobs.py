"""Drawing pages, reading words, sweeping. Every handler may run twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from pathlib import Path

from daumoi import vietnamese
from daumoi.core import office
from daumoi.core.errors import Refusal
from daumoi.files import actions, kinds, reading, store
from daumoi.files.models import Rendition, StoredFile
from daumoi.jobs.queue import job, later

FIRST_PAGES = 3
CHUNK = 4
PAGE_SIDE = 1600
THUMB_SIDE = 260
OCR_PAGES = 300
OCR_PRIORITY = -10
# A scan may carry a stamp or a page number as its only text.
FEW_LETTERS = 40

PAGED = frozenset({"pdf", "png", "jpg", "tif"})
WRITTEN = frozenset(suffix.removeprefix(".") for suffix in office.OFFICE_SUFFIXES)
TABLES = frozenset({"xlsx", "xls", "ods"})


@job("files.render", "Dựng trang và đọc chữ của tệp")
def render(file_id: int) -> str:
    """Draw the first pages and the thumbnail, read the words. What cannot be drawn says why."""
    stored = StoredFile.objects.filter(pk=file_id, rendered_at=None).first()
    if stored is None:
        return "đã dựng"
    if stored.suffix in TABLES or stored.suffix in ("txt", "csv"):
        with actions.on_disk(stored) as path:
            read: Callable[[Path], str] = reading.table_text if stored.suffix in TABLES else reading.plain_text
            actions.note_read(stored, final=True, text=read(path), text_source="word")
        return "đã đọc chữ"
    if stored.suffix not in PAGED | WRITTEN:
        actions.note_read(stored, final=True)
        return "không có trang"
    try:
        paged = _as_pages(stored)
        with actions.on_disk(paged) as path:
            facts = reading.look(path)
            draw_pages(stored, path, 1, FIRST_PAGES)
            _draw_thumb(stored, path)
    except Refusal as refusal:
        actions.note_read(stored, final=True, problem=" ".join(refusal.reasons)[:300])
        return stored.problem
    except reading.Unreadable as trouble:
        actions.note_read(stored, final=True, problem=str(trouble)[:300])
        return str(trouble)
    has_words = sum(letter.isalpha() for letter in facts.text) >= FEW_LETTERS
    wants_ocr = not has_words and stored.suffix in PAGED and reading.ocr_is_available()
    source = ("word" if stored.suffix in WRITTEN else "layer") if facts.text.strip() else ""
    actions.note_read(
        stored,
        final=not wants_ocr,
        pages=facts.pages,
        page_sizes=facts.sizes,
        text=vietnamese.nfc(facts.text),
        text_source=source,
    )
    if wants_ocr:
        later("files.ocr", priority=OCR_PRIORITY, unique_key=f"files.ocr:{stored.pk}", file_id=stored.pk)
    return f"{facts.pages} trang"


@job("files.ocr", "Nhận dạng chữ trên bản quét")
def recognise(file_id: int, progress: Callable[[int, int, str], None]) -> str:
    """Read a scan page by page; goes on where an earlier run stopped."""
    stored = StoredFile.objects.filter(pk=file_id, read_at=None).first()
    if stored is None:
        return "đã đọc"
    last = min(stored.pages or 0, OCR_PAGES)
    with actions.on_disk(stored) as path:
        while stored.ocr_page < last:
            page = stored.ocr_page + 1
            progress(stored.ocr_page, last, f"nhận dạng trang {page}")
            try:
                words = reading.recognise(path, page)
            except reading.Unreadable:
                words = ""
            text = "\f".join(part for part in (stored.text, words) if part.strip())[: reading.MAX_TEXT]
            stored.text, stored.ocr_page = text, page
            StoredFile.objects.filter(pk=stored.pk, ocr_page=page - 1).update(text=text, ocr_page=page)
            stored.refresh_from_db(fields=["text", "ocr_page"])
    actions.note_read(stored, final=True, text_source="ocr" if stored.text.strip() else "")
    return f"đã nhận dạng {last} trang"


@job("files.sweep", "Bỏ tệp không còn nơi nào dùng")
def sweep(file_id: int) -> bool:
    """Remove a file that nothing points to any more."""
    stored = StoredFile.objects.filter(pk=file_id).first()
    return bool(stored and actions.sweep(stored))


@job("files.nightly", "Dọn tệp tải lên dở và tệp tạm", daily=time(2, 0))
def nightly() -> dict[str, int]:
    """Put away uploads nobody came back to for a week, and what killed processes left behind."""
    return {"uploads": actions.sweep_old_uploads(), "temporary": store.sweep_temporary()}


# --- pages -----------------------------------------------------------------------------------------------


def _as_pages(stored: StoredFile) -> StoredFile:
    """The file itself, or its PDF made by LibreOffice (once)."""
    if stored.suffix in PAGED:
        return stored
    found = Rendition.objects.filter(source=stored, kind="pdf").select_related("file").first()
    if found:
        return found.file
    made = office.to_pdf(actions.read_bytes(stored), f".{stored.suffix}")
    return actions.add_rendition(stored, "pdf", 0, made, "pdf", kinds.KINDS["pdf"].media_type)


def draw_pages(stored: StoredFile, path: Path, first: int, last: int) -> None:
    """Pictures of these pages, kept as renditions."""
    with reading.drawn(path, first, last, PAGE_SIDE) as pictures:
        for number, picture in pictures:
            actions.add_rendition(stored, "page", number, picture.read_bytes(), "webp", "image/webp")


def _draw_thumb(stored: StoredFile, path: Path) -> None:
    with reading.drawn(path, 1, 1, THUMB_SIDE) as pictures:
        for _, picture in pictures:
            actions.add_rendition(stored, "thumb", 0, picture.read_bytes(), "webp", "image/webp")


def page_picture(stored: StoredFile, page: int) -> StoredFile | None:
    """The picture of a page; drawn now, with its neighbours, when it was never asked for before."""
    if stored.rendered_at is None or stored.problem or not stored.pages or not 1 <= page <= stored.pages:
        return None
    found = Rendition.objects.filter(source=stored, kind="page", page=page).select_related("file").first()
    if found is None:
        first = (page - 1) // CHUNK * CHUNK + 1
        try:
            with actions.on_disk(_as_pages(stored)) as path:
                draw_pages(stored, path, first, first + CHUNK - 1)
        except (reading.Unreadable, Refusal):
            return None
        found = Rendition.objects.filter(source=stored, kind="page", page=page).select_related("file").first()
    return found.file if found else None


def thumbnail(stored: StoredFile) -> StoredFile | None:
    found = Rendition.objects.filter(source=stored, kind="thumb").select_related("file").first()
    return found.file if found else None
