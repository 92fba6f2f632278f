"""The pages of work dossiers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daumoi.catalogue.models import Entry
from daumoi.core.errors import Refusal
from daumoi.dossiers import actions
from daumoi.dossiers.forms import DossierForm, ReasonForm
from daumoi.dossiers.models import Dossier, Filing, State
from daumoi.dossiers.rules import FLOW, keeps
from daumoi.journal.actions import history
from daumoi.people.current import body_of, person_of
from daumoi.people.duties import standing

PAGE = 50
VIEWS = {"mo": "Đang mở", "cua-toi": "Của tôi", "xong": "Đã kết thúc"}


@require_safe
def dossier_list(request: HttpRequest) -> HttpResponse:
    view = request.GET.get("xem", "mo")
    view = view if view in VIEWS else "mo"
    dossiers = (
        Dossier.objects.visible_to(person_of(request)).filter(body=body_of(request)).select_related("keeper", "unit")
    )
    shown = dossiers.filter(state=State.CLOSED if view == "xong" else State.OPEN)
    if view == "cua-toi":
        shown = shown.filter(keeper_id=person_of(request).pk)
    if (before := request.GET.get("truoc", "")).isdecimal():
        shown = shown.filter(pk__lt=int(before))
    rows = list(shown.order_by("-id").with_counts()[: PAGE + 1])
    context = {
        "dossiers": rows[:PAGE],
        "older": f"?xem={view}&truoc={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
        "newer": f"?xem={view}" if before else "",
        "views": [{"url": f"?xem={name}", "label": label, "current": name == view} for name, label in VIEWS.items()],
    }
    return render(request, "dossiers/dossier_list.html", context)


@require_safe
def dossier_detail(request: HttpRequest, pk: int) -> HttpResponse:
    dossier = get_object_or_404(
        Dossier.objects.visible_to(person_of(request)).select_related("entry", "keeper", "unit", "body"), pk=pk
    )
    context = {
        "dossier": dossier,
        # A paper in the dossier is shown only to those who may see the paper itself.
        "filings": dossier.filings.visible_to(person_of(request)).select_related("entry", "filed_by"),
        "steps": FLOW.offered(dossier, person_of(request)),
        "keeps": keeps(dossier, person_of(request)) and dossier.state == State.OPEN,
        "history": history(dossier).reverse(),
        "facts": [
            ("Số, ký hiệu", dossier.code),
            ("Cơ quan", dossier.body),
            ("Đơn vị", dossier.unit),
            ("Người lập", dossier.keeper),
            ("Mở ngày", f"{dossier.opened_on:%d/%m/%Y}"),
            ("Kết thúc ngày", f"{dossier.closed_on:%d/%m/%Y}" if dossier.closed_on else None),
        ],
    }
    return render(request, "dossiers/dossier_detail.html", context)


@require_http_methods(["GET", "POST"])
def dossier_create(request: HttpRequest) -> HttpResponse:
    """Open a dossier, alone or from a paper (`?tu=<entry>`)."""
    source = _entry(request, request.GET.get("tu") or request.POST.get("tu"))
    body = source.body if source else body_of(request)
    if body is None:
        raise Refusal("Đồng chí chưa được phân công ở cơ quan nào nên chưa mở được hồ sơ.")
    mine = standing(person_of(request)).unit_ids
    form = DossierForm(request.POST or None, body=body, units=mine, initial={"title": source.title if source else ""})
    if request.method == "POST" and form.is_valid():
        dossier = actions.open_dossier(
            body=body, title=form.cleaned_data["title"], unit=form.cleaned_data["unit"], source=source,
            actor=person_of(request),
        )  # fmt: skip
        messages.success(request, f"Đã mở hồ sơ {dossier.code}.")
        return redirect("dossiers:detail", dossier.pk)
    return render(
        request, "dossiers/dossier_form.html", {"form": form, "source": source}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def dossier_choose(request: HttpRequest, entry: int) -> HttpResponse:
    """Put a paper into one of the open dossiers of its body."""
    paper = _entry(request, entry)
    if paper is None:
        raise Http404
    open_ones = Dossier.objects.visible_to(person_of(request)).filter(body=paper.body, state=State.OPEN)
    if request.method == "POST":
        dossier = get_object_or_404(open_ones, pk=request.POST.get("dossier") or 0)
        actions.file(dossier, paper, actor=person_of(request))
        messages.success(request, f"Đã đưa vào hồ sơ {dossier.code}.")
        return redirect(paper)
    words = request.GET.get("q", "").strip()
    found = open_ones.matching(words).order_by("-id")[:30]
    return render(request, "dossiers/dossier_choose.html", {"paper": paper, "dossiers": found, "q": words})


@require_http_methods(["GET", "POST"])
def dossier_unfile(request: HttpRequest, pk: int, filing: int) -> HttpResponse:
    dossier = get_object_or_404(Dossier.objects.visible_to(person_of(request)), pk=pk)
    found = get_object_or_404(Filing.objects.visible_to(person_of(request)).filter(dossier=dossier), pk=filing)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.unfile(found, actor=person_of(request), reason=form.cleaned_data["reason"])
        messages.success(request, "Đã rút văn bản khỏi hồ sơ.")
        return redirect("dossiers:detail", pk)
    return render(request, "dossiers/dossier_unfile.html", {"dossier": dossier, "filing": found, "form": form})


@require_POST
def dossier_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    dossier = get_object_or_404(Dossier.objects.visible_to(person_of(request)), pk=pk)
    if step not in actions.STEPS:
        raise Http404
    actions.STEPS[step](
        dossier, actor=person_of(request), note=request.POST.get("note", "")[:500], token=request.POST.get("version")
    )
    messages.success(request, f"{FLOW.steps[step].label}: đã xong.")
    return redirect("dossiers:detail", pk)


def _entry(request: HttpRequest, pk: Any) -> Entry | None:
    """The entry asked for, if the person may see it; a wrong or foreign one is not found."""
    if not pk:
        return None
    if not str(pk).isdecimal():
        raise Http404
    return get_object_or_404(Entry.objects.visible_to(person_of(request)).select_related("body"), pk=int(pk))
