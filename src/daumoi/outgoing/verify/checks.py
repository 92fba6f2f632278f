"""What must agree about one issued paper. Each check gives sentences without their subject: the paper is named once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from daumoi.catalogue.models import Entry, Kind
from daumoi.numbering.models import NumberStatus
from daumoi.outgoing.models import Signature, SignatureKind
from daumoi.outgoing.rules.steps import NO_SEAL
from daumoi.outgoing.verify.case import Case
from daumoi.signing.models import CertificateKind

# Between the moment a step notes and its line in the journal lie the waits for locks, never this much.
APART = timedelta(hours=1)
STEP_WORDS = {
    "create": ("lập dự thảo", "người soạn"),
    "approve": ("đồng ý trình ký", "người thẩm định"),
    "sign": ("ký", "người ký"),
    "issue": ("ban hành", "người cấp số"),
}


def told_by_journal(case: Case) -> Iterator[str]:
    """Who did each step, and when, as the step itself wrote it down."""
    draft = case.draft
    claims = {
        "create": (draft.author_id, None),
        "approve": (draft.reviewed_by_id, draft.reviewed_at),
        "sign": (draft.signed_by_id, draft.signed_at),
        "issue": (draft.issued_by_id, draft.issued_at),
    }
    for step, (person, at) in claims.items():
        doing, role = STEP_WORDS[step]
        line = case.lines.get(step)
        if line is None:
            yield f"nhật ký không ghi việc {doing}."
            continue
        if line.actor_id != person:
            yield f"{role} trong dự thảo là {case.person(person)}, nhật ký ghi {line.actor_name}."
        if at and abs(line.at - at) > APART:
            yield f"giờ {doing} trong dự thảo khác giờ nhật ký ghi."


def in_order(case: Case) -> Iterator[str]:
    """Appraised after the last change, signed after that, issued last."""
    at = {step: line.seq for step, line in case.lines.items()}
    if at.get("edit", 0) > at.get("approve", at.get("edit", 0)):
        yield "nhật ký ghi dự thảo còn sửa sau khi thẩm định."
    if at.get("unsign", 0) > at.get("sign", at.get("unsign", 0)):
        yield "nhật ký ghi chữ ký đã bị huỷ, sau đó không ký lại."
    steps = [at[step] for step in ("create", "approve", "sign", "issue", "finish") if step in at]
    if steps != sorted(steps):
        yield "nhật ký ghi các bước thẩm định, ký, ban hành không theo thứ tự."
    finished = case.draft.finished_at is not None
    if finished and "finish" not in at:
        yield "dự thảo ghi đã đóng dấu, phát hành nhưng nhật ký không ghi việc đó."
    if not finished and "finish" in at:
        yield "nhật ký ghi đã đóng dấu, phát hành nhưng dự thảo ghi là chưa."


def appraised(case: Case) -> Iterator[str]:
    """Appraised, signed and in force is one version; nobody appraised a text of their own."""
    draft, version, signature = case.draft, case.draft.current, case.draft.signature
    if version is None:
        yield "dự thảo không còn bản nào."
        return
    if draft.reviewed_version_id != version.pk:
        yield "bản đã thẩm định không phải bản hiện hành."
    if signature and signature.version_id != version.pk:
        yield "bản đã ký không phải bản hiện hành."
    if draft.reviewed_by_id == draft.author_id:
        yield f"người thẩm định cũng là người soạn ({case.person(draft.author_id)})."
    elif draft.reviewed_by_id == version.made_by_id:
        yield f"người thẩm định cũng là người sửa bản này ({case.person(version.made_by_id)})."
    if (version.pk, draft.reviewed_by_id or 0) not in case.sheets:
        yield f"không có phiếu thẩm định đồng ý bản này của {case.person(draft.reviewed_by_id)}."
    if (said := case.said("approve", "version")) not in (None, version.n):
        yield f"nhật ký ghi thẩm định lần {said}, bản hiện hành là lần {version.n}."
    for name, column in (("trích yếu", "subject"), ("loại văn bản", "type_code")):
        if getattr(draft, column) != getattr(version, column):
            yield f"{name} của dự thảo khác bản đã thẩm định."


def numbered(case: Case) -> Iterator[str]:
    """The number is the paper's own, given that day by whoever issued it, and still in force."""
    draft, number, document = case.draft, case.draft.number, case.draft.document
    if number is None:
        yield "số đã cấp không còn trong sổ."
        return
    if number.status != NumberStatus.ISSUED:
        yield f"số {number.value} trong sổ bị đổi thành «{number.get_status_display()}»."
    if document and number.entry_id != document.entry_id:
        yield f"số {number.value} trong sổ không còn gắn với văn bản này."
    if number.body_id != draft.body_id:
        yield f"số {number.value} nằm trong sổ của cơ quan khác."
    if document and number.given_on != document.issued_on:
        yield f"sổ ghi số {number.value} cấp ngày {_day(number.given_on)}, văn bản ghi ngày {_day(document.issued_on)}."
    if (said := case.said("issue", "value")) not in (None, number.value):
        yield f"sổ ghi số {number.value}, nhật ký ghi cấp số {said}."


