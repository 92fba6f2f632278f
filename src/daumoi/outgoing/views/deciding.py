"""Opinions, appraisal, signature and number: the pages on which people decide about a draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from daumoi.core.errors import NotReady, Refusal
from daumoi.numbering.actions import peek
from daumoi.outgoing import actions
from daumoi.outgoing.forms import AnswerForm, Askable, IssueForm, OpinionForm, SettleForm, SheetForm, SignForm
from daumoi.outgoing.models import Draft, Opinion
from daumoi.outgoing.rules.formal import number_text, place_for, right_to_sign, rules_for
from daumoi.outgoing.rules.steps import FLOW, OPINION_FLOW, certificate_for, current
from daumoi.outgoing.views.drafts import draft_of, signed_preview, version_preview
from daumoi.people.views import person_of
from daumoi.rulesets.book import type_name


def _try(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Whether the act was done; a refusal about what was typed stays with the form."""
    try:
        act()
    except NotReady:
        raise
    except Refusal as refusal:
        form.add_error(None, " ".join([*refusal.reasons, refusal.advice]).strip())
        return False
    return True


# --- opinions -----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    person, draft = person_of(request), draft_of(request, pk)
    FLOW.check("ask_opinion", draft, person)
    form = OpinionForm(request.POST or None, askable=Askable(draft.body), initial={"version": draft.version})
    if (
        request.method == "POST"
        and form.is_valid()
        and _try(
            form,
            lambda: actions.ask_opinion(
                draft,
                asked=form.those(),
                question=form.cleaned_data["question"],
                due_on=form.cleaned_data["due_on"],
                actor=person,
                token=form.cleaned_data["version"],
            ),
        )
    ):
        messages.success(request, f"Đã xin ý kiến {len(form.those())} nơi.")
        return redirect("outgoing:detail", pk)
    context = {"draft": draft, "form": form}
    return render(request, "outgoing/ask.html", context, status=422 if form.errors else 200)


def _opinion(request: HttpRequest, pk: int, opinion: int) -> Opinion:
    found = Opinion.objects.visible_to(person_of(request)).select_related(
        "draft__body", "draft__entry", "draft__current", "unit", "body", "person", "answered_by", "version_asked"
    )
    one: Opinion = get_object_or_404(found, pk=opinion, draft_id=pk)
    return one


