"""What the pages of administration share: the gate, the tabs, keyset pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from daumoi.core.errors import NotAllowed, Refusal, Stale
from daumoi.people import gates, rules
from daumoi.people.current import person_of
from daumoi.people.models import Body, Person


def administrator(request: HttpRequest) -> Person:
    """An administrator; for everybody else the page does not exist."""
    person = person_of(request)
    if not rules.looks_after_something(person):
        raise Http404
    return person


def one(found: QuerySet, pk: int) -> Any:
    return get_object_or_404(found, pk=pk)


def body_inside(request: HttpRequest, pk: int) -> tuple[Person, Body]:
    """An administrator and a body whose inside that person may see."""
    person = administrator(request)
    return person, one(gates.insides_for(person).select_related("parent", "office", "successor"), pk)


def tabs(current: str) -> list[dict[str, Any]]:
    places = [("people:bodies", "Cơ quan"), ("people:people", "Cán bộ"), ("people:imports", "Nhập từ tệp")]
    return [{"url": reverse(name), "label": label, "current": name == current} for name, label in places]


def body_tabs(body: Body, current: str) -> list[dict[str, Any]]:
    places = [("people:body", "Nhiệm vụ, nhiệm kỳ"), ("people:body_record", "Thông tin, đơn vị, lịch sử")]
    return [
        {"url": reverse(name, args=[body.pk]), "label": label, "current": name == current} for name, label in places
    ]


def tried(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What the action gave; or None with its refusal written on the form, so that nothing typed is lost.

    Somebody else's change and a missing right are pages of their own.
    """
    try:
        return act()
    except (NotAllowed, Stale):
        raise
    except Refusal as refusal:
        form.add_error(None, " ".join([*refusal.reasons, refusal.advice]).strip())
        return None


def initial_of(obj: Model, *names: str) -> dict[str, Any]:
    return {name: getattr(obj, name) for name in names}
