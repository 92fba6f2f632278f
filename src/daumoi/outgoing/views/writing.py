"""Writing a draft: a form on the left, the paper as it will look on the right. Works without a script."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daumoi.catalogue.models import Entry, Kind
from daumoi.catalogue.search import suggest
from daumoi.core.errors import NotAllowed, NotReady, Refusal
from daumoi.documents.models import Document
from daumoi.files.actions import take_whole, use_upload, waiting_uploads
from daumoi.files.models import StoredFile, Upload
from daumoi.layout.markup import parse
from daumoi.outgoing import actions, paper
from daumoi.outgoing.forms import DraftForm, initial_of, rows_of
from daumoi.outgoing.models import Draft
from daumoi.outgoing.paper import Content, content_of
from daumoi.outgoing.rules.formal import organs_of, rules_for, signers_for, types_for
from daumoi.outgoing.rules.steps import FLOW, current, drafts_for
from daumoi.outgoing.views.drafts import at_work, draft_of
from daumoi.people.duties import standing
from daumoi.people.models import Body, Person, Unit
from daumoi.people.views import person_of
from daumoi.rulesets.rules import RuleSet

DEFAULT_TYPE = "cong-van"


# --- the form ---------------------------------------------------------------------------------------------


def _form(request: HttpRequest, person: Person, body: Body, draft: Draft | None, source: Entry | None) -> DraftForm:
    """The form with what may be chosen for the organ and type it shows now."""
    today = timezone.localdate()
    rules, organs = rules_for(body, today), organs_of(body, today)
    begun = content_of(current(draft)) if draft else _blank(body, rules, organs[0][0], source)
    data = request.POST if request.method == "POST" else None
    organ = _one_of([code for code, _ in organs], data.get("organ") if data else None, begun.organ)
    types = types_for(rules, body, organ)
    allowed = [offer.kind.code for offer in types if offer.allowed]
    type_code = _one_of(allowed, data.get("type_code") if data else None, begun.type_code)
    signers = signers_for(rules, body, organ, type_code, today)
    if not draft and signers:
        begun = _signed_by_the_first(begun, signers[0])
    units = _units(person) if draft is None else None
    initial = initial_of(begun, signers) | {"source_kind": "own" if draft and current(draft).own_upload else "made"}
    if draft:
        initial["version"] = draft.version
    elif units:
        initial["unit"] = units[0].pk
    form = DraftForm(
        _settled(request, data, organ, type_code, signers) if data is not None else None,
        organs=organs, types=types, signers=signers, units=Unit.objects.filter(pk__in=[u.pk for u in units or []])
        if draft is None else None, initial=initial,
    )  # fmt: skip
    if data is None:
        form.bases = rows_of("base", begun.bases, words="text", chosen="entry")
        form.addressees = rows_of("to", begun.addressees, words="name", chosen="body")
        form.recipients = rows_of("cc", begun.recipients, words="name", chosen="body")
    return form


def _one_of(choices: list[str], wanted: str | None, otherwise: str) -> str:
    if wanted in choices:
        return str(wanted)
    return otherwise if otherwise in choices or not choices else choices[0]


def _units(person: Person) -> list[Unit]:
    return [appointment.unit for appointment in standing(person).appointments if appointment.unit]


def _settled(request: HttpRequest, data: Any, organ: str, type_code: str, signers: list[Any]) -> Any:
    """After another organ, type or signer was chosen, formula and position follow the rule again."""
    settled = data.copy()
    settled["organ"], settled["type_code"] = organ, type_code
    keys = [choice.key for choice in signers]
    if data.get("signer") not in keys:
        settled["signer"] = keys[0] if keys else ""
    if "refresh" in data or data.get("signer") != settled["signer"]:
        choice = next((one for one in signers if one.key == settled["signer"]), None)
        settled["authority"] = "\n".join(choice.lines) if choice else ""
        settled["position"] = choice.position if choice else ""
    return settled


def _blank(body: Body, rules: RuleSet, organ: str, source: Entry | None) -> Content:
    """A new draft: with a source it is an answer to whoever sent that paper."""
    place, keep = body.place, paper.keep_line_of(body, rules)
    if source is None:
        return Content(organ=organ, type_code=DEFAULT_TYPE, subject="", place=place, keep_line=keep)
    document = Document.objects.filter(entry=source).select_related("issuer").first()
    sender = document.issuer_name if document and source.kind == Kind.INCOMING else ""
    to = [{"body": document.issuer_id if document else None, "name": sender, "purpose": ""}] if sender else []
    answered = (
        f"phúc đáp {document.type_name.lower()} {document.number}" if document and document.number else source.title
    )
    return Content(
        organ=organ, type_code=DEFAULT_TYPE, subject=answered, place=place, keep_line=keep, addressees=to,
        text=f"Thực hiện {_citation(source, document, short=True)}, …" if document else "",
    )  # fmt: skip


def _signed_by_the_first(content: Content, choice: Any) -> Content:
    return Content(
        **{
            **vars(content),
            "signer": choice.person,
            "by_order": choice.by_order,
            "authority": choice.lines,
            "position": choice.position,
        }
    )


# --- new and edit -------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new draft, alone or from a paper (`?tu=<entry>`)."""
    person, body = at_work(request)
    source = _source(request)
    body = _issuer(request, person, source.body if source else body)
    form = _form(request, person, body, None, source)
    if request.method == "POST" and _asked_to_save(request) and form.is_valid():
        uploads = _uploads(request, person)
        try:
            draft = actions.create(
                body=body,
                content=form.content(),
                actor=person,
                unit=form.cleaned_data.get("unit"),
                source=source,
                own_docx=_own_file(uploads, form, None),
            )
            _used(uploads)
        except NotReady:
            raise
        except Refusal as refusal:
            _say(form, refusal)
        else:
            messages.success(request, f"Đã lưu dự thảo {draft.code}. Bản PDF đang được dựng.")
            return redirect("outgoing:detail", draft.pk)
    return _page(request, form, body, person, source=source)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version of a draft."""
    person, draft = person_of(request), draft_of(request, pk)
    FLOW.check("edit", draft, person)
    form = _form(request, person, draft.body, draft, draft.source)
    if request.method == "POST" and _asked_to_save(request) and form.is_valid():
        was, uploads = draft.state, _uploads(request, person)
        try:
            draft = actions.edit(
                draft,
                content=form.content(),
                actor=person,
                own_docx=_own_file(uploads, form, draft),
                what_changed=form.cleaned_data["what_changed"],
                token=form.cleaned_data["version"],
            )
            _used(uploads)
        except NotReady:
            raise
        except Refusal as refusal:
            _say(form, refusal)
        else:
            n = current(draft).n
            if was != draft.state:
                messages.warning(request, f"Đã lưu lần {n}. Dự thảo trở về nơi soạn: cần trình và thẩm định lại.")
            else:
                messages.success(request, f"Đã lưu lần {n}. Bản PDF đang được dựng.")
            return redirect("outgoing:detail", draft.pk)
    return _page(request, form, draft.body, person, draft=draft, source=draft.source)


def _source(request: HttpRequest) -> Entry | None:
    wanted = request.GET.get("tu") or request.POST.get("tu") or ""
    if not wanted.isdecimal() or len(wanted) > 18:
        return None
    return get_object_or_404(Entry.objects.visible_to(person_of(request)).select_related("body"), pk=int(wanted))


def _issuer(request: HttpRequest, person: Person, body: Body) -> Body:
    """The body the draft is for: the one worked for, or another one the person drafts for."""
    wanted = request.GET.get("co-quan") or request.POST.get("co-quan") or ""
    found = next((one for one in issuers(person, body) if str(one.pk) == wanted), body)
    found = Body.objects.select_related("parent", "office").get(pk=found.pk)
    if not drafts_for(person, found):
        raise NotAllowed(f"Đồng chí không soạn văn bản cho {found}.")
    return found


def issuers(person: Person, body: Body) -> list[Body]:
    """The bodies for which the person may draft: one's own, those served, and the committee above a board."""
    mine = standing(person)
    wanted = set(mine.body_ids) | {one.body.parent_id for one in mine.appointments if one.body.parent_id}
    found = Body.objects.here().filter(pk__in=wanted).order_by("sort_key")
    return [one for one in found if one.pk == body.pk or drafts_for(person, one)]


