"""Numbers: what every series holds, reserving a block, striking a number, explaining what is missing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from daumoi.core.errors import NotReady, Refusal
from daumoi.numbering import rules as numbering
from daumoi.numbering.actions import reserve, void
from daumoi.numbering.models import Counter, Number, NumberStatus
from daumoi.numbering.series import label_of, labels_of, period_of
from daumoi.outgoing import reading
from daumoi.outgoing.forms import ReasonForm, ReserveForm
from daumoi.outgoing.rules.formal import organs_of, rules_for
from daumoi.outgoing.views.drafts import at_work
from daumoi.outgoing.views.register import BOOKS, only_readers, series_name
from daumoi.people.models import Body
from daumoi.rulesets.rules import CONGRESS_ORGANS, RuleSet

PAGE = 200


def _all_series(body: Body, rules: RuleSet) -> list[reading.Series]:
    """Every series of the body with its counts. Three queries, however many numbers there are."""
    odd: dict[tuple[str, str], Any] = {
        (row["series"], row["period"]): row
        for row in Number.objects.filter(body=body)
        .exclude(status=NumberStatus.ISSUED)
        .values("series", "period")
        .annotate(
            reserved=Count("pk", filter=Q(status=NumberStatus.RESERVED)),
            void=Count("pk", filter=Q(status=NumberStatus.VOID)),
        )
    }
    counters = list(
        Counter.objects.filter(body=body, last__gt=0).exclude(series="ho-so").order_by("-period", "-last")[:PAGE]
    )
    names = labels_of(counter.period for counter in counters)
    return [
        reading.Series(
            key=counter.series,
            period=counter.period,
            label="Văn bản đến" if counter.series == "den" else series_name(rules, counter.series),
            period_label=names[counter.period],
            last=counter.last,
            given=counter.given,
            reserved=odd.get((counter.series, counter.period), {}).get("reserved", 0),
            void=odd.get((counter.series, counter.period), {}).get("void", 0),
        )
        for counter in counters
    ]


def _open_places(body: Body) -> dict[str, tuple[str, str]]:
    """The series from which the body takes numbers today, by a key for the form. A query for each kind of period."""
    today = timezone.localdate()
    rules = rules_for(body, today)
    periods: dict[str, str | None] = {}
    found = {}
    for organ, _words in organs_of(body, today):
        for kind in rules.issuable(body.kind, organ):
            series = rules.series_of(kind.code, is_congress=organ in CONGRESS_ORGANS)
            if series.period not in periods:
                periods[series.period] = _period(series.period, body, today)
            if key := periods[series.period]:
                found[f"{series.key}|{key}"] = (series.key, key)
    return found


def _period(kind: str, body: Body, today: date) -> str | None:
    try:
        return period_of(kind, body, today).key
    except NotReady:
        return None


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Số và khoảng trống."""
    person, body = at_work(request)
    only_readers(person, body)
    context = {
        "body": body,
        "series": _all_series(body, rules_for(body, timezone.localdate())),
        "keeps": numbering.keeps(person, body.pk),
        "kept": Number.objects.filter(body=body, status=NumberStatus.RESERVED)
        .exclude(series__in=BOOKS)
        .select_related("given_by")
        .order_by("-pk")[:12],
    }
    return render(request, "outgoing/numbers.html", context)


@require_safe
def series(request: HttpRequest, series: str, period: str) -> HttpResponse:
    """One series: the numbers without a paper, with their reasons; and those that no line accounts for."""
    person, body = at_work(request)
    only_readers(person, body)
    counter = get_object_or_404(Counter, body=body, series=series, period=period)
    odd = Number.objects.filter(body=body, series=series, period=period).exclude(status=NumberStatus.ISSUED)
    if (after := request.GET.get("sau", "")).isdecimal() and len(after) < 9:
        odd = odd.filter(value__gt=int(after))
    rows = list(odd.select_related("given_by").order_by("value")[: PAGE + 1])
    rules = rules_for(body, timezone.localdate())
    context = {
        "body": body,
        "counter": counter,
        "label": "Văn bản đến" if series == "den" else series_name(rules, series),
        "period_label": label_of(period),
        "numbers": rows[:PAGE],
        "older": f"?sau={rows[PAGE - 1].value}" if len(rows) > PAGE else "",
        "gaps": reading.gaps_of(body, series, period, counter.last) if counter.given < counter.last else [],
        "missing": counter.last - counter.given,
        "keeps": numbering.keeps(person, body.pk),
        "is_book": series in BOOKS,
    }
    return render(request, "outgoing/series.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the next numbers of a series for papers that the system does not hold."""
    person, body = at_work(request)
    only_readers(person, body)
    places = _open_places(body)
    rules = rules_for(body, timezone.localdate())
    labels = labels_of(period for _name, period in places.values())
    choices = [(key, f"{series_name(rules, name)}, {labels[period]}") for key, (name, period) in places.items()]
    form = ReserveForm(request.POST or None, series=choices, initial={"series": request.GET.get("day", "")})
    if request.method == "POST" and form.is_valid():
        name, period = places[form.cleaned_data["series"]]
        try:
            kept = reserve(
                body,
                name,
                period,
                count=form.cleaned_data["count"],
                on=timezone.localdate(),
                reason=form.cleaned_data["reason"],
                actor=person,
            )
        except Refusal as refusal:
            form.add_error(None, " ".join([*refusal.reasons, refusal.advice]).strip())
        else:
            first, last = kept[0].value, kept[-1].value
            said = f"số {first}" if first == last else f"các số {first} đến {last}"
            messages.success(request, f"Đã giữ {said}.")
            return redirect("outgoing:series", name, period)
    return render(request, "outgoing/keep.html", {"body": body, "form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike a number that stands on no paper: it stays in the register with its reason."""
    person, body = at_work(request)
    only_readers(person, body)
    number = get_object_or_404(Number, pk=pk, body=body)
    if reasons := numbering.not_free(number):
        raise NotReady(*reasons)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        void(number, reason=form.cleaned_data["reason"], actor=person)
        messages.success(request, f"Đã huỷ số {number.value}; số vẫn nằm trong sổ cùng lý do.")
        return redirect("outgoing:series", number.series, number.period)
    context: dict[str, Any] = {
        "body": body,
        "number": number,
        "form": form,
        "back": reverse("outgoing:series", args=[number.series, number.period]),
    }
    return render(request, "outgoing/strike.html", context, status=422 if form.errors else 200)
