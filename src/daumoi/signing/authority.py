"""The installation's own certificate authority: plain functions over keys and certificates, no database.

Certificates made here prove who pressed the button in this office. Outside of it they prove nothing,
and their issuer's name says so.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.x509.oid import NameOID

AUTHORITY_NAME = "Đầu Mối - chứng thư nội bộ"
AUTHORITY_LIMIT = "không có giá trị ngoài cơ quan"
AUTHORITY_YEARS = 20
HOLDER_YEARS = 5
CLOCK_SLACK = timedelta(minutes=5)
LONGEST_NAME = 64  # bytes of one part of a name


@dataclass(frozen=True)
class Issued:
    """A fresh certificate and the private key it speaks for."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey

    @property
    def serial(self) -> str:
        return serial_of(self.certificate)

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()


def serial_of(certificate: x509.Certificate) -> str:
    """The serial number as people read it: `1A2B3C…` in capitals."""
    return f"{certificate.serial_number:X}"


def subject_of(certificate: x509.Certificate) -> str:
    """The name a certificate was made out to."""
    return _common_name(certificate.subject)


def title_of(certificate: x509.Certificate) -> str:
    """The position of the holder, empty when none is written."""
    titles = certificate.subject.get_attributes_for_oid(NameOID.TITLE)
    return str(titles[0].value) if titles else ""


def issuer_of(certificate: x509.Certificate) -> str:
    """Who vouches for it: `Đầu Mối - chứng thư nội bộ (không có giá trị ngoài cơ quan)`."""
    limits = certificate.issuer.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    name = _common_name(certificate.issuer)
    return f"{name} ({limits[0].value!s})" if limits else name


def load(pem: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pem.encode())


def vouches(authority: x509.Certificate, certificate: x509.Certificate) -> bool:
    """The certificate was signed with the authority's key."""
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def new_authority(office: str, *, at: datetime) -> Issued:
    """A self-made root of one installation, named so that nobody takes it for a public one."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _fitting(office)),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, AUTHORITY_LIMIT),
            x509.NameAttribute(NameOID.COMMON_NAME, AUTHORITY_NAME),
        ]
    )
    builder = _builder(name, name, key, at, AUTHORITY_YEARS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(signs_certificates=True), critical=True)
    return Issued(builder.sign(key, hashes.SHA256()), key)


def new_person(authority: Issued, *, name: str, body: str, position: str, at: datetime) -> Issued:
    """A certificate made out to a person in a body."""
    attributes = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, _fitting(body)),
        x509.NameAttribute(NameOID.COMMON_NAME, _fitting(name)),
    ]
    if position:
        attributes.insert(2, x509.NameAttribute(NameOID.TITLE, _fitting(position)))
    return _issue(authority, x509.Name(attributes), at)


def new_organisation(authority: Issued, *, body: str, at: datetime) -> Issued:
    """A certificate made out to a body itself: its seal."""
    attributes = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, _fitting(body)),
        x509.NameAttribute(NameOID.COMMON_NAME, _fitting(body)),
    ]
    return _issue(authority, x509.Name(attributes), at)


def _issue(authority: Issued, subject: x509.Name, at: datetime) -> Issued:
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _builder(subject, authority.certificate.subject, key, at, HOLDER_YEARS)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(signs_certificates=False), critical=True)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False
    )
    return Issued(builder.sign(authority.key, hashes.SHA256()), key)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, at: datetime, years: int
) -> x509.CertificateBuilder:
    start = at.astimezone(UTC).replace(microsecond=0)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start - CLOCK_SLACK)
        .not_valid_after(start + timedelta(days=round(365.25 * years)))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _common_name(name: x509.Name) -> str:
    values = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(values[0].value) if values else name.rfc4514_string()


def _fitting(name: str) -> str:
    """The name, or as many whole letters of it as a certificate can hold."""
    if len(name.encode()) <= LONGEST_NAME:
        return name
    return name.encode()[: LONGEST_NAME - 3].decode(errors="ignore").rstrip() + "…"
