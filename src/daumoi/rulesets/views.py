"""The rules in force, readable by everybody who works here; changed by who administers the installation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daumoi.core.errors import NotAllowed, Refusal
from daumoi.rulesets import actions, reading
from daumoi.rulesets.book import current_book
from daumoi.rulesets.content import (
    SECTIONS,
    RuleFileError,
    read_toml,
    section_of,
    show_value,
    to_toml,
    value_at,
)
from daumoi.rulesets.forms import ConfirmForm, LoadForm, ReviseForm
from daumoi.rulesets.labels import label_of
from daumoi.rulesets.models import RuleSetRow
from daumoi.rulesets.nouns import NOT_VERIFIED
from daumoi.rulesets.parsing import parse
from daumoi.rulesets.rules import RuleSet
from daumoi.vietnamese import parse_date


@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """Which set is in force on a day, and where each part of it comes from."""
    typed, problem = request.GET.get("ngay", "").strip(), ""
    on = today = timezone.localdate()
    if typed:
        try:
            on = parse_date(typed, today=today)
        except ValueError as error:
            problem = str(error)
    rows = list(RuleSetRow.objects.visible_to(request.user).with_successor())
    context = {
        "on": on,
        "typed": typed,
        "problem": problem,
        "systems": reading.in_force(current_book(), on),
        "rows": rows,
        "may_change": actions.may_change(request.user),
        "newer": actions.newer_builtin() if actions.may_change(request.user) else [],
        "not_verified": NOT_VERIFIED,
    }
    return render(request, "rulesets/book.html", context)


@require_safe
def rule_set(request: HttpRequest, key: str, revision: int) -> HttpResponse:
    """One revision of a set, part by part."""
    row, rules = _opened(request, key, revision)
    kinds = reading.body_kinds(rules)
    chosen = request.GET.get("cap", "")
    if chosen not in dict(kinds):
        chosen = "province" if "province" in dict(kinds) else kinds[0][0] if kinds else ""
    context = {
        "row": row,
        "rules": rules,
        "parts": {code: reading.part(rules, code) for code in SECTIONS},
        "named": rules.types_in_order("named"),
        "small": rules.types_in_order("small", "legal"),
        "kinds": [
            {"url": f"?cap={kind}#tham-quyen", "label": name, "current": kind == chosen, "count": None}
            for kind, name in kinds
        ],
        "kind": dict(kinds).get(chosen, ""),
        "matrix": reading.matrix(rules, chosen),
        "signing": reading.signing(rules),
        "written": reading.written(rules),
        "example": reading.example_number(rules),
        "page_facts": reading.page_facts(rules),
        "replaced_by": getattr(row, "replaced_by", None),
        "others": RuleSetRow.objects.visible_to(request.user).exclude(pk=row.pk),
        "may_change": actions.may_change(request.user) and not hasattr(row, "replaced_by"),
        "not_verified": NOT_VERIFIED,
    }
    return render(request, "rulesets/rule_set.html", context)


@require_safe
def download(request: HttpRequest, key: str, revision: int) -> HttpResponse:
    """The revision as a rule file, to be changed and loaded again."""
    row, _rules = _opened(request, key, revision)
    return HttpResponse(
        to_toml(row.content),
        content_type="application/toml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{row.key}-{row.revision}.toml"'},
    )


@require_safe
def compare_sets(request: HttpRequest) -> HttpResponse:
    """What changed between two sets or two revisions."""
    rows = list(RuleSetRow.objects.visible_to(request.user))
    by_id = {str(row.pk): row for row in rows}
    before, after = (by_id.get(request.GET.get(name, "")) for name in ("truoc", "sau"))
    if before is None and after is None and not request.GET:
        before, after = _usual_pair(rows)
    context = {
        "rows": rows,
        "before": before,
        "after": after,
        "differences": reading.differences(before.content, after.content) if before and after else [],
    }
    return render(request, "rulesets/compare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, key: str, revision: int) -> HttpResponse:
    """Correct one value of a section: a list of its values, then a form for one of them."""
    row, rules = _opened(request, key, revision)
    _changing(request)
    section, path = request.GET.get("phan", ""), request.GET.get("muc", "")
    if path:
        section = section_of(path)
    if section not in SECTIONS:
        raise Http404
    context: dict[str, Any] = {"row": row, "section": rules.sections[section], "path": path}
    if path:
        try:
            old = value_at(row.content, path)
        except RuleFileError:
            raise Http404 from None
        form = ReviseForm(request.POST or None, current="" if old is None else show_value(old), hint=_hint(old))
        if request.method == "POST" and form.is_valid():
            made = actions.revise(
                row, path, form.cleaned_data["value"], reason=form.cleaned_data["reason"], actor=request.user
            )
            messages.success(request, f"Đã ghi bản {made.revision} của bộ quy định.")
            return redirect("rulesets:set", made.key, made.revision)
        context |= {"form": form, "label": label_of(row.content, path), "old": show_value(old)}
    else:
        context["values"] = reading.values_of(row.content, section)
    return render(request, "rulesets/revise.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, key: str, revision: int) -> HttpResponse:
    """Mark a section, or one row of it, as verified."""
    row, rules = _opened(request, key, revision)
    _changing(request)
    section, line = request.GET.get("phan", ""), request.GET.get("dong", "")
    if section not in SECTIONS:
        raise Http404
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.confirm(row, section, line=line, basis=form.cleaned_data["basis"], actor=request.user)
        messages.success(request, f"Đã xác minh; đây là bản {made.revision} của bộ quy định.")
        return redirect(f"{reverse('rulesets:set', args=[made.key, made.revision])}#{_anchor(section)}")
    context = {
        "row": row,
        "part": reading.part(rules, section),
        "line": label_of(row.content, line) if line else "",
        "values": reading.values_of(row.content, section) if not line else [],
        "form": form,
    }
    return render(request, "rulesets/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Load a rule file: first shown with what it changes, then loaded."""
    _changing(request)
    form = LoadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        data = form.data_bytes()
        if "load" in request.POST:
            made = actions.load_file(data, reason=form.cleaned_data["reason"], actor=request.user)
            messages.success(request, f"Đã nạp {made}.")
            return redirect("rulesets:set", made.key, made.revision)
        try:
            content = read_toml(data)
            found = parse(content)
        except RuleFileError as error:
            raise Refusal(
                f"Không nạp được tệp: {error}",
                kept="Các bộ quy định đang dùng được giữ nguyên.",
                advice="Sửa tệp rồi chọn lại.",
            ) from error
        known = actions.replaced_by_loading(found)
        context |= {
            "found": found,
            "replaces": known,
            "differences": reading.differences(known.content, content) if known else [],
            "text": data.decode("utf-8"),
            "reason": form.cleaned_data["reason"],
        }
    return render(request, "rulesets/load.html", context)


