"""Any people, any buttons, any order, in every flow: the story stays true, and nothing that proves it is missing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daumoi.catalogue import index
from daumoi.core.errors import Refusal
from daumoi.documents import actions as documents
from daumoi.documents import delivery as way
from daumoi.documents import verify as evidence
from daumoi.dossiers import actions as dossiers
from daumoi.dossiers.rules import FLOW as DOSSIERS
from daumoi.exchange import actions as exchange
from daumoi.exchange.rules import BY_ITSELF
from daumoi.exchange.rules import FLOW as BATCHES
from daumoi.flow import Flow
from daumoi.jobs.queue import run_all
from daumoi.journal import verify as chain
from daumoi.journal.actions import history
from daumoi.numbering import verify as numbers
from daumoi.outgoing import actions as outgoing
from daumoi.outgoing.rules.steps import OPINION_FLOW
from daumoi.rulesets.actions import load_builtin
from daumoi.signing import vault
from daumoi.tasks import actions as tasks
from daumoi.tasks.actions import Assignment
from daumoi.tasks.models import Role
from daumoi.tasks.rules import FLOW as LINES
from tests.access.asking import undone
from tests.drafts import draft
from tests.incoming.papers import letter, today
from tests.world import World

WHO = ["lan", "minh", "son", "ha", "binh", "oanh", "tri", "khach"]
REGISTER = "Số, ký hiệu;Ngày ban hành;Trích yếu\n05-NQ/TU;20/11/2015;về phát triển rừng\n;30/02/2016;về biển đảo"
Press = Callable[[World, Any, Any], Any]


@dataclass(frozen=True)
class Story:
    """A flow, how its thing comes into being, and its buttons with everything they ask for."""

    flow: Flow
    begin: Callable[[World], Any]
    presses: dict[str, Press]
    besides: frozenset[str] = frozenset()  # what the presses do that is no step of this flow


def steps(table: dict[str, Any], **given: dict[str, Any]) -> dict[str, Press]:
    def press(name: str) -> Press:
        return lambda world, thing, actor: table[name](thing, actor=actor, **_values(world, given.get(name, {})))

    return {name: press(name) for name in table}


def _values(world: World, given: dict[str, Any]) -> dict[str, Any]:
    return {name: value(world) if callable(value) else value for name, value in given.items()}


def paper(world: World) -> Any:
    """The entry of a letter that came to the committee."""
    return documents.capture("incoming", letter(world), body=world.tu, day=today()).entry


# --- lines of a handling note ---------------------------------------------------------------------------------

LINE_STEPS = steps(
    tasks.STEPS,
    forward={"person": lambda world: world.lan},
    report={"text": "Đã tham mưu."},
    reopen={"note": "Còn thiếu"},
    withdraw={"note": "Giao nhầm"},
    **{"return": {"note": "Không đúng chức năng"}},
)


def line(role: str) -> Callable[[World], Any]:
    def begin(world: World) -> Any:
        lines = [Assignment(role, unit=world.tonghop)]
        note = tasks.direct(paper(world), body=world.tu, text="Giao.", lines=lines, actor=world.son)
        return note.lines.get()

    return begin


# --- dossiers ---------------------------------------------------------------------------------------------------


def dossier(world: World) -> Any:
    return dossiers.open_dossier(body=world.tu, title="Chuyển đổi số", unit=world.tonghop, actor=world.lan)


def put_in(world: World, thing: Any, actor: Any) -> None:
    dossiers.file(thing, paper(world), actor=actor)


def take_out(world: World, thing: Any, actor: Any) -> None:
    if filing := thing.filings.first():
        dossiers.unfile(filing, actor=actor, reason="Xếp nhầm")


# --- opinions ---------------------------------------------------------------------------------------------------


def opinion(world: World) -> Any:
    return outgoing.ask_opinion(draft(world), asked=[world.hanhchinh], question="Góp ý", actor=world.lan)[0]


# --- deliveries and recalls -------------------------------------------------------------------------------------


def sent(*, inside: bool) -> Callable[[World], Any]:
    def begin(world: World) -> Any:
        paper = documents.capture("outgoing", letter(world, "5-KL/TU", issuer=world.tu), body=world.tu, day=today())
        body = world.xa if inside else world.tw
        return way.deliver(paper, [way.Recipient(body.name, body)], actor=world.ha)[0]

    return begin


def take_up(world: World, thing: Any, actor: Any) -> None:
    entry = documents.capture("incoming", letter(world, "5-KL/TU"), body=world.xa, day=today()).entry
    way.registered(thing, entry, number="18", actor=actor)


def give_back(world: World, thing: Any, actor: Any) -> None:
    recall = thing.recalls.filter(state="asked").first() or way.ask_recall(thing, reason="Nhầm", actor=world.ha)
    way.answer_recall(recall, agree=True, actor=actor)


ON_THE_WAY: dict[str, Press] = {
    **steps(way.STEPS, send={"channel": "paper"}, refuse={"note": "Gửi nhầm nơi"}),
    "register": take_up,
    "assign": lambda _world, thing, actor: way.assigned(thing, actor=actor),
    "complete": lambda _world, thing, actor: way.done(thing, actor=actor),
    "recall": give_back,
}


def recall(world: World) -> Any:
    return way.ask_recall(sent(inside=True)(world), reason="Nhầm", actor=world.ha)


# --- old registers ------------------------------------------------------------------------------------------------


def batch(world: World) -> Any:
    source = BytesIO(REGISTER.encode())
    return exchange.receive(source, "sổ cũ.csv", body=world.tu, book="outgoing", actor=world.ha)


def put_columns(_world: World, thing: Any, actor: Any) -> None:
    exchange.put_columns(thing, thing.mapping, actor=actor)


STORIES = {
    "lead": Story(LINES, line(Role.LEAD), LINE_STEPS),
    "for information": Story(LINES, line(Role.INFO), LINE_STEPS),
    "dossier": Story(
        DOSSIERS, dossier, {**steps(dossiers.STEPS, reopen={"note": "Còn"}), "file": put_in, "unfile": take_out},
        frozenset({"file", "unfile"}),
    ),
    "opinion": Story(
        OPINION_FLOW, opinion,
        steps(outgoing.OPINION_STEPS, answer={"text": "Nhất trí."}, settle={"resolution": "accepted", "reason": ""}),
    ),
    "delivery inside": Story(way.FLOW, sent(inside=True), ON_THE_WAY),
    "delivery outside": Story(way.FLOW, sent(inside=False), ON_THE_WAY),
    "recall": Story(
        way.RECALL_FLOW, recall,
        {
            "agree": lambda _world, thing, actor: way.answer_recall(thing, agree=True, actor=actor),
            "decline": lambda _world, thing, actor: way.answer_recall(thing, agree=False, note="Đã giao", actor=actor),
            "refuse": lambda _world, thing, actor: way.refuse(thing.delivery, note="Gửi nhầm", actor=actor),
        },
        frozenset({"refuse"}),
    ),
    "batch": Story(
        BATCHES, batch,
        {
            "check": put_columns,
            "start": lambda _world, thing, actor: exchange.start(thing, actor=actor),
            "drop": lambda _world, thing, actor: exchange.drop(thing, actor=actor),
            "work": lambda _world, _thing, _actor: run_all(),
            "again": lambda _world, thing, actor: exchange.again(thing, actor=actor),
        },
        frozenset({"work", "again"}),
    ),
}  # fmt: skip


@pytest.fixture
def prepared(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(vault, "COST", 2**4)
    load_builtin()
    return world


@pytest.mark.parametrize("name", STORIES)
def test_every_step_has_its_button(name: str) -> None:
    story = STORIES[name]
    by_itself = set(BY_ITSELF) - {"check"} if story.flow is BATCHES else set()
    assert set(story.presses) - story.besides == set(story.flow.steps) - by_itself


@pytest.mark.parametrize("name", STORIES)
@given(data=st.data())
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_however_people_press_the_story_stays_true(name: str, prepared: World, data: st.DataObject) -> None:
    story = STORIES[name]
    buttons = st.tuples(st.sampled_from(sorted(story.presses)), st.sampled_from(WHO))
    with undone():
        thing = story.begin(prepared)
        first = thing.state
        for button, who in data.draw(st.lists(buttons, min_size=3, max_size=16)):
            with suppress(Refusal):
                story.presses[button](prepared, thing, getattr(prepared, who))
            thing = type(thing).objects.get(pk=thing.pk)
        told = [one for one in history(thing) if one.after]
        assert all(later.before == earlier.after for earlier, later in pairwise(told))
        assert (told[0].before if told else first) == first
        assert thing.state == (told[-1].after if told else first)
        assert wrong() == []


def wrong() -> list[str]:
    """What `verify` would complain about."""
    return [*chain.problems(), *numbers.problems(), *evidence.problems(), *index.compare()]
