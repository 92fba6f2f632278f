"""Storing files and taking in uploads. The only writers of this room."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import IO, Any, cast

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from daumoi.core.engines import engine
from daumoi.core.errors import NotReady, Refusal
from daumoi.files import kinds, malware, store
from daumoi.files.models import Rendition, StoredFile, Upload
from daumoi.jobs.queue import later
from daumoi.people.models import Body, Person

PIECE_LIMIT = 16 * 1024 * 1024
UPLOADS_KEPT = timedelta(days=7)


class OutOfStep(NotReady):
    """The sender stands at another byte than the office; `offset` is where to go on."""

    title = "Tải tiếp từ chỗ khác"

    def __init__(self, offset: int) -> None:
        super().__init__("Phần gửi lên không nối tiếp phần đã nhận.", advice="Tải tiếp từ chỗ máy chủ đã nhận.")
        self.offset = offset


# --- storing -------------------------------------------------------------------------------------------


def store_file(source: bytes | IO[bytes] | Iterable[bytes], name: str) -> StoredFile:
    """Keep a file of the office: judged by its content, refused in Vietnamese when it is not on the list.

    The same bytes are kept once. Call it before the transaction that attaches
    the file: hashing and writing a large file takes time.
    """
    name = kinds.clean_name(name)
    kinds.check_name(name)
    with store.receive(_blocks(source)) as received:
        kinds.check_size(received.size, settings.FILES_MAX_BYTES, name)
        with open(received.path, "rb") as file:
            kind = kinds.judge(file, name)
        malware.check(received.path, name)
        return _keep(received, kind.suffix, kind.media_type)


def keep_source(source: IO[bytes], name: str, suffix: str, media_type: str) -> StoredFile:
    """Keep a file that a program will read and no person opens (a packed register): any content, within the limits."""
    name = kinds.clean_name(name)
    with store.receive(store.blocks_of(source)) as received:
        kinds.check_size(received.size, settings.FILES_MAX_BYTES, name)
        malware.check(received.path, name)
        return _keep(received, suffix, media_type)


def keep_made(data: bytes, suffix: str, media_type: str) -> StoredFile:
    """Keep something the program made itself (a page picture, a PDF): no questions asked."""
    with store.receive([data]) as received:
        return _keep(received, suffix, media_type)


def _blocks(source: bytes | IO[bytes] | Iterable[bytes]) -> Iterable[bytes]:
    if isinstance(source, bytes):
        return [source]
    if hasattr(source, "read"):
        return store.blocks_of(cast("IO[bytes]", source))
    return source


def _keep(received: store.Received, suffix: str, media_type: str) -> StoredFile:
    with transaction.atomic():
        # Whoever sweeps the same bytes away waits here, or we wait for him: never half of each.
        engine().serialise(connection, f"file:{received.sha256}")
        store.keep(received)
        found, _created = StoredFile.objects.get_or_create(
            sha256=received.sha256, defaults={"size": received.size, "suffix": suffix, "media_type": media_type}
        )
        return found


def read_bytes(stored: StoredFile) -> bytes:
    with store.open_bytes(stored.sha256) as file:
        return file.read()


def on_disk(stored: StoredFile) -> Any:
    """`with on_disk(file) as path`: for programs that read a path."""
    return store.on_disk(stored.sha256)


def ask_to_read(stored: StoredFile) -> None:
    """Have the pages drawn and the words read, once."""
    if stored.rendered_at is None:
        later("files.render", priority=5, unique_key=f"files.render:{stored.pk}", file_id=stored.pk)


def when_read(stored: StoredFile, job_name: str, **payload: Any) -> None:
    """Promise `job_name(**payload)` for when the words of the file are known; at once when they are.

    A page without a text layer is read twice: first with nothing, then with
    what was recognised; the promise is kept each time.
    """
    with transaction.atomic():
        stored = StoredFile.objects.select_for_update(of=("self",)).get(pk=stored.pk)
        if stored.read_at is None:
            wanted = [job_name, payload]
            if wanted not in stored.wanted_by:
                stored.wanted_by = [*stored.wanted_by, wanted]
                stored.save(update_fields=["wanted_by"])
            ask_to_read(stored)
        if stored.read_at is not None or stored.rendered_at is not None:
            later(job_name, **payload)


def note_read(stored: StoredFile, *, final: bool, **found: Any) -> StoredFile:
    """Write down what was found in the file, and keep the promises made to those who wait for it."""
    with transaction.atomic():
        stored = StoredFile.objects.select_for_update(of=("self",)).get(pk=stored.pk)
        for name, value in found.items():
            setattr(stored, name, value)
        now = timezone.now()
        stored.rendered_at = stored.rendered_at or now
        for job_name, payload in stored.wanted_by:
            later(job_name, **payload)
        if final:
            stored.read_at, stored.wanted_by = now, []
        stored.save()
        return stored


def add_rendition(stored: StoredFile, kind: str, page: int, data: bytes, suffix: str, media_type: str) -> StoredFile:
    """Keep something made from a file; the one already there wins."""
    made = keep_made(data, suffix, media_type)
    found, _created = Rendition.objects.get_or_create(source=stored, kind=kind, page=page, defaults={"file": made})
    return found.file


# --- uploads -------------------------------------------------------------------------------------------


def start_upload(name: str, size: int, *, actor: Person, body: Body | None = None) -> Upload:
    """Announce a file. What can be refused by name and size is refused before a byte travels."""
    name = kinds.clean_name(name)
    kinds.check_size(size, settings.FILES_MAX_BYTES, name)
    kinds.check_name(name)
    return Upload.objects.create(person=actor, body=body, name=name, size=size)


def take_piece(upload: Upload, offset: int, data: bytes) -> Upload:
    """Take the bytes from `offset` on; on disk when this returns. The last piece makes the file whole."""
    if upload.file_id:
        return upload
    if upload.problem:
        raise Refusal(upload.problem)
    if offset != upload.offset:
        raise OutOfStep(upload.offset)
    if offset == upload.size and not data:
        return _finish(upload)  # everything had come when the server went away
    if not data or len(data) > PIECE_LIMIT or offset + len(data) > upload.size:
        raise Refusal("Phần gửi lên không khớp cỡ tệp đã báo.", advice="Hãy bỏ tệp này và tải lên lại từ đầu.")
    piece = f"uploads/{upload.pk}/{offset:012d}-{secrets.token_hex(4)}"
    store.keep_piece(piece, data)
    with transaction.atomic():
        # Two windows may send the same piece at once; the second is told where the upload stands.
        found = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        if found.offset == offset:
            found.pieces = [*found.pieces, piece]
            found.offset += len(data)
            found.save()
    if piece not in found.pieces:
        store.remove_pieces("", [piece])
        raise OutOfStep(found.offset)
    return _finish(found) if found.offset == found.size else found


def take_whole(file: IO[bytes], name: str, size: int, *, actor: Person, body: Body | None = None) -> Upload:
    """An upload in one go (a form without a script)."""
    upload = start_upload(name, size, actor=actor, body=body)
    return _settle(upload, lambda: store_file(file, upload.name))


def _finish(upload: Upload) -> Upload:
    """Put the pieces together, judge the whole, keep it or say why not."""
    pieces = list(upload.pieces)
    upload = _settle(upload, lambda: store_file(store.piece_blocks(pieces), upload.name))
    store.remove_pieces(upload.pk, pieces)
    return upload


def _settle(upload: Upload, keep: Callable[[], StoredFile]) -> Upload:
    try:
        stored = keep()
    except Refusal as refusal:
        upload.problem, upload.pieces = " ".join([*refusal.reasons, refusal.advice]).strip()[:400], []
        upload.save()
        return upload
    with transaction.atomic():
        upload.file, upload.pieces, upload.offset = stored, [], upload.size
        if not kinds.suffix_of(upload.name):
            upload.name = f"{upload.name}.{stored.suffix}"
        upload.save()
        ask_to_read(stored)
    return upload


def waiting_uploads(ids: Iterable[Any], *, actor: Person) -> list[Upload]:
    """The person's whole, unused uploads of these ids, in the order given; others are as if they were not there."""
    wanted = [str(found) for found in ids]
    found = {
        str(upload.pk): upload
        for upload in Upload.objects.visible_to(actor)
        .waiting()
        .filter(pk__in=[i for i in wanted if _is_uuid(i)])
        .select_related("file")
    }
    return [found[i] for i in dict.fromkeys(wanted) if i in found and found[i].file_id]


