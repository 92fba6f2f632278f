"""The register of certificates: made by those who may, opened only by their passphrase, withdrawn with a reason."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from daumoi.core.errors import NotAllowed, NotReady, Refusal, Stale
from daumoi.journal.actions import history
from daumoi.journal.models import JournalEntry
from daumoi.signing import actions, appearance, authority, pades, vault
from daumoi.signing.models import Certificate
from daumoi.signing.registry import certificate_of, identity_of, judge
from daumoi.signing.validate import State
from tests.signing.office import NOW, places, prepared
from tests.world import World

CA, MINE, SEAL = "mật khẩu nơi cấp", "mật khẩu của tôi", "mật khẩu con dấu"


@pytest.fixture(autouse=True)
def cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "COST", 2**4)


@pytest.fixture
def root(world: World) -> Certificate:
    return actions.create_ca("Tỉnh uỷ An Bình", passphrase=CA, actor=None)


def issue(world: World, **changes: object) -> Certificate:
    facts = {
        "body": world.tu,
        "person": world.thanh,
        "position": "Phó Bí thư",
        "passphrase": MINE,
        "ca_passphrase": CA,
        "actor": world.admin,
        **changes,
    }
    return actions.issue_certificate(**facts)  # type: ignore[arg-type]


def test_a_leader_signs_and_the_body_seals_with_certificates_of_the_register(world: World, root: Certificate) -> None:
    person = issue(world)
    body = issue(world, person=None, passphrase=SEAL)
    box, seal = places().signature, places().seal
    assert box and seal

    pdf = pades.sign_person(
        prepared(), identity_of(person, MINE), appearance.person_mark(box, name=str(world.thanh), at=NOW)
    )
    pdf = pades.fill_number(pdf, number="05", day="24", month="11")
    pdf = pades.sign_organisation(pdf, identity_of(body, SEAL), appearance.seal_mark(seal, name=str(world.tu)))

    assert [(verdict.who, verdict.state) for verdict in judge(pdf)] == [
        ("Nguyễn Văn Thành", State.VALID),
        ("Tỉnh uỷ An Bình", State.VALID),
    ]


def test_the_name_of_the_authority_says_it_is_internal(root: Certificate, world: World) -> None:
    certificate = issue(world).x509

    assert authority.issuer_of(certificate) == "Đầu Mối - chứng thư nội bộ (không có giá trị ngoài cơ quan)"
    assert authority.subject_of(certificate) == "Nguyễn Văn Thành"


def test_without_an_authority_nothing_is_issued(world: World) -> None:
    with pytest.raises(NotReady, match="chưa có nơi cấp"):
        issue(world)


def test_there_is_one_authority(root: Certificate) -> None:
    with pytest.raises(NotReady):
        actions.create_ca("Tỉnh uỷ", passphrase=CA, actor=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(
            kind="authority",
            subject="hai",
            serial="2",
            not_before=root.not_before,
            not_after=root.not_after,
            issued_at=root.issued_at,
            locked_key=b"",
        )


@pytest.mark.parametrize("name", ["ha", "thanh", "oanh", "khach"])
def test_only_an_administrator_makes_certificates(world: World, root: Certificate, name: str) -> None:
    actor = getattr(world, name)
    with pytest.raises(NotAllowed):
        issue(world, actor=actor)
    with pytest.raises(NotAllowed):
        actions.create_ca("Tỉnh uỷ", passphrase=CA, actor=actor)


def test_a_holder_has_one_certificate_until_it_is_withdrawn(world: World, root: Certificate) -> None:
    first = issue(world)
    with pytest.raises(NotReady, match="đã có chứng thư"):
        issue(world)

    actions.revoke_certificate(first, reason="Mất mật khẩu", actor=world.thanh)
    second = issue(world)

    assert certificate_of(world.tu, world.thanh) == second
    with pytest.raises(NotReady, match="đã được thu hồi"):
        actions.revoke_certificate(first, reason="Lần nữa", actor=world.admin)


def test_withdrawing_needs_a_reason_and_a_right(world: World, root: Certificate) -> None:
    certificate = issue(world)

    with pytest.raises(Refusal, match="lý do"):
        actions.revoke_certificate(certificate, reason=" ", actor=world.admin)
    for whose in (certificate, root):
        with pytest.raises(NotAllowed):
            actions.revoke_certificate(whose, reason="Thử", actor=world.lan)


def test_a_lost_authority_is_withdrawn_and_founded_anew(world: World, root: Certificate) -> None:
    held = issue(world)
    actions.revoke_certificate(root, reason="Quên mật khẩu", actor=world.admin)
    again = actions.create_ca("Tỉnh uỷ An Bình", passphrase="câu mới của nơi cấp", actor=world.admin)

    assert identity_of(held, MINE).authority == root.x509
    assert issue(world, person=world.son, ca_passphrase="câu mới của nơi cấp").x509.issuer == again.x509.subject


def test_a_withdrawn_certificate_signs_nothing_more(world: World, root: Certificate) -> None:
    certificate = actions.revoke_certificate(issue(world), reason="Chuyển công tác", actor=world.admin)

    with pytest.raises(NotReady, match="đã thu hồi"):
        identity_of(certificate, MINE)
    assert certificate_of(world.tu, world.thanh) is None


def test_a_wrong_passphrase_opens_nothing(world: World, root: Certificate) -> None:
    certificate = issue(world)

    with pytest.raises(vault.WrongPassphrase):
        identity_of(certificate, "sai rồi sai rồi")
    with pytest.raises(vault.WrongPassphrase):
        issue(world, person=world.son, ca_passphrase="không phải")


def test_the_holder_can_change_the_passphrase(world: World, root: Certificate) -> None:
    certificate = issue(world)
    changed = actions.change_passphrase(certificate, old=MINE, new="một câu thật dài", actor=world.thanh)

    assert identity_of(changed, "một câu thật dài")
    with pytest.raises(vault.WrongPassphrase):
        identity_of(changed, MINE)
    with pytest.raises(vault.WrongPassphrase):
        actions.change_passphrase(changed, old=MINE, new="không nhớ câu mới", actor=world.thanh)
    with pytest.raises(NotAllowed):
        actions.change_passphrase(changed, old="một câu thật dài", new="kẻ lạ đổi hộ", actor=world.lan)


def test_a_passphrase_changed_meanwhile_is_not_changed_back(world: World, root: Certificate) -> None:
    certificate = issue(world)
    stale = Certificate.objects.get(pk=certificate.pk)
    actions.change_passphrase(certificate, old=MINE, new="một câu thật dài", actor=world.thanh)

    with pytest.raises(Stale):
        actions.change_passphrase(stale, old=MINE, new="câu của trang cũ", actor=world.thanh)
    assert identity_of(Certificate.objects.get(pk=certificate.pk), "một câu thật dài")


def test_the_passphrase_of_the_authority_belongs_to_who_governs(world: World, root: Certificate) -> None:
    with pytest.raises(NotAllowed):
        actions.change_passphrase(root, old=CA, new="câu mới của nơi cấp", actor=world.thanh)
    actions.change_passphrase(root, old=CA, new="câu mới của nơi cấp", actor=world.admin)
    assert issue(world, ca_passphrase="câu mới của nơi cấp")


def test_a_renewed_certificate_replaces_the_old_one_or_nothing_happens(world: World, root: Certificate) -> None:
    first = issue(world)
    facts = {"passphrase": "một câu thật dài", "position": "Bí thư", "reason": "Đổi chức vụ"}
    with pytest.raises(vault.WrongPassphrase):
        actions.renew_certificate(first, ca_passphrase="không phải", actor=world.admin, **facts)
    assert certificate_of(world.tu, world.thanh) == first
    with pytest.raises(NotAllowed):
        actions.renew_certificate(first, ca_passphrase=CA, actor=world.thanh, **facts)
    with pytest.raises(NotAllowed):
        actions.renew_certificate(root, ca_passphrase=CA, actor=world.admin, **facts)

    second = actions.renew_certificate(first, ca_passphrase=CA, actor=world.admin, **facts)

    first.refresh_from_db()
    assert first.revoke_reason == "Đổi chức vụ"
    assert (second.person, second.body, second.position) == (world.thanh, world.tu, "Bí thư")
    assert certificate_of(world.tu, world.thanh) == second


def test_two_administrators_at_once_make_one_certificate(
    world: World, root: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever comes second, after both looked, is stopped by the database and told so."""
    held = issue(world)
    unseen = Certificate.objects.none()
    monkeypatch.setattr(type(unseen), "of_person", lambda *_: unseen)
    with pytest.raises(NotReady, match="Nguyễn Văn Thành đã có chứng thư"):
        issue(world)
    assert list(Certificate.objects.filter(kind="person")) == [held]


