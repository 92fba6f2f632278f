"""The reception: files and deliveries on the left, the form in the middle, the page on the right."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daumoi.core.errors import NotAllowed, Refusal
from daumoi.documents import delivery as way
from daumoi.documents.models import Delivery, DeliveryState
from daumoi.documents.pages import upload_preview
from daumoi.files import actions as files
from daumoi.files.kinds import ACCEPT
from daumoi.files.models import Upload
from daumoi.files.serving import answer_file, answer_page
from daumoi.incoming import actions, reception, rules
from daumoi.incoming.actions import Coming
from daumoi.incoming.duplicates import Doubled, Twin, same_bytes, twins
from daumoi.incoming.forms import RegistrationForm, kept_between, moment_words, type_names
from daumoi.incoming.models import Arrival
from daumoi.people.current import body_of
from daumoi.people.models import Body, Person
from daumoi.rulesets.book import current_book

KEPT = "reception_kept"


def registry(request: HttpRequest) -> tuple[Person, Body]:
    """The person and the body whose register is kept; refused to everybody else."""
    person, body = request.user, body_of(request)
    if not isinstance(person, Person) or body is None or not rules.registers(person, body.pk):
        raise NotAllowed(
            "Trang tiếp nhận dành cho văn thư và Chánh, Phó Chánh Văn phòng.",
            advice="Nếu đồng chí được giao vào sổ, nhờ quản trị phân nhiệm vụ Văn thư.",
        )
    return person, body


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Enter one paper after another."""
    person, body = registry(request)
    if delivery := _delivery(request, body):
        return _delivered(request, person, body, delivery)
    book = current_book()
    types = type_names(book)
    uploads = reception.waiting(person)
    found: list[Twin] = []
    if request.method == "POST":
        form = RegistrationForm(request.POST, types=types)
        chosen = files.waiting_uploads(request.POST.getlist("upload"), actor=person)
        if form.is_valid():
            try:
                arrival = actions.register(
                    form.description(),
                    form.coming(),
                    body=body,
                    actor=person,
                    uploads=chosen,
                    answer=form.answer(person),
                    token=form.token_value(),
                )
            except Doubled as doubled:
                found = doubled.twins
            except Refusal as refusal:
                form.add_error(None, " ".join([*refusal.reasons, refusal.advice]).strip())
            else:
                return _after(request, form, arrival)
        status = 409 if found else 422
        context = _context(person, body, uploads, chosen, form, found)
        return render(request, "incoming/reception.html", context, status=status)
    chosen = files.waiting_uploads(request.GET.getlist("tep"), actor=person)
    chosen = chosen or [upload for upload in uploads if upload.file_id][:1]
    suggested = reception.read_upload(chosen[0], book) if chosen else reception.Suggested()
    form = RegistrationForm(
        types=types,
        initial={
            "door": "paper",
            **request.session.get(KEPT, {}),
            **suggested.values,
            "arrived_at": moment_words(timezone.now()),
            "token": uuid4(),
            "keep_fields": KEPT in request.session,
        },
    )
    # The same bytes are the same paper, whatever will be typed.
    found = same_bytes(body, _file_ids(chosen), person=person) if chosen else []
    context = _context(person, body, uploads, chosen, form, found, suggested)
    context |= {
        "held_back": False,
        "next_number": reception.next_number(body, book),
        "just": Arrival.objects.visible_to(person).filter(pk=_number(request.GET.get("sau"))).first(),
        "today": Arrival.objects.visible_to(person).filter(body=body, registered_at__gte=_midnight()).count(),
    }
    return render(request, "incoming/reception.html", context)


def _context(
    person: Person,
    body: Body,
    uploads: list[Upload],
    chosen: list[Upload],
    form: RegistrationForm,
    found: list[Twin],
    suggested: reception.Suggested | None = None,
) -> dict[str, Any]:
    return {
        "body": body,
        "uploads": uploads,
        "chosen": chosen,
        "chosen_ids": {upload.pk for upload in chosen},
        "unread": any(upload.file and upload.file.rendered_at is None for upload in uploads),
        "deliveries": reception.queue(body),
        "form": form,
        "twins": found,
        "held_back": bool(found),
        "suggested": suggested.whence if suggested else {},
        "mark": suggested.mark if suggested else "",
        "preview": upload_preview(chosen[0]) if chosen else None,
        "preview_waiting": bool(chosen and chosen[0].file and chosen[0].file.rendered_at is None),
        "accept": ACCEPT,
    }


def _file_ids(uploads: list[Upload]) -> list[int]:
    return [upload.file_id for upload in uploads if upload.file_id]


