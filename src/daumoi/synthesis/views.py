"""Statistics of a term: the sentence, its figures, the chart with its table, and what was frozen."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daumoi.people.current import bodies_of, body_of, person_of
from daumoi.people.duties import term_on, terms_of
from daumoi.people.models import Body, Person, Term
from daumoi.rulesets.book import rule_set, type_name
from daumoi.synthesis import actions, charts, counting, rules
from daumoi.synthesis.forms import FreezeForm

PAGE = 100


@require_safe
def term_now(request: HttpRequest) -> HttpResponse:
    """The term that runs today, else the latest of the body."""
    body = body_of(request)
    if body is None:
        raise Http404
    term = term_on(body, timezone.localdate()) or next(iter(terms_of(body)), None)
    if term is None:
        return render(request, "synthesis/no_term.html", {"body": body})
    return redirect("synthesis:term", term.pk)


@require_safe
def term(request: HttpRequest, pk: int) -> HttpResponse:
    found, body, person = _term(request, pk)
    tally = counting.tally(body, found, person=person)
    last = min(found.ends_on or timezone.localdate(), timezone.localdate())
    groups = [(line.name, line.types) for line in tally.lines]
    if tally.others:
        groups.append((counting.OTHERS, tuple(line.types[0] for line in tally.others)))
    kept = []
    if rules.reads_statements(person, body.pk):
        kept = counting.statements_of(found, body)
    statement = kept[0] if kept else None
    context = {
        "term": found,
        "body": body,
        "tally": tally,
        "others": [(type_name(line.name), line) for line in tally.others],
        "chart": charts.draw(groups, tally.months, found.starts_on, max(last, found.starts_on)),
        "table": _by_year(groups, tally.months),
        "per_year": _per_year(tally.months),
        "statement": statement,
        "statements": kept,
        "differences": counting.differences(statement, person=person) if statement else [],
        "freezes": rules.freezes(person, body.pk),
        "form": FreezeForm(initial={"cutoff": last}),
        "terms": [
            {"url": f"/nhiem-ky/{other.pk}/", "label": other.name, "current": other.pk == found.pk, "count": None}
            for other in terms_of(found.body)
        ],
    }
    return render(request, "synthesis/term.html", context)


@require_safe
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    """The list behind a figure: `?nhom=` a group's name or `?loai=` a type, `?nam=` or `?thang=` to narrow it."""
    found, body, person = _term(request, pk)
    shown = counting.issued(body, found, person=person)
    group, code = request.GET.get("nhom", ""), request.GET.get("loai", "")
    groups = dict(counting.groups_of(body))
    if group == counting.OTHERS:
        shown = shown.exclude(type_code__in=[code for types in groups.values() for code in types])
    elif group:
        shown = shown.filter(type_code__in=groups.get(group, ()))
    if code:
        shown = shown.filter(type_code=code)
    year, _, month = request.GET.get("thang", request.GET.get("nam", "")).partition("-")
    if year.isdecimal():
        shown = shown.filter(day__year=int(year))
    if month.isdecimal() and 1 <= int(month) <= 12:
        shown = shown.filter(day__month=int(month))
    total = shown.count()
    if (before := request.GET.get("truoc", "")).isdecimal():
        shown = shown.filter(ordinal__lt=int(before))
    rows = list(shown.order_by("-ordinal")[: PAGE + 1])
    words = [
        group or (type_name(code) if code else ""),
        f"tháng {month}/{year}" if month else (f"năm {year}" if year else ""),
    ]
    context = {
        "term": found,
        "body": body,
        "entries": rows[:PAGE],
        "total": total,
        "words": ", ".join(word for word in words if word) or "mọi văn bản",
        "older": rows[PAGE - 1].ordinal if len(rows) > PAGE else None,
        "before": before,
    }
    return render(request, "synthesis/documents.html", context)


@require_POST
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    found, _body, person = _term(request, pk)
    form = FreezeForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("synthesis:term", pk)
    statement = actions.freeze(found, cutoff=form.cleaned_data["cutoff"], note=form.cleaned_data["note"], actor=person)
    messages.success(request, f"Đã chốt số liệu lần {statement.ordinal}.")
    return redirect("synthesis:statement", pk, statement.ordinal)


@require_safe
def statement(request: HttpRequest, pk: int, ordinal: int) -> HttpResponse:
    """One frozen statement, counted again beside it."""
    found, body, person = _term(request, pk)
    if not rules.reads_statements(person, body.pk):
        raise Http404
    kept = next((one for one in counting.statements_of(found, body) if one.ordinal == ordinal), None)
    if kept is None:
        raise Http404
    by_type = Counter(code for _pk, code in kept.entries)
    context = {
        "term": found,
        "body": body,
        "statement": kept,
        "rows": [(type_name(code), n) for code, n in by_type.most_common()],
        "differences": counting.differences(kept, person=person),
        "whole": counting.fingerprint(kept.entries, kept.counts) == kept.sha256,
    }
    return render(request, "synthesis/statement.html", context)


@require_http_methods(["GET", "POST"])
def groups(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose which types are counted together: one row a group, its types ticked."""
    found, body, person = _term(request, pk)
    rules_now = rule_set(body.system, timezone.localdate())  # type: ignore[arg-type]
    types = [(kind.code, kind.name) for kind in rules_now.types_in_order()]
    rows = [(name, list(codes)) for name, codes in counting.groups_of(body)]
    if request.method == "POST":
        rows = [
            (request.POST.get(f"name-{n}", "").strip(), request.POST.getlist(f"types-{n}"))
            for n in range(min(20, len(request.POST)))
        ]
        actions.regroup(body, [(name, codes) for name, codes in rows if name or codes], actor=person)
        messages.success(request, "Đã ghi cách gộp mới. Bản đã chốt giữ cách gộp cũ.")
        return redirect("synthesis:term", pk)
    return render(
        request, "synthesis/groups.html",
        {"term": found, "body": body, "rows": [*rows, ("", []), ("", [])], "types": types},
    )  # fmt: skip


def _term(request: HttpRequest, pk: int) -> tuple[Term, Body, Person]:
    """The term for the person who asks; not found for anybody else."""
    found = counting.term_of(pk, bodies_of(request), body_of(request))
    if found is None:
        raise Http404
    return *found, person_of(request)


def _per_year(months: dict[Any, int]) -> list[tuple[int, int]]:
    """All papers of each year: the last line of that table."""
    per_year = Counter[int]()
    for (month, _code), n in months.items():
        per_year[month.year] += n
    return sorted(per_year.items())


def _by_year(groups: list[tuple[str, Any]], months: dict[Any, int]) -> list[dict[str, Any]]:
    """Rows of the table under the chart: a group, its count each year, and the whole term."""
    years = sorted({month.year for month, _code in months})
    rows = []
    for name, types in groups:
        per_year = Counter[int]()
        for (month, code), n in months.items():
            if code in types:
                per_year[month.year] += n
        rows.append(
            {"name": name, "years": [(year, per_year[year]) for year in years], "total": sum(per_year.values())}
        )
    return rows
