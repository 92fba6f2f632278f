"""Signing and issuing: the two acts that cannot be taken back in silence.

All work on files is done before or after the transactions. Issuing itself is
one short transaction: number, document, entry, links, journal, and the promise
of the rest (jobs.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from daumoi.catalogue import actions as catalogue
from daumoi.catalogue.index import facet
from daumoi.catalogue.models import Entry, Kind, Relation
from daumoi.core.errors import NotAllowed, NotReady, Refusal
from daumoi.core.page import Box
from daumoi.documents.actions import Description, capture, readers_of
from daumoi.documents.models import Document, Security
from daumoi.dossiers.actions import follow
from daumoi.files.actions import ask_to_read, keep_made, read_bytes
from daumoi.files.models import StoredFile
from daumoi.jobs.queue import later
from daumoi.numbering.actions import take_number
from daumoi.numbering.models import Number
from daumoi.numbering.series import Place
from daumoi.outgoing import paper
from daumoi.outgoing.actions.base import step, tell_people, unsigned
from daumoi.outgoing.models import Draft, Proof, Signature, SignatureKind, State, Version
from daumoi.outgoing.rules.formal import number_text, place_for, right_to_sign, rules_for
from daumoi.outgoing.rules.steps import FLOW, certificate_for, current, issues
from daumoi.people.duties import holders
from daumoi.people.models import Duty, Person
from daumoi.signing import appearance, pades
from daumoi.signing.models import Certificate
from daumoi.signing.registry import identity_of

PDF = "application/pdf"


@dataclass(frozen=True)
class _Signed:
    """What signing made, before anything is written down."""

    version: Version
    certificate: Certificate
    file_in: StoredFile
    file_out: StoredFile


def sign(draft: Draft, *, actor: Person, passphrase: str, note: str = "", token: str | int | None = None) -> Draft:
    """The person printed on the paper signs exactly the version that the Office appraised."""
    draft = Draft.objects.select_related("body", "current__signer").get(pk=draft.pk)
    FLOW.check("sign", draft, actor, note)
    made = _signature_of(draft, passphrase)
    with step("sign", draft, actor, note=note, token=token) as draft:
        if made.version.pk != draft.current_id:
            raise NotReady(
                "Bản dự thảo vừa thay đổi trong lúc ký.", kept="Chữ ký vừa rồi không được dùng.", advice="Mở lại trang."
            )
        right = right_to_sign(draft, made.version, actor, timezone.localdate())
        basis = right.basis if right else ""
        draft.signature = Signature.objects.create(
            draft=draft,
            version=made.version,
            kind=SignatureKind.PERSON,
            person=actor,
            certificate=made.certificate.serial,
            certificate_name=made.certificate.subject,
            file_in=made.file_in,
            file_out=made.file_out,
            basis=basis[:300],
        )
        draft.signed_by, draft.signed_at = actor, timezone.now()
        draft.journal_data |= {  # type: ignore[attr-defined]
            "basis": basis,
            "certificate": made.certificate.serial,
            "file": made.file_out.sha256,
        }
        ask_to_read(made.file_out)
        catalogue.grant(draft.entry, readers_of(draft.body, Security.NORMAL))
        tell_people(draft, holders(Duty.CLERK, draft.body), f"Đã ký, chờ cấp số: {draft}", "sign", but=actor)
        return draft


def _signature_of(draft: Draft, passphrase: str) -> _Signed:
    version = current(draft)
    proof = Proof.objects.select_related("prepared").get(version=version)
    certificate = certificate_for(draft)
    # Both were found a moment ago, when the step was checked.
    assert proof.prepared is not None and certificate is not None and version.signer is not None
    identity = identity_of(certificate, passphrase)
    prepared = read_bytes(proof.prepared)
    mark = appearance.person_mark(
        Box(*proof.places["signature"]), name=version.signer.full_name, at=timezone.localtime()
    )
    signed = pades.sign_person(prepared, identity, mark, reason=f"Ký văn bản {draft.code}, lần {version.n}")
    return _Signed(version, certificate, proof.prepared, keep_made(signed, "pdf", PDF))


def unsign(draft: Draft, *, actor: Person, note: str, token: str | int | None = None) -> Draft:
    """Take the signature back before a number is given. What was signed stays in the record of signatures."""
    with step("unsign", draft, actor, note=note, token=token) as draft:
        unsigned(draft)
        people = [draft.author, *([current(draft).signer] if current(draft).signer else [])]
        tell_people(draft, people, f"Huỷ chữ ký: {draft}. Lý do: {note.strip()}", "unsign", but=actor)  # type: ignore[arg-type]
        return draft


def issue(
    draft: Draft,
    *,
    actor: Person,
    on: date | None = None,
    copies: int | None = None,
    note: str = "",
    token: str | int | None = None,
) -> Draft:
    """Give the signed paper its number and date. From here on it cannot change.

    One short transaction: either the number, the document, its place in the
    register and the promise to seal and send it are all there, or nothing is
    and the number goes back.
    """
    on = on or timezone.localdate()
    with step("issue", draft, actor, note=note, token=token) as draft:
        version = current(draft)
        _check_day(draft, on)
        rules = rules_for(draft.body, on)
        place = place_for(rules, draft.body, draft.organ, draft.type_code, on)
        number = take_number(draft.body, place.series, place.period.key, on=on, actor=actor)
        _check_order(number, place)
        written = number_text(place, number.value)
        proof = version.proof
        _check_year(proof, on)
        assert version.signer is not None
        document = capture(
            Kind.OUTGOING,
            Description(
                issuer=draft.body,
                issuer_name=draft.body.name,
                type_code=version.type_code,
                type_name=rules.document_type(version.type_code).name,
                number=written,
                issued_on=on,
                subject=version.subject,
                signer_name=version.signer.full_name,
                signer_position=version.position,
                urgency=version.urgency,
                pages=proof.pages,
                copies=copies,
            ),
            body=draft.body,
            day=on,
            access=_readers(draft, version),
            facets=document_facets(draft, place),
            party=party_of(version),
            text=paper.text_of(version),
        )
        number.entry = document.entry
        number.save(update_fields=["entry"])
        _join(draft, version, document, actor)
        draft.number, draft.document = number, document
        draft.issued_by, draft.issued_at = actor, timezone.now()
        draft.entry_says = {"title": f"{written} {version.subject}"[:1000]}  # type: ignore[attr-defined]
        # What `verify` later holds the paper against: the rows can be changed with the database password, this cannot.
        draft.journal_data |= {  # type: ignore[attr-defined]
            "number": written,
            "value": number.value,
            "on": on,
            "document": document.pk,
            "subject": document.subject,
            "signer": document.signer_name,
        }
        later(
            "outgoing.finish", draft_id=draft.pk, priority=9, unique_key=f"outgoing.finish:{draft.pk}", asked_by=actor
        )
        return draft


def finish_again(draft: Draft, *, actor: Person) -> None:
    """Try once more to seal and send what has its number, when what was missing is there now."""
    if not issues(draft, actor):
        raise NotAllowed("Chỉ văn thư giữ sổ này phát hành lại.")
    if draft.state != State.ISSUED or draft.finished_at:
        raise NotReady("Văn bản này không còn chờ phát hành.")
    later("outgoing.finish", draft_id=draft.pk, priority=9, unique_key=f"outgoing.finish:{draft.pk}", asked_by=actor)


def _check_day(draft: Draft, on: date) -> None:
    """Not in the future, not before the signature (rule 16)."""
    assert draft.signed_at is not None
    signed_on = timezone.localtime(draft.signed_at).date()
    if on > timezone.localdate():
        raise Refusal(
            f"Ngày ban hành {on:%d/%m/%Y} chưa đến.", advice="Chọn hôm nay hoặc ngày đã qua, không trước ngày ký."
        )
    if on < signed_on:
        raise Refusal(f"Văn bản được ký ngày {signed_on:%d/%m/%Y} nên không thể ban hành ngày {on:%d/%m/%Y}.")


def _check_year(proof: Proof, on: date) -> None:
    """A Word file of one's own may have the year printed already."""
    printed = proof.places.get("printed_year")
    if printed and printed != on.year:
        raise NotReady(
            f"Trên văn bản đã in sẵn năm {printed} nên không ghi được ngày {on:%d/%m/%Y}.",
            advice="Huỷ chữ ký, trả lại nơi soạn để sửa năm trên tệp Word.",
        )


