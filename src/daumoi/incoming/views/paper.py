"""One arrival: what it is, what is done about it, what happened to it."""

from __future__ import annotations

from typing import Any, cast

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daumoi.catalogue.causes import why
from daumoi.core.errors import NotAllowed, NotReady, Refusal
from daumoi.documents.delivery import RECALL_FLOW
from daumoi.documents.pages import files_of
from daumoi.incoming import actions, rules
from daumoi.incoming.forms import CorrectionForm, initial_of, type_names
from daumoi.incoming.models import Arrival
from daumoi.incoming.reading import dossiers_of, facts, notes_of, recall_of, story
from daumoi.people.current import body_of
from daumoi.people.models import Person
from daumoi.tasks import phrases
from daumoi.tasks.forms import DirectForm, ForwardForm, ReportForm, Targets
from daumoi.tasks.models import Line
from daumoi.tasks.reading import ready
from daumoi.tasks.rules import directs


def _arrival(request: HttpRequest, pk: int) -> Arrival:
    return get_object_or_404(Arrival.objects.visible_to(_person(request)).for_page(), pk=pk)


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one paper, for those who see it."""
    person, arrival = _person(request), _arrival(request, pk)
    lines = ready(
        Line.objects.visible_to(person)
        .filter(entry=arrival.entry)
        .select_related("unit", "person", "directive__author"),
        person,
        arrival.body,
    )
    arrival.known_lines = lines  # type: ignore[attr-defined]
    for line in lines:
        line.pages = {  # type: ignore[attr-defined]
            name: reverse("incoming:line", args=[line.pk, name]) for name in ("report", "forward")
        }
    recall = recall_of(arrival, person)
    context = {
        "arrival": arrival,
        "document": arrival.document,
        "recall": recall,
        "answers": RECALL_FLOW.offered(recall, person) if recall else [],
        "facts": facts(arrival),
        "files": files_of(arrival.document, chosen=_number(request.GET.get("tep"))),
        "steps": rules.FLOW.offered(arrival, person),
        "step_skip": rules.BY_ITSELF,
        "step_pages": {
            "direct": reverse("incoming:direct", args=[pk]),
            "correct": reverse("incoming:correct", args=[pk]),
        },
        "step_keys": {"direct": "b", "correct": "s"},
        "lines": lines,
        "directives": notes_of(arrival),
        "dossiers": dossiers_of(arrival, person),
        "lead": next(
            (line for line in lines if line.role == "lead" and line.state not in ("returned", "withdrawn")), None
        ),
        "today": timezone.localdate(),
    }
    return render(request, "incoming/arrival_detail.html", context)


def _number(words: str | None) -> int | None:
    return int(words) if words and words.isdecimal() and len(words) < 18 else None


@require_safe
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """What happened to the paper, and why the person sees it; the page asks for it when it comes into sight."""
    person, arrival = _person(request), _arrival(request, pk)
    lines = Line.objects.visible_to(person).filter(entry=arrival.entry)
    context = {"arrival": arrival, "history": story(arrival, lines), "reasons": why(arrival.entry, person)}
    return render(request, f"incoming/history.html{'#story' if request.htmx else ''}", context)  # type: ignore[attr-defined]


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The same paper beside the list, as a fragment."""
    person, arrival = _person(request), _arrival(request, pk)
    context = {
        "arrival": arrival,
        "document": arrival.document,
        "facts": facts(arrival)[1:5],
        "files": files_of(arrival.document),
        "may_direct": directs(person, arrival.body_id) and not arrival.is_closed,
        "lines": Line.objects.visible_to(person).filter(entry=arrival.entry).select_related("unit", "person"),
    }
    return render(request, "incoming/preview.html", context)


# --- slip --------------------------------------------------------------------------------------------------


@require_safe
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """The reception slip, A5, with a QR code that leads back here."""
    arrival = _arrival(request, pk)
    return render(request, "incoming/slip.html", {"arrival": arrival, "document": arrival.document})


