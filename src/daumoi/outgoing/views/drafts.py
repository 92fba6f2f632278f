"""Drafts: the list, one draft with everything about it, its steps, its files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from daumoi.catalogue.causes import why
from daumoi.core.errors import NotAllowed
from daumoi.documents.pages import Preview, preview
from daumoi.files.serving import answer_file, answer_page
from daumoi.journal.actions import history
from daumoi.outgoing import actions, paper, reading
from daumoi.outgoing.forms import SheetForm
from daumoi.outgoing.models import Draft, Proof, State, Version
from daumoi.outgoing.redline import compare
from daumoi.outgoing.rules.steps import FLOW, OPINION_FLOW, formal, proof_of
from daumoi.people.current import body_of
from daumoi.people.models import Body, Person
from daumoi.people.views import person_of
from daumoi.rulesets.book import type_name
from daumoi.rulesets.rules import organ_name

LAST_WORDS = 200


def at_work(request: HttpRequest) -> tuple[Person, Body]:
    """The person and the body worked for; refused to somebody without a post."""
    person, body = person_of(request), body_of(request)
    if body is None:
        raise NotAllowed(
            "Đồng chí chưa được phân công ở cơ quan nào nên chưa có văn bản để xem.",
            advice="Nhờ quản trị phân nhiệm vụ ở trang Cơ quan, cán bộ.",
        )
    return person, body


def draft_of(request: HttpRequest, pk: int) -> Draft:
    """The draft, if the person may read it; everything a page needs of it in one query."""
    found = Draft.objects.visible_to(person_of(request)).select_related(
        "body__parent", "body__office", "entry", "author", "unit", "source", "current__signer", "current__docx",
        "current__made_by", "reviewed_by", "signed_by", "signature__file_out", "issued_by", "document", "number",
    )  # fmt: skip
    draft: Draft = get_object_or_404(found, pk=pk)
    return draft


def address(request: HttpRequest, **changes: Any) -> str:
    """This list again with something changed; a change starts at the top."""
    query = request.GET.copy()
    for name in ("sau", "truoc"):
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"


@require_safe
def draft_list(request: HttpRequest) -> HttpResponse:
    """Soạn và thẩm định."""
    person, body = at_work(request)
    view = request.GET.get("xem", "")
    view = view if view in reading.DRAFT_VIEWS else reading.default_view(person, body)
    words = request.GET.get("q", "").strip()[:300]
    listed = reading.drafts(person, body, view, words, after=request.GET.get("sau"), before=request.GET.get("truoc"))
    counts = reading.draft_counts(person, body)
    context = {
        "body": body,
        "drafts": listed.rows,
        "listed": listed,
        "view": view,
        "q": words,
        "today": timezone.localdate(),
        "type_names": {draft.type_code: type_name(draft.type_code) for draft in _one_of_each_type(listed.rows)},
        "newer": address(request, truoc=listed.newer) if listed.newer else "",
        "older": address(request, sau=listed.older) if listed.older else "",
        "views": [
            {"url": f"?xem={name}", "label": label, "count": counts.get(name), "current": name == view}
            for name, label in reading.DRAFT_VIEWS.items()
        ],
    }
    return render(request, "outgoing/draft_list.html", context)


def _one_of_each_type(drafts: list[Draft]) -> list[Draft]:
    return list({draft.type_code: draft for draft in drafts}.values())


# --- one draft --------------------------------------------------------------------------------------------


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one draft, for those who may read it."""
    person, draft = person_of(request), draft_of(request, pk)
    versions = list(draft.versions.select_related("made_by").order_by("n"))
    shown = _shown(versions, request.GET.get("lan", ""))
    offers = FLOW.offered(draft, person)
    opinions = list(draft.opinions.select_related("unit", "body", "person", "asked_by", "answered_by", "version_asked"))
    for opinion in opinions:
        opinion.draft = draft
        opinion.offers = OPINION_FLOW.offered(opinion, person)  # type: ignore[attr-defined]
    names = {offer.step.name for offer in offers}
    context = {
        "draft": draft,
        "version": shown,
        "versions": versions,
        "before": next((one for one in reversed(versions) if one.n < shown.n), None),
        "type_name": type_name(draft.type_code),
        "organ": organ_name(draft.body.kind, draft.organ),
        "preview": (signed_preview(draft) if shown.pk == draft.current_id else None) or version_preview(shown),
        "problems": _problems(draft, shown),
        "gates": gates(draft),
        "steps": offers,
        "step_skip": ["approve", "return"] if "approve" in names else ["approve"],
        "step_pages": {
            name: reverse(f"outgoing:{page}", args=[pk])
            for name, page in {"edit": "edit", "ask_opinion": "ask", "sign": "sign", "issue": "issue"}.items()
        },
        "step_keys": {"submit": "t", "sign": "k", "issue": "k", "edit": "s"},
        "sheet": SheetForm() if "approve" in names and shown.pk == draft.current_id else None,
        "approve": next((offer for offer in offers if offer.step.name == "approve"), None),
        "reviews": draft.reviews.select_related("version", "reviewer").order_by("-id"),
        "opinions": opinions,
        "waiting": sum(opinion.state in ("asked", "answered") for opinion in opinions),
        "signatures": draft.signatures.select_related("person").order_by("id"),
        "history": history(draft).reverse()[:LAST_WORDS],
        "facts": _facts(draft, shown),
        "reasons": why(draft.entry, person),
    }
    return render(request, "outgoing/draft.html", context)