def _check_order(number: Number, place: Place) -> None:
    """Numbers and days of a series go the same way. Nothing goes before today's, for no number has a day to come."""
    if number.given_on >= timezone.localdate():
        return
    before = (
        Number.objects.filter(
            body_id=number.body_id, series=number.series, period=number.period, value__lt=number.value
        )
        .order_by("-value")
        .values("value", "given_on")
        .first()
    )
    if before and before["given_on"] > number.given_on:
        raise Refusal(
            f"Số {before['value']} của sổ {place.sentence} đã ghi ngày {before['given_on']:%d/%m/%Y}; "
            f"số sau không thể ghi ngày {number.given_on:%d/%m/%Y}.",
            advice="Chọn ngày từ ngày của số liền trước trở đi.",
        )


def _readers(draft: Draft, version: Version) -> dict[str, str]:
    access = {f"p{draft.author_id}": "người soạn", f"p{version.signer_id}": "người ký"}
    if draft.unit_id:
        access[f"u{draft.unit_id}"] = "đơn vị soạn"
    return access | readers_of(draft.body, Security.NORMAL)


def document_facets(draft: Draft, place: Place) -> list[str]:
    """The words by which the register of issued papers is narrowed."""
    words = [facet("series", place.series), facet("period", place.period.key), facet("organ", draft.organ)]
    if draft.unit_id:
        words.append(facet("unit", draft.unit_id))
    signer = current(draft).signer_id
    return [*words, facet("signer", signer)] if signer else words


def party_of(version: Version) -> str:
    """The recipients in a few words, for lists."""
    return ", ".join(row["name"] for row in version.places)[:300]


def _join(draft: Draft, version: Version, document: Document, actor: Person) -> None:
    """The chain: the draft became this paper, which answers that one and rests on those."""
    catalogue.link(draft.entry, document.entry, Relation.ISSUED_AS, actor=actor)
    if draft.source is not None:
        catalogue.link(draft.source, document.entry, Relation.ANSWERS, actor=actor)
        follow(draft.source, document.entry, actor=actor)
    bases = [basis["entry"] for basis in version.bases if basis.get("entry")]
    for entry in Entry.objects.filter(pk__in=bases):
        catalogue.link(entry, document.entry, Relation.BASED_ON, actor=actor)
