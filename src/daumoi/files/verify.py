"""Every stored file read again: its bytes are there and are the bytes that were stored."""

from collections.abc import Iterator

from daumoi.files import store
from daumoi.files.models import StoredFile


def problems() -> Iterator[str]:
    """What is wrong with the stored files, in Vietnamese sentences."""
    for sha256, size in StoredFile.objects.order_by("pk").values_list("sha256", "size").iterator(chunk_size=1000):
        found = store.fingerprint(sha256)
        if found is None:
            yield f"Mất tệp {sha256[:16]}… ({size} byte)."
        elif found != sha256:
            yield f"Tệp {sha256[:16]}… đã bị thay đổi: dấu vân nay là {found[:16]}…"
