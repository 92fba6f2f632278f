"""What the register of certificates says: whose key may sign now, and what a signed file is worth here."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.utils import timezone

from daumoi.core.errors import NotReady
from daumoi.people.models import Body, Person
from daumoi.signing import vault
from daumoi.signing.authority import vouches
from daumoi.signing.models import Certificate
from daumoi.signing.pades import Identity
from daumoi.signing.validate import Verdict, verdicts


def certificate_of(body: Body, person: Person | None = None) -> Certificate | None:
    """The certificate in force of a person in a body, or of the body itself."""
    held = Certificate.objects.of_person(person, body) if person else Certificate.objects.of_body(body)
    return held.in_force().first()


def identity_of(certificate: Certificate, passphrase: str) -> Identity:
    """Who can sign now with it; refused when it is withdrawn or out of date, or the passphrase is wrong."""
    standing = certificate.standing_at(timezone.now())
    if standing != "còn hiệu lực":
        raise NotReady(
            f"Chứng thư của {certificate.subject} {standing} nên không ký được.",
            kept="Văn bản chưa được ký, không có gì thay đổi.",
            advice="Đề nghị quản trị cấp chứng thư mới.",
        )
    key = vault.unlock(bytes(certificate.locked_key), passphrase, bound_to=certificate.serial)
    authorities = [found.x509 for found in Certificate.objects.authorities()]
    return Identity(certificate.x509, key, next(root for root in authorities if vouches(root, certificate.x509)))


def seal_passphrase(body: Body) -> str:
    """What opens the key of a body: made from the secret of this installation, known to nobody.

    The seal is put on by the program when the clerk gives the number, not by somebody who types a passphrase.
    """
    return hmac.new(settings.SECRET_KEY.encode(), f"seal of body {body.pk}".encode(), hashlib.sha256).hexdigest()


def judge(pdf: bytes) -> list[Verdict]:
    """The verdicts on a file, as this installation's authorities and withdrawals stand. Two queries."""
    authorities = [found.x509 for found in Certificate.objects.authorities()]
    withdrawn = Certificate.objects.exclude(revoked_at=None).values_list("serial", "revoked_at")
    return verdicts(pdf, authorities, {serial: at for serial, at in withdrawn if at})
