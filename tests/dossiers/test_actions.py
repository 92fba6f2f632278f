"""Work dossiers fill by themselves and close with their papers."""

import pytest

from daumoi.core.errors import NotAllowed, NotReady, Refusal
from daumoi.dossiers import actions
from daumoi.dossiers.models import Dossier, State
from daumoi.journal.actions import history
from tests import builders


def opened(world, actor=None, **fields):
    source = builders.entry(world)
    dossier = actions.open_dossier(
        body=world.tu, title="Chuyển đổi số 2026", actor=actor or world.lan, unit=world.tonghop, source=source, **fields
    )
    return source, dossier


def test_a_dossier_opened_from_a_paper_holds_it(world):
    source, dossier = opened(world)
    assert dossier.code.endswith("-HS") and dossier.code.startswith("01/")
    assert [filing.entry for filing in dossier.filings.all()] == [source]


def test_what_comes_of_a_paper_falls_into_its_dossier_by_itself(world):
    source, dossier = opened(world)
    result = builders.entry(world, "Trả lời về chuyển đổi số", kind="outgoing")
    assert actions.follow(source, result, actor=world.lan) == 1
    assert actions.follow(source, result, actor=world.lan) == 1
    filing = dossier.filings.get(entry=result)
    assert (filing.ordinal, filing.by_itself) == (2, True)


def test_a_paper_of_another_body_stays_out(world):
    source, dossier = opened(world)
    foreign = builders.entry(world, "Của xã", body=world.xa, access={f"r{world.xa.pk}": "người giữ sổ"})
    assert actions.follow(source, foreign, actor=world.lan) == 0


def test_a_closed_dossier_takes_nothing_until_it_is_opened_again(world):
    _source, dossier = opened(world)
    dossier = actions.close(dossier, actor=world.lan)
    assert dossier.closed_on
    with pytest.raises(NotReady, match="đã kết thúc"):
        actions.file(dossier, builders.entry(world, "Muộn"), actor=world.lan)
    dossier = actions.reopen(dossier, actor=world.lan, note="Còn văn bản đến muộn.")
    assert (dossier.state, dossier.closed_on) == (State.OPEN, None)


def test_an_empty_dossier_does_not_close(world):
    dossier = actions.open_dossier(body=world.tu, title="Trống", actor=world.lan)
    with pytest.raises(NotReady, match="chưa có văn bản nào"):
        actions.close(dossier, actor=world.lan)


def test_taking_a_paper_out_needs_the_keeper_and_a_reason(world):
    _source, dossier = opened(world)
    filing = dossier.filings.get()
    with pytest.raises(Refusal, match="lý do"):
        actions.unfile(filing, actor=world.lan, reason=" ")
    with pytest.raises(NotAllowed):
        actions.unfile(filing, actor=world.binh, reason="Nhầm")
    actions.unfile(filing, actor=world.lan, reason="Xếp nhầm hồ sơ.")
    assert not dossier.filings.exists()
    assert history(dossier).last().reason == "Xếp nhầm hồ sơ."


def test_a_dossier_is_seen_by_its_unit_and_the_registry_only(world):
    _source, dossier = opened(world)
    seen_by = [p.login for p in world.people if Dossier.objects.visible_to(p).filter(pk=dossier.pk).exists()]
    assert sorted(seen_by) == ["ha", "lan", "minh", "son", "thanh", "thu"]


def test_strangers_open_nothing(world):
    with pytest.raises(NotAllowed):
        actions.open_dossier(body=world.tu, title="Của người lạ", actor=world.khach)
    assert not Dossier.objects.exists()