def _after(request: HttpRequest, form: RegistrationForm, arrival: Arrival) -> HttpResponse:
    """On to the next paper, or to the one just entered."""
    if form.cleaned_data["keep_fields"]:
        request.session[KEPT] = kept_between(form)
    else:
        request.session.pop(KEPT, None)
    if request.POST.get("then") == "open":
        messages.success(request, f"Đã vào sổ số đến {arrival.number}.")
        return redirect(arrival)
    return redirect(f"{reverse('incoming:reception')}?{urlencode({'sau': arrival.pk})}")


def _number(words: str | None) -> int:
    return int(words) if words and words.isdecimal() and len(words) < 18 else 0


def _midnight() -> Any:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


# --- files on the tray -------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def tray(request: HttpRequest) -> HttpResponse:
    """The waiting files as a fragment; a plain form hands files over here."""
    person, body = registry(request)
    if request.method == "POST":
        for file in request.FILES.getlist("files"):
            try:
                upload = files.take_whole(file, file.name or "tep", file.size or 0, actor=person, body=body)
            except Refusal as refusal:
                messages.error(request, " ".join([*refusal.reasons, refusal.advice]).strip())
            else:
                if upload.problem:
                    messages.error(request, upload.problem)
        return redirect("incoming:reception")
    uploads = reception.waiting(person)
    chosen = files.waiting_uploads(request.GET.getlist("upload"), actor=person)
    whole = [upload for upload in uploads if upload.file_id]
    is_first = not chosen and bool(whole)
    context: dict[str, Any] = {
        "uploads": uploads,
        "chosen_ids": {upload.pk for upload in chosen or whole[:1]},
        "unread": any(upload.file and upload.file.rendered_at is None for upload in uploads),
    }
    answer = render(request, "incoming/reception.html#tray", context)
    if is_first:
        # The first file to come is the one the clerk enters; its pages appear beside the form.
        context |= _pages(whole[0]) | {"out_of_band": True}
        answer.write(render_to_string("incoming/reception.html#page", context, request))
        answer["HX-Trigger-After-Swap"] = "chosen:file"
    return answer


