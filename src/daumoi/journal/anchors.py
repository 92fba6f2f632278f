"""The head of the chain, kept each day: in the database, in a file of the office, and on the printed register."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from daumoi.journal.models import Anchor, JournalEntry


def anchor_today() -> Anchor | None:
    """Write today's head, replacing an earlier one of today; None while the journal is empty."""
    with transaction.atomic():
        last = JournalEntry.objects.order_by("-seq").first()
        if last is None:
            return None
        anchor, _created = Anchor.objects.update_or_create(
            day=timezone.localdate(), defaults={"seq": last.seq, "hash": last.hash}
        )
    _write(anchor)
    return anchor


def latest() -> Anchor | None:
    return Anchor.objects.order_by("-day").first()


def _write(anchor: Anchor) -> None:
    """A copy outside the database, one line a day; whoever cuts the journal must find this too."""
    place = Path(settings.HOME) / "anchors"
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"{anchor.day:%Y-%m-%d}.txt"
    path.write_text(f"{anchor.day:%Y-%m-%d} {anchor.seq} {anchor.hash}\n", encoding="ascii")