def _asked_to_save(request: HttpRequest) -> bool:
    return "save" in request.POST


def _own_file(uploads: list[Upload], form: DraftForm, draft: Draft | None) -> StoredFile | None:
    """The Word file of one's own: the one just uploaded, or the one the version before had."""
    if not form.own:
        return None
    if uploads:
        if uploads[0].file is None:
            raise Refusal(uploads[0].problem or "Tệp chưa tải lên xong.")
        return uploads[0].file
    if draft and current(draft).own_upload:
        return current(draft).docx
    raise Refusal("Chưa chọn tệp Word.", advice="Thả tệp .docx vào ô tải tệp, hoặc chọn «Hệ thống dựng theo mẫu».")


def _used(uploads: list[Upload]) -> None:
    """What was uploaded is part of a draft now and waits no more."""
    with transaction.atomic():
        for upload in uploads:
            if upload.file_id:
                use_upload(upload)


def _uploads(request: HttpRequest, person: Person) -> list[Upload]:
    taken = [
        take_whole(file, file.name or "du-thao.docx", file.size or 0, actor=person)  # type: ignore[arg-type]
        for file in request.FILES.getlist("files")[:1]
    ]
    return taken or waiting_uploads(request.POST.getlist("upload"), actor=person)[:1]


def _say(form: DraftForm, refusal: Refusal) -> None:
    for reason in refusal.reasons:
        form.add_error(None, f"{reason} {refusal.advice}".strip())


