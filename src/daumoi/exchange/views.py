"""Bringing in old registers: the files, what their columns mean, what was understood, what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daumoi.core.errors import NotAllowed, Refusal
from daumoi.exchange import actions, rules
from daumoi.exchange import report as reports
from daumoi.exchange.check import PROBLEMS, REMARKS
from daumoi.exchange.forms import ColumnsForm, UploadForm
from daumoi.exchange.mapping import NEEDED, meanings_of
from daumoi.exchange.models import Batch, Row, State, Work, importing_bodies
from daumoi.journal.actions import history
from daumoi.people.current import bodies_of, body_of, person_of

PAGE = 30
ROWS = 100
SAMPLES = 6
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
def batch_list(request: HttpRequest) -> HttpResponse:
    """What was brought in so far, and the form for the next file."""
    person = person_of(request)
    allowed = importing_bodies(person)
    if not allowed:
        raise NotAllowed("Nhập sổ cũ dành cho văn thư, Chánh Văn phòng và quản trị.")
    bodies = [body for body in bodies_of(request) if body.pk in allowed]
    current = body_of(request)
    start = {"body": current.pk if current else None, "book": "outgoing"}
    form = UploadForm(request.POST or None, request.FILES or None, bodies=bodies, initial=start)
    if request.method == "POST" and form.is_valid():
        made = _received(form, request)
        if made:
            messages.success(request, f"Đã nhận «{made.name}». Chương trình đang đọc các dòng.")
            return redirect(made)
    found = Batch.objects.visible_to(person).select_related("body", "made_by").order_by("-id")
    if (before := request.GET.get("truoc", "")).isdecimal():
        found = found.filter(pk__lt=int(before[:18]))
    rows = list(found[: PAGE + 1])
    context = {
        "form": form,
        "batches": rows[:PAGE],
        "older": f"?truoc={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
        "newer": "?" if before else "",
    }
    return render(request, "exchange/batch_list.html", context, status=422 if form.errors else 200)


def _received(form: UploadForm, request: HttpRequest) -> Batch | None:
    file: UploadedFile = form.cleaned_data["file"]
    try:
        return actions.receive(
            file,  # type: ignore[arg-type]
            file.name or "so-cu",
            body=form.cleaned_data["body"],
            book=form.cleaned_data["book"],
            actor=person_of(request),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error("file", " ".join([*refusal.reasons, refusal.advice]).strip())
        return None


@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an import stands; while the program works, only how far it is is asked for again."""
    found = _batch(request, pk)
    if request.htmx and request.GET.get("phan") == "tien-do":  # type: ignore[attr-defined]
        if not found.work or rules.is_stalled(found):
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "exchange/batch.html#progress", {"batch": found, "doing": _doing(found)})
    context: dict[str, Any] = {
        "batch": found,
        "doing": _doing(found),
        "stalled": rules.is_stalled(found),
        "steps": [] if found.work else rules.FLOW.offered(found, person_of(request)),
        "skip": rules.BY_ITSELF,
        "history": history(found).order_by("-seq")[:20],
    }
    if found.is_read and found.state != State.DROPPED and not found.work:
        if found.state in (State.DRAFT, State.CHECKED):
            context |= _columns(found, None)
        if found.state != State.DRAFT:
            context |= _rows(request, found)
    return render(request, "exchange/batch.html", context)


@require_POST
def put_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the chosen columns; what is missing is said beside them."""
    found = _batch(request, pk)
    form = ColumnsForm(request.POST, batch=found)
    if form.is_valid():
        try:
            found = actions.put_columns(
                found, form.cleaned_data, actor=person_of(request), token=request.POST.get("version")
            )
        except Refusal as refusal:
            if refusal.status != Refusal.status:
                raise
            for reason in refusal.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, "Đã ghi các cột. Chương trình đang kiểm tra từng dòng.")
            return redirect(found)
    context = {"batch": found, "steps": [], "doing": "", **_columns(found, form)}
    return render(request, "exchange/batch.html", context, status=422)


@require_POST
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    found = _batch(request, pk)
    taken = {"start": actions.start, "drop": actions.drop}.get(step)
    if taken is None:
        raise Http404
    taken(found, actor=person_of(request), token=request.POST.get("version"))
    messages.success(request, "Đang nhập vào sổ." if step == "start" else "Đã bỏ lần nhập này; không có gì vào sổ.")
    return redirect(found if step == "start" else "exchange:list")


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on where a failure has ended the work."""
    found = actions.again(_batch(request, pk), actor=person_of(request))
    messages.success(request, "Đã cho làm lại; phần đã làm được giữ nguyên.")
    return redirect(found)