def described(case: Case) -> Iterator[str]:
    """The document is final, the body's own, and bears what the journal wrote when the number was given."""
    draft, document = case.draft, case.draft.document
    if document is None:
        yield "văn bản đã ban hành không còn."
        return
    if draft.finished_at and not document.is_sealed:
        yield "đã phát hành nhưng văn bản không còn được chốt."
    if document.body_id != draft.body_id or document.issuer_id != draft.body_id:
        yield "cơ quan ban hành của văn bản khác cơ quan của dự thảo."
    for step in ("issue", "finish"):
        if (said := case.said(step, "number")) not in (None, document.number):
            yield f"văn bản ghi số {document.number}, nhật ký ghi {said}."
    if (said := case.said("issue", "on")) not in (None, str(document.issued_on)):
        yield f"văn bản ghi ngày {_day(document.issued_on)}, nhật ký ghi ban hành ngày khác ({said})."
    if (said := case.said("issue", "document")) not in (None, document.pk):
        yield "nhật ký ghi dự thảo này thành một văn bản khác."
    if (said := case.said("issue", "signer")) not in (None, document.signer_name):
        yield f"văn bản ghi người ký {document.signer_name}, nhật ký ghi {said}."


def worded(case: Case) -> Iterator[str]:
    """What it says is what the signed version says, and what the journal wrote when the number was given."""
    document, version = case.draft.document, case.draft.current
    if document is None or version is None:
        return
    subject = str(case.said("issue", "subject") or version.subject)
    if document.subject != subject:
        yield f"trích yếu của văn bản bị đổi: lúc ban hành là «{subject[:120]}»."
    for name, held, signed in (
        ("trích yếu", subject, version.subject),
        ("loại văn bản", document.type_code, version.type_code),
        ("chức vụ người ký", document.signer_position, version.position),
        ("độ khẩn", document.urgency, version.urgency),
    ):
        if held != signed:
            yield f"{name} của văn bản khác bản đã ký."


def entered(case: Case) -> Iterator[str]:
    """Its place in the catalogue is its own."""
    document = case.draft.document
    if document is None:
        return
    try:
        entry = document.entry
    except Entry.DoesNotExist:
        yield "văn bản không còn trong mục lục."
        return
    if entry.kind != Kind.OUTGOING or entry.object_id != document.pk or entry.body_id != document.body_id:
        yield "mục trong mục lục không trỏ về văn bản này."
    if entry.number != document.number or entry.day != document.issued_on:
        yield f"mục lục ghi số {entry.number} ngày {_day(entry.day)}, khác văn bản."
    if entry.title != document.subject[:1000]:
        yield f"mục lục ghi trích yếu khác văn bản: «{entry.title[:120]}»."


