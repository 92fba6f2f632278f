"""The notices of the person who is logged in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from daumoi.notices import actions
from daumoi.notices.models import Notice

PAGE = 50


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    notices = Notice.objects.of(request.user)
    if (before := request.GET.get("truoc", "")).isdecimal():
        notices = notices.filter(pk__lt=int(before))
    rows = list(notices[: PAGE + 1])
    context = {
        "notices": rows[:PAGE],
        "older": f"?truoc={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
        "newer": "?" if before else "",
    }
    return render(request, "notices/notice_list.html", context)


@require_POST
def notice_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark the notice as seen and go to what it tells of."""
    notice = get_object_or_404(Notice.objects.of(request.user), pk=pk)
    actions.see(request.user, pk=pk)  # type: ignore[arg-type]
    return redirect(notice.url or "notices:list")


@require_POST
def notice_see_all(request: HttpRequest) -> HttpResponse:
    actions.see(request.user)  # type: ignore[arg-type]
    return redirect("notices:list")
