"""One issued paper: facts, files, signatures, and what became of it at each recipient."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daumoi.catalogue import actions as catalogue
from daumoi.catalogue.causes import why
from daumoi.catalogue.models import Access, Kind, Relation
from daumoi.core.errors import NotReady, Refusal
from daumoi.documents import delivery as way
from daumoi.documents.models import Delivery, Document, DocumentQuerySet, Recall
from daumoi.documents.pages import files_of
from daumoi.dossiers.models import Dossier, Filing
from daumoi.files.actions import read_bytes
from daumoi.journal.models import JournalEntry
from daumoi.numbering.notation import key as number_key
from daumoi.outgoing import actions
from daumoi.outgoing.forms import RecallForm, SendForm
from daumoi.outgoing.models import Draft
from daumoi.outgoing.rules.steps import keeps_register
from daumoi.people.duties import keys_of
from daumoi.people.models import Person
from daumoi.people.views import person_of
from daumoi.signing.registry import judge
from daumoi.signing.validate import worst

LAST_WORDS = 200


def _document(request: HttpRequest, pk: int) -> Document:
    found = Document.objects.visible_to(person_of(request)).filter(entry__kind=Kind.OUTGOING)
    return get_object_or_404(found.select_related("body", "entry"), pk=pk)


def _for_page(person: Person) -> DocumentQuerySet:
    """Issued papers the person sees, with their drafts, and whether there is more to ask for; one query."""
    mine = Access.objects.filter(entry=OuterRef("draft__entry_id"), key__in=keys_of(person))
    recalled = Recall.objects.filter(Q(delivery__document=OuterRef("pk")) | Q(replacement=OuterRef("pk")))
    found = Document.objects.visible_to(person).filter(entry__kind=Kind.OUTGOING)
    return found.select_related("body", "entry", "draft__author", "draft__issued_by").annotate(
        draft_seen=Exists(mine),
        has_recalls=Exists(recalled),
        has_dossiers=Exists(Filing.objects.filter(entry=OuterRef("entry_id"))),
    )


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one issued paper, for those who see it."""
    person = person_of(request)
    found = get_object_or_404(_for_page(person), pk=pk)
    draft: Draft | None = getattr(found, "draft", None)
    recalls = _recalls(found, person)
    deliveries = _deliveries(found, person)
    keeps = keeps_register(found, person)
    context = {
        "document": found,
        "draft": draft,
        "draft_seen": found.draft_seen,  # type: ignore[attr-defined]
        "deliveries": deliveries,
        "received": sum(one.state not in ("pending", "sent", "refused") for one in deliveries),
        "files": files_of(found, chosen=_number(request.GET.get("tep"))),
        "keeps": keeps,
        "recallable": keeps and any(one.state in way.RECALLABLE for one in deliveries),
        "send_form": SendForm() if keeps and any(one.state == "pending" for one in deliveries) else None,
        "recalls": [recall for recall in recalls if recall.delivery.document_id == found.pk],
        "replaces": [recall for recall in recalls if recall.replacement_id == found.pk][:1],
        "dossiers": _dossiers(found, person),
        "history": _story(found, draft),
        "facts": _facts(found, draft),
        "reasons": why(found.entry, person),
    }
    return render(request, "outgoing/document.html", context)


def _recalls(document: Document, person: Person) -> list[Recall]:
    """The recalls of the paper, and those of papers it stands for; no query when there are none."""
    if not document.has_recalls:  # type: ignore[attr-defined]
        return []
    found = Recall.objects.visible_to(person).filter(Q(delivery__document=document) | Q(replacement=document))
    return list(found.select_related("delivery__document", "replacement", "asked_by", "answered_by"))


def _dossiers(document: Document, person: Person) -> list[Dossier]:
    """The dossiers in which the paper lies, among those the person sees; no query when there are none."""
    if not document.has_dossiers:  # type: ignore[attr-defined]
        return []
    return list(Dossier.objects.visible_to(person).filter(filings__entry=document.entry))


def _number(words: str | None) -> int | None:
    return int(words) if words and words.isdecimal() and len(words) < 18 else None


def _deliveries(document: Document, person: Person) -> list[Delivery]:
    """The recipients with what the person may note about each. No query in the loop: sender and document are known."""
    found = list(document.deliveries.select_related("recipient"))
    for one in found:
        one.document = document
        one.offers = [  # type: ignore[attr-defined]
            offer for offer in way.FLOW.offered(one, person) if offer.step.name in ("send", "confirm")
        ]
    return found


def _facts(document: Document, draft: Draft | None) -> list[tuple[Any, ...]]:
    counts = [f"{document.pages} trang" if document.pages else "", f"{document.copies} bản" if document.copies else ""]
    return [
        ("Số, ký hiệu", document.number),
        ("Ngày ban hành", f"{document.issued_on:%d/%m/%Y}" if document.issued_on else None),
        ("Cơ quan ban hành", document.issuer_name),
        ("Loại", document.type_name),
        ("Người ký", ", ".join(filter(None, [document.signer_name, document.signer_position])) or None),
        ("Độ khẩn", document.get_urgency_display() if document.urgency != "normal" else None),
        ("Số trang, bản", " · ".join(filter(None, counts)) or None),
        ("Người soạn", draft.author if draft else None),
        ("Người cấp số", draft.issued_by if draft else None),
    ]