@require_POST
def put_away(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a file off the tray."""
    person, _body = registry(request)
    upload = get_object_or_404(Upload.objects.visible_to(person).waiting(), pk=pk)
    files.discard_upload(upload)
    if request.POST.get("secret"):
        messages.warning(request, f"Đã xoá tệp «{upload.name}» khỏi hệ thống. Chỉ ghi phiếu theo dõi cho văn bản mật.")
    return redirect("incoming:reception")


@require_safe
def upload_pages(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The pages of a file on the tray, as a fragment; asked for again until they are drawn."""
    person, _body = registry(request)
    upload = get_object_or_404(Upload.objects.visible_to(person).select_related("file"), pk=pk)
    return render(request, "incoming/reception.html#page", _pages(upload))


def _pages(upload: Upload) -> dict[str, Any]:
    is_waiting = upload.file is not None and upload.file.rendered_at is None
    return {
        "preview": upload_preview(upload),
        "preview_waiting": is_waiting,
        "chosen": [upload],
        "read": not is_waiting and bool(reception.read_upload(upload).values),
    }


# --- while the clerk types -----------------------------------------------------------------------------------


@require_safe
def guess(request: HttpRequest) -> HttpResponse:
    """Type and sender by the number typed so far; what the clerk has filled in stays."""
    registry(request)
    book = current_book()
    suggested = reception.Suggested()
    reception.by_symbol(suggested, request.GET.get("number", ""), request.GET.get("subject", ""), book=book)
    typed = request.GET.copy()
    kept = {name: typed.get(name, "") for name in ("type_code", "issuer", "issuer_text")}
    if kept["issuer_text"]:
        for name in ("issuer", "issuer_text"):
            suggested.values.pop(name, None)
            suggested.whence.pop(name, None)
    if kept["type_code"]:
        suggested.values.pop("type_code", None)
        suggested.whence.pop("type_code", None)
    initial = {name: value for name, value in kept.items() if value} | suggested.values
    form = RegistrationForm(types=type_names(book), initial=initial)
    return render(request, "incoming/reception.html#guess", {"form": form, "suggested": suggested.whence})


@require_safe
def doubles(request: HttpRequest) -> HttpResponse:
    """Papers in the register that may be this one, as a fragment."""
    person, body = registry(request)
    data = request.GET.copy()
    for name, filler in (("arrived_at", moment_words(timezone.now())), ("subject", "-"), ("issued_on", "")):
        data[name] = data.get(name) or filler
    form = RegistrationForm(data, types={})
    form.is_valid()
    found: list[Twin] = []
    chosen = files.waiting_uploads(request.GET.getlist("upload"), actor=person)
    if chosen or (form.cleaned_data.get("number") and form.cleaned_data.get("issuer_text")):
        found = twins(body, form.description(), _file_ids(chosen), person=person)
    cautions = rules.cautions(form.description(), timezone.localdate()) if form.cleaned_data.get("number") else []
    return render(request, "incoming/reception.html#doubles", {"twins": found, "cautions": cautions, "form": form})


@require_safe
def senders(request: HttpRequest) -> JsonResponse:
    """Senders by a few letters without marks."""
    _person, body = registry(request)
    return JsonResponse(reception.senders(body, request.GET.get("q", "")[:100]), safe=False)


# --- deliveries ------------------------------------------------------------------------------------------------


def _delivery(request: HttpRequest, body: Body) -> Delivery | None:
    wanted = request.POST.get("gui") or request.GET.get("gui")
    if not wanted:
        return None
    return _queued(_number(wanted), body)


def _queued(pk: int, body: Body) -> Delivery:
    waiting = Delivery.objects.waiting_for([body.pk]).select_related("document__body", "document__issuer", "recipient")
    return get_object_or_404(waiting, pk=pk)


def _delivered(request: HttpRequest, person: Person, body: Body, delivery: Delivery) -> HttpResponse:
    """Enter a paper that came from another body of the installation: everything but the arrival is the sender's."""
    book = current_book()
    types = type_names(book)
    document = delivery.document
    fixed = {
        "number": document.number,
        "issued_on": f"{document.issued_on:%d/%m/%Y}" if document.issued_on else "",
        "issuer_text": document.issuer_name,
        "subject": document.subject,
        "urgency": document.urgency,
        "security": document.security,
        "type_code": document.type_code,
        "door": "inside",
    }
    found: list[Twin] = []
    if request.method == "POST":
        form = RegistrationForm(
            {**request.POST.dict(), **fixed}, types=types | {document.type_code: document.type_name}
        )
        if form.is_valid():
            coming = form.coming()
            try:
                arrival = actions.receive_delivery(
                    delivery,
                    Coming(at=coming.at, hour_known=coming.hour_known, note=coming.note),
                    actor=person,
                    answer=form.answer(person),
                    token=form.token_value(),
                    version=request.POST.get("version"),
                )
            except Doubled as doubled:
                found = doubled.twins
            except Refusal as refusal:
                form.add_error(None, " ".join([*refusal.reasons, refusal.advice]).strip())
            else:
                return _after(request, form, arrival)
    else:
        form = RegistrationForm(
            types=types, initial={**fixed, "arrived_at": moment_words(timezone.now()), "token": uuid4()}
        )
    uploads = reception.waiting(person)
    recall = reception.wanted_back(delivery, person)
    context = _context(person, body, uploads, [], form, found)
    context |= {
        "delivery": delivery,
        "recall": recall,
        "answers": way.RECALL_FLOW.offered(recall, person) if recall else [],
        "files": list(reception.attachments_of(delivery)),
        "preview": reception.delivery_preview(delivery),
        "next_number": reception.next_number(body, book),
    }
    status = 200 if request.method != "POST" else 409 if found else 422
    return render(request, "incoming/reception.html", context, status=status)


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """The registry has seen its queue: what was sent has arrived. Told again, nothing changes."""
    person, body = registry(request)
    for delivery in Delivery.objects.waiting_for([body.pk]).filter(state=DeliveryState.SENT)[: reception.SHOWN]:
        way.arrive(delivery, actor=person)
    return HttpResponse(status=204)


@require_http_methods(["POST"])
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a paper back to the body that sent it."""
    person, body = registry(request)
    delivery = _queued(pk, body)
    actions.refuse_delivery(
        delivery, reason=request.POST.get("note", ""), actor=person, version=request.POST.get("version")
    )
    messages.success(request, f"Đã trả lại {delivery.document} cho {delivery.document.issuer_name}.")
    return redirect("incoming:reception")


@require_safe
def delivery_file(request: HttpRequest, pk: int, attachment: int) -> HttpResponseBase:
    """A file of a paper in the queue, for the registry of its recipient."""
    found = _attachment(request, pk, attachment)
    return answer_file(request, found.file, found.name, download="tai-ve" in request.GET)


@require_safe
def delivery_page(request: HttpRequest, pk: int, attachment: int, number: int) -> HttpResponseBase:
    found = _attachment(request, pk, attachment)
    return answer_page(request, found.file, number)


def _attachment(request: HttpRequest, pk: int, attachment: int) -> Any:
    _person, body = registry(request)
    found = reception.attachments_of(_queued(pk, body)).filter(pk=attachment).first()
    if found is None:
        raise Http404
    return found
