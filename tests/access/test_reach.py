"""Everything is there for those whose it is, and for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from daumoi.rulesets.actions import load_builtin
from tests.access import duties, objects
from tests.access.asking import Ask, client_of, press
from tests.access.office import Office
from tests.test_access import ACCESS

ASKS = {"object": objects.asks, "duty": duties.asks}
# What an address that is open to everybody answers when it is not a plain page.
ONLY_PRESSED = dict.fromkeys(
    [
        "files:create", "incoming:seen", "notices:see_all", "outgoing:preview", "people:choose_body",
        "tasks:phrase_add",
    ],
    405,
)  # fmt: skip
NOTHING_SET_UP = dict.fromkeys(["mfa_deactivate_totp", "mfa_download_recovery_codes", "mfa_view_recovery_codes"], 404)
PROVED_ALREADY = dict.fromkeys(["mfa_reauthenticate", "mfa_reauthenticate_webauthn"], "/tai-khoan/xac-nhan-lai/")
ALIKE: dict[str, object] = {**ONLY_PRESSED, **NOTHING_SET_UP, **PROVED_ALREADY}
# Whoever works nowhere has no body whose papers to see, and is told so.
NOWHERE = dict.fromkeys(
    [
        "incoming:doubles", "incoming:export", "incoming:guess", "incoming:list", "incoming:print",
        "incoming:reception", "incoming:senders", "incoming:tray", "outgoing:book", "outgoing:create",
        "outgoing:deliveries", "outgoing:export", "outgoing:list", "outgoing:numbers", "outgoing:register",
    ],
    403,
) | {"dossiers:create": 422, "synthesis:now": 404}  # fmt: skip


@pytest.mark.parametrize("kind", ASKS)
def test_everything_opens_for_those_whose_it_is_and_for_nobody_else(kind: str, office: Office) -> None:
    asks = ASKS[kind](office)
    assert set(asks) == {name for name, who in ACCESS.items() if who == kind}
    opened = {name: press(client_of(office.person(ask.who)), name, ask, _method(ask)) for name, ask in asks.items()}
    # A refusal to strangers means nothing where the thing is not there at all.
    assert {name: status for name, status in opened.items() if status != asks[name].status} == {}
    assert list(_leaks(office, asks)) == []


def _method(ask: Ask) -> str:
    return "get" if ask.post is None else "post"


def _leaks(office: Office, asks: dict[str, Ask]) -> Iterator[str]:
    clients = {who: client_of(office.person(who)) for ask in asks.values() for who in ask.strangers}
    for name, ask in asks.items():
        usual, other = ("get", "post") if ask.post is None else ("post", "get")
        for who in ask.strangers:
            if (status := press(clients[who], name, ask, usual)) != ask.refusal:
                yield f"{who} {usual} {name}: {status}, not {ask.refusal}"
            if (status := press(clients[who], name, ask, other)) not in (ask.refusal, 405):
                yield f"{who} {other} {name}: {status}, not {ask.refusal} or 405"


@pytest.mark.parametrize(("who", "others"), [("ha", {}), ("khach", NOWHERE)])
def test_what_is_open_to_everybody_answers_everybody(who: str, others: dict[str, object], world: Any) -> None:
    load_builtin()
    client = client_of(getattr(world, who))
    others = {"synthesis:now": f"/nhiem-ky/{world.term.pk}/", **ALIKE, **others}
    expected = {name: others.get(name, 200) for name, kind in ACCESS.items() if kind == "person"}
    found = {}
    for name in expected:
        answer: Any = client.get(reverse(name))
        found[name] = answer.url if answer.status_code == 302 else answer.status_code
        for close in answer._resource_closers:
            close()
    assert found == expected
