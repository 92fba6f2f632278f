"""Why a person sees an entry, in words. The same rows that let the person in are what is told."""

from collections.abc import Iterable

from daumoi.catalogue.models import Access, Entry
from daumoi.people.duties import REGISTRY_READERS, SECRET_READERS, VETTERS, Standing, standing
from daumoi.people.models import Appointment, Duty, Person

_HOLDERS = {"r": REGISTRY_READERS, "s": SECRET_READERS, "v": VETTERS}


def why(entry: Entry, person: Person) -> list[str]:
    """One sentence a reason, none exactly when the entry is hidden from the person."""
    mine = standing(person)
    rows = Access.objects.filter(entry=entry, key__in=mine.keys).order_by("id").values_list("key", "cause")
    return list(dict.fromkeys(_sentence(key, cause, mine) for key, cause in rows))


def _sentence(key: str, cause: str, mine: Standing) -> str:
    letter, number = key[0], int(key[1:])
    for appointment in (*mine.appointments, *mine.assisted):
        if words := _through(letter, number, appointment, mine):
            return f"vì {words}" if letter in _HOLDERS else f"vì {words} ({cause})"
    if letter == "p" and number != mine.person.pk:
        return f"vì giúp việc cho người được ghi tên ({cause})"
    return f"vì được ghi tên ({cause})"


def _through(letter: str, number: int, appointment: Appointment, mine: Standing) -> str:
    """How an appointment gives the key, or nothing when it does not."""
    helping = f"giúp việc cho {appointment.person.full_name}, " if appointment in mine.assisted else ""
    if letter == "u" and appointment.unit_id == number and not helping:
        return f"thuộc {appointment.unit}"
    if letter == "b" and number in _reach(appointment, {appointment.body_id}, REGISTRY_READERS, mine):
        return f"{helping}thuộc {_body(number, appointment, mine)}"
    if letter == "s" and helping:
        return ""
    if letter in _HOLDERS and number in _reach(appointment, set(), _HOLDERS[letter], mine):
        duty = Duty(appointment.duty).label
        return f"{helping}là {duty[:1].lower()}{duty[1:]} của {_body(appointment.body_id, appointment, mine)}"
    return ""


def _reach(appointment: Appointment, own: set[int], duties: Iterable[str], mine: Standing) -> set[int]:
    return own | (set(mine.reach(appointment)) if appointment.duty in duties else set())


def _body(number: int, appointment: Appointment, mine: Standing) -> str:
    bodies = {body.pk: body for body in (appointment.body, *mine.kept)}
    found = bodies.get(number)
    return str(found) if found else str(appointment.body)
