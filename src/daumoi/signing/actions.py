"""Making, replacing and withdrawing certificates. Each act is in the journal; no key or passphrase ever is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils import timezone

from daumoi.core.db import locked
from daumoi.core.errors import NotAllowed, NotReady, Refusal, Stale
from daumoi.core.words import tell
from daumoi.journal.actions import record
from daumoi.people.duties import installation_of
from daumoi.people.models import Body, Person
from daumoi.signing import authority, rules, vault
from daumoi.signing.authority import Issued
from daumoi.signing.models import Certificate, CertificateKind

tell(
    "signing",
    found="lập nơi cấp chứng thư nội bộ {serial}",
    issue="cấp chứng thư {serial} cho {subject}",
    revoke="thu hồi chứng thư {serial} của {subject}",
    change_passphrase="đổi mật khẩu ký của chứng thư {serial}",
)


def create_ca(office: str, *, passphrase: str, actor: Person | None) -> Certificate:
    """Make the installation's own authority, once. `actor` None is the program itself."""
    if actor is not None and not rules.founds(actor):
        raise NotAllowed("Chỉ quản trị của toàn hệ thống được lập nơi cấp chứng thư nội bộ.")
    issued = authority.new_authority(office, at=timezone.now())
    with _once("Hệ thống đã có nơi cấp chứng thư nội bộ."):
        if Certificate.objects.authorities().filter(revoked_at=None).exists():
            raise NotReady("Hệ thống đã có nơi cấp chứng thư nội bộ.")
        found = _enter(issued, CertificateKind.AUTHORITY, passphrase)
        where = _where(found, actor)
        record("signing.found", found, actor=actor, body_id=where, serial=found.printed_serial, subject=found.subject)
    return found


def issue_certificate(
    *,
    body: Body,
    person: Person | None = None,
    position: str = "",
    passphrase: str,
    ca_passphrase: str,
    actor: Person | None,
) -> Certificate:
    """A certificate for a person in a body, or, without `person`, for the body itself.

    Each holder has one in force; a new one is given after the old one was revoked.
    """
    if actor is not None and not rules.issues_for(actor, body):
        raise NotAllowed(f"Chỉ quản trị của {body} được cấp chứng thư của cơ quan này.")
    root = _authority(ca_passphrase)
    now = timezone.now()
    if person is not None:
        issued = authority.new_person(root, name=person.full_name, body=body.name, position=position, at=now)
        kind, held = CertificateKind.PERSON, Certificate.objects.of_person(person, body)
    else:
        issued = authority.new_organisation(root, body=body.name, at=now)
        kind, held = CertificateKind.BODY, Certificate.objects.of_body(body)
    with _once(f"{person or body} đã có chứng thư.", advice="Thu hồi chứng thư đang có rồi cấp chứng thư mới."):
        if held.filter(revoked_at=None).exists():
            raise NotReady(
                f"{person or body} đã có chứng thư.", advice="Thu hồi chứng thư đang có rồi cấp chứng thư mới."
            )
        found = _enter(issued, kind, passphrase, person=person, body=body)
        record("signing.issue", found, actor=actor, serial=found.printed_serial, subject=found.subject)
    return found


def renew_certificate(
    certificate: Certificate, *, passphrase: str, ca_passphrase: str, position: str = "", reason: str, actor: Person
) -> Certificate:
    """A new certificate for the same holder; the old one is withdrawn in the same moment, or nothing happens."""
    body = certificate.body
    if body is None or not rules.renews(actor, certificate):
        raise NotAllowed("Chỉ quản trị của cơ quan được cấp lại chứng thư này.")
    with transaction.atomic():
        revoke_certificate(certificate, reason=reason, actor=actor)
        return issue_certificate(
            body=body,
            person=certificate.person,
            position=position,
            passphrase=passphrase,
            ca_passphrase=ca_passphrase,
            actor=actor,
        )


def revoke_certificate(certificate: Certificate, *, reason: str, actor: Person | None) -> Certificate:
    """From this moment nothing can be signed with it; what was signed before stays valid."""
    if actor is not None and not rules.revokes(actor, certificate):
        raise NotAllowed("Chỉ người giữ hoặc quản trị của cơ quan được thu hồi chứng thư này.")
    if not reason.strip():
        raise Refusal("Thu hồi chứng thư cần ghi lý do.")
    with transaction.atomic():
        found = locked(certificate)
        if found.revoked_at:
            raise NotReady("Chứng thư này đã được thu hồi.")
        found.revoked_at, found.revoke_reason = timezone.now(), reason.strip()
        found.save(update_fields=["revoked_at", "revoke_reason"])
        record(
            "signing.revoke",
            found,
            actor=actor,
            body_id=_where(found, actor),
            reason=found.revoke_reason,
            serial=found.printed_serial,
            subject=found.subject,
        )
    return found


def change_passphrase(certificate: Certificate, *, old: str, new: str, actor: Person) -> Certificate:
    """Lock the key again with another passphrase; only the holder can, who knows the old one."""
    if not rules.opens(actor, certificate):
        raise NotAllowed("Mật khẩu ký chỉ người giữ chứng thư được đổi.")
    key = vault.unlock(bytes(certificate.locked_key), old, bound_to=certificate.serial)
    relocked = vault.lock(key, new, bound_to=certificate.serial)
    with transaction.atomic():
        found = locked(certificate)
        if bytes(found.locked_key) != bytes(certificate.locked_key):
            raise Stale("Mật khẩu ký vừa được đổi ở nơi khác.", kept="Mật khẩu đổi lần trước vẫn giữ nguyên.")
        found.locked_key = relocked
        found.save(update_fields=["locked_key"])
        record(
            "signing.change_passphrase",
            found,
            actor=actor,
            body_id=_where(found, actor),
            serial=found.printed_serial,
            subject=found.subject,
        )
    return found


@contextmanager
def _once(words: str, advice: str = "") -> Iterator[None]:
    """A transaction in which the database refuses a second certificate of one holder: two administrators at once."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise NotReady(words, advice=advice) from error


def _where(certificate: Certificate, actor: Person | None) -> int | None:
    """In whose journal it stands: the body's; the authority's in that of the whole installation."""
    return certificate.body_id or (installation_of(actor) if actor else None)


def _authority(passphrase: str) -> Issued:
    found = Certificate.objects.authorities().in_force().first()
    if found is None:
        raise NotReady(
            "Hệ thống chưa có nơi cấp chứng thư nội bộ.", advice="Nhờ quản trị của toàn hệ thống lập nơi cấp trước."
        )
    return Issued(found.x509, vault.unlock(bytes(found.locked_key), passphrase, bound_to=found.serial))


def _enter(
    issued: Issued, kind: str, passphrase: str, *, person: Person | None = None, body: Body | None = None
) -> Certificate:
    certificate = issued.certificate
    return Certificate.objects.create(
        kind=kind,
        person=person,
        body=body,
        subject=authority.subject_of(certificate),
        serial=issued.serial,
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        pem=issued.pem,
        locked_key=vault.lock(issued.key, passphrase, bound_to=issued.serial),
        issued_at=timezone.now(),
    )
