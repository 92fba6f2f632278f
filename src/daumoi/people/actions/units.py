"""Rooms and sections of a body."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from daumoi import vietnamese
from daumoi.core.db import fresh
from daumoi.core.errors import NotReady, Refusal
from daumoi.core.words import tell
from daumoi.journal.actions import record
from daumoi.people import rules
from daumoi.people.models import Body, Person, Unit

tell(
    "people",
    create_unit="lập đơn vị «{name}»",
    rename_unit="đổi tên đơn vị «{old}» thành «{name}»",
    end_unit="cho đơn vị «{name}» kết thúc sau ngày {day}",
)

MINE_ONLY = "Chỉ người quản trị của cơ quan được sửa đơn vị."


def create_unit(body: Body, *, actor: Person | None, name: str, valid_from: date | None = None) -> Unit:
    rules.demand(rules.administers(actor, body), MINE_ONLY)
    name = _cleaned(name)
    with transaction.atomic():
        unit = _saved(Unit(body=body, name=name, sort_key=vietnamese.sort_key(name)[:500], valid_from=valid_from))
        record("people.create_unit", body, actor=actor, body_id=body.pk, name=name)
        return unit


def rename_unit(unit: Unit, *, actor: Person | None, name: str, token: str | int | None = None) -> Unit:
    """A corrected name. A unit that really changes ends, and another begins."""
    name = _cleaned(name)
    with transaction.atomic():
        unit = fresh(unit, token)
        rules.demand(rules.administers(actor, unit.body), MINE_ONLY)
        before = unit.name
        if name == before:
            return unit
        unit.name, unit.sort_key = name, vietnamese.sort_key(name)[:500]
        unit.version += 1
        _saved(unit)
        record("people.rename_unit", unit.body, actor=actor, body_id=unit.body_id, old=before, name=name)
        return unit


def end_unit(unit: Unit, *, actor: Person | None, on: date, token: str | int | None = None) -> Unit:
    with transaction.atomic():
        unit = fresh(unit, token)
        rules.demand(rules.administers(actor, unit.body), MINE_ONLY)
        if unit.valid_to:
            raise NotReady(f"Đơn vị đã kết thúc sau ngày {unit.valid_to:%d/%m/%Y}.")
        if unit.valid_from and on < unit.valid_from:
            raise Refusal("Ngày kết thúc trước ngày lập đơn vị.")
        busy = unit.appointments.on(date.fromordinal(on.toordinal() + 1)).select_related("person")[:5]  # type: ignore[attr-defined]
        if busy:
            names = ", ".join(str(appointment.person) for appointment in busy)
            raise NotReady(
                f"Sau ngày {on:%d/%m/%Y} đơn vị vẫn còn người: {names}.", advice="Kết thúc hoặc chuyển phân công trước."
            )
        unit.valid_to = on
        unit.version += 1
        unit.save()
        record("people.end_unit", unit.body, actor=actor, body_id=unit.body_id, name=unit.name, day=f"{on:%d/%m/%Y}")
        return unit


def _cleaned(name: str) -> str:
    name = " ".join(vietnamese.nfc(name).split())
    if not name:
        raise Refusal("Đơn vị cần có tên.")
    return name


def _saved(unit: Unit) -> Unit:
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError:
        raise Refusal(f"Cơ quan đã có đơn vị «{unit.name}».", advice="Dùng đơn vị ấy hoặc đặt tên khác.") from None
    return unit
