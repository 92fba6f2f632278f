"""The head of the chain, kept each day: in the database, in a file of the office, by letter, and on the register.

The copies outside the database are what shows a cut: whoever takes away the end of the journal can take
away the row here as well, but must also reach the folder, its backups and the mailbox.
"""

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from daumoi.core.errors import Refusal
from daumoi.journal.models import Anchor, JournalEntry

LINE = re.compile(r"(\d{4}-\d\d-\d\d) (\d{1,18}) ([0-9a-f]{64})\n?")


def anchor_today() -> Anchor | None:
    """Write today's head, replacing an earlier one of today; None while the journal is empty.

    A journal that no longer holds what an earlier anchor saw gets no new one:
    the old anchor is the evidence.
    """
    with transaction.atomic():
        last = JournalEntry.objects.order_by("-seq").first()
        earlier = known()
        there = dict(JournalEntry.objects.filter(seq__in={one.seq for one in earlier}).values_list("seq", "hash"))
        if lost := [one for one in earlier if there.get(one.seq) != one.hash]:
            raise Refusal(
                f"Nhật ký không còn khớp mốc ngày {lost[0].day:%d/%m/%Y} nên chưa chốt mốc mới.",
                "Chạy  ./daumoi verify  để biết chỗ sai, và giữ nguyên thư mục anchors làm chứng.",
            )
        if last is None:
            return None
        anchor, _created = Anchor.objects.update_or_create(
            day=timezone.localdate(), defaults={"seq": last.seq, "hash": last.hash}
        )
    _write(anchor)
    if settings.ANCHOR_MAIL:
        send_mail(f"Mốc nhật ký ngày {anchor.day:%d/%m/%Y}", _line(anchor), None, [settings.ANCHOR_MAIL])
    return anchor


def latest() -> Anchor | None:
    return Anchor.objects.order_by("-day").first()


def known() -> list[Anchor]:
    """Every anchor, of the database and of the files outside it; those of a file are not saved here."""
    rows = {(anchor.day, anchor.seq, anchor.hash): anchor for anchor in Anchor.objects.all()}
    return list((rows | {(one.day, one.seq, one.hash): one for one in _read() if one is not None}).values())


def unreadable() -> list[str]:
    """Names of the files in the folder of anchors that are none."""
    return [path.name for path, anchor in zip(_files(), _read(), strict=True) if anchor is None]


def folder() -> Path:
    return Path(settings.HOME) / "anchors"


def _files() -> list[Path]:
    return sorted(folder().glob("*.txt"))


def _read() -> Iterator[Anchor | None]:
    for path in _files():
        found = LINE.fullmatch(path.read_text(encoding="ascii", errors="replace"))
        try:
            yield Anchor(day=date.fromisoformat(found[1]), seq=int(found[2]), hash=found[3]) if found else None
        except ValueError:
            yield None


def _line(anchor: Anchor) -> str:
    return f"{anchor.day:%Y-%m-%d} {anchor.seq} {anchor.hash}\n"


def _write(anchor: Anchor) -> None:
    """A copy outside the database, one line a day, whole or not at all."""
    folder().mkdir(parents=True, exist_ok=True)
    path = folder() / f"{anchor.day:%Y-%m-%d}.txt"
    arriving = path.with_suffix(".arriving")
    with arriving.open("w", encoding="ascii") as file:
        file.write(_line(anchor))
        file.flush()
        os.fsync(file.fileno())
    arriving.replace(path)