@require_POST
def load_shipped(request: HttpRequest, key: str) -> HttpResponse:
    """Take the newer set of the program instead of the office's own revision."""
    made = actions.load_newer_builtin(key, reason=request.POST.get("reason", ""), actor=request.user)
    messages.success(request, f"Đã nạp {made}.")
    return redirect("rulesets:set", made.key, made.revision)


# --- inside -----------------------------------------------------------------------


def _opened(request: HttpRequest, key: str, revision: int) -> tuple[RuleSetRow, RuleSet]:
    row = get_object_or_404(RuleSetRow.objects.visible_to(request.user).with_successor(), key=key, revision=revision)
    return row, parse(row.content, row.revision)


def _changing(request: HttpRequest) -> None:
    if not actions.may_change(request.user):
        raise NotAllowed("Chỉ người quản trị hệ thống được thay đổi bộ quy định.")


def _usual_pair(rows: list[RuleSetRow]) -> tuple[RuleSetRow | None, RuleSetRow | None]:
    """The last two sets of the Party: what people ask first."""
    party = sorted((row for row in rows if row.system == "party"), key=lambda row: (row.effective_from, row.revision))
    return (party[-2], party[-1]) if len(party) > 1 else (None, None)


def _hint(old: Any) -> str:
    match old:
        case bool():
            return "ghi «có» hoặc «không»"
        case int() | float() | [int() | float(), *_]:
            return "một số, hoặc một khoảng: 14–15"
        case list():
            return "ngăn cách bằng dấu phẩy"
    return ""


def _anchor(section: str) -> str:
    return {"types": "ten-loai", "abbreviations": "ten-loai", "authority": "tham-quyen"}.get(section, section)
