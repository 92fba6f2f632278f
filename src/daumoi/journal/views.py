"""The journal of a body, readable by those who answer for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daumoi.core.errors import NotAllowed
from daumoi.journal import subjects
from daumoi.journal.anchors import latest
from daumoi.journal.models import JournalEntry

PAGE = 60


@require_safe
def journal_list(request: HttpRequest) -> HttpResponse:
    """Acts of the bodies the person answers for, newest first; filtered by person or kind of act."""
    bodies = request.user.journal_bodies  # type: ignore[union-attr]
    if not bodies:
        raise NotAllowed("Nhật ký chung dành cho Chánh Văn phòng và người quản trị.")
    acts = JournalEntry.objects.of_bodies(bodies).order_by("-seq")  # type: ignore[attr-defined]
    who, act, before = (request.GET.get(name, "").strip() for name in ("nguoi", "viec", "truoc"))
    if who:
        acts = acts.filter(actor_name__icontains=who)
    if act:
        acts = acts.filter(action__startswith=act)
    if before.isdecimal():
        acts = acts.filter(seq__lt=int(before))
    rows = list(acts[: PAGE + 1])
    about = subjects.of(rows[:PAGE], request.user)
    for row in rows[:PAGE]:
        row.subject = about.get(row.seq)  # type: ignore[attr-defined]
    context = {
        "entries": rows[:PAGE],
        "who": who,
        "act": act,
        "older": rows[PAGE - 1].seq if len(rows) > PAGE else None,
        "before": before,
        "anchor": latest(),
    }
    return render(request, "journal/journal_list.html", context)
