"""The page of background jobs: what waits, what failed and why, and running it again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from daumoi.core.errors import NotAllowed
from daumoi.jobs.models import Job
from daumoi.jobs.queue import retry
from daumoi.jobs.schedule import turns
from daumoi.jobs.words import name_of

PAGE = 50
VIEWS = {"waiting": "Đang chờ và đang làm", "failed": "Hỏng", "done": "Đã xong", "daily": "Việc hằng ngày"}
COUNTED = {"waiting", "failed"}


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    _for_administrators(request)
    view = request.GET.get("xem", "waiting")
    view = view if view in VIEWS else "waiting"
    if view == "daily":
        return render(request, "jobs/job_list.html", {"views": _tabs(view), "daily": True, "turns": turns()})
    jobs = Job.objects.in_state(view).order_by("-id")
    if (before := request.GET.get("truoc", "")).isdecimal():
        jobs = jobs.filter(pk__lt=int(before))
    rows = list(jobs[: PAGE + 1])
    for row in rows:
        row.words = name_of(row.name)  # type: ignore[attr-defined]
    context = {
        "jobs": rows[:PAGE],
        "older": f"?xem={view}&truoc={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
        "newer": f"?xem={view}" if before else "",
        "views": _tabs(view),
    }
    return render(request, "jobs/job_list.html", context)


@require_POST
def job_retry(request: HttpRequest, pk: int) -> HttpResponse:
    _for_administrators(request)
    job = get_object_or_404(Job.objects.in_state("failed"), pk=pk)
    retry(job)
    messages.success(request, "Đã đưa việc vào hàng chờ để làm lại.")
    return redirect("jobs:list")


def _tabs(view: str) -> list[dict[str, object]]:
    return [
        {
            "url": f"?xem={name}",
            "label": label,
            "current": name == view,
            "count": Job.objects.in_state(name).count() if name in COUNTED else None,
        }
        for name, label in VIEWS.items()
    ]


def _for_administrators(request: HttpRequest) -> None:
    if not request.user.administers:  # type: ignore[union-attr]
        raise NotAllowed("Trang việc chạy nền dành cho người quản trị.")
