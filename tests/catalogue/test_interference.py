"""Nothing leaks by shape: worlds that differ only in what somebody may not see give that person the same answers."""

import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daumoi.catalogue import actions, index
from daumoi.catalogue.chain import chain_of
from daumoi.catalogue.models import Entry, Relation
from daumoi.catalogue.narrowing import narrowing
from daumoi.catalogue.search import count, find, suggest
from tests.catalogue.test_search import enter

WORDS = ["kế", "hoạch", "kiểm", "tra", "cán", "bộ", "nhân", "sự", "đại", "hội", "số", "mật"]
QUESTIONS = [
    "", "kế hoạch", "ke hoach", '"cán bộ"', "kế -cán", "12", "12-KH/TU", "kế hoạch kiểm tra đại hội nhân sự số mật cán",
    "xyz kế", "hoạch tra mật", "nhan su dai hoi so mat ke hoach kiem",
]  # fmt: skip
# What is new on every page whoever asks: the tokens against forged forms.
SECRETS = re.compile(rb'(?<=x-csrftoken": ")\w+|(?<=csrfmiddlewaretoken" value=")\w+')
papers = st.lists(
    st.tuples(
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=6),
        st.lists(st.sampled_from(WORDS), max_size=30),
        st.integers(1, 15),
    ),
    max_size=6,
)  # fmt: skip


def answers(person: Any) -> list[Any]:
    """Everything a person can learn by asking."""
    person = type(person).objects.get(pk=person.pk)
    told: list[Any] = []
    for text in QUESTIONS:
        for order in ("newest", "relevance"):
            page = find(person, text, order=order, limit=4, sample=1001)
            told.append(narrowing(page.sample))
            told.append(
                ([e.title for e in page.entries], page.newer is None, page.older is None, page.total, page.notes)
            )
        told.append(count(person, text))
        told.append([e.title for e in suggest(person, text)])
    first = Entry.objects.visible_to(person).order_by("pk").first()
    if first:
        chain = chain_of(first, person)
        told.append(([box[1].title for box in chain.boxes], [row.target.title for row in chain.rows], chain.left_out))
    return told


@given(seen=papers, hidden=papers)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hidden_papers_change_no_answer(world, seen, hidden):
    for entry in Entry.objects.all():
        index.remove(entry)
        entry.delete()
    first = None
    for title, text, number in seen:
        entry = enter(world, " ".join(title), text=" ".join(text), number=f"{number}-KH/TU")
        first = first or entry
    before = answers(world.lan)
    for title, text, number in hidden:
        secret = enter(
            world,
            " ".join(title),
            text=" ".join(text),
            number=f"{number}-KH/TU",
            access={f"s{world.tu.pk}": "giữ sổ mật", f"b{world.xa.pk}": "của xã"},
        )
        if first:
            actions.link(first, secret, Relation.BASED_ON, actor=None)
    assert answers(world.lan) == before


@pytest.mark.parametrize(
    "address", ["/tim/", "/tim/?q=nhan+su", "/tim/?q=nhân+sự+đại+hội&xep=moi", "/tim/nhanh/?q=nhan", "/tim/?q=12"]
)
def test_pages_are_the_same_byte_for_byte(world, address):
    enter(world, "Nhân sự đại hội", text="nhân sự", number="12-KH/TU")
    client = Client()
    client.force_login(world.lan)

    def read() -> bytes:
        answer = client.get(address)
        assert answer.status_code == 200
        return SECRETS.sub(b"", answer.content)

    before = read()
    for n in range(3):
        enter(
            world,
            "Nhân sự khác",
            text="nhân sự đại hội " * 9,
            number="12-KH/TU",
            access={f"s{world.tu.pk}": f"mật {n}"},
        )
    assert read() == before