def _story(document: Document, draft: Draft | None) -> list[JournalEntry]:
    """What happened to the draft, the paper and its entry, newest first. One query."""
    wanted = Q(subject_type="documents.document", subject_id=document.pk)
    wanted |= Q(subject_type="catalogue.entry", subject_id=document.entry_id)
    if draft:
        wanted |= Q(subject_type="outgoing.draft", subject_id=draft.pk)
    return list(JournalEntry.objects.filter(wanted).order_by("-seq")[:LAST_WORDS])


@require_safe
def signatures(request: HttpRequest, pk: int) -> HttpResponse:
    """The verdict on each signature of the final file: reckoned afresh from the bytes, so asked for apart."""
    found = _document(request, pk)
    main = found.attachments.filter(role="main", file__suffix="pdf").select_related("file").first()
    verdicts = judge(read_bytes(main.file)) if main else []
    context = {"document": found, "verdicts": verdicts, "worst": worst(verdicts), "main": main}
    template = "outgoing/signatures.html" + ("#verdicts" if request.htmx else "")  # type: ignore[attr-defined]
    return render(request, template, context)


@require_POST
def finish_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Seal and send once more, after what was missing has been put right."""
    found = _document(request, pk)
    draft = get_object_or_404(Draft.objects.select_related("body"), document=found)
    actions.finish_again(draft, actor=person_of(request))
    messages.success(request, "Đã xếp việc đóng dấu và gửi; trang này tự cập nhật.")
    return redirect("outgoing:document", pk)


# --- deliveries -------------------------------------------------------------------------------------------------


@require_POST
def delivery_step(request: HttpRequest, pk: int, delivery: int, step: str) -> HttpResponse:
    """Note how the paper went to somebody outside, or that they have it."""
    person, found = person_of(request), _document(request, pk)
    one = get_object_or_404(found.deliveries.all(), pk=delivery)
    token, note = request.POST.get("version"), request.POST.get("note", "")[:300]
    if step == "send":
        way.send(one, channel=request.POST.get("channel", ""), note=note, actor=person, token=token)
    elif step == "confirm":
        way.confirm(one, note=note, actor=person, token=token)
    else:
        raise Http404
    messages.success(request, f"{one.recipient_name}: {way.FLOW.steps[step].label.lower()}.")
    return redirect(f"{reverse('outgoing:document', args=[pk])}#noi-nhan")


@require_POST
def send_all(request: HttpRequest, pk: int) -> HttpResponse:
    """The same way of sending for all that still wait."""
    person, found = person_of(request), _document(request, pk)
    form = SendForm(request.POST)
    if not form.is_valid():
        raise Refusal("Chưa chọn cách gửi.")
    waiting = list(found.deliveries.filter(state="pending"))
    for one in waiting:
        way.send(one, channel=form.cleaned_data["channel"], note=form.cleaned_data["note"], actor=person)
    messages.success(request, f"Đã ghi cách gửi cho {len(waiting)} nơi nhận.")
    return redirect(f"{reverse('outgoing:document', args=[pk])}#noi-nhan")


@require_http_methods(["GET", "HEAD", "POST"])
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask recipients to give the paper back, or to take another in its place."""
    person, found = person_of(request), _document(request, pk)
    open_ones = list(found.deliveries.filter(state__in=way.RECALLABLE).exclude(recalls__state="asked"))
    if not keeps_register(found, person) or not open_ones:
        raise NotReady(
            "Không có lượt gửi nào để đề nghị thu hồi.",
            advice="Xem bảng nơi nhận: có thể đã đề nghị và đang chờ trả lời.",
        )
    chosen = [str(one.pk) for one in open_ones]
    form = RecallForm(request.POST or None, deliveries=open_ones, initial={"deliveries": chosen})
    if request.method == "POST" and form.is_valid():
        instead = _replacement(form, found, person)
        if not form.errors:
            wanted = [one for one in open_ones if str(one.pk) in form.cleaned_data["deliveries"]]
            for one in wanted:
                way.ask_recall(one, reason=form.cleaned_data["reason"], replacement=instead, actor=person)
            if instead:
                catalogue.link(found.entry, instead.entry, Relation.REPLACES, actor=person)
            messages.success(request, f"Đã đề nghị {len(wanted)} nơi nhận; câu trả lời sẽ hiện ở trang này.")
            return redirect("outgoing:document", pk)
    context = {"document": found, "form": form}
    return render(request, "outgoing/recall.html", context, status=422 if form.errors else 200)


def _replacement(form: RecallForm, document: Document, person: Person) -> Document | None:
    """The paper of the same body that is to take its place, found by its number."""
    words = form.cleaned_data["replacement"].strip()
    if not words:
        return None
    found = (
        Document.objects.visible_to(person)
        .filter(body_id=document.body_id, number_key=number_key(words), entry__kind=Kind.OUTGOING)
        .exclude(pk=document.pk)
        .order_by("-issued_on")
        .first()
    )
    if found is None:
        form.add_error("replacement", f"Không thấy văn bản đi số «{words}» trong sổ. Ban hành văn bản thay thế trước.")
    return found
