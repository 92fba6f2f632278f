"""How somebody asks for an address, and what they must get."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import reverse

FAR = ("oanh", "tri", "khach")  # the clerk and the chief of another body, and somebody without a post
NEAR = ("binh", "hoa")  # a colleague of another section, and the head of a board of the same committee


@dataclass(frozen=True)
class Ask:
    """`who` asks with `args` and gets `status`; the `strangers` get `refusal`, whatever they press."""

    who: str
    args: tuple[Any, ...] = ()
    status: int = 200
    post: dict[str, Any] | None = None
    query: dict[str, Any] = field(default_factory=dict)
    strangers: tuple[str, ...] = FAR + NEAR
    refusal: int = 404


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is pressed inside is taken back, so that every address meets the same office."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def client_of(person: Any) -> Client:
    """Somebody who has just proved again who they are."""
    client = Client()
    client.force_login(person)
    request = RequestFactory().get("/")
    request.user, request.session = person, client.session
    reauthenticate_by_password(request)
    request.session.save()
    return client


def press(client: Client, name: str, ask: Ask, method: str) -> int:
    """The status of the answer; nothing stays behind."""
    address = reverse(name, args=ask.args, query=ask.query or None)
    with undone():
        answer: HttpResponseBase = client.post(address, ask.post or {}) if method == "post" else client.get(address)
        for close in answer._resource_closers:  # type: ignore[attr-defined]
            close()
        return answer.status_code
