"""Nothing leaks by shape: two worlds that differ only in what somebody may not see look the same to them."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from daumoi.catalogue.actions import link
from daumoi.catalogue.models import Relation
from daumoi.documents import actions as documents
from daumoi.documents.models import Security
from daumoi.dossiers.actions import file, open_dossier
from daumoi.notices.actions import notify
from daumoi.numbering.actions import reserve
from daumoi.people.models import Duty
from daumoi.signing import vault
from daumoi.synthesis.actions import freeze
from daumoi.tasks.models import Phrase
from tests.access.asking import undone
from tests.drafts import draft, prepare
from tests.incoming.papers import directed, entered, letter, today
from tests.test_access import ACCESS
from tests.world import World

WORDS = "quy hoạch cán bộ"
# What the pages are asked, where an empty question would tell little.
QUESTIONS: dict[str, list[dict[str, str]]] = {
    "catalogue:search": [{"q": "quy hoach"}, {"q": WORDS, "xep": "moi"}, {"q": "318"}],
    "catalogue:quick": [{"q": "quy hoach"}],
    "dossiers:list": [{}, {"xem": "cua-toi"}, {"xem": "xong"}],
    "incoming:doubles": [
        {"number": "318-CV/BTCTU", "issuer_text": "Ban Tổ chức Tỉnh uỷ An Bình", "subject": WORDS},
        {"number": "400-CV/BTCTU", "issuer_text": "Ban Tổ chức Tỉnh uỷ An Bình", "subject": WORDS},
    ],
    "incoming:guess": [{"number": "318-CV/BTCTU"}],
    "incoming:list": [{}, {"q": "quy hoach"}],
    "incoming:senders": [{"q": "to chuc"}, {"q": "tan lap"}],
    "outgoing:deliveries": [{"xem": "tat-ca"}],
    "outgoing:register": [{}, {"q": "quy hoach"}],
    "outgoing:suggest_base": [{"q": "quy hoach"}],
    "people:suggest": [{"q": "an binh"}],
    "people:suggest_person": [{"q": "minh"}],
}
# New on every page whoever asks: the tokens of forms, the nonces of scripts.
FRESH = re.compile(
    rb'(?<=x-csrftoken": ")\w+|(?<=csrfmiddlewaretoken" value=")\w+|(?<=nonce=")[^"]+'
    rb"|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
)


@pytest.fixture
def offered(world: World, monkeypatch: pytest.MonkeyPatch, time_machine: Any) -> World:
    """What Lan sees: a paper to work on, a draft, a dossier, an issued paper. The clock stands still."""
    monkeypatch.setattr(vault, "COST", 2**4)
    time_machine.move_to(timezone.now(), tick=False)
    world = prepare(world)
    world.arrival = directed(world)  # type: ignore[attr-defined]
    world.draft = draft(world, source=world.arrival.entry)  # type: ignore[attr-defined]
    open_dossier(body=world.tu, title=WORDS, unit=world.tonghop, source=world.arrival.entry, actor=world.lan)  # type: ignore[attr-defined]
    world.issued = documents.capture(  # type: ignore[attr-defined]
        "outgoing", letter(world, "1-KL/TU", issuer=world.tu), body=world.tu, day=today(),
        access={f"r{world.tu.pk}": "người giữ sổ", f"p{world.lan.pk}": "được giao"},
    )  # fmt: skip
    return world


def sights(world: Any, person: Any) -> dict[str, object]:
    """Every page the person may open, with the questions worth asking."""
    client = Client()
    client.force_login(type(person).objects.get(pk=person.pk))
    addresses = [
        reverse(name, query=query or None)
        for name, who in ACCESS.items()
        if who == "person"
        for query in QUESTIONS.get(name, [{}])
    ]
    addresses += [
        reverse("catalogue:chain", args=[world.arrival.entry_id]),
        reverse("incoming:detail", args=[world.arrival.pk]),
        reverse("incoming:history", args=[world.arrival.pk]),
        reverse("outgoing:detail", args=[world.draft.pk]),
        reverse("outgoing:document", args=[world.issued.pk]),
        reverse("synthesis:term", args=[world.term.pk]),
        reverse("synthesis:documents", args=[world.term.pk]),
    ]
    return {address: _seen(client, address) for address in addresses}


def _seen(client: Client, address: str) -> object:
    with undone():
        answer: Any = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        for close in answer._resource_closers:
            close()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as book:
            return {name: book.read(name) for name in book.namelist() if name != "docProps/core.xml"}
    return answer.status_code, FRESH.sub(b"", content)


def differing(before: dict[str, object], after: dict[str, object]) -> list[str]:
    return [address for address in before if before[address] != after[address]]


def test_what_another_body_does_is_not_noticed(offered: World) -> None:
    world: Any = offered
    before = {who: sights(world, getattr(world, who)) for who in ("lan", "ha")}
    theirs = {"body": world.xa, "actor": world.oanh}
    arrival = entered(world, **theirs)
    link(world.arrival.entry, arrival.entry, Relation.ANSWERS, actor=None)
    link(arrival.entry, world.issued.entry, Relation.BASED_ON, actor=None)
    entered(world, "319-CV/X", security=Security.MAT, **theirs)
    draft(
        world, organ="standing", subject=WORDS, unit=None, signer=None, authority=[], position="", recipients=[],
        **theirs,
    )  # fmt: skip
    dossier = open_dossier(title=WORDS, source=arrival.entry, **theirs)
    file(dossier, world.issued.entry, actor=None)
    documents.capture("outgoing", letter(world, "1-KL/ĐU", issuer=world.xa), body=world.xa, day=today())
    reserve(world.xa, "ket-luan", f"t{world.xa_term.pk}", count=3, on=today(), reason="Giữ", actor=world.oanh)
    freeze(world.xa_term, cutoff=today(), actor=world.tri)
    notify([world.oanh], "Báo riêng", cause="x")
    Phrase.objects.create(body=world.xa, text="Của xã")
    after = {who: sights(world, getattr(world, who)) for who in before}
    assert {who: differing(before[who], after[who]) for who in before} == {"lan": [], "ha": []}


def test_what_colleagues_do_is_not_noticed_by_who_has_no_part_in_it(offered: World) -> None:
    world: Any = offered
    before = sights(world, world.lan)
    other = directed(world, entered(world, "320-CV/BTCTU", subject=WORDS), lead=world.hanhchinh)
    entered(world, "321-CV/BTCTU", security=Security.MAT, subject=WORDS)
    draft(world, subject=WORDS, unit=world.hanhchinh, actor=world.binh)
    dossier = open_dossier(body=world.tu, title=WORDS, unit=world.hanhchinh, source=other.entry, actor=world.binh)
    for entry in (world.arrival.entry, world.issued.entry):
        file(dossier, entry, actor=world.son)
    link(other.entry, world.issued.entry, Relation.BASED_ON, actor=None)
    documents.capture("outgoing", letter(world, "2-KL/TU", issuer=world.tu), body=world.tu, day=today())
    freeze(world.term, cutoff=today(), actor=world.son)
    notify([world.binh], "Báo riêng", cause="x")
    Phrase.objects.create(body=world.tu, owner=world.binh, text="Của Bình")
    assert differing(before, sights(world, world.lan)) == []


def test_what_a_secret_stub_says_is_not_noticed_by_who_keeps_the_register_without_it(offered: World) -> None:
    """The number is taken, and that is seen; from whom it came and about what is not."""
    world: Any = offered
    deputy = world.person("tuan", "Mai Anh Tuấn", world.vptu, Duty.DEPUTY_CHIEF, "Phó Chánh Văn phòng")
    worlds = []
    for number, issuer, subject in (("400-CV/BTCTU", world.btc, WORDS), ("7-KH/ĐU", world.xa, "về đại hội")):
        with undone():
            secret = {"security": Security.MAT, "issuer": issuer, "issuer_name": issuer.name, "subject": subject}
            entered(world, number, **secret)
            worlds.append(sights(world, deputy))
    assert differing(*worlds) == []