def signed_by_person(case: Case) -> Iterator[str]:
    """The signature is that of the person printed on the paper, made with that person's certificate."""
    draft, signature = case.draft, case.draft.signature
    if signature is None or signature.kind != SignatureKind.PERSON or signature.draft_id != draft.pk:
        yield "không có chữ ký của người ký."
        return
    if signature.person_id != draft.signed_by_id:
        signer, claimed = case.person(signature.person_id), case.person(draft.signed_by_id)
        yield f"chữ ký ghi là của {signer}, dự thảo ghi {claimed} ký."
    if draft.current and draft.current.signer_id != draft.signed_by_id:
        printed, claimed = case.person(draft.current.signer_id), case.person(draft.signed_by_id)
        yield f"người ký trên văn bản là {printed}, dự thảo ghi {claimed} ký."
    if (said := case.said("sign", "certificate")) not in (None, signature.certificate):
        yield f"chữ ký dùng chứng thư {signature.certificate}, nhật ký ghi {said}."
    if (said := case.said("sign", "file")) not in (None, case.sha256(signature.file_out_id)):
        yield "tệp đã ký không phải tệp mà nhật ký ghi lúc ký."
    holder = (CertificateKind.PERSON, signature.person_id)
    yield from _with_own_certificate(case, signature, holder, "chữ ký của người ký")


def sealed(case: Case) -> Iterator[str]:
    """What went out bears the signature of the body, when the body has one."""
    draft, seal = case.draft, case.seal
    recorded = case.said("finish", "certificate")
    has_seal = bool(recorded) or (case.body is not None and case.body.kind not in NO_SEAL)
    if draft.finished_at and has_seal and seal is None:
        yield "không có chữ ký số của cơ quan (dấu)."
    if seal is None:
        return
    if draft.current_id != seal.version_id:
        yield "chữ ký số của cơ quan đóng trên bản khác bản hiện hành."
    if recorded and recorded != seal.certificate:
        yield f"dấu dùng chứng thư {seal.certificate}, nhật ký ghi {recorded}."
    yield from _with_own_certificate(case, seal, (CertificateKind.BODY, draft.body_id), "chữ ký số của cơ quan")


def _with_own_certificate(case: Case, signature: Signature, holder: tuple[str, int | None], what: str) -> Iterator[str]:
    found = case.certificates.get(signature.certificate)
    if found is None:
        yield f"{what} dùng chứng thư {signature.certificate} không có trong sổ chứng thư."
    elif holder != (found.kind, found.body_id if found.kind == CertificateKind.BODY else found.person_id):
        yield f"{what} dùng chứng thư cấp cho {found.subject}."


def kept(case: Case) -> Iterator[str]:
    """What went out is there: the final PDF, and the Word file of the version that was signed."""
    draft = case.draft
    if not draft.finished_at or draft.document is None:
        return
    main = {one.file_id for one in case.attachments if one.role == "main"}
    if not main:
        yield "mất tệp PDF của văn bản đã ban hành."
    elif case.seal and case.seal.file_out_id not in main:
        yield "tệp PDF kèm văn bản không phải bản đã ký và đóng dấu."
    elif (said := case.said("finish", "file")) and said not in {case.sha256(pk) for pk in main}:
        yield "tệp PDF kèm văn bản không phải tệp mà nhật ký ghi lúc phát hành."
    sources = {one.file_id for one in case.attachments if one.role == "source"}
    if draft.current and draft.current.docx_id not in sources:
        yield "mất tệp Word của bản đã ký."
    if len(case.attachments) > 2:
        yield f"văn bản có {len(case.attachments)} tệp kèm, lúc phát hành chỉ có 2."


def _day(day: Any) -> str:
    return f"{day:%d/%m/%Y}" if day else "(không ngày)"


CHECKS: tuple[Callable[[Case], Iterator[str]], ...] = (
    told_by_journal,
    in_order,
    appraised,
    numbered,
    described,
    worded,
    entered,
    signed_by_person,
    sealed,
    kept,
)
