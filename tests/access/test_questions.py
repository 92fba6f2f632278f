"""No page asks the database much, whatever lies on it."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access import duties, objects
from tests.access.asking import Ask, client_of
from tests.access.office import Office
from tests.test_access import ACCESS

MOST = 12
# A page that still asks more than it should, and how much: whoever makes it cheaper takes its line away.
TOO_MANY = {
    "incoming:reception": 13,
    "mfa_add_webauthn": 13,
    "outgoing:book": 13,
    "outgoing:create": 14,
    "outgoing:detail": 20,
    "outgoing:edit": 13,
    "people:import_sheet": 18,
}


def test_no_page_asks_the_database_much(office: Office) -> None:
    asks = objects.asks(office) | duties.asks(office)
    asks |= {name: Ask("ha") for name, who in ACCESS.items() if who == "person"}
    clients = {who: client_of(office.person(who)) for who in {ask.who for ask in asks.values()}}
    pages = {name: ask for name, ask in asks.items() if ask.post is None and ask.status == 200}
    asked = {
        name: _questions(clients[ask.who], reverse(name, args=ask.args, query=ask.query)) for name, ask in pages.items()
    }
    assert {name: n for name, n in asked.items() if n > TOO_MANY.get(name, MOST)} == {}


def _questions(client: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        answer = client.get(address)
    for close in answer._resource_closers:
        close()
    return len([one for one in found if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))])
