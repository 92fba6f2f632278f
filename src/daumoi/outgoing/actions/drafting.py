"""Writing, submitting, appraising, dropping a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from daumoi.catalogue import actions as catalogue
from daumoi.catalogue.models import Entry, Kind, Relation
from daumoi.core.errors import NotAllowed, NotReady, Refusal
from daumoi.dossiers.actions import follow
from daumoi.files.actions import keep_made, read_bytes
from daumoi.files.models import StoredFile
from daumoi.jobs.queue import later
from daumoi.journal.actions import record
from daumoi.layout.uploaded import check_uploaded
from daumoi.outgoing import paper
from daumoi.outgoing.actions.base import SIGNING, VETTING, back_to_writing, draft_facets, step, tell_people
from daumoi.outgoing.models import PARTS, Draft, Review, State, Version
from daumoi.outgoing.paper import Content
from daumoi.outgoing.rules.formal import organs_of, rules_for
from daumoi.outgoing.rules.steps import FLOW, current, drafts_for
from daumoi.people.duties import VETTERS, holders
from daumoi.people.models import Body, Duty, Person, Unit


def create(
    *,
    body: Body,
    content: Content,
    actor: Person,
    unit: Unit | None = None,
    source: Entry | None = None,
    own_docx: StoredFile | None = None,
) -> Draft:
    """Begin a draft; with `source` it answers that paper, and falls into the dossiers in which the paper lies."""
    if not drafts_for(actor, body):
        raise NotAllowed(f"Đồng chí không soạn văn bản cho {body}.")
    _check(body, content)
    docx = _word_file(body, content, own_docx)
    with transaction.atomic():
        access = {f"p{actor.pk}": "người soạn"}
        if unit:
            access[f"u{unit.pk}"] = "đơn vị soạn"
        entry = catalogue.enter(
            Kind.DRAFT,
            body=body,
            title=content.subject.strip(),
            day=timezone.localdate(),
            type_code=content.type_code,
            access=access,
            party=str(unit or actor),
            text=content.text,
        )
        draft = Draft.objects.create(
            body=body, entry=entry, author=actor, unit=unit, source=source, **_repeated(content)
        )
        _add_version(draft, content, docx, own=own_docx is not None, actor=actor)
        draft.save(update_fields=["current"])
        catalogue.point(entry, draft)
        catalogue.change(entry, number=draft.code, facets=draft_facets(draft, State.DRAFTING))
        if source is not None:
            catalogue.link(source, entry, Relation.FROM_PAPER, actor=actor)
            follow(source, entry, actor=actor)
        record("outgoing.create", draft, actor=actor, after=State.DRAFTING, code=draft.code, subject=draft.subject)
        return draft


def edit(
    draft: Draft,
    *,
    content: Content,
    actor: Person,
    own_docx: StoredFile | None = None,
    what_changed: str = "",
    note: str = "",
    token: str | int | None = None,
) -> Draft:
    """A new version. What was submitted or approved before is for an older text: the author has the draft again."""
    draft = Draft.objects.select_related("body__parent", "current").get(pk=draft.pk)
    FLOW.check("edit", draft, actor)
    _check(draft.body, content)
    docx = _word_file(draft.body, content, own_docx)
    with step("edit", draft, actor, note=note or what_changed, token=token) as draft:
        version = _add_version(draft, content, docx, own=own_docx is not None, actor=actor, what_changed=what_changed)
        for name, value in _repeated(content).items():
            setattr(draft, name, value)
        back_to_writing(draft)
        catalogue.change(draft.entry, title=draft.subject, type_code=draft.type_code, text=content.text)
        draft.journal_data["version"] = version.n  # type: ignore[attr-defined]
        return draft


def _check(body: Body, content: Content) -> None:
    today = timezone.localdate()
    problems = []
    if not content.subject.strip():
        problems.append("Chưa ghi trích yếu.")
    if content.organ not in {organ for organ, _ in organs_of(body, today)}:
        problems.append(f"Hiện nay {body} không ban hành văn bản bằng danh nghĩa đã chọn.")
    kind = rules_for(body, today).document_type(content.type_code)
    if kind.group == "other":
        problems.append("Chưa chọn loại văn bản.")
    verdict = rules_for(body, today).may_issue(body.kind, content.organ, content.type_code)
    if not verdict.allowed:
        problems.append(verdict.why + (f" ({verdict.source})" if verdict.source else ""))
    if problems:
        raise Refusal(*problems, kept="Nội dung vừa viết còn trên trang.")


def _word_file(body: Body, content: Content, own: StoredFile | None) -> StoredFile:
    """The Word file of the version: made here, or looked over when written elsewhere. Outside any transaction."""
    if own is not None:
        if problems := check_uploaded(read_bytes(own)):
            raise Refusal(*problems, kept="Bản trước vẫn giữ nguyên.", advice="Sửa tệp Word rồi tải lên lại.")
        return own
    return keep_made(paper.word_file(body, content, timezone.localdate()), "docx", paper.DOCX)


def _repeated(content: Content) -> dict[str, Any]:
    columns = content.columns()
    return {name: columns[name] for name in ("organ", "type_code", "subject", "urgency")}


def _add_version(
    draft: Draft, content: Content, docx: StoredFile, *, own: bool, actor: Person, what_changed: str = ""
) -> Version:
    last = draft.versions.order_by("-n").values_list("n", flat=True).first() or 0
    version = Version.objects.create(
        draft=draft,
        n=last + 1,
        docx=docx,
        own_upload=own,
        made_by=actor,
        what_changed=what_changed.strip()[:500],
        **content.columns(),
    )
    draft.current = version
    later("outgoing.proof", version_id=version.pk, priority=8, unique_key=f"outgoing.proof:{version.pk}")
    return version


# --- appraisal ------------------------------------------------------------------------------------------


def submit(draft: Draft, *, actor: Person, note: str = "", token: str | int | None = None) -> Draft:
    """Before the Office: from here on those who appraise may read it."""
    with step("submit", draft, actor, note=note, token=token) as draft:
        draft.journal_data["version"] = current(draft).n  # type: ignore[attr-defined]
        catalogue.grant(draft.entry, {f"v{draft.body_id}": VETTING, f"r{draft.body_id}": VETTING})
        reviewers = holders(Duty.REVIEWER, draft.body) or holders(VETTERS, draft.body)
        tell_people(draft, reviewers, f"Chờ thẩm định: {draft}", "submit", but=actor)
        return draft


def withdraw(draft: Draft, *, actor: Person, note: str = "", token: str | int | None = None) -> Draft:
    with step("withdraw", draft, actor, note=note, token=token) as draft:
        return draft


Sheet = Mapping[str, tuple[bool, str]]


def approve(
    draft: Draft,
    *,
    sheet: Sheet,
    version: Version | None = None,
    remark: str = "",
    actor: Person,
    note: str = "",
    token: str | int | None = None,
) -> Draft:
    """The Office has nothing against exactly this version. The sheet must be complete and every part in order."""
    with step("approve", draft, actor, note=note, token=token) as draft:
        _same_text(draft, version)
        if open_parts := [name for key, name in PARTS.items() if key not in sheet]:
            raise NotReady(f"Phiếu thẩm định chưa ghi: {', '.join(open_parts).lower()}.")
        if failed := [name for key, name in PARTS.items() if not sheet[key][0]]:
            raise NotReady(
                f"Còn mặt chưa đạt: {', '.join(failed).lower()}.", advice="Trả lại nơi soạn kèm nhận xét của phiếu."
            )
        _review(draft, "approve", sheet, remark, actor)
        draft.reviewed_version, draft.reviewed_by, draft.reviewed_at = draft.current, actor, timezone.now()
        draft.journal_data["version"] = current(draft).n  # type: ignore[attr-defined]
        signer = current(draft).signer
        if signer is not None:
            catalogue.grant(draft.entry, {f"p{signer.pk}": SIGNING})
            tell_people(draft, [signer], f"Chờ ký: {draft}", "approve", but=actor)
        return draft


def give_back(
    draft: Draft,
    *,
    actor: Person,
    note: str,
    sheet: Sheet | None = None,
    version: Version | None = None,
    remark: str = "",
    token: str | int | None = None,
) -> Draft:
    """Back to its author with the reason, and the sheet as far as it was filled in."""
    with step("return", draft, actor, note=note, token=token) as draft:
        _same_text(draft, version)
        if draft.state == State.IN_REVIEW:
            _review(draft, "return", sheet or {}, remark or note, actor)
        back_to_writing(draft)
        tell_people(draft, [draft.author], f"Trả lại: {draft}. Lý do: {note.strip()}", "return", but=actor)
        return draft


def _same_text(draft: Draft, version: Version | None) -> None:
    if version is not None and version.pk != draft.current_id:
        raise NotReady(
            "Bản dự thảo đã thay đổi sau khi đồng chí mở phiếu thẩm định.",
            kept="Chưa ghi gì.",
            advice="Mở lại trang để xem bản mới nhất.",
        )


def _review(draft: Draft, decision: str, sheet: Sheet, remark: str, actor: Person) -> Review:
    return Review.objects.create(
        draft=draft,
        version=current(draft),
        parts={key: {"ok": ok, "remark": said.strip()} for key, (ok, said) in sheet.items() if key in PARTS},
        remark=remark.strip(),
        decision=decision,
        reviewer=actor,
    )


def drop(draft: Draft, *, actor: Person, note: str, token: str | int | None = None) -> Draft:
    """Given up, with a reason. It stays to be read; it never had a number."""
    with step("drop", draft, actor, note=note, token=token) as draft:
        draft.dropped_reason = note.strip()[:500]
        back_to_writing(draft)
        tell_people(draft, [draft.author], f"Bỏ dự thảo: {draft}. Lý do: {note.strip()}", "drop", but=actor)
        return draft
