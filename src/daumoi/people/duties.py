"""What a person may see and do today, from appointments in force. Read once, asked often."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from daumoi.core.once import once
from daumoi.people.models import Appointment, Body, Duty, Person, Term

# Who reads everything a body registers, secret stubs apart.
REGISTRY_READERS = frozenset({Duty.CLERK, Duty.CHIEF, Duty.DEPUTY_CHIEF, Duty.LEADER, Duty.ARCHIVIST})
SECRET_READERS = frozenset({Duty.CLERK, Duty.CHIEF, Duty.LEADER})
# Who appraises the drafts of a body, and so reads them once they are submitted.
VETTERS = frozenset({Duty.REVIEWER, Duty.CHIEF, Duty.DEPUTY_CHIEF})


@dataclass(frozen=True)
class Standing:
    """A person's appointments in force on a day, with the bodies whose registers each reaches.

    `assisted` are the appointments of the people this person assists, `kept` the bodies whose
    registers an office among them keeps, `served` their keys by office.
    """

    person: Person
    day: date
    appointments: tuple[Appointment, ...]
    assisted: tuple[Appointment, ...] = ()
    served: dict[int, tuple[int, ...]] = field(default_factory=dict)
    kept: tuple[Body, ...] = ()

    def holds(self, duties: str | Iterable[str], body_id: int | None = None) -> bool:
        """Whether one of `duties` is held in the body, or in the office that keeps its registers."""
        wanted = {duties} if isinstance(duties, str) else set(duties)
        return any(
            appointment.duty in wanted and (body_id is None or body_id in self.reach(appointment))
            for appointment in self.appointments
        )

    def belongs(self, body_id: int) -> bool:
        return any(body_id in self.reach(appointment) for appointment in self.appointments)

    def reach(self, appointment: Appointment) -> tuple[int, ...]:
        """The body of the appointment and, for an office, the bodies whose registers it keeps."""
        return (appointment.body_id, *self.served.get(appointment.body_id, ()))

    @cached_property
    def body_ids(self) -> frozenset[int]:
        return frozenset(body for appointment in self.appointments for body in self.reach(appointment))

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """The bodies this person works for: own ones, and those whose registers the own office keeps."""
        own = [appointment.body for appointment in self.appointments]
        offices = {body.pk for body in own}
        return tuple({body.pk: body for body in (*own, *(k for k in self.kept if k.office_id in offices))}.values())

    @cached_property
    def unit_ids(self) -> frozenset[int]:
        return frozenset(appointment.unit_id for appointment in self.appointments if appointment.unit_id)

    @cached_property
    def principals(self) -> frozenset[int]:
        """The people this person may act for."""
        return frozenset(appointment.assists_id for appointment in self.appointments if appointment.assists_id)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The access keys: an entry is visible when it carries one of them (catalogue.Access).

        An assistant sees what the person assisted sees, secret stubs apart.
        """
        keys = {f"p{self.person.pk}"} | {f"u{pk}" for pk in self.unit_ids}
        for appointment in self.appointments:
            keys |= self._keys_from(appointment)
        for appointment in self.assisted:
            keys |= {key for key in self._keys_from(appointment) if not key.startswith("s")}
        keys |= {f"p{pk}" for pk in self.principals}
        return tuple(sorted(keys))

    @cached_property
    def installation(self) -> int | None:
        if not self.holds(Duty.ADMIN):
            return None
        tops = Body.objects.here().filter(Q(parent=None) | Q(parent__is_here=False)).values_list("pk", flat=True)
        return next((pk for pk in tops if self.holds(Duty.ADMIN, pk)), None)

    def _keys_from(self, appointment: Appointment) -> set[str]:
        reach = self.reach(appointment)
        keys = {f"b{appointment.body_id}"}
        if appointment.duty in REGISTRY_READERS:
            keys |= {f"{letter}{pk}" for pk in reach for letter in "rb"}
        if appointment.duty in SECRET_READERS:
            keys |= {f"s{pk}" for pk in reach}
        if appointment.duty in VETTERS:
            keys |= {f"v{pk}" for pk in reach}
        return keys


def standing(person: Person, day: date | None = None) -> Standing:
    """The standing of `person` on `day` (today by default). Remembered for the day; three queries at most."""
    day = day or timezone.localdate()
    remembered: Standing | None = getattr(person, "_standing", None)
    if remembered is not None and remembered.day == day:
        return remembered
    found = _standing(person, day)
    person._standing = found  # type: ignore[attr-defined]
    return found


def _standing(person: Person, day: date) -> Standing:
    if not person.is_active:
        return Standing(person, day, ())
    in_force = Appointment.objects.on(day).select_related("body", "unit").order_by("body_id", "id")
    appointments = tuple(in_force.filter(person=person))
    principals = [appointment.assists_id for appointment in appointments if appointment.assists_id]
    assisted = tuple(in_force.filter(person_id__in=principals, person__is_active=True)) if principals else ()
    served: dict[int, list[int]] = {}
    bodies = {appointment.body_id for appointment in (*appointments, *assisted)}
    kept = tuple(Body.objects.filter(office_id__in=bodies))
    for body in kept:
        served.setdefault(body.office_id, []).append(body.pk)  # type: ignore[arg-type]
    return Standing(person, day, appointments, assisted, {office: tuple(pks) for office, pks in served.items()}, kept)


def keys_of(person: Person) -> tuple[str, ...]:
    return standing(person).keys


def holds(person: Person, duties: str | Iterable[str], body_id: int | None = None) -> bool:
    return standing(person).holds(duties, body_id)


def installation_of(person: Person) -> int | None:
    """The top body of this installation that the person administers: what all bodies share is theirs to change."""
    return standing(person).installation


def holders(duties: str | Iterable[str], body: Body, day: date | None = None) -> list[Person]:
    """The people who hold one of `duties` in the body or in the office that keeps its registers."""
    wanted = [duties] if isinstance(duties, str) else list(duties)
    appointed = Appointment.objects.on(day or timezone.localdate()).filter(
        body_id__in={body.pk, body.registry.pk}, duty__in=wanted, person__is_active=True
    )
    return list(Person.objects.filter(pk__in=appointed.values("person")))


def terms_of(body: Body) -> list[Term]:
    """The terms that papers of `body` may fall into, latest first: its own, else those of the nearest committee above.

    An office or a board shares the terms of its committee; two levels up are looked at.
    """
    return once(("people.terms", body.pk), lambda: _terms_of(body))


def _terms_of(body: Body) -> list[Term]:
    wanted = Q(body=body)
    if body.parent_id:
        wanted |= Q(body=body.parent_id) | Q(body__in=Body.objects.filter(children=body.parent_id))
    found = list(Term.objects.filter(wanted).order_by("-starts_on"))
    holders = {term.body_id for term in found}
    nearest = body.pk if body.pk in holders else body.parent_id if body.parent_id in holders else None
    return [term for term in found if nearest is None or term.body_id == nearest]


def term_on(body: Body, day: date) -> Term | None:
    """The term in which the papers of `body` fall on `day`, or None."""
    return next(
        (term for term in terms_of(body) if term.starts_on <= day and (term.ends_on is None or day <= term.ends_on)),
        None,
    )