@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, pk: int, opinion: int, step: str) -> HttpResponse:
    """Answer a question, or settle an answer; a question is taken back with a press."""
    person, found = person_of(request), _opinion(request, pk, opinion)
    if step not in actions.OPINION_STEPS:
        raise Http404
    if step == "retract":
        if request.method == "POST":
            actions.retract(found, actor=person, token=request.POST.get("version"))
            messages.success(request, f"Đã rút câu hỏi gửi {found.asked}.")
        return redirect("outgoing:detail", pk)
    OPINION_FLOW.check(step, found, person)
    kind: type[AnswerForm | SettleForm] = AnswerForm if step == "answer" else SettleForm
    form = kind(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data.copy()
        token = said.pop("version")
        if _try(form, lambda: actions.OPINION_STEPS[step](found, actor=person, token=token, **said)):
            messages.success(request, "Đã gửi ý kiến." if step == "answer" else "Đã ghi cách xử lý ý kiến.")
            return redirect("outgoing:detail", pk)
    context = {
        "draft": found.draft,
        "opinion": found,
        "form": form,
        "step": OPINION_FLOW.steps[step],
        "preview": version_preview(current(found.draft)),
    }
    return render(request, "outgoing/opinion.html", context, status=422 if form.errors else 200)


# --- appraisal ------------------------------------------------------------------------------------------------


@require_POST
def appraise(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet: approve, or return with what it says."""
    person, draft = person_of(request), draft_of(request, pk)
    form = SheetForm(request.POST)
    if not form.is_valid():
        raise Refusal("Phiếu thẩm định có ghi chú quá dài.", advice="Mỗi ghi chú không quá 500 chữ cái.")
    version = next((one for one in draft.versions.all() if str(one.pk) == request.POST.get("text")), None)
    given = {"sheet": form.sheet(), "version": version, "remark": form.cleaned_data["remark"]}
    token = request.POST.get("version")
    if "return" in request.POST:
        note = form.cleaned_data["remark"] or _what_failed(form)
        actions.give_back(draft, actor=person, note=note, token=token, **given)  # type: ignore[arg-type]
        messages.success(request, "Đã trả lại nơi soạn kèm phiếu thẩm định.")
    else:
        actions.approve(draft, actor=person, token=token, **given)  # type: ignore[arg-type]
        messages.success(request, f"Đã đồng ý trình ký lần {current(draft).n}.")
    return redirect("outgoing:detail", pk)


def _what_failed(form: SheetForm) -> str:
    """The remarks of the parts that are not in order, as one reason."""
    return "; ".join(
        f"{name}: {remark.value()}" for name, part, remark in form.parts if part.value() == "no" and remark.value()
    )


# --- signature ------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper to be signed, beside the passphrase."""
    person, draft = person_of(request), draft_of(request, pk)
    FLOW.check("sign", draft, person)
    form = SignForm(request.POST or None, initial={"version": draft.version})
    if (
        request.method == "POST"
        and form.is_valid()
        and _try(
            form,
            lambda: actions.sign(
                draft, actor=person, passphrase=form.cleaned_data["passphrase"], token=form.cleaned_data["version"]
            ),
        )
    ):
        messages.success(request, "Đã ký. Văn bản chuyển văn thư cấp số.")
        return redirect("outgoing:detail", pk)
    version = current(draft)
    right = right_to_sign(draft, version, person, timezone.localdate())
    certificate = certificate_for(draft)
    context = {
        "draft": draft,
        "form": form,
        "version": version,
        "preview": version_preview(version),
        "facts": [
            ("Văn bản", f"{type_name(draft.type_code)} {draft.subject}"),
            ("Lần", version.n),
            ("Thẩm định", f"{draft.reviewed_by}, {timezone.localtime(draft.reviewed_at):%H:%M %d/%m/%Y}"),
            ("Ký với tư cách", " / ".join([*version.authority, version.position])),
            ("Căn cứ ký", right.basis if right else ""),
            (
                "Chứng thư",
                f"{certificate.subject}, đến {timezone.localtime(certificate.not_after):%d/%m/%Y}"
                if certificate
                else "",
            ),
            ("Dấu vân tệp Word", version.docx.sha256[:16]),
        ],
    }
    return render(request, "outgoing/sign.html", context, status=422 if form.errors else 200)


# --- number -----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """The next number as it stands now, and the day. The number itself is given when the clerk presses."""
    person, draft = person_of(request), draft_of(request, pk)
    FLOW.check("issue", draft, person)
    today = timezone.localdate()
    form = IssueForm(request.POST or None, initial={"version": draft.version, "on": f"{today:%d/%m/%Y}"})
    done: list[Draft] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and _try(
            form,
            lambda: done.append(
                actions.issue(
                    draft,
                    actor=person,
                    on=form.cleaned_data["on"],
                    copies=form.cleaned_data["copies"],
                    token=form.cleaned_data["version"],
                )
            ),
        )
    ):
        document = done[0].document
        assert document is not None
        messages.success(request, f"Đã cấp số {document.number}. Hệ thống đang đóng dấu và gửi.")
        return redirect("outgoing:document", document.pk)
    place = place_for(rules_for(draft.body, today), draft.body, draft.organ, draft.type_code, today)
    version = current(draft)
    context = {
        "draft": draft,
        "form": form,
        "version": version,
        "place": place,
        "next": number_text(place, peek(draft.body, place.series, place.period.key)),
        "preview": signed_preview(draft),
        "places": version.places,
        "facts": [
            ("Văn bản", f"{type_name(draft.type_code)} {draft.subject}"),
            ("Người ký", f"{draft.signed_by}, {timezone.localtime(draft.signed_at):%H:%M %d/%m/%Y}"),
            ("Dãy số", place.sentence),
        ],
    }
    return render(request, "outgoing/issue.html", context, status=422 if form.errors else 200)