@require_safe
def report(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """The report as a file: CSV or Excel; `?moi-dong` with every row."""
    found = _batch(request, pk)
    if kind not in ("csv", "xlsx") or not found.is_read or found.state in (State.DRAFT, State.DROPPED):
        raise Http404
    everything = "moi-dong" in request.GET
    name = f"Báo cáo nhập {found.name.rpartition('.')[0] or found.name}.{kind}"
    answer: HttpResponseBase
    if kind == "csv":
        answer = StreamingHttpResponse(
            reports.as_csv(found, everything=everything), content_type="text/csv; charset=utf-8"
        )
    else:
        answer = HttpResponse(reports.as_workbook(found, everything=everything), content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


# --- what a page shows ----------------------------------------------------------------------------------------


def _batch(request: HttpRequest, pk: int) -> Batch:
    found = Batch.objects.visible_to(person_of(request)).select_related("body", "made_by", "file")
    return get_object_or_404(found, pk=pk)


def _doing(found: Batch) -> str:
    if not found.work:
        return ""
    words = Work(found.work).label
    return words[:1].upper() + words[1:]


def _columns(found: Batch, form: ColumnsForm | None) -> dict[str, Any]:
    """The choices, each with what stands in its column in the first rows."""
    form = form or ColumnsForm(batch=found)
    samples = [row.raw for row in found.rows.exclude(problem="broken").order_by("position").only("raw")[:SAMPLES]]
    chosen = found.mapping
    lines = [
        {
            "field": form[meaning.key],
            "needed": meaning.key in NEEDED or (meaning.key == "issuer" and found.book == "incoming"),
            "example": next((row[column][:90] for row in samples if (column := chosen.get(meaning.key)) in row), ""),
        }
        for meaning in meanings_of(found.book)
    ]
    names = found.columns[:24]
    return {
        "columns_form": form,
        "lines": lines,
        "names": names,
        "samples": [[row.get(name, "")[:80] for name in names] for row in samples],
    }


def _rows(request: HttpRequest, found: Batch) -> dict[str, Any]:
    """Rows of one view, a page at a time, in the order of the file."""
    problems, remarks = found.counts.get("problems", {}), found.counts.get("remarks", {})
    reported = sum(problems.values())
    view = request.GET.get("xem", "vuong" if reported else "vao-so")
    rows = Row.objects.visible_to(person_of(request)).filter(batch=found).defer("text", "folded", "raw")
    if view in PROBLEMS:
        rows = rows.filter(problem=view)
    elif view == "vuong":
        rows = rows.exclude(problem="")
    elif view in REMARKS:
        # One kind of remark, as it stands in the list of the row.
        rows = rows.filter(problem="").annotate(said_of=Cast("remarks", TextField()))
        rows = rows.filter(said_of__contains=f'"{view}"')
    elif view == "luu-y":
        rows = rows.filter(problem="").exclude(remarks=[])
    else:
        view, rows = "vao-so", rows.filter(problem="")
    after = request.GET.get("sau", "")
    if after.isdecimal():
        rows = rows.filter(position__gt=int(after[:18]))
    shown = list(rows.select_related("entry").order_by("position")[: ROWS + 1])
    for row in shown:
        row.day = reports.day_of(row)  # type: ignore[attr-defined]
        row.outcome = PROBLEMS.get(row.problem) or reports.outcome(row, found)  # type: ignore[attr-defined]
    good = found.counts.get("good", 0)
    return {
        "rows": shown[:ROWS],
        "view": view,
        "reported": reported,
        "older": f"?xem={view}&sau={shown[ROWS - 1].position}" if len(shown) > ROWS else "",
        "newer": f"?xem={view}" if after else "",
        "views": [
            {"url": f"?xem={name}", "label": label, "count": count, "current": name == view or (
                name == "vuong" and view in PROBLEMS) or (name == "luu-y" and view in REMARKS)}
            for name, label, count in (
                ("vuong", "Không vào sổ", reported),
                ("luu-y", "Có lưu ý", None),
                ("vao-so", "Đã vào sổ" if found.state == State.DONE else "Vào sổ", good),
            )
        ],
        "problems": [(kind, PROBLEMS[kind], n) for kind, n in problems.items() if n],
        "remarks": [(kind, REMARKS[kind], n) for kind, n in remarks.items() if n],
    }  # fmt: skip
