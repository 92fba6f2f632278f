"""Papers come into a dossier while it is being closed."""

import pytest

from daumoi.catalogue import actions as catalogue
from daumoi.core.errors import NotReady
from daumoi.dossiers import actions
from daumoi.dossiers.models import State
from daumoi.flow import table
from tests import builders
from tests.dossiers.test_actions import opened
from tests.helpers import Meeting, at_once
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_paper_is_in_the_dossier_before_it_is_closed_or_not_at_all(db, monkeypatch):
    world = World()
    _source, dossier = opened(world)
    late = builders.entry(world, "Đến muộn")
    inside = Meeting().within(monkeypatch, table, "fresh").within(monkeypatch, catalogue, "link")
    filed, closed = at_once(
        lambda: actions.file(dossier, late, actor=world.lan), lambda: actions.close(dossier, actor=world.lan)
    )
    dossier.refresh_from_db()
    assert closed.state == dossier.state == State.CLOSED
    assert dossier.filings.filter(entry=late).exists() != isinstance(filed, NotReady)
    assert not inside.met


def test_two_papers_filed_at_once_have_each_their_place(db, monkeypatch):
    world = World()
    _source, dossier = opened(world)
    papers = [builders.entry(world, f"Văn bản {n}") for n in (1, 2)]
    inside = Meeting().within(monkeypatch, catalogue, "link")
    at_once(*[lambda one=one: actions.file(dossier, one, actor=world.lan) for one in papers])
    assert list(dossier.filings.values_list("ordinal", flat=True)) == [1, 2, 3]
    assert not inside.met


def test_a_dossier_is_not_emptied_and_closed_at_once(db, monkeypatch):
    world = World()
    _source, dossier = opened(world)
    inside = Meeting().within(monkeypatch, table, "fresh").within(monkeypatch, actions, "record")
    taken_out, closed = at_once(
        lambda: actions.unfile(dossier.filings.get(), actor=world.lan, reason="Nhầm"),
        lambda: actions.close(dossier, actor=world.lan),
    )
    dossier.refresh_from_db()
    assert isinstance(taken_out, NotReady) != isinstance(closed, NotReady)
    assert (dossier.state == State.CLOSED) == dossier.filings.exists()
    assert not inside.met
