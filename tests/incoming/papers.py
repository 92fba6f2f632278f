"""Incoming papers for tests: each is entered and moved by the real steps."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from daumoi.documents.actions import Description
from daumoi.files import actions as files
from daumoi.incoming import actions
from daumoi.incoming.actions import Coming
from daumoi.incoming.models import Arrival, State
from daumoi.tasks.actions import Assignment
from daumoi.tasks.models import Line, Role
from tests.files import papers as made
from tests.world import World


def today() -> date:
    return timezone.localdate()


def now() -> datetime:
    return timezone.now().replace(second=0, microsecond=0)


def letter(world: World, number: str = "318-CV/BTCTU", **changes: Any) -> Description:
    """A letter of Ban Tổ chức, dated today."""
    return Description(
        **{
            "issuer": world.btc,
            "issuer_name": world.btc.name,
            "type_code": "cong-van",
            "type_name": "Công văn",
            "number": number,
            "issued_on": today(),
            "subject": f"Về việc hoàn thiện hồ sơ quy hoạch cán bộ theo {number}",
            **changes,
        }
    )


def coming(**changes: Any) -> Coming:
    return Coming(**{"at": now(), **changes})


def uploaded(world: World, name: str = "318-CV-BTCTU.pdf", data: bytes | None = None, person: Any = None) -> Any:
    data = made.pdf(1, f"Cong van {name}") if data is None else data
    upload = files.start_upload(name, len(data), actor=person or world.ha, body=world.tu)
    return files.take_piece(upload, 0, data)


def entered(world: World, number: str = "318-CV/BTCTU", **changes: Any) -> Arrival:
    more = {name: changes.pop(name) for name in ("uploads", "answer", "token") if name in changes}
    at = changes.pop("coming", None) or coming()
    body, actor = changes.pop("body", world.tu), changes.pop("actor", world.ha)
    return actions.register(letter(world, number, **changes), at, body=body, actor=actor, **more)


def given(world: World, *, lead: Any = None, support: Any = None, days: int = 5) -> list[Assignment]:
    due = today() + timedelta(days=days)
    lines = [Assignment(Role.LEAD, unit=lead or world.tonghop, due_on=due, due_explained="5 ngày")]
    if support:
        lines.append(Assignment(Role.SUPPORT, unit=support, due_on=due))
    return lines


def directed(world: World, arrival: Arrival | None = None, **changes: Any) -> Arrival:
    arrival = arrival or entered(world)
    lines = given(world, **changes)
    return actions.direct(arrival, text="Phòng Tổng hợp chủ trì tham mưu.", lines=lines, actor=world.son)


def lead_of(arrival: Arrival) -> Line:
    return Line.objects.filter(entry=arrival.entry, role=Role.LEAD).latest("id")


def reported(world: World, arrival: Arrival | None = None) -> Arrival:
    arrival = arrival or directed(world)
    arrival = actions.line_step(arrival, lead_of(arrival), "accept", actor=world.lan)
    return actions.line_step(arrival, lead_of(arrival), "report", actor=world.lan, text="Đã tham mưu công văn trả lời.")


def done(world: World) -> Arrival:
    arrival = reported(world)
    return actions.line_step(arrival, lead_of(arrival), "finish", actor=world.lan)


def at_state(world: World, state: str) -> Arrival:
    """An arrival that has walked to `state`."""
    if state == State.REGISTERED:
        return entered(world)
    if state == State.DIRECTED:
        return directed(world)
    if state == State.DONE:
        return done(world)
    return actions.strike(entered(world), actor=world.ha, note="Gửi nhầm nơi nhận.")


def fields(world, **changes):
    """What the reception form sends."""
    return {
        "number": "318-CV/BTCTU",
        "issued_on": f"{today():%d/%m/%Y}",
        "type_code": "cong-van",
        "issuer": str(world.btc.pk),
        "issuer_text": world.btc.name,
        "subject": "Về việc hoàn thiện hồ sơ quy hoạch",
        "arrived_at": f"{today():%d/%m/%Y} 00:01",
        "door": "paper",
        "urgency": "normal",
        "security": "normal",
        **changes,
    }
