"""One invented office that can sign, and its papers in every stage."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from daumoi.core.page import Places
from daumoi.layout.places import Markers, find_places
from daumoi.signing import appearance, authority, pades
from daumoi.signing.authority import Issued
from daumoi.signing.pades import Identity
from tests.layout.papers import made_elsewhere

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
LONG_AGO = datetime(2010, 1, 1, tzinfo=UTC)
SIGNER = "Nguyễn Văn Thành"


@dataclass(frozen=True)
class Office:
    """The keys of an office, all made in memory."""

    root: Issued
    leader: Identity
    body: Identity


@cache
def office() -> Office:
    at = datetime.now(UTC)
    root = authority.new_authority("Tỉnh uỷ An Bình", at=at)
    leader = authority.new_person(root, name=SIGNER, body="Tỉnh uỷ An Bình", position="Phó Bí thư", at=at)
    body = authority.new_organisation(root, body="Tỉnh uỷ An Bình", at=at)
    return Office(root, identity(leader, root), identity(body, root))


def identity(issued: Issued, root: Issued) -> Identity:
    return Identity(issued.certificate, issued.key, root.certificate)


@cache
def places() -> Places:
    return find_places(made_elsewhere(), Markers(signer=SIGNER, symbol="-KL/TU"))


@cache
def prepared() -> bytes:
    return pades.prepare(made_elsewhere(), places())


@cache
def signed() -> bytes:
    box = places().signature
    assert box
    return pades.sign_person(prepared(), office().leader, appearance.person_mark(box, name=SIGNER, at=NOW))


@cache
def numbered() -> bytes:
    return pades.fill_number(signed(), number="05", day="24", month="11")


@cache
def sealed() -> bytes:
    box = places().seal
    assert box
    return pades.sign_organisation(numbered(), office().body, appearance.seal_mark(box, name="Tỉnh uỷ An Bình"))
