"""The chain as a person may see it, and why that person may see something."""

from itertools import pairwise

import pytest

from daumoi.catalogue import actions
from daumoi.catalogue.causes import why
from daumoi.catalogue.chain import PER_LEVEL, chain_of
from daumoi.catalogue.models import Entry, Relation
from tests.catalogue.test_search import enter


def link(source: Entry, target: Entry, relation: str = Relation.BASED_ON) -> None:
    actions.link(source, target, relation, actor=None)


@pytest.fixture
def story(world):
    """Directive -> incoming -> draft -> decision -> dossier."""
    names = ["Chỉ thị", "Công văn đến", "Dự thảo", "Quyết định", "Hồ sơ"]
    entries = [enter(world, name) for name in names]
    for source, target in pairwise(entries):
        link(source, target)
    return entries


def titles(chain) -> set[str]:
    return {entry.title for entry in chain.entries.values()}


def test_the_chain_goes_both_ways_as_far_as_asked(world, story):
    assert titles(chain_of(story[2], world.lan)) == {entry.title for entry in story}
    assert titles(chain_of(story[2], world.lan, depth=1)) == {"Công văn đến", "Dự thảo", "Quyết định"}
    assert [row.relation for row in chain_of(story[0], world.lan, depth=1).rows] == ["căn cứ"]


def test_a_hidden_entry_ends_the_chain_without_a_trace(world, story):
    before = chain_of(story[0], world.lan, depth=1)
    hidden = enter(world, "Bí mật", access={f"p{world.son.pk}": "người ký"})
    behind = enter(world, "Phía sau")
    link(story[0], hidden)
    link(hidden, behind)
    assert chain_of(story[0], world.lan, depth=1) == before
    assert titles(chain_of(story[0], world.lan, depth=3)).isdisjoint({"Bí mật", "Phía sau"})
    actions.grant(hidden, {f"p{world.lan.pk}": "phối hợp"})
    assert titles(chain_of(story[0], world.lan, depth=3)) >= {"Bí mật", "Phía sau"}


def test_a_circle_is_drawn_once(world, story):
    link(story[4], story[0], Relation.RELATED)
    chain = chain_of(story[0], world.lan, depth=5)
    assert len(chain.entries) == 5
    assert len(chain.rows) == 5


def test_a_dossier_of_many_papers_shows_the_youngest_and_counts_the_rest(world):
    dossier = enter(world, "Hồ sơ")
    for n in range(PER_LEVEL + 5):
        link(enter(world, f"Văn bản {n}"), dossier, Relation.FILED_IN)
    chain = chain_of(dossier, world.lan)
    assert len(chain.entries) == PER_LEVEL + 1
    assert chain.left_out == 5


def test_the_length_of_a_chain_costs_no_queries(world, story, django_assert_num_queries):
    world.lan = type(world.lan).objects.get(pk=world.lan.pk)
    chain_of(story[0], world.lan, depth=1)
    for depth in (1, 5):
        with django_assert_num_queries(4):
            chain_of(story[0], world.lan, depth=depth)


def test_links_joined_twice_are_joined_once(world, story):
    link(story[0], story[1])
    assert len(chain_of(story[0], world.lan, depth=1).rows) == 1


# --- why -----------------------------------------------------------------------------------------------


def test_why_names_the_duty_the_unit_and_the_task(world):
    entry = enter(
        world,
        "Công văn",
        access={
            f"r{world.tu.pk}": "người giữ sổ",
            f"u{world.tonghop.pk}": "đầu việc 1: chủ trì",
            f"p{world.binh.pk}": "đầu việc 2: phối hợp",
            f"v{world.tu.pk}": "thẩm định",
        },
    )
    assert why(entry, world.ha) == ["vì là văn thư của Văn phòng Tỉnh uỷ An Bình"]
    assert why(entry, world.lan) == ["vì thuộc Phòng Tổng hợp (đầu việc 1: chủ trì)"]
    assert why(entry, world.binh) == ["vì được ghi tên (đầu việc 2: phối hợp)"]
    assert "vì là chánh Văn phòng của Văn phòng Tỉnh uỷ An Bình" in why(entry, world.son)
    assert "giúp việc cho Lê Hồng Sơn" in why(entry, world.thu)[0]
    assert why(entry, world.oanh) == why(entry, world.khach) == []


def test_the_reasons_and_the_predicate_agree_for_everybody(world):
    letters = "pusrbv"
    targets = {
        "p": [person.pk for person in world.people],
        "u": [world.tonghop.pk, world.hanhchinh.pk],
        **{letter: [world.tu.pk, world.vptu.pk, world.btc.pk, world.xa.pk] for letter in "srbv"},
    }
    for letter in letters:
        for pk in targets[letter]:
            entry = enter(world, "Giấy", access={f"{letter}{pk}": "lý do"})
            for person in world.people:
                visible = Entry.objects.visible_to(person).filter(pk=entry.pk).exists()
                assert bool(why(entry, person)) == visible, (letter, pk, person)