def test_a_certificate_warns_before_its_end(world: World, root: Certificate) -> None:
    certificate = issue(world)
    now = timezone.now()
    told = []
    for ends in (timedelta(days=100), timedelta(days=30), timedelta(days=-1)):
        certificate.not_after = now + ends
        told.append((certificate.words, certificate.tone))
    certificate.revoked_at = now

    assert told == [("còn hiệu lực", "done"), ("còn 30 ngày", "due"), ("hết hạn", "late")]
    assert (certificate.words, certificate.tone) == ("đã thu hồi", "hold")


def test_every_act_is_in_the_journal_and_no_secret_is(world: World, root: Certificate) -> None:
    certificate = issue(world)
    actions.change_passphrase(certificate, old=MINE, new="một câu thật dài", actor=world.thanh)
    actions.revoke_certificate(certificate, reason="Hết nhiệm kỳ", actor=world.admin)

    assert [entry.action for entry in history(certificate)] == [
        "signing.issue",
        "signing.change_passphrase",
        "signing.revoke",
    ]
    told = " ".join(str(entry.data) + entry.reason for entry in JournalEntry.objects.all())
    assert "Hết nhiệm kỳ" in told
    assert not any(secret in told for secret in (CA, MINE, "một câu thật dài", "BEGIN"))


