"""Reusable phrases of handling notes: the body's, and each person's own."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from daumoi.core.errors import NotAllowed, Refusal
from daumoi.people.models import Body
from daumoi.tasks import rules
from daumoi.tasks.models import Phrase


def of(person: Any, body: Body | None) -> list[Phrase]:
    """What the person may use, own phrases first."""
    if body is None:
        return []
    shown = Phrase.objects.filter(body=body).filter(Q(owner=None) | Q(owner_id=person.pk))
    return sorted(shown, key=lambda phrase: (phrase.owner_id is None, phrase.position, phrase.pk))


def add(text: str, *, body: Body, person: Any, shared: bool) -> Phrase:
    """Keep a phrase for oneself, or for the whole body when one directs its papers."""
    text = " ".join(text.split())
    if not text or len(text) > 300:
        raise Refusal("Câu dùng lại cần có chữ và không quá 300 ký tự.")
    if shared and not rules.directs(person, body.pk):
        raise NotAllowed("Câu dùng chung do lãnh đạo và Chánh, Phó Chánh Văn phòng đặt.")
    found, _created = Phrase.objects.get_or_create(body=body, owner=None if shared else person, text=text)
    return found


def remove(pk: int, *, person: Any) -> bool:
    """Drop one's own phrase, or a shared one when one directs the body's papers; whether there was such a phrase."""
    phrase = Phrase.objects.filter(pk=pk).first()
    if phrase is None:
        return False
    mine = phrase.owner_id == person.pk
    if not mine and not (phrase.owner_id is None and rules.directs(person, phrase.body_id)):
        return False
    phrase.delete()
    return True
