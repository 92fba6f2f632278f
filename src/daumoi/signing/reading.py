"""What the pages of keys ask: who can sign, who cannot yet, and whose passphrase is still the first one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from daumoi.journal.models import JournalEntry
from daumoi.people import gates
from daumoi.people.duties import installation_of
from daumoi.people.models import Appointment, Body, BodyKind, Person, Rank
from daumoi.people.naming import found_by
from daumoi.signing.models import Certificate, CertificateKind

LIMIT = 12
# A cell signs with its secretary's hand alone.
WITHOUT_SEAL = (BodyKind.CELL,)


def authority_here() -> Certificate | None:
    """The installation's authority, also when it has run out; None before it is founded."""
    return Certificate.objects.authorities().filter(revoked_at=None).first()


def installation(actor: Person) -> Body:
    """The top body that the actor administers, in whose name the authority is founded."""
    return Body.objects.get(pk=installation_of(actor) or 0)


def posts(actor: Person) -> QuerySet[Appointment]:
    """The posts for which the actor may issue a certificate: in force, here, and without one."""
    held = Certificate.objects.filter(
        kind=CertificateKind.PERSON, person=OuterRef("person_id"), body=OuterRef("body_id"), revoked_at=None
    )
    found = gates.appointments_for(actor).on(timezone.localdate())
    allowed = found.filter(body__is_here=True, person__is_active=True)
    return allowed.exclude(Exists(held)).order_by("person__sort_key", "pk")  # type: ignore[no-any-return]


def signers_without_key(actor: Person) -> QuerySet[Appointment]:
    """Of those posts, the ones that sign papers."""
    return posts(actor).exclude(rank=Rank.STAFF)


def bodies_without_seal(actor: Person) -> QuerySet[Body]:
    held = Certificate.objects.filter(kind=CertificateKind.BODY, body=OuterRef("pk"), revoked_at=None)
    found = gates.insides_for(actor).existing(timezone.localdate()).exclude(kind__in=WITHOUT_SEAL)  # type: ignore[attr-defined]
    return found.exclude(Exists(held)).order_by("sort_key", "pk")  # type: ignore[no-any-return]


def suggestions(typed: str, actor: Person) -> list[dict[str, Any]]:
    condition = found_by(typed, "person__search_key")
    found = posts(actor).filter(condition)[:LIMIT] if condition is not None else []
    return [{"id": post.pk, "label": str(post), "note": str(post.body)} for post in found]


def position_of(person: Person, body: Body) -> str:
    """The position held today in the body, the one that signs first; empty when there is none."""
    held = Appointment.objects.on(timezone.localdate()).filter(person=person, body=body)
    found = sorted(held, key=lambda post: (post.rank == Rank.STAFF, post.pk))
    return found[0].position if found else ""


def first_passphrases(certificates: Iterable[Certificate]) -> set[int]:
    """Those whose holder has never changed the passphrase that somebody else chose. One query."""
    mine = [certificate.pk for certificate in certificates]
    changed = JournalEntry.objects.filter(
        action="signing.change_passphrase", subject_type=Certificate._meta.label_lower, subject_id__in=mine
    )
    return set(mine) - set(changed.values_list("subject_id", flat=True))