def _page(
    request: HttpRequest,
    form: DraftForm,
    body: Body,
    person: Person,
    *,
    draft: Draft | None = None,
    source: Entry | None,
) -> HttpResponse:
    choice = form.signers.get(str(form["signer"].value() or ""))
    context = {
        "form": form,
        "body": body,
        "draft": draft,
        "source": source,
        "issuers": issuers(person, body) if draft is None else [],
        "choice": choice,
        "verdict": next((one for one in form.types if one.kind.code == form["type_code"].value()), None),
        "address": _addressing(body, str(form["type_code"].value() or "")),
        "spare": 1,
        "waiting": [
            {"id": upload.pk, "name": upload.name, "size": upload.size}
            for upload in waiting_uploads(request.POST.getlist("upload"), actor=person)[:1]
        ],
        "own_name": paper.file_name(current(draft), "docx") if draft and current(draft).own_upload else "",
        **drawn(body, form.content(), timezone.localdate()),
    }
    status = 422 if request.method == "POST" and _asked_to_save(request) and form.errors else 200
    if not _asked_to_save(request):
        form._errors = {}  # type: ignore[attr-defined]  # looking at the paper is not yet handing it in
        form.cleaned_data = {}
    return render(request, "outgoing/write.html", context, status=status)


def _addressing(body: Body, type_code: str) -> str:
    """«Kính gửi», «Kính trình», or nothing: whether the type addresses somebody."""
    kind = rules_for(body, timezone.localdate()).document_type(type_code)
    if not kind.address:
        return ""
    form = rules_for(body, timezone.localdate()).form
    return str(form.get("submission_to" if kind.address == "submission" else "letter_to", "Kính gửi"))


# --- the paper on the screen ----------------------------------------------------------------------------------


def drawn(body: Body, content: Content, on: date) -> dict[str, Any]:
    """What outgoing/paper.html needs: the paper by the form in force, and its content understood."""
    made = paper.official(body, content, on)
    return {
        "paper": made,
        "blocks": parse(made.content),
        "recipients": [
            *(["Như trên"] if made.addressees else []),
            *made.recipients,
            *([made.keep_line] if made.keep_line else []),
        ],
        "word": made.form.submission_to if made.type_code == "to-trinh" else made.form.letter_to,
    }


@require_POST
def paper_preview(request: HttpRequest) -> HttpResponse:
    """The paper as it stands in the form, as a fragment."""
    person, body = at_work(request)
    draft = draft_of(request, int(pk)) if (pk := request.POST.get("draft", "")).isdecimal() else None
    body = draft.body if draft else _issuer(request, person, body)
    form = _form(request, person, body, draft, None)
    return render(request, "outgoing/paper.html", drawn(body, form.content(), timezone.localdate()))


# --- suggestions ------------------------------------------------------------------------------------------------


@require_safe
def suggest_base(request: HttpRequest) -> JsonResponse:
    """Papers the person may see, as they are cited: for legal bases."""
    found = [
        entry
        for entry in suggest(person_of(request), request.GET.get("q", "")[:200], limit=12)
        if entry.kind in (Kind.INCOMING, Kind.OUTGOING)
    ]
    documents = {one.entry_id: one for one in Document.objects.filter(entry__in=found)}
    rows = [
        {"id": entry.pk, "label": _citation(entry, documents.get(entry.pk)), "note": entry.get_kind_display()}
        for entry in found
    ]
    return JsonResponse(rows, safe=False)


def _citation(entry: Entry, document: Document | None, *, short: bool = False) -> str:
    """«Kết luận số 36-KL/TU, ngày 15/10/2026 của Tỉnh uỷ An Bình về công tác cán bộ»."""
    if document is None:
        return entry.title
    number = f" số {document.number}" if document.number else ""
    day = f", ngày {document.issued_on:%d/%m/%Y}" if document.issued_on else ""
    words = f"{document.type_name}{number}{day} của {document.issuer_name}"
    return words if short or not document.subject else f"{words} {document.subject[:1].lower()}{document.subject[1:]}"