def _is_uuid(words: str) -> bool:
    return len(words) == 36 and all(letter in "0123456789abcdef-" for letter in words.lower())


def use_upload(upload: Upload) -> StoredFile:
    """Make the upload part of something, once; call it in the transaction that attaches the file."""
    found = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if found.file is None or found.used_at is not None:
        raise NotReady(
            f"Tệp «{found.name}» đã được dùng ở chỗ khác.", advice="Mở lại trang để xem các tệp còn chờ, rồi chọn lại."
        )
    found.used_at = timezone.now()
    found.save(update_fields=["used_at", "touched_at"])
    return found.file


def discard_upload(upload: Upload) -> None:
    """Put a waiting upload away, and its bytes unless something else has them."""
    store.remove_pieces(upload.pk, upload.pieces)
    with transaction.atomic():
        found = Upload.objects.select_for_update(of=("self",)).filter(pk=upload.pk, used_at=None).first()
        if found is None:
            return
        stored = found.file
        found.delete()
        if stored:
            later("files.sweep", unique_key=f"files.sweep:{stored.pk}", file_id=stored.pk)


def sweep(stored: StoredFile) -> bool:
    """Remove a stored file that nothing points to, with what was made from it; whether it is gone."""
    made = [rendition.file for rendition in stored.renditions.select_related("file")]
    with transaction.atomic():
        engine().serialise(connection, f"file:{stored.sha256}")
        if _is_pointed_to(stored):
            return False
        stored.renditions.all().delete()
        stored.delete()
    with transaction.atomic():
        engine().serialise(connection, f"file:{stored.sha256}")
        # Somebody may have stored the same bytes again between the two transactions.
        if not StoredFile.objects.filter(sha256=stored.sha256).exists():
            store.remove(stored.sha256)
    for rendition in made:
        sweep(rendition)
    return True


def _is_pointed_to(stored: StoredFile) -> bool:
    """Whether any row of any room points to the file (what was made from it does not count)."""
    for relation in StoredFile._meta.related_objects:
        if relation.related_model is Rendition and relation.field.name == "source":
            continue
        if relation.related_model._base_manager.filter(**{relation.field.name: stored}).exists():
            return True
    return False


def sweep_old_uploads(before: Any = None) -> int:
    """Put away uploads nobody touched for a week; how many."""
    before = before or timezone.now() - UPLOADS_KEPT
    count = 0
    for upload in Upload.objects.waiting().filter(touched_at__lt=before):
        discard_upload(upload)
        count += 1
    return count
