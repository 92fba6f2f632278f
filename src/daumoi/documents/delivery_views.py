"""The page on which a recipient answers the sender who wants a paper back. Both sides read it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from daumoi.catalogue.models import Entry
from daumoi.documents import delivery as way
from daumoi.documents.models import Recall
from daumoi.people.views import person_of


def _recalls(request: HttpRequest):  # type: ignore[no-untyped-def]
    return Recall.objects.visible_to(person_of(request)).select_related(
        "delivery__document__entry",
        "delivery__recipient",
        "delivery__received_entry",
        "replacement__entry",
        "asked_by",
        "answered_by",
    )


@require_safe
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = get_object_or_404(_recalls(request), pk=pk)
    delivery, document = found.delivery, found.delivery.document
    wanted = {document.entry_id, delivery.received_entry_id, found.replacement.entry_id if found.replacement else None}
    seen = {
        entry.pk: entry.get_absolute_url() for entry in Entry.objects.visible_to(person).filter(pk__in=wanted - {None})
    }
    context = {
        "recall": found,
        "steps": way.RECALL_FLOW.offered(found, person),
        "facts": [
            ("Văn bản", f"{document.number} {document.subject}", seen.get(document.entry_id, "")),
            ("Nơi ban hành", document.issuer_name),
            ("Nơi nhận", delivery.recipient_name),
            ("Số đến", delivery.received_number, seen.get(delivery.received_entry_id or 0, "")),
            ("Tình trạng nơi nhận", delivery.get_state_display()),
            (
                "Thay bằng",
                f"{found.replacement.number} {found.replacement.subject}" if found.replacement else None,
                seen.get(found.replacement.entry_id, "") if found.replacement else "",
            ),
            ("Người đề nghị", found.asked_by),
        ],
    }
    return render(request, "documents/recall.html", context)


@require_POST
def recall_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    person = person_of(request)
    found = get_object_or_404(_recalls(request), pk=pk)
    if step not in way.RECALL_FLOW.steps:
        raise Http404
    way.answer_recall(
        found,
        agree=step == "agree",
        actor=person,
        note=request.POST.get("note", "")[:500],
        token=request.POST.get("version"),
    )
    messages.success(request, f"{way.RECALL_FLOW.steps[step].label}: đã trả lời nơi ban hành.")
    # Back to the paper where the recipient entered it; the notice on it says what was answered.
    entered = Entry.objects.visible_to(person).filter(pk=found.delivery.received_entry_id).first()
    return redirect(entered.get_absolute_url() if entered else reverse("delivery:recall", args=[pk]))
