"""What an administrator may look at. Everybody else finds nothing, as if it did not exist."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet

from daumoi.people import rules
from daumoi.people.duties import installation_of, standing
from daumoi.people.models import (
    Appointment,
    Body,
    BodyCode,
    BodyQuerySet,
    DatedQuerySet,
    Delegation,
    Duty,
    ImportSheet,
    Person,
    Term,
    Unit,
)


def managed_ids(person: Person) -> frozenset[int]:
    """The bodies whose people and units the person looks after."""
    mine = standing(person)
    return frozenset(body for held in mine.appointments if held.duty == Duty.ADMIN for body in mine.reach(held))


def inside_ids(person: Person) -> frozenset[int] | None:
    """The bodies whose inside the person may see; None is every body (who governs the installation)."""
    return None if installation_of(person) is not None else managed_ids(person)


def bodies_for(person: Person) -> BodyQuerySet:
    """The directory of bodies: names and dates of all of them, for administrators."""
    return Body.objects.all() if rules.looks_after_something(person) else Body.objects.none()


def inside(person: Person, body: Body) -> bool:
    ids = inside_ids(person)
    return ids is None or body.pk in ids


def insides_for(person: Person) -> QuerySet[Body]:
    return _within(Body.objects.filter(is_here=True), person, "pk")


def people_for(person: Person) -> QuerySet[Person]:
    """The accounts kept by the bodies one looks after, and the people who hold or held a duty there."""
    ids = inside_ids(person)
    if ids is None:
        return Person.objects.all()
    return Person.objects.filter(
        Q(kept_by_id__in=ids) | Q(pk__in=Appointment.objects.filter(body_id__in=ids).values("person_id"))
    )


def without_password(person: Person) -> QuerySet[Person]:
    """Accounts one keeps that nobody can log in with yet: entered from a list, no password handed out."""
    ids = inside_ids(person)
    found = Person.objects.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX, is_active=True)
    return found if ids is None else found.filter(kept_by_id__in=managed_ids(person))


def sheets_for(person: Person) -> QuerySet[ImportSheet]:
    """One's own tables; nobody reads another's."""
    found = ImportSheet.objects.filter(made_by=person).select_related("body")
    return found if rules.looks_after_something(person) else found.none()


def appointments_for(person: Person) -> DatedQuerySet:
    return _within(Appointment.objects.select_related("person", "body", "unit", "assists"), person, "body_id")


def busy_ids(day: date) -> QuerySet:
    """Whoever holds any duty anywhere that day; only to leave them out."""
    return Appointment.objects.on(day).values("person_id")


def delegations_for(person: Person) -> QuerySet[Delegation]:
    return _within(Delegation.objects.select_related("delegate", "body"), person, "body_id")


def units_for(person: Person) -> QuerySet[Unit]:
    return _within(Unit.objects.select_related("body"), person, "body_id")


def terms_for(person: Person) -> QuerySet[Term]:
    return _within(Term.objects.select_related("body"), person, "body_id")


def codes_for(person: Person) -> QuerySet[BodyCode]:
    found = BodyCode.objects.select_related("body")
    return found if rules.looks_after_something(person) else found.none()


def _within(found: Any, person: Person, field: str) -> Any:
    ids = inside_ids(person)
    return found if ids is None else found.filter(**{f"{field}__in": ids})
