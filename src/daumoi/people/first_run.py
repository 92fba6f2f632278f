"""The first minutes of an office: a link shown once in the terminal, and what the page behind it founds."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from daumoi.core.errors import NotReady, Refusal
from daumoi.core.words import tell
from daumoi.journal.actions import record
from daumoi.people import rules
from daumoi.people.actions.appointments import appoint
from daumoi.people.actions.bodies import change_body, create_body
from daumoi.people.actions.people import change_person, create_person, reactivate, reset_password
from daumoi.people.actions.terms import open_term
from daumoi.people.models import Appointment, Body, BodyKind, Duty, FirstLink, Person

LIFE = timedelta(hours=24)
ADMIN_POSITION = "Quản trị hệ thống"
# Duties held in the committee itself; all others are held in the office that keeps its registers.
IN_THE_COMMITTEE = frozenset({Duty.LEADER})

tell("people", found_office="lập văn phòng «{name}»", create_admin="giao quyền quản trị từ máy chủ cho {login}")


def needed() -> bool:
    """Whether nobody can administer this installation yet."""
    today = timezone.localdate()
    return not Appointment.objects.on(today).filter(duty=Duty.ADMIN, person__is_active=True).exists()


def make_link() -> str:
    """The path of a new one-time link to the first-run page; the links before it die. Empty when there is no need."""
    if not needed():
        return ""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        FirstLink.objects.all().delete()
        FirstLink.objects.create(digest=_digest(token), expires_at=timezone.now() + LIFE)
    return reverse("people:first_run", args=[token])


def opens(token: str) -> bool:
    return FirstLink.objects.filter(digest=_digest(token), expires_at__gt=timezone.now()).exists() and needed()


def link_is_over() -> NotReady:
    return NotReady(
        "Đường dẫn lần đầu đã dùng hoặc đã hết hạn.",
        advice="Chạy lại ./daumoi up trên máy chủ để có đường dẫn mới, hoặc đăng nhập nếu văn phòng đã lập.",
    )


@dataclass(frozen=True)
class Founding:
    """What the first-run page asks."""

    name: str
    kind: str
    login: str
    full_name: str
    password: str
    code: str = ""
    place: str = ""
    term: str = ""
    ordinal: str = ""
    term_starts_on: date | None = None
    office: str = ""
    position: str = ""
    duties: Sequence[str] = field(default_factory=tuple)


def found(token: str, wishes: Founding) -> Body:
    """Found the body, the office that keeps its registers, its term and its first administrator; the link dies."""
    with transaction.atomic():
        link = (
            FirstLink.objects.select_for_update().filter(digest=_digest(token), expires_at__gt=timezone.now()).first()
        )
        if link is None or not needed():
            raise link_is_over()
        link.delete()
        if wishes.kind in rules.COMMITTEES and not (wishes.term and wishes.term_starts_on):
            raise Refusal("Cấp uỷ làm việc theo nhiệm kỳ: cần tên và ngày bắt đầu của nhiệm kỳ hiện nay.")
        body = create_body(
            actor=None, name=wishes.name, kind=wishes.kind, code=wishes.code, place=wishes.place, is_here=True
        )
        if wishes.office and wishes.kind in rules.HAVE_OFFICES:
            body = _found_office(body, wishes)
        if wishes.kind in rules.COMMITTEES:
            open_term(body, actor=None, name=wishes.term, ordinal=wishes.ordinal, starts_on=wishes.term_starts_on)
        person, _ = create_person(
            actor=None, login=wishes.login, full_name=wishes.full_name, password=wishes.password, kept_by=body.registry
        )
        for duty in dict.fromkeys([Duty.ADMIN, *wishes.duties]):
            _give(person, body, Duty(duty), wishes.position)
        record("people.found_office", body, actor=person, body_id=body.pk, name=body.name)
        return body


def _found_office(body: Body, wishes: Founding) -> Body:
    office = create_body(
        actor=None,
        name=wishes.office,
        kind=BodyKind.OFFICE,
        code=rules.OFFICE_CODES[BodyKind(wishes.kind)],
        parent=body,
        place=wishes.place,
        is_here=True,
    )
    return change_body(body, actor=None, office=office)


def _give(person: Person, body: Body, duty: Duty, position: str) -> None:
    if duty == Duty.ADMIN:
        position = ADMIN_POSITION
    position = position.strip() or str(duty.label)
    place = body if duty in IN_THE_COMMITTEE else body.registry
    rank = rules.rank_for(duty, position)
    appoint(person, place, actor=None, duty=duty, position=position, rank=rank, starts_on=timezone.localdate())


def create_admin(*, login: str, full_name: str = "", body_code: str = "") -> tuple[Person, str]:
    """From the server: make somebody administrator, with a temporary password told once.

    Whoever may run this on the server holds the office anyway; it opens the
    door again after the last administrator has gone.
    """
    tops = Body.objects.here().existing(timezone.localdate()).order_by("pk")
    wanted = tops.filter(code__iexact=body_code) if body_code else tops.filter(parent=None)
    body = wanted.first() or (None if body_code else tops.first())
    if body is None:
        if body_code:
            raise Refusal(f"Không có cơ quan nào ký hiệu {body_code} trên hệ thống này.")
        raise Refusal(
            "Văn phòng chưa được lập nên chưa có nơi để quản trị.",
            advice="Chạy ./daumoi up rồi mở đường dẫn lần đầu in ra trên màn hình.",
        )
    with transaction.atomic():
        person = Person.objects.filter(login__iexact=login.strip()).first()
        if person is None:
            person, temporary = create_person(
                actor=None, login=login, full_name=full_name or login, kept_by=body.registry
            )
        else:
            if not person.is_active:
                person = reactivate(person, actor=None, reason="mở lại từ máy chủ")
            if full_name:
                person = change_person(person, actor=None, full_name=full_name)
            temporary = reset_password(person, actor=None)
        today = timezone.localdate()
        held = Appointment.objects.on(today).filter(person=person, body=body.registry, duty=Duty.ADMIN)
        if not held.exists():
            _give(person, body, Duty.ADMIN, "")
        record("people.create_admin", person, actor=None, body_id=body.registry.pk, login=person.login)
    person.refresh_from_db()
    return person, temporary


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