@require_safe
def slip_qr(request: HttpRequest, pk: int) -> HttpResponse:
    arrival = _arrival(request, pk)
    code = segno.make(request.build_absolute_uri(arrival.get_absolute_url()), error="m", micro=False)
    drawing = code.svg_inline(
        scale=4, border=2, dark="#000", light="#fff", svgclass=None, lineclass=None, omitsize=True
    )
    drawing = (
        drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) if "xmlns" not in drawing else drawing
    )
    return HttpResponse(drawing, content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=3600"})


# --- steps --------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what the register says; the reason is asked for."""
    person, arrival = _person(request), _arrival(request, pk)
    if not rules.keeps(arrival, person):
        raise NotAllowed("Chỉ văn thư và Chánh, Phó Chánh Văn phòng sửa sổ đến.")
    types = type_names()
    types.setdefault(arrival.document.type_code, arrival.document.type_name)
    form = CorrectionForm(request.POST or None, types=types, initial=initial_of(arrival))
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct(
                arrival,
                form.description(),
                form.coming(),
                actor=person,
                note=form.cleaned_data["reason"],
                token=form.cleaned_data["version"],
            )
        except NotReady:
            raise
        except Refusal as refusal:
            form.add_error(None, " ".join([*refusal.reasons, refusal.advice]).strip())
        else:
            messages.success(request, "Đã sửa sổ; nội dung cũ và lý do nằm trong nhật ký.")
            return redirect(arrival)
    context = {"form": form, "arrival": arrival, "files": files_of(arrival.document)}
    return render(request, "incoming/correct.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def direct(request: HttpRequest, pk: int) -> HttpResponse:
    """The handling note, beside the paper; made to be written on a phone too."""
    person, arrival = _person(request), _arrival(request, pk)
    form = DirectForm(request.POST or None, targets=Targets(arrival.body), person=person)
    principal_directs = any(directs(principal, arrival.body_id) for principal in form.principals.values())
    if not directs(person, arrival.body_id) and not principal_directs:
        raise NotAllowed("Chỉ lãnh đạo và Chánh, Phó Chánh Văn phòng cho ý kiến xử lý văn bản này.")
    if request.method == "POST" and form.is_valid():
        try:
            actions.direct(
                arrival,
                text=form.cleaned_data["text"],
                lines=form.lines(),
                actor=person,
                on_behalf_of=form.principal(),
                token=request.POST.get("version"),
            )
        except NotReady:
            raise
        except Refusal as refusal:
            form.add_error(None, " ".join([*refusal.reasons, refusal.advice]).strip())
        else:
            messages.success(request, f"Đã cho ý kiến số đến {arrival.number}.")
            return redirect(arrival)
    context = {
        "form": form,
        "arrival": arrival,
        "document": arrival.document,
        "files": files_of(arrival.document),
        "facts": facts(arrival)[1:6],
        "directives": notes_of(arrival),
        "phrases": phrases.of(person, body_of(request)),
        "due": form.due() if form.is_bound and form.is_valid() else None,
    }
    return render(request, "incoming/direct.html", context, status=422 if form.errors else 200)


@require_POST
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """A step without a form of its own."""
    arrival = _arrival(request, pk)
    if step not in actions.STEPS:
        raise Http404
    actions.STEPS[step](
        arrival, actor=_person(request), note=request.POST.get("note", "")[:500], token=request.POST.get("version")
    )
    messages.success(request, f"{rules.FLOW.steps[step].label}: đã xong.")
    return redirect(arrival)


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """A step on one line of the handling note; reporting and handing on have a form."""
    person = _person(request)
    found = get_object_or_404(Line.objects.visible_to(person).select_related("unit", "person", "entry"), pk=pk)
    arrival = get_object_or_404(
        Arrival.objects.visible_to(person).select_related("entry", "document", "body"), entry_id=found.entry_id
    )
    if step not in actions.LINE_STEPS:
        raise Http404
    form: Any = None
    if step == "report":
        form = ReportForm(request.POST or None, initial={"text": found.report})
    elif step == "forward":
        form = ForwardForm(request.POST or None, unit=found.unit)
    if request.method != "POST":
        if form is None:
            return redirect(arrival)
    elif form is None or form.is_valid():
        said = form.cleaned_data if form else {}
        if step not in ("report",):
            said = {"note": request.POST.get("note", "")[:500], **said}
        try:
            actions.line_step(arrival, found, step, actor=person, token=request.POST.get("version"), **said)
        except NotReady:
            raise
        except Refusal as refusal:
            if form is None:
                raise
            form.add_error(None, " ".join([*refusal.reasons, refusal.advice]).strip())
        else:
            messages.success(request, f"{actions.LINE_STEPS[step]}: đã xong.")
            return redirect(arrival)
    context = {"form": form, "arrival": arrival, "line": found, "step": step, "label": actions.LINE_STEPS[step]}
    return render(request, "incoming/line_step.html", context, status=422 if form.errors else 200)
