"""Printing a version, and finishing what was issued: seal, file, delivery. Every handler may run twice."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pypdfium2 as pdfium
from django.db import transaction
from django.utils import timezone

from daumoi.core.errors import Refusal
from daumoi.core.page import Box, Places
from daumoi.documents.actions import attach, seal_document
from daumoi.documents.delivery import Recipient, deliver
from daumoi.files.actions import ask_to_read, keep_made, read_bytes
from daumoi.files.models import StoredFile
from daumoi.jobs.queue import job
from daumoi.journal.actions import record
from daumoi.layout.paper import padded_day, padded_month, padded_number
from daumoi.outgoing import paper
from daumoi.outgoing.actions.base import tell_people
from daumoi.outgoing.actions.opinions import hands
from daumoi.outgoing.models import Draft, Opinion, OpinionState, Proof, Signature, SignatureKind, State, Version
from daumoi.outgoing.rules.steps import is_sealed_here
from daumoi.people.models import Body
from daumoi.signing import appearance, pades
from daumoi.signing.models import Certificate
from daumoi.signing.registry import certificate_of, identity_of, seal_passphrase
from daumoi.tasks import reminders

PDF = "application/pdf"


# --- the printed form --------------------------------------------------------------------------------


@job("outgoing.proof", "Dựng bản PDF của dự thảo")
def proof(version_id: int) -> str:
    """The PDF of a version with the places for number, date, signature and seal laid out."""
    version = Version.objects.select_related("draft__body__parent", "docx", "signer").get(pk=version_id)
    if Proof.objects.filter(version=version, prepared__isnull=False).exists():
        return "đã dựng"
    try:
        found: dict[str, Any] = _printed(version)
    except Refusal as refusal:
        # The author reads it on the page; trying the same file again would say the same.
        found = {"problems": [*refusal.reasons, *([refusal.advice] if refusal.advice else [])]}
    blank: dict[str, Any] = {"pdf": None, "prepared": None, "pages": None, "places": {}, "problems": []}
    Proof.objects.update_or_create(version=version, defaults=blank | found)
    return "; ".join(found["problems"]) or f"{found['pages']} trang"


def _printed(version: Version) -> dict[str, object]:
    pdf, places = paper.printed_form(version, read_bytes(version.docx), timezone.localdate())
    kept = keep_made(pdf, "pdf", PDF)
    ask_to_read(kept)
    facts = {"pdf": kept, "pages": _pages(pdf), "problems": list(places.missing), "places": _noted(places)}
    if places.missing:
        return facts
    return facts | {"prepared": keep_made(pades.prepare(pdf, _usable(version, places)), "pdf", PDF)}


def _usable(version: Version, places: Places) -> Places:
    """A body without a seal has no place for one."""
    if is_sealed_here(version.draft):
        return places
    return Places(**{**vars(places), "seal": None})


def _noted(places: Places) -> dict[str, object]:
    blanks = {"number": places.number, "day": places.day, "month": places.month, "year": places.year}
    return {
        "signature": _corners(places.signature),
        "seal": _corners(places.seal),
        "fields": [name for name, blank in blanks.items() if blank],
        "printed_year": places.printed_year,
    }


def _corners(box: Box | None) -> list[float] | None:
    return [box.page, box.left, box.bottom, box.right, box.top] if box else None


def _pages(pdf: bytes) -> int:
    document = pdfium.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


# --- after the number was given -------------------------------------------------------------------------


@job("outgoing.finish", "Ghi số, đóng dấu và phát hành văn bản")
def finish(draft_id: int) -> str:
    """Write number and date into the signed file, seal it, keep it, send it.

    Goes on from wherever an earlier run stopped: each part is either written
    down whole or not at all, and done parts are found and left alone.
    """
    draft = Draft.objects.select_related(
        "body__parent", "document__entry", "number", "signature__file_out", "current"
    ).get(pk=draft_id)
    if draft.state != State.ISSUED:
        raise Refusal("Dự thảo này chưa được cấp số.")
    if draft.finished_at:
        return "đã xong"
    try:
        final = _final_file(draft)
    except Refusal as refusal:
        _say_why_not(draft, " ".join(refusal.reasons)[:500])
        raise
    _finish(draft, final)
    return f"đã phát hành {draft.document}"


def _say_why_not(draft: Draft, problem: str) -> None:
    """The number stands; what is missing for the seal is shown on the page and told to the clerk, once."""
    with transaction.atomic():
        changed = Draft.objects.filter(pk=draft.pk).exclude(finish_problem=problem).update(finish_problem=problem)
        if changed and draft.issued_by:
            tell_people(draft, [draft.issued_by], f"Chưa phát hành được {draft.document}: {problem}", "finish")


def _final_file(draft: Draft) -> StoredFile:
    """The paper with number, date and both signatures; made once."""
    done = Signature.objects.filter(draft=draft, kind=SignatureKind.ORGANISATION).select_related("file_out").first()
    if done:
        return done.file_out
    assert draft.signature is not None and draft.document is not None and draft.document.issued_on is not None
    assert draft.number is not None
    proof = Proof.objects.get(version=draft.current)
    numbered = pades.fill_number(
        read_bytes(draft.signature.file_out),
        **_values(proof, str(draft.number.value), draft.document.issued_on),
    )
    if not is_sealed_here(draft):
        return keep_made(numbered, "pdf", PDF)
    return _seal(draft, proof, keep_made(numbered, "pdf", PDF), numbered)


def _values(proof: Proof, number: str, on: date) -> dict[str, str]:
    """What is written into the fields that this paper has."""
    every = {
        "number": padded_number(number),
        "day": padded_day(on.day),
        "month": padded_month(on.month),
        "year": str(on.year),
    }
    return {"number": every["number"]} | {name: every[name] for name in proof.places["fields"]}


def _seal(draft: Draft, proof: Proof, numbered: StoredFile, data: bytes) -> StoredFile:
    certificate: Certificate | None = certificate_of(draft.body)
    if certificate is None:
        raise Refusal(
            f"{draft.body} chưa có chứng thư ký số của cơ quan nên chưa đóng dấu được.",
            kept="Số và ngày đã cấp vẫn giữ nguyên.",
            advice="Nhờ quản trị cấp chứng thư, rồi chạy lại việc này ở trang Việc nền.",
        )
    identity = identity_of(certificate, seal_passphrase(draft.body))
    mark = appearance.seal_mark(Box(*proof.places["seal"]), name=draft.body.name)
    sealed = pades.sign_organisation(data, identity, mark, reason=f"Ban hành {draft.document}")
    kept = keep_made(sealed, "pdf", PDF)
    assert draft.signature is not None
    signature, _created = Signature.objects.get_or_create(
        draft=draft,
        kind=SignatureKind.ORGANISATION,
        defaults={
            "version": draft.signature.version,
            "certificate": certificate.serial,
            "certificate_name": certificate.subject,
            "file_in": numbered,
            "file_out": kept,
        },
    )
    return signature.file_out


def _finish(draft: Draft, final: StoredFile) -> None:
    """File, seal of the record, deliveries and the word to the author: all or nothing."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        if draft.finished_at:
            return
        document, version = draft.document, draft.current
        assert document is not None and version is not None
        attach(document, final, paper.stored_name(document.number, "pdf"))
        attach(document, version.docx, paper.stored_name(document.number, "docx"), role="source")
        seal_document(document)
        deliver(document, _recipients(version), actor=draft.issued_by)
        Draft.objects.filter(pk=draft.pk).update(finished_at=timezone.now(), finish_problem="")
        seal = Signature.objects.filter(draft=draft, kind=SignatureKind.ORGANISATION).first()
        record(
            "outgoing.finish",
            draft,
            actor=None,
            before=draft.state,
            after=draft.state,
            number=document.number,
            file=final.sha256,
            certificate=seal.certificate if seal else "",
        )
        tell_people(
            draft,
            {draft.author, version.signer} - {None, draft.issued_by},  # type: ignore[arg-type]
            f"Đã ban hành {document.number}: {document.subject}",
            "finish",
        )


