"""Papers for tests: every one is produced by walking the real steps."""

from datetime import date
from typing import Any

from django.utils import timezone

from daumoi.catalogue.actions import enter
from daumoi.catalogue.models import Entry
from tests.world import World


def entry(world: World, title: str = "Về công tác chuyển đổi số", **fields: Any) -> Entry:
    """An entry of the committee that only those who keep the registers see."""
    return enter(
        fields.pop("kind", "incoming"),
        **{
            "body": world.tu,
            "title": title,
            "day": timezone.localdate(),
            "access": {f"r{world.tu.pk}": "người giữ sổ"},
            "object_id": 1,
            **fields,
        },
    )


def days_from(start: date, days: int) -> date:
    return date.fromordinal(start.toordinal() + days)
