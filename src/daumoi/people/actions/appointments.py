"""Who holds which duty where, from which day to which; and who signs by order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from daumoi import vietnamese
from daumoi.core.db import locked
from daumoi.core.errors import NotReady, Refusal
from daumoi.core.words import tell
from daumoi.journal.actions import record
from daumoi.people import rules
from daumoi.people.models import Appointment, Body, Delegation, Duty, Person, Rank, Unit

tell(
    "people",
    appoint="phân công {duty}: {position}, {body}, từ {day}",
    end_appointment="kết thúc phân công {duty}, {body}, sau ngày {day}",
    delegate="giao ký thừa lệnh tại {body} từ {day}, căn cứ {basis}",
    end_delegation="kết thúc giao ký thừa lệnh tại {body} sau ngày {day}",
)


def appoint(
    person: Person,
    body: Body,
    *,
    actor: Person | None,
    duty: str,
    position: str,
    starts_on: date,
    ends_on: date | None = None,
    rank: str = Rank.STAFF,
    unit: Unit | None = None,
    assists: Person | None = None,
    reason: str = "",
) -> Appointment:
    """Give a person a duty in a body. One person may hold several, as in a commune of three people."""
    rules.demand(rules.appoints(actor, body, duty), "Chỉ người quản trị của cơ quan được phân công tại đó.")
    position = " ".join(vietnamese.nfc(position).split())
    if not position:
        raise Refusal("Cần ghi chức vụ như in trên văn bản.")
    if ends_on and ends_on < starts_on:
        raise Refusal("Ngày kết thúc trước ngày bắt đầu.")
    if not body.is_here:
        raise Refusal(f"«{body}» không làm việc trên hệ thống này nên không phân công được.")
    if body.valid_to and body.valid_to < (ends_on or date.max):
        raise Refusal(f"Cơ quan kết thúc sau ngày {body.valid_to:%d/%m/%Y}; phân công phải kết thúc trước đó.")
    if unit is not None and unit.body_id != body.pk:
        raise Refusal(f"Đơn vị «{unit}» không thuộc «{body}».")
    if unit is not None and unit.valid_to and unit.valid_to < (ends_on or date.max):
        raise Refusal(f"Đơn vị «{unit}» kết thúc sau ngày {unit.valid_to:%d/%m/%Y}.")
    if assists is not None and assists.pk == person.pk:
        raise Refusal("Không giúp việc cho chính mình.")
    if assists is not None and assists.pk not in _served_here(body, starts_on):
        raise Refusal(f"{assists} không giữ nhiệm vụ nào ở «{body}» hay cơ quan mà nơi đây giữ sổ.")
    with transaction.atomic():
        locked(person)
        same = Appointment.objects.filter(person=person, body=body, unit=unit, duty=duty)
        for other in same.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on)):
            if ends_on is None or other.starts_on <= ends_on:
                raise Refusal(
                    f"{person} đã giữ nhiệm vụ {other.get_duty_display()} ở đây từ {other.starts_on:%d/%m/%Y}"
                    + (f" đến hết {other.ends_on:%d/%m/%Y}." if other.ends_on else "."),
                    advice="Kết thúc phân công ấy trước, hoặc chọn ngày khác.",
                )
        appointment = Appointment.objects.create(
            person=person, body=body, unit=unit, duty=duty, position=position, rank=rank, assists=assists,
            starts_on=starts_on, ends_on=ends_on,
        )  # fmt: skip
        record(
            "people.appoint",
            person,
            actor=actor,
            body_id=body.pk,
            reason=reason.strip(),
            duty=appointment.get_duty_display(),
            position=position,
            body=body.name,
            day=f"{starts_on:%d/%m/%Y}",
            until=f"{ends_on:%d/%m/%Y}" if ends_on else "",
        )
        return appointment


def end_appointment(appointment: Appointment, *, actor: Person | None, on: date, reason: str = "") -> Appointment:
    """The duty is held to the end of that day."""
    with transaction.atomic():
        appointment = locked(appointment)
        body = appointment.body
        rules.demand(
            rules.appoints(actor, body, appointment.duty),
            "Chỉ người quản trị của cơ quan được kết thúc phân công tại đó.",
        )
        if appointment.ends_on and appointment.ends_on <= on:
            raise NotReady(f"Phân công này đã kết thúc sau ngày {appointment.ends_on:%d/%m/%Y}.")
        if on < appointment.starts_on:
            raise Refusal(f"Ngày kết thúc trước ngày bắt đầu {appointment.starts_on:%d/%m/%Y}.")
        if appointment.duty == Duty.ADMIN and not _somebody_else_governs(appointment, on):
            raise NotReady(
                "Đây là người quản trị cuối cùng; kết thúc thì không ai quản trị được hệ thống nữa.",
                advice="Phân công một người quản trị khác trước.",
            )
        appointment.ends_on = on
        appointment.save(update_fields=["ends_on"])
        record(
            "people.end_appointment",
            appointment.person,
            actor=actor,
            body_id=body.pk,
            reason=reason.strip(),
            duty=appointment.get_duty_display(),
            body=body.name,
            day=f"{on:%d/%m/%Y}",
        )
        return appointment


def delegate(
    person: Person,
    body: Body,
    *,
    actor: Person | None,
    position: str,
    basis: str,
    starts_on: date,
    ends_on: date | None = None,
    organ: str = "standing",
    type_codes: Sequence[str] = (),
) -> Delegation:
    """Enter a written authority to sign by order (T/L)."""
    rules.demand(rules.administers(actor, body), "Chỉ người quản trị của cơ quan được ghi việc giao ký.")
    position, basis = position.strip(), basis.strip()
    if not basis:
        raise Refusal("Giao ký thừa lệnh phải bằng văn bản: cần ghi số, ngày văn bản giao.")
    if not position:
        raise Refusal("Cần ghi chức vụ khi ký.")
    if ends_on and ends_on < starts_on:
        raise Refusal("Ngày kết thúc trước ngày bắt đầu.")
    works = Appointment.objects.on(starts_on).filter(person=person, body_id__in={body.pk, body.registry.pk})
    if not works.exists():
        raise Refusal(
            f"Ngày {starts_on:%d/%m/%Y} {person} không giữ nhiệm vụ nào ở «{body}» hay văn phòng giữ sổ của cơ quan."
        )
    with transaction.atomic():
        delegation = Delegation.objects.create(
            delegate=person, body=body, organ=organ, position=position, basis=basis, type_codes=list(type_codes),
            starts_on=starts_on, ends_on=ends_on,
        )  # fmt: skip
        record(
            "people.delegate",
            person,
            actor=actor,
            body_id=body.pk,
            body=body.name,
            basis=basis,
            position=position,
            types=list(type_codes),
            day=f"{starts_on:%d/%m/%Y}",
        )
        return delegation


def end_delegation(delegation: Delegation, *, actor: Person | None, on: date, reason: str = "") -> Delegation:
    with transaction.atomic():
        delegation = locked(delegation)
        rules.demand(rules.administers(actor, delegation.body), "Chỉ người quản trị của cơ quan được sửa việc giao ký.")
        if delegation.ends_on and delegation.ends_on <= on:
            raise NotReady(f"Việc giao ký này đã kết thúc sau ngày {delegation.ends_on:%d/%m/%Y}.")
        if on < delegation.starts_on:
            raise Refusal(f"Ngày kết thúc trước ngày bắt đầu {delegation.starts_on:%d/%m/%Y}.")
        delegation.ends_on = on
        delegation.save(update_fields=["ends_on"])
        record(
            "people.end_delegation",
            delegation.delegate,
            actor=actor,
            body_id=delegation.body_id,
            reason=reason.strip(),
            body=delegation.body.name,
            day=f"{on:%d/%m/%Y}",
        )
        return delegation


def _served_here(body: Body, day: date) -> set[int]:
    """The people who hold a duty in the body, in its office, or in a body whose registers it keeps."""
    near = Q(body=body) | Q(body__office=body) | Q(body=body.office_id or 0)
    return set(Appointment.objects.on(day).filter(near).values_list("person_id", flat=True))


def _somebody_else_governs(appointment: Appointment, on: date) -> bool:
    """Whether an administrator of the whole installation stays after that day."""
    tops = Body.objects.here().filter(Q(parent=None) | Q(parent__is_here=False))
    places = set(tops.values_list("pk", flat=True)) | set(tops.exclude(office=None).values_list("office_id", flat=True))
    if appointment.body_id not in places:
        return True
    day = max(date.fromordinal(on.toordinal() + 1), timezone.localdate())
    others = Appointment.objects.on(day).filter(duty=Duty.ADMIN, body_id__in=places, person__is_active=True)
    return others.exclude(pk=appointment.pk).exists()