def _recipients(version: Version) -> list[Recipient]:
    """The list printed on the paper is the list of those it is sent to."""
    places = version.places
    bodies = Body.objects.in_bulk([place["body"] for place in places if place.get("body")])
    return [
        Recipient(name=place["name"], body=bodies.get(place.get("body")), purpose=place.get("purpose", ""))
        for place in places
    ]


# --- the morning of those who were asked ----------------------------------------------------------------


@job("outgoing.remind", "Nhắc ý kiến góp ý sắp đến hạn và quá hạn", daily=time(7, 0))
def remind() -> int:
    """Tell whoever was asked for an opinion that it is due tomorrow, or that its day has passed; how many notices."""
    today = timezone.localdate()
    asked = Opinion.objects.filter(state=OpinionState.ASKED, due_on__range=reminders.window(today))
    return sum(
        reminders.tell_of(
            opinion.due_on,
            f"góp ý dự thảo {opinion.draft.subject}",
            people=hands(opinion.unit or opinion.body or opinion.person),
            url=opinion.draft.get_absolute_url(),
            cause="outgoing.due",
            body=opinion.draft.body,
            today=today,
        )
        for opinion in asked.select_related("draft__body", "unit", "body", "person").order_by("due_on", "id")
        if opinion.due_on
    )
