"""For every address of a duty: somebody with the duty, and how somebody without it is refused."""

from __future__ import annotations

from typing import Any

from tests.access.asking import Ask
from tests.access.office import Office

WITHOUT = ("lan", "minh", "khach")
UUID = "00000000-0000-0000-0000-000000000000"


def asks(office: Office) -> dict[str, Ask]:
    return registry(office) | program(office) | administration(office) | rules(office)


def registry(office: Office) -> dict[str, Ask]:
    def of(*args: Any, status: int = 200, post: dict[str, Any] | None = None, **more: Any) -> Ask:
        return Ask("ha", args, status, post, strangers=WITHOUT, refusal=403, **more)

    sent, enclosed = office.coming.pk, office.enclosed.pk
    return {
        "incoming:delivery_file": of(sent, enclosed),
        "incoming:delivery_page": of(sent, enclosed, 1),
        "incoming:put_away": of(office.upload.pk, status=302, post={}),
        "incoming:refuse": of(sent, status=302, post={"note": "Gửi nhầm"}),
        "incoming:upload_pages": of(office.upload.pk),
        "outgoing:keep": of(),
        "outgoing:series": of("ket-luan", office.number.period),
        "outgoing:strike": of(office.number.pk),
        "exchange:list": of(),
    }


def program(office: Office) -> dict[str, Ask]:
    def of(*args: Any, status: int = 200, post: dict[str, Any] | None = None) -> Ask:
        return Ask("admin", args, status, post, strangers=("ha", *WITHOUT), refusal=403)

    return {
        "jobs:list": of(),
        "jobs:retry": of(office.job.pk, status=302, post={}),
        "journal:list": of(),
        "calendar:add": of(),
        "calendar:remove": of(office.day.pk),
        "calendar:import": of(),
        "calendar:announce": of(status=302, post={"year": 2026, "announced": "on", "source": "Thông báo 1"}),
    }


def rules(office: Office) -> dict[str, Ask]:
    row = (office.rules.key, office.rules.revision)

    def of(*args: Any, status: int = 200, post: dict[str, Any] | None = None, **query: str) -> Ask:
        return Ask("admin", args, status, post, query, strangers=("ha", "son", *WITHOUT), refusal=403)

    return {
        "rulesets:load": of(),
        "rulesets:load_shipped": of(office.rules.key, status=422, post={"reason": "Bản mới"}),
        "rulesets:revise": of(*row, phan="types"),
        "rulesets:confirm": of(*row, phan="types"),
    }


def administration(office: Office) -> dict[str, Ask]:
    """For everybody else these pages do not exist; nor does the inside of our bodies for another's administrator."""
    world = office.world

    def of(*args: Any, status: int = 200, post: dict[str, Any] | None = None, inside: bool = True) -> Ask:
        strangers = ("ha", "son", "oanh", *WITHOUT, *(("nga",) if inside else ()))
        return Ask("admin", args, status, post, strangers=strangers)

    tu, sheet = world.tu.pk, office.sheet.pk
    code = {"scheme": "party", "code": "H01.03"}
    return {
        "signing:list": of(inside=False),
        "signing:missing": of(inside=False),
        "signing:found": of(status=409, inside=False),
        "signing:issue": of(inside=False),
        "signing:suggest": of(inside=False),
        "signing:seal": of(world.btc.pk),
        "people:appoint": of(tu),
        "people:appointment_end": of(office.post.pk),
        "people:bodies": of(inside=False),
        "people:body": of(tu, inside=False),
        "people:body_create": of(inside=False),
        "people:body_edit": of(tu, inside=False),
        "people:body_end": of(tu, inside=False),
        "people:body_record": of(tu, inside=False),
        "people:code_add": of(tu, status=302, post=code, inside=False),
        "people:code_end": of(office.code.pk, inside=False),
        "people:delegation_create": of(tu),
        "people:delegation_end": of(office.delegation.pk),
        "people:hand_out": of(post={}, inside=False),
        "people:import_sheet": of(sheet),
        "people:import_take_in": of(sheet, status=302, post={"skip": "1"}),
        "people:import_template": of("people", inside=False),
        "people:imports": of(inside=False),
        "people:people": of(inside=False),
        "people:person": of(world.lan.pk),
        "people:person_create": of(tu),
        "people:person_edit": of(world.lan.pk),
        "people:person_password": of(world.lan.pk, post={}),
        "people:person_stop": of(world.lan.pk),
        "people:person_suggest": of(inside=False),
        "people:term": of(world.term.pk),
        "people:term_open": of(tu),
        "people:unit": of(world.tonghop.pk),
        "people:unit_create": of(tu, status=302, post={"name": "Phòng Mới"}),
    }