def test_the_database_knows_who_can_hold_what(world: World, root: Certificate) -> None:
    for wrong in ({"kind": "person"}, {"kind": "body"}, {"kind": "authority", "body": world.tu}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.create(
                subject="sai",
                serial="9",
                not_before=root.not_before,
                not_after=root.not_after,
                issued_at=root.issued_at,
                locked_key=b"",
                **wrong,
            )


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(Refusal, match="ít nhất 8"):
        vault.lock(ec.generate_private_key(ec.SECP256R1()), "1234567", bound_to="1")


@settings(max_examples=20)
@given(st.text(min_size=8, max_size=40), st.text(max_size=40))
def test_a_key_opens_with_its_own_passphrase_and_no_other(right: str, other: str) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    locked = vault.lock(key, right, bound_to="AB12")

    assert vault.unlock(locked, right, bound_to="AB12").private_numbers() == key.private_numbers()
    for passphrase, serial in ((right, "FF"), (other, "AB12")):
        if (passphrase, serial) != (right, "AB12"):
            with pytest.raises(vault.WrongPassphrase):
                vault.unlock(locked, passphrase, bound_to=serial)


def test_a_long_name_fits_into_a_certificate() -> None:
    root = authority.new_authority("Đảng uỷ các cơ quan Đảng " * 5, at=NOW)
    person = authority.new_person(root, name="Nguyễn " * 20, body="Ban " * 40, position="Trưởng " * 20, at=NOW)

    assert authority.subject_of(person.certificate).endswith("…")
    assert authority.vouches(root.certificate, person.certificate)
    assert not authority.vouches(person.certificate, root.certificate)
