"""The verbs of one's own account."""

from django.db import transaction

from daumoi.core.db import locked
from daumoi.core.words import tell
from daumoi.journal.actions import record
from daumoi.people.models import Person

tell("people", choose_mail="chọn nhận thông báo qua thư: {wants}")


def choose_mail(person: Person, *, wants: bool) -> Person:
    with transaction.atomic():
        person = locked(person)
        if person.wants_mail == wants:
            return person
        person.wants_mail = wants
        person.version += 1
        person.save(update_fields=["wants_mail", "version"])
        record("people.choose_mail", person, actor=person, wants="có" if wants else "không")
        return person
