"""Reading the whole chain again: every edit, deletion, insertion and cut tail is named."""

from collections.abc import Iterator

from daumoi.journal import anchors
from daumoi.journal.chain import GENESIS, hash_of
from daumoi.journal.models import Anchor, JournalEntry


def problems() -> Iterator[str]:
    """What is wrong with the journal, in Vietnamese sentences; nothing when it is whole. Flat memory."""
    expected, previous = 1, GENESIS
    wanted: dict[int, list[Anchor]] = {}
    for anchor in anchors.known():
        wanted.setdefault(anchor.seq, []).append(anchor)
    for entry in JournalEntry.objects.order_by("seq").iterator(chunk_size=2000):
        if entry.seq != expected:
            yield f"Nhật ký thiếu từ dòng {expected} đến dòng {entry.seq - 1}."
        if entry.previous != previous:
            yield f"Nhật ký dòng {entry.seq} không nối với dòng trước."
        if entry.hash != hash_of(entry):
            yield f"Nhật ký dòng {entry.seq} đã bị sửa: nội dung không khớp dấu vân."
        for anchor in wanted.pop(entry.seq, []):
            if anchor.hash != entry.hash:
                yield f"Nhật ký dòng {entry.seq} không khớp mốc ngày {anchor.day:%d/%m/%Y}."
        expected, previous = entry.seq + 1, entry.hash
    for seq in sorted(wanted):
        for day in sorted({anchor.day for anchor in wanted[seq]}):
            yield f"Nhật ký không còn dòng {seq} của mốc ngày {day:%d/%m/%Y}: phần cuối đã bị cắt."
    for name in anchors.unreadable():
        yield f"Tệp mốc nhật ký anchors/{name} không đọc được."
