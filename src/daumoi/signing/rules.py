"""Who may make and withdraw certificates."""

from __future__ import annotations

from daumoi.people.duties import holds, installation_of
from daumoi.people.models import Body, Duty, Person
from daumoi.signing.models import Certificate


def founds(actor: Person) -> bool:
    """The installation's own authority is made by whoever administers the whole installation."""
    return installation_of(actor) is not None


def issues_for(actor: Person, body: Body) -> bool:
    """Certificates of a body and its people are issued by its administrator."""
    return holds(actor, Duty.ADMIN, body.pk) or founds(actor)


def revokes(actor: Person, certificate: Certificate) -> bool:
    """Its administrator, and its holder: a lost key must be withdrawn at once."""
    if certificate.body is None:
        return founds(actor)
    return certificate.person_id == actor.pk or issues_for(actor, certificate.body)


def opens(actor: Person, certificate: Certificate) -> bool:
    """Whose passphrase it is: the holder's, or the authority's of who governs. That of a seal is nobody's."""
    if certificate.body_id is None:
        return founds(actor)
    return certificate.person_id == actor.pk


def renews(actor: Person, certificate: Certificate) -> bool:
    """The same right as issuing; an authority is not renewed but founded anew."""
    return certificate.body is not None and issues_for(actor, certificate.body)