def _shown(versions: list[Version], wanted: str) -> Version:
    return next((one for one in versions if str(one.n) == wanted), versions[-1])


def version_preview(version: Version) -> Preview | None:
    """The pictures of the printed form; None while it is being made."""
    proof = Proof.objects.filter(version=version).select_related("pdf").first()
    if proof is None:
        return Preview(f"Lần {version.n}", waiting=True)
    if proof.pdf is None:
        return None
    return preview(
        proof.pdf,
        f"Dự thảo lần {version.n}",
        page_url=reverse("outgoing:page", args=[version.draft_id, version.n, 0]),
        file_url=reverse("outgoing:file", args=[version.draft_id, version.n, "pdf"]),
    )


def signed_preview(draft: Draft) -> Preview | None:
    """The pictures of the paper as it was signed, where it is signed."""
    if draft.signature is None:
        return None
    return preview(
        draft.signature.file_out,
        f"{draft.code} đã ký",
        page_url=reverse("outgoing:signed_page", args=[draft.pk, 0]),
        file_url=reverse("outgoing:signed", args=[draft.pk]),
    )


def _problems(draft: Draft, shown: Version) -> list[Any]:
    """What stands against the current text; nothing is said of an older one, nor once it is signed."""
    if shown.pk != draft.current_id or draft.state not in (State.DRAFTING, State.IN_REVIEW, State.REVIEWED):
        return []
    proof = proof_of(draft)
    printed = [{"text": text, "source": "bản in"} for text in (proof.problems if proof else [])]
    return [*formal(draft), *printed]


def gates(draft: Draft) -> list[dict[str, Any]]:
    """The four checkpoints: who passed each and when; the one that is open now."""
    version = draft.current
    signer = version.signer if version else None
    rows = [
        ("Người soạn", draft.author, version.made_at if version else None, State.DRAFTING),
        ("Văn phòng thẩm định", draft.reviewed_by or draft.body.registry, draft.reviewed_at, State.IN_REVIEW),
        ("Người ký", draft.signed_by or signer or "chưa chọn", draft.signed_at, State.REVIEWED),
        ("Văn thư cấp số, phát hành", draft.issued_by or "văn thư", draft.issued_at, State.SIGNED),
    ]
    order = [State.DRAFTING, State.IN_REVIEW, State.REVIEWED, State.SIGNED, State.ISSUED]
    at = order.index(State(draft.state)) if draft.state in order else -1
    return [
        {"name": name, "who": who, "when": when if index < at else None, "done": index < at, "now": index == at}
        for index, (name, who, when, _state) in enumerate(rows)
    ]


