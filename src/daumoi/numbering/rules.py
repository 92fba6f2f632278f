"""Who may reserve and strike numbers."""

from __future__ import annotations

from daumoi.numbering.models import Number, NumberStatus
from daumoi.people.duties import holds
from daumoi.people.models import Duty, Person

KEEPERS = frozenset({Duty.CLERK, Duty.CHIEF, Duty.DEPUTY_CHIEF})


def keeps(person: Person, body_id: int) -> bool:
    """Clerk, chief and deputy chief of the office that keeps the register answer for its numbers."""
    return holds(person, KEEPERS, body_id)


def strikes(number: Number, person: Person) -> bool:
    return keeps(person, number.body_id)


def not_free(number: Number) -> list[str]:
    """Why a number cannot simply be struck: it is struck already, or stands on a paper."""
    if number.status == NumberStatus.VOID:
        return ["Số này đã huỷ."]
    if number.entry_id is not None:
        return ["Số này đã cấp cho văn bản; phải thu hồi văn bản trước."]
    return []
