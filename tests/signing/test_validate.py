"""The verdict on a signed file, in words, whatever the file is."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from daumoi.signing import appearance, authority, pades
from daumoi.signing.pades import ORGANISATION, PERSON
from daumoi.signing.validate import INTERNAL, UNKNOWN, State, verdicts, worst
from tests.layout.papers import made_elsewhere
from tests.signing.office import LONG_AGO, NOW, SIGNER, identity, numbered, office, places, prepared, sealed, signed

TRUSTED = [office().root.certificate]
GOOD = {State.VALID, State.UNKNOWN_CHAIN, State.ADDED_TO}


def test_an_issued_paper_says_who_signed_when_and_what_was_added() -> None:
    person, body = verdicts(sealed(), TRUSTED)

    assert (person.field, person.who, person.position, person.organisation) == (
        PERSON,
        SIGNER,
        "Phó Bí thư",
        "Tỉnh uỷ An Bình",
    )
    assert person.when and abs(person.when - datetime.now(UTC)) < timedelta(hours=1)
    assert person.changes == (
        "Sau chữ ký này đã ghi số văn bản, ngày ban hành, tháng ban hành; đã thêm chữ ký của cơ quan; "
        "nội dung không đổi."
    )
    assert (body.field, body.chain, body.covers_all) == (ORGANISATION, INTERNAL, True)
    assert body.changes == "Không có gì thay đổi sau chữ ký này."
    assert worst([person, body]) is State.VALID
    assert "chữ ký hợp lệ" in person.sentence


def test_an_unsigned_file_has_no_verdict() -> None:
    assert verdicts(made_elsewhere(), TRUSTED) == []
    assert verdicts(prepared(), TRUSTED) == []
    assert worst([]) is None


def test_a_stranger_to_our_authority_is_shown_not_refused() -> None:
    found = verdicts(sealed())

    assert {verdict.state for verdict in found} == {State.UNKNOWN_CHAIN}
    assert {verdict.chain for verdict in found} == {UNKNOWN}
    assert all(verdict.intact for verdict in found)


def test_what_was_signed_before_the_withdrawal_stays_valid() -> None:
    serial = authority.serial_of(office().leader.certificate)
    (before,) = verdicts(signed(), TRUSTED, {serial: datetime.now(UTC) + timedelta(days=1)})
    (after,) = verdicts(signed(), TRUSTED, {serial: LONG_AGO})

    assert before.state is State.VALID
    assert after.state is State.INVALID_CERTIFICATE


def test_a_certificate_that_had_run_out_is_named() -> None:
    root = authority.new_authority("Tỉnh uỷ An Bình", at=LONG_AGO)
    old = authority.new_person(root, name=SIGNER, body="Tỉnh uỷ", position="", at=LONG_AGO)
    box = places().signature
    assert box
    mark = appearance.person_mark(box, name=SIGNER, at=NOW)
    (found,) = verdicts(pades.sign_person(prepared(), identity(old, root), mark), [root.certificate])

    assert found.state is State.INVALID_CERTIFICATE


def test_somebody_with_the_same_names_but_another_key_is_not_ours() -> None:
    forged = authority.new_authority("Tỉnh uỷ An Bình", at=datetime.now(UTC))
    thief = authority.new_person(forged, name=SIGNER, body="Tỉnh uỷ An Bình", position="Phó Bí thư", at=NOW)
    box = places().signature
    assert box
    mark = appearance.person_mark(box, name=SIGNER, at=NOW)
    (found,) = verdicts(pades.sign_person(prepared(), identity(thief, forged), mark), TRUSTED)

    assert found.state is State.UNKNOWN_CHAIN


@settings(max_examples=60)
@given(st.data())
def test_no_damage_to_a_file_ends_in_an_exception(data: st.DataObject) -> None:
    pdf = bytearray(sealed())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(pdf) - 1))
        pdf[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=20))
    for verdict in verdicts(bytes(pdf), TRUSTED):
        assert verdict.sentence


@given(st.binary(max_size=200))
def test_rubbish_has_no_verdict_and_no_exception(rubbish: bytes) -> None:
    assume(b"/ByteRange" not in rubbish)  # the word by itself is taken for what is left of a signature
    assert verdicts(b"%PDF-1.7\n" + rubbish) == []


def test_a_signed_file_that_cannot_be_read_says_so() -> None:
    (found,) = verdicts(sealed()[:-2000].replace(b"startxref", b"startxxxx"), TRUSTED)

    assert found.state is State.UNREADABLE
    assert "không kiểm tra được" in found.sentence.lower()


@pytest.mark.parametrize(
    ("name", "signatures", "expected"),
    [
        ("1178-DCK-CTT-huong-dan-CCN-dia-gioi-moi.pdf", 4, State.ADDED_TO),
        ("CV-2265-BCT-ATMT-trien-khai.pdf", 1, State.ALTERED),
        ("QD-1696-QD-UBND-uy-quyen-15-5-2026.pdf", 9, State.ADDED_TO),
        ("TT-37-BGTVT.pdf", 6, State.ALTERED),
    ],
)
def test_real_papers_of_state_bodies(test_data: Path, name: str, signatures: int, expected: State) -> None:
    """Their tool prints number and date over a signature; a later one vouches for it. Two files were truly changed."""
    found = verdicts((test_data / "files" / name).read_bytes())

    assert len(found) == signatures
    assert worst(found) is expected
    assert all(verdict.who and verdict.when for verdict in found)


def test_every_real_file_ends_in_a_clear_verdict(test_data: Path) -> None:
    for path in sorted((test_data / "files").glob("*.pdf")):
        for verdict in verdicts(path.read_bytes()):
            assert verdict.sentence


def test_the_hostile_files_of_the_standards_end_in_a_clear_verdict(test_data: Path) -> None:
    found = {path.name: verdicts(path.read_bytes()) for path in sorted((test_data / "standards").rglob("*.pdf"))}

    assert len(found) > 200
    assert all(verdict.sentence for some in found.values() for verdict in some)
    # The examples of forgery are not taken for good.
    sneaky = {name: worst(some) for name, some in found.items() if "sneaky" in name}
    assert sneaky and not set(sneaky.values()) & {State.VALID}
    # Most are sound signatures of strangers: a verdict that calls everything unreadable would be no verdict.
    assert sum(worst(some) in GOOD for some in found.values()) > 20


def test_numbered_papers_wait_for_their_seal() -> None:
    (person,) = verdicts(numbered(), TRUSTED)

    assert person.state is State.VALID and not person.covers_all
