"""The sentence of the term: counted from the register, each figure with its list, frozen and counted again."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import timezone

from daumoi.core.errors import NotAllowed, Refusal
from daumoi.numbering.actions import take_number, void
from daumoi.synthesis import actions, charts, counting
from daumoi.synthesis.models import Statement
from tests import builders


def issued(world, code, day=None, *, access=None, n=1, security="normal"):
    day = day or timezone.localdate()
    return [
        builders.entry(
            world, f"{code} số {k}", kind="outgoing", type_code=code, day=day, security=security,
            **({"access": access} if access else {}),
        )
        for k in range(n)
    ]  # fmt: skip


def test_the_sentence_of_the_seed():
    counts = Counter(
        {"nghi-quyet": 11, "chuong-trinh": 7, "chi-thi": 43, "thong-bao": 245, "ket-luan": 915, "ke-hoach": 167}
    )
    tally = counting.arrange(counts, counting.DEFAULT_GROUPS)
    assert tally.sentence == (
        "18 nghị quyết, chương trình hành động, 43 chỉ thị, 245 thông báo, 915 kết luận, 167 kế hoạch"
    )
    assert tally.total == 1388


def test_what_no_group_takes_is_other_documents():
    tally = counting.arrange(Counter({"chi-thi": 1, "cong-van": 5, "bao-cao": 2}), counting.DEFAULT_GROUPS)
    assert tally.sentence == "1 chỉ thị và nhiều văn bản khác"
    assert [(line.name, line.count) for line in tally.others] == [("cong-van", 5), ("bao-cao", 2)]


def test_only_the_term_counts_with_its_first_and_its_last_day(world):
    world.term.ends_on = world.term.starts_on + timedelta(days=100)
    world.term.save()
    for offset in (-1, 0, 100, 101):
        issued(world, "chi-thi", world.term.starts_on + timedelta(days=offset))
    assert counting.tally(world.tu, world.term, person=world.ha).total == 2


def test_a_void_number_is_no_document(world):
    (entry,) = issued(world, "chi-thi")
    number = take_number(world.tu, "chi-thi", "t1", on=entry.day, actor=world.ha, entry=entry)
    void(number, reason="Ghi nhầm.", actor=world.ha)
    assert counting.tally(world.tu, world.term, person=world.ha).total == 0


def test_nobody_counts_what_they_may_not_see(world):
    issued(world, "chi-thi", n=3)
    issued(world, "chi-thi", access={f"p{world.lan.pk}": "được giao"})
    assert counting.tally(world.tu, world.term, person=world.ha).total == 3
    assert counting.tally(world.tu, world.term, person=world.lan).total == 1
    assert counting.tally(world.tu, world.term, person=world.oanh).total == 0


def test_a_frozen_statement_stays_and_the_difference_is_explained(world):
    issued(world, "chi-thi", n=2)
    statement = actions.freeze(world.term, cutoff=timezone.localdate(), actor=world.son)
    assert statement.sentence == "2 chỉ thị" and counting.differences(statement, person=world.son) == []

    (late,) = issued(world, "chi-thi")
    (difference,) = counting.differences(statement, person=world.son)
    assert (difference.then, difference.now, difference.change, difference.came) == (2, 3, "+1", [late])
    statement.refresh_from_db()
    assert statement.sentence == "2 chỉ thị"
    assert counting.fingerprint(statement.entries, statement.counts) == statement.sha256


def test_statements_of_a_term_are_counted_up(world):
    ordinals = [actions.freeze(world.term, cutoff=timezone.localdate(), actor=world.son).ordinal for _ in range(3)]
    assert ordinals == [1, 2, 3]


@pytest.mark.parametrize(("days", "words"), [(1, "sau hôm nay"), (-4000, "nằm trong nhiệm kỳ")])
def test_a_cutoff_outside_the_term_is_refused(world, days, words):
    with pytest.raises(Refusal, match=words):
        actions.freeze(world.term, cutoff=timezone.localdate() + timedelta(days=days), actor=world.son)
    assert not Statement.objects.exists()


def test_only_those_who_answer_for_the_figure_freeze_it(world):
    for stranger in (world.lan, world.oanh, world.khach, world.ha):
        with pytest.raises(NotAllowed):
            actions.freeze(world.term, cutoff=timezone.localdate(), actor=stranger)


def test_groups_are_the_offices_own(world):
    issued(world, "cong-van", n=2)
    actions.regroup(world.tu, [("công văn", ["cong-van"])], actor=world.son)
    assert counting.tally(world.tu, world.term, person=world.ha).sentence == "2 công văn"


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ([("a", ["chi-thi"]), ("b", ["chi-thi"])], "một nhóm"),
        ([("a", ["chi-thi"]), ("a", ["ket-luan"])], "trùng tên"),
        ([("", ["chi-thi"])], "cần có tên"),
        ([("a", [])], "ít nhất một loại"),
    ],
)
def test_groups_that_would_count_twice_are_refused(world, groups, words):
    with pytest.raises(Refusal, match=words):
        actions.regroup(world.tu, groups, actor=world.son)


def test_the_chart_draws_what_the_table_says():
    counts = {(date(2026, 1, 1), "chi-thi"): 3, (date(2026, 3, 1), "ket-luan"): 7, (date(2026, 3, 1), "chi-thi"): 1}
    chart = charts.draw(
        [("chỉ thị", ["chi-thi"]), ("kết luận", ["ket-luan"])], counts, date(2025, 12, 5), date(2026, 3, 9)
    )
    assert [column.total for column in chart.columns] == [0, 3, 0, 8]
    unit = chart.columns[1].pieces[0].height / 3
    assert [round(piece.height / unit) for piece in chart.columns[3].pieces] == [7, 1]
    assert chart.legend[0][1:] == ("kết luận", 7)


def test_the_pages_open_and_every_figure_opens_its_list(world, client):
    issued(world, "chi-thi", n=2)
    issued(world, "cong-van")
    client.force_login(world.son)
    page = client.get(f"/nhiem-ky/{world.term.pk}/")
    assert page.status_code == 200 and "2 chỉ thị" in page.content.decode()
    behind = client.get(f"/nhiem-ky/{world.term.pk}/van-ban/?nhom=chỉ thị")
    assert len(behind.context["entries"]) == 2
    assert len(client.get(f"/nhiem-ky/{world.term.pk}/van-ban/?nhom=văn bản khác").context["entries"]) == 1
    assert client.post(f"/nhiem-ky/{world.term.pk}/chot/", {"cutoff": "32/13/2026"}).status_code == 302
    assert not Statement.objects.exists()


def test_another_office_does_not_find_the_term(world, client):
    client.force_login(world.oanh)
    assert client.get(f"/nhiem-ky/{world.term.pk}/").status_code == 404
