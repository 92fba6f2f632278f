"""What a combobox shows for a few typed letters: at most a dozen, the likeliest first."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from daumoi import vietnamese
from daumoi.people.duties import standing
from daumoi.people.models import Appointment, Body, Person
from daumoi.people.naming import found_by

LIMIT = 12


def bodies_matching(typed: str, day: date | None = None) -> QuerySet[Body]:
    """Bodies found by letters without marks, initials or code; those that exist and work here first."""
    condition = found_by(typed)
    if condition is None:
        return Body.objects.none()
    day, words = day or timezone.localdate(), vietnamese.words(typed, folded=True)
    ended = Q(valid_to__lt=day)
    rank = Case(
        When(ended, then=Value(9)),
        When(code__iexact=typed.strip(), then=Value(0)),
        When(Q(search_key__startswith=words) & Q(is_here=True), then=Value(1)),
        When(search_key__startswith=words, then=Value(2)),
        When(is_here=True, then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    return Body.objects.filter(condition).annotate(rank=rank).order_by("rank", "sort_key", "pk")


def body_note(body: Body, day: date) -> str:
    if body.valid_to and body.valid_to < day:
        return f"đã kết thúc {body.valid_to:%d/%m/%Y}"
    where = "trong hệ thống" if body.is_here else ""
    return " · ".join(part for part in (body.code, where) if part)


def bodies(typed: str) -> list[dict[str, Any]]:
    today = timezone.localdate()
    return [
        {"id": body.pk, "label": body.name, "note": body_note(body, today)} for body in bodies_matching(typed)[:LIMIT]
    ]


def people(typed: str, asker: Person) -> list[dict[str, Any]]:
    """People appointed today in the bodies the asker works for, with the post that tells namesakes apart."""
    condition = found_by(typed, "person__search_key")
    places = standing(asker).body_ids
    if condition is None or not places:
        return []
    offices = Body.objects.filter(pk__in=places, office__isnull=False).values("office_id")
    appointed = (
        Appointment.objects.on(timezone.localdate())
        .filter(Q(body_id__in=places) | Q(body_id__in=offices), condition, person__is_active=True)
        .select_related("person", "unit", "body")
        .order_by("person__sort_key", "person_id", "pk")[: 3 * LIMIT]
    )
    found: dict[int, dict[str, Any]] = {}
    for appointment in appointed:
        post = ", ".join(str(part) for part in (appointment.position, appointment.unit or appointment.body) if part)
        found.setdefault(
            appointment.person_id, {"id": appointment.person_id, "label": appointment.person.full_name, "note": post}
        )
    return list(found.values())[:LIMIT]


def accounts(typed: str, among: QuerySet[Person]) -> list[dict[str, Any]]:
    """Accounts among those an administrator looks after."""
    condition = found_by(typed)
    if condition is None:
        return []
    found = among.filter(condition, is_active=True).select_related("kept_by").order_by("sort_key", "pk")[:LIMIT]
    return [
        {
            "id": person.pk,
            "label": person.full_name,
            "note": " · ".join(filter(None, [person.login, str(person.kept_by or "")])),
        }
        for person in found
    ]
