"""The register of certificates: who can sign here, with which key, until when."""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography import x509
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from daumoi.people import gates
from daumoi.people.duties import installation_of
from daumoi.people.models import Body, Person
from daumoi.signing.authority import load, title_of

# How long before the end of a certificate its holder and the administrator are warned.
WARNING = timedelta(days=60)


class CertificateKind(models.TextChoices):
    AUTHORITY = "authority", "Nơi cấp (nội bộ)"
    PERSON = "person", "Cá nhân"
    BODY = "body", "Cơ quan"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, person: Person) -> CertificateQuerySet:
        """One's own, those of the bodies one administers, and, for who governs the installation, all."""
        if installation_of(person) is not None:
            return self
        return self.filter(Q(person=person) | Q(body_id__in=gates.managed_ids(person)))

    def in_force(self, at: datetime | None = None) -> CertificateQuerySet:
        """Neither revoked nor out of date at that moment."""
        at = at or timezone.now()
        return self.filter(Q(revoked_at=None) | Q(revoked_at__gt=at), Q(not_before__lte=at, not_after__gte=at))

    def of_person(self, person: Person, body: Body) -> CertificateQuerySet:
        return self.filter(kind=CertificateKind.PERSON, person=person, body=body)

    def of_body(self, body: Body) -> CertificateQuerySet:
        return self.filter(kind=CertificateKind.BODY, body=body)

    def authorities(self) -> CertificateQuerySet:
        return self.filter(kind=CertificateKind.AUTHORITY)


class Certificate(models.Model):
    """A certificate made here, with its private key, which only its passphrase opens. Never deleted: revoked."""

    kind = models.CharField("loại", max_length=10, choices=CertificateKind)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="certificates", verbose_name="người giữ"
    )
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="certificates", verbose_name="cơ quan"
    )
    subject = models.CharField("cấp cho", max_length=200)
    serial = models.CharField("số chứng thư", max_length=50, unique=True)
    not_before = models.DateTimeField("có hiệu lực từ")
    not_after = models.DateTimeField("có hiệu lực đến")
    pem = models.TextField("chứng thư", editable=False)
    locked_key = models.BinaryField("khoá ký đã mã hoá")
    issued_at = models.DateTimeField("cấp lúc")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    revoke_reason = models.CharField("lý do thu hồi", max_length=300, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = "chứng thư"
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="certificate_holder",
                condition=Q(kind=CertificateKind.AUTHORITY, person=None, body=None)
                | Q(kind=CertificateKind.PERSON, person__isnull=False, body__isnull=False)
                | Q(kind=CertificateKind.BODY, person=None, body__isnull=False),
            ),
            models.CheckConstraint(name="certificate_dates", condition=Q(not_before__lt=F("not_after"))),
            models.CheckConstraint(
                name="certificate_revoked",
                condition=Q(revoked_at=None, revoke_reason="") | (Q(revoked_at__isnull=False) & ~Q(revoke_reason="")),
            ),
            models.UniqueConstraint(
                name="certificate_of_person_once",
                fields=["person", "body"],
                condition=Q(kind=CertificateKind.PERSON, revoked_at=None),
            ),
            models.UniqueConstraint(
                name="certificate_of_body_once",
                fields=["body"],
                condition=Q(kind=CertificateKind.BODY, revoked_at=None),
            ),
            models.UniqueConstraint(
                name="certificate_authority_once",
                fields=["kind"],
                condition=Q(kind=CertificateKind.AUTHORITY, revoked_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.serial})"

    @property
    def x509(self) -> x509.Certificate:
        return load(self.pem)

    def standing_at(self, at: datetime) -> str:
        """What the register says of it at a moment: `còn hiệu lực`, `đã thu hồi`…"""
        if self.revoked_at and self.revoked_at <= at:
            return "đã thu hồi"
        if at > self.not_after:
            return "hết hạn"
        if at < self.not_before:
            return "chưa có hiệu lực"
        return "còn hiệu lực"

    @property
    def words(self) -> str:
        """Its state today, with a warning before it ends."""
        now = timezone.now()
        standing = self.standing_at(now)
        if standing == "còn hiệu lực" and self.not_after < now + WARNING:
            days = max((timezone.localdate(self.not_after) - timezone.localdate(now)).days, 0)
            return f"còn {days} ngày" if days else "hết hạn hôm nay"
        return standing

    @property
    def tone(self) -> str:
        if self.revoked_at:
            return "hold"
        return {"còn hiệu lực": "done", "hết hạn": "late", "chưa có hiệu lực": "new"}.get(self.words, "due")

    @property
    def printed_serial(self) -> str:
        """`1A2B 3C4D …`: as it is read aloud."""
        return " ".join(self.serial[at : at + 4] for at in range(0, len(self.serial), 4))

    @property
    def position(self) -> str:
        """The position it was made out with."""
        return title_of(self.x509)
