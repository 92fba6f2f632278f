"""Every address has a line: who may open it. A new address without a line fails here."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.asking import client_of

# public: anybody · person: whoever is logged in (what it shows is cut to the person's rights)
# duty: only certain duties, 403 for the rest · object: 404 unless the person may see the thing
ACCESS: dict[str, str] = {
    "account_login": "public",
    "account_logout": "public",
    "account_inactive": "public",
    "account_reauthenticate": "person",
    "account_change_password": "person",
    "mfa_authenticate": "public",
    "mfa_login_webauthn": "public",
    "mfa_index": "person",
    "mfa_reauthenticate": "person",
    "mfa_activate_totp": "person",
    "mfa_deactivate_totp": "person",
    "mfa_view_recovery_codes": "person",
    "mfa_generate_recovery_codes": "person",
    "mfa_download_recovery_codes": "person",
    "mfa_list_webauthn": "person",
    "mfa_add_webauthn": "person",
    "mfa_edit_webauthn": "object",
    "mfa_remove_webauthn": "object",
    "mfa_reauthenticate_webauthn": "person",
    "usersessions_list": "person",
    "people:account": "person",
    "people:choose_body": "person",
    "people:suggest": "person",
    "people:suggest_person": "person",
    "notices:list": "person",
    "notices:open": "object",
    "notices:see_all": "person",
    "jobs:list": "duty",
    "jobs:retry": "duty",
    "journal:list": "duty",
    "tasks:due": "person",
    "tasks:phrases": "person",
    "tasks:phrase_add": "person",
    "tasks:phrase_remove": "object",
    "dossiers:list": "person",
    "dossiers:create": "person",
    "dossiers:choose": "object",
    "dossiers:detail": "object",
    "dossiers:unfile": "object",
    "dossiers:step": "object",
    "synthesis:now": "person",
    "synthesis:term": "object",
    "synthesis:documents": "object",
    "synthesis:freeze": "object",
    "synthesis:statement": "object",
    "synthesis:groups": "object",
    "rulesets:list": "person",
    "rulesets:compare": "person",
    "rulesets:set": "object",
    "rulesets:download": "object",
    "rulesets:load": "duty",
    "rulesets:load_shipped": "duty",
    "rulesets:revise": "duty",
    "rulesets:confirm": "duty",
    "calendar:year": "person",
    "calendar:sample": "person",
    "calendar:add": "duty",
    "calendar:remove": "duty",
    "calendar:import": "duty",
    "calendar:announce": "duty",
    "signing:list": "duty",
    "signing:missing": "duty",
    "signing:found": "duty",
    "signing:issue": "duty",
    "signing:suggest": "duty",
    "signing:seal": "duty",
    "signing:detail": "object",
    "signing:renew": "object",
    "signing:revoke": "object",
    "signing:passphrase": "object",
    "signing:mine": "person",
    "catalogue:search": "person",
    "catalogue:quick": "person",
    "desk:desk": "person",
    "files:create": "person",
    "incoming:list": "person",
    "incoming:print": "person",
    "incoming:export": "person",
    "incoming:reception": "person",
    "incoming:tray": "person",
    "incoming:guess": "person",
    "incoming:doubles": "person",
    "incoming:senders": "person",
    "incoming:seen": "person",
    "catalogue:chain": "object",
    "delivery:recall": "object",
    "delivery:recall_step": "object",
    "documents:file": "object",
    "documents:page": "object",
    "files:content": "object",
    "files:page": "object",
    "files:upload": "object",
    "incoming:correct": "object",
    "incoming:delivery_file": "duty",
    "incoming:delivery_page": "duty",
    "incoming:detail": "object",
    "incoming:direct": "object",
    "incoming:history": "object",
    "incoming:line": "object",
    "incoming:preview": "object",
    "incoming:put_away": "duty",
    "incoming:refuse": "duty",
    "incoming:slip": "object",
    "incoming:slip_qr": "object",
    "incoming:step": "object",
    "incoming:upload_pages": "duty",
    "outgoing:detail": "object",
    "outgoing:document": "object",
    "exchange:again": "object",
    "exchange:batch": "object",
    "exchange:columns": "object",
    "exchange:report": "object",
    "exchange:step": "object",
    "exchange:list": "duty",
    "people:appoint": "duty",
    "people:appointment_end": "duty",
    "people:bodies": "duty",
    "people:body": "duty",
    "people:body_create": "duty",
    "people:body_edit": "duty",
    "people:body_end": "duty",
    "people:body_record": "duty",
    "people:code_add": "duty",
    "people:code_end": "duty",
    "people:delegation_create": "duty",
    "people:delegation_end": "duty",
    "people:hand_out": "duty",
    "people:import_sheet": "duty",
    "people:import_take_in": "duty",
    "people:import_template": "duty",
    "people:imports": "duty",
    "people:people": "duty",
    "people:person": "duty",
    "people:person_create": "duty",
    "people:person_edit": "duty",
    "people:person_password": "duty",
    "people:person_stop": "duty",
    "people:person_suggest": "duty",
    "people:term": "duty",
    "people:term_open": "duty",
    "people:unit": "duty",
    "people:unit_create": "duty",
    "people:first_run": "public",
    "outgoing:list": "person",
    "outgoing:create": "person",
    "outgoing:register": "person",
    "outgoing:export": "person",
    "outgoing:book": "person",
    "outgoing:deliveries": "person",
    "outgoing:suggest_base": "person",
    "outgoing:numbers": "person",
    "outgoing:preview": "person",
    "outgoing:appraise": "object",
    "outgoing:ask": "object",
    "outgoing:delivery_step": "object",
    "outgoing:differences": "object",
    "outgoing:edit": "object",
    "outgoing:file": "object",
    "outgoing:issue": "object",
    "outgoing:keep": "duty",
    "outgoing:opinion": "object",
    "outgoing:page": "object",
    "outgoing:recall": "object",
    "outgoing:send_all": "object",
    "outgoing:series": "duty",
    "outgoing:sign": "object",
    "outgoing:signatures": "object",
    "outgoing:step": "object",
    "outgoing:strike": "duty",
    "outgoing:finish_again": "object",
    "outgoing:signed": "object",
    "outgoing:signed_page": "object",
}

SAMPLES = {"int": 4711, "slug": "khong-co", "str": "khong-co", "uuid": "00000000-0000-0000-0000-000000000000"}


def addresses(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from addresses(pattern, prefix + space)
        else:
            yield prefix + (pattern.name or "unnamed"), pattern


ADDRESSES = dict(addresses())


def sample(name: str) -> str:
    """The address with values that belong to nobody."""
    converters = ADDRESSES[name].pattern.converters
    values = {
        key: SAMPLES[type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")]
        for key, converter in converters.items()
    }
    return reverse(name, kwargs=values)


def test_the_table_is_complete() -> None:
    assert set(ADDRESSES) == set(ACCESS)


@pytest.mark.parametrize("name", sorted(name for name, who in ACCESS.items() if who != "public"))
def test_a_visitor_is_sent_to_the_log_in(name: str, db: None) -> None:
    for method in ("get", "post"):
        answer = getattr(Client(), method)(sample(name))
        assert answer.status_code == 302 and "dang-nhap" in answer.url, f"{method} {answer.status_code}"


@pytest.mark.parametrize("name", sorted(name for name, who in ACCESS.items() if who == "object"))
def test_what_is_not_there_is_not_found(name: str, world: Any) -> None:
    """The same answer as for what one may not see (tests/access)."""
    client = client_of(world.khach)
    statuses = {client.get(sample(name)).status_code, client.post(sample(name)).status_code}
    assert 404 in statuses and statuses <= {404, 405}, statuses


@pytest.mark.parametrize("name", sorted(name for name, who in ACCESS.items() if who == "duty"))
def test_a_duty_is_needed(name: str, world: Any) -> None:
    client = Client()
    client.force_login(world.lan)
    statuses = {client.get(sample(name)).status_code, client.post(sample(name)).status_code}
    assert statuses <= {403, 404, 405}, statuses


@pytest.mark.parametrize("name", sorted(name for name, who in ACCESS.items() if who == "person"))
def test_no_page_shows_a_raw_error(name: str, world: Any) -> None:
    """Somebody without any post opens every page: it answers, and never with a crash."""
    client = Client()
    client.force_login(world.khach)
    for method in ("get", "post"):
        assert getattr(client, method)(sample(name)).status_code < 500
