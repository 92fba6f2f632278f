"""Telling people what happened.

A notice names a thing by its number and title only to those who were given it.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from daumoi.jobs.queue import later
from daumoi.notices.models import Notice
from daumoi.people.models import Person

# Notices of the same quarter of an hour travel in one letter.
MAIL_DELAY = timedelta(minutes=15)


def notify(people: Iterable[Person], text: str, *, url: str = "", cause: str, urgent: bool = False) -> list[Notice]:
    """Put a notice before each of `people`, and promise a letter to those who want one."""
    made = Notice.objects.bulk_create(
        [Notice(person=person, text=text[:500], url=url, cause=cause) for person in dict.fromkeys(people)]
    )
    for notice in made:
        if notice.person.wants_mail and notice.person.email and notice.person.is_active:
            later(
                "notices.mail",
                person_id=notice.person_id,
                # What is urgent does not wait for the letter promised before; that one then finds nothing left.
                unique_key=f"notices.mail:{notice.person_id}{':now' if urgent else ''}",
                delay=timedelta(0) if urgent else MAIL_DELAY,
            )
    return made


def remind(people: Iterable[Person], text: str, *, url: str, cause: str) -> list[Notice]:
    """`notify`, but only those who were never told these very words: what runs every day tells everybody once."""
    told = set(
        Notice.objects.filter(person__in=(people := list(people)), cause=cause, text=text[:500], url=url).values_list(
            "person", flat=True
        )
    )
    with transaction.atomic():
        return notify([person for person in people if person.pk not in told], text, url=url, cause=cause)


def see(person: Person, *, pk: int | None = None) -> int:
    """Mark one notice of the person, or all, as seen; how many there were."""
    waiting = Notice.objects.filter(person=person, seen_at=None)
    if pk is not None:
        waiting = waiting.filter(pk=pk)
    return waiting.update(seen_at=timezone.now())