def _facts(draft: Draft, version: Version) -> list[tuple[Any, ...]]:
    return [
        ("Số tạm", draft.code),
        ("Cơ quan ban hành", draft.body),
        ("Danh nghĩa", organ_name(draft.body.kind, version.organ)),
        ("Người ký", f"{version.signer}, {version.position}" if version.signer else None),
        ("Quyền hạn ký", " / ".join(version.authority)),
        ("Đơn vị soạn", draft.unit),
        ("Độ khẩn", version.get_urgency_display() if version.urgency != "normal" else None),
        ("Lý do bỏ", draft.dropped_reason),
    ]


@require_safe
def differences(request: HttpRequest, pk: int, old: int, new: int) -> HttpResponse:
    """Two versions in one text: what went out, what came in."""
    draft = draft_of(request, pk)
    versions = {one.n: one for one in draft.versions.select_related("signer", "made_by")}
    if old not in versions or new not in versions:
        raise Http404
    parts = compare(versions[old], versions[new])
    context = {
        "draft": draft,
        "old": versions[old],
        "new": versions[new],
        "versions": sorted(versions.values(), key=lambda one: one.n),
        "parts": parts,
        "changed": sum(part.changed for part in parts),
    }
    return render(request, "outgoing/differences.html", context)


# --- files -------------------------------------------------------------------------------------------------


def _version(request: HttpRequest, pk: int, n: int) -> Version:
    found = Version.objects.visible_to(person_of(request)).select_related("draft", "docx")
    version: Version = get_object_or_404(found, draft_id=pk, n=n)
    return version


@require_safe
def page(request: HttpRequest, pk: int, n: int, number: int) -> HttpResponseBase:
    """A page of the printed form as a picture."""
    proof = Proof.objects.filter(version=_version(request, pk, n), pdf__isnull=False).select_related("pdf").first()
    if proof is None or proof.pdf is None:
        raise Http404
    return answer_page(request, proof.pdf, number)


@require_safe
def file(request: HttpRequest, pk: int, n: int, kind: str) -> HttpResponseBase:
    """The Word file of a version, or its PDF."""
    version = _version(request, pk, n)
    if kind == "docx":
        return answer_file(request, version.docx, paper.file_name(version, "docx"), download=True)
    proof = Proof.objects.filter(version=version, pdf__isnull=False).select_related("pdf").first()
    if proof is None or proof.pdf is None:
        raise Http404
    return answer_file(request, proof.pdf, paper.file_name(version, "pdf"))


def _signed(request: HttpRequest, pk: int) -> Draft:
    draft = draft_of(request, pk)
    if draft.signature is None:
        raise Http404
    return draft


@require_safe
def signed(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF as the person signed it, before number and seal."""
    draft = _signed(request, pk)
    assert draft.signature is not None
    return answer_file(request, draft.signature.file_out, f"{draft.code}-da-ky.pdf")


@require_safe
def signed_page(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    draft = _signed(request, pk)
    assert draft.signature is not None
    return answer_page(request, draft.signature.file_out, number)


# --- steps -------------------------------------------------------------------------------------------------

PLAIN = {"submit", "withdraw", "return", "unsign", "drop"}


@require_POST
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """A step that needs nothing but a reason."""
    draft = draft_of(request, pk)
    if step not in PLAIN:
        raise Http404
    actions.STEPS[step](
        draft,
        actor=person_of(request),
        note=request.POST.get("note", "")[:500],
        token=request.POST.get("version"),
    )
    messages.success(request, f"{FLOW.steps[step].label}: đã xong.")
    return redirect("outgoing:detail", pk)
