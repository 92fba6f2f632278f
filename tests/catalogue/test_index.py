"""The index kept true: rebuilt, stopped, continued, compared."""

import pytest
from django.db import connection, transaction

from daumoi.catalogue import actions, index
from daumoi.catalogue.models import Access, Entry, IndexedText, Unindexed
from daumoi.catalogue.search import find
from daumoi.core.engines import engine
from daumoi.core.engines.fulltext import Row
from tests.catalogue.test_search import enter


@pytest.fixture
def papers(world):
    return [
        enter(world, f"Kế hoạch tháng {n}", text=f"nội dung {n} hoà bình", number=f"{n}-KH/TU") for n in range(1, 8)
    ]


def test_all_is_well_after_ordinary_work(world, papers):
    actions.change(papers[0], title="Đã đổi")
    actions.grant(papers[1], {f"p{world.lan.pk}": "x"})
    assert list(index.compare()) == []


def test_a_facet_is_one_word():
    assert index.facet("type", "cong-van") == "type_cong_van"
    assert index.facet("key", "u12") == "key_u12"
    assert index.facet("nơi gửi", "Đảng uỷ xã") == "noi_gui_dang_uy_xa"


def test_a_rebuild_that_is_stopped_goes_on_where_it_was(world, papers, monkeypatch):
    monkeypatch.setattr(index, "BATCH", 3)
    index.start_rebuild()
    assert find(world.lan, "kế hoạch").total.value == 0
    assert index._rebuild_batch() == 3
    assert find(world.lan, "kế hoạch").total.value == 3
    assert "dựng dở" in next(index.compare())
    # Work goes on meanwhile: on a paper that is in again, and on one that is not.
    actions.change(papers[0], text="sửa giữa chừng")
    actions.change(papers[-1], title="Kế hoạch đã sửa")
    enter(world, "Kế hoạch mới")
    seen = []
    index.rebuild(lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == 3
    assert find(world.lan, "kế hoạch").total.value == 8
    assert find(world.lan, "sửa giữa chừng").entries == [papers[0]]
    assert list(index.compare()) == []
    assert not Unindexed.objects.exists()


def test_a_right_written_past_the_actions_is_named(world, papers):
    Access.objects.create(entry=papers[2], key=f"p{world.lan.pk}", cause="lén")
    assert [f"Mục {papers[2].pk} " in found for found in index.compare()] == [True]
    index.follow(papers[2])
    assert not list(index.compare())


def test_a_title_written_past_the_actions_is_named(world, papers):
    Entry.objects.filter(pk=papers[3].pk).update(title="Lén sửa")
    (found,) = index.compare()
    assert str(papers[3].pk) in found and "title" in found


def test_rows_missing_from_the_index_are_named(world, papers):
    held = IndexedText.objects.get(entry=papers[0])
    row = Row(held.ordinal, held.title, held.text, held.title_folded, held.text_folded, held.facets)
    with transaction.atomic():
        engine().fulltext_remove(connection, index.INDEX, [row])
    found = list(index.compare())
    assert any(str(held.ordinal) in problem for problem in found)
    assert papers[0] not in find(world.lan, "tháng 1").entries
    index.start_rebuild()
    index.rebuild()
    assert not list(index.compare())


def test_a_row_altered_under_the_index_is_noticed(world, papers):
    IndexedText.objects.filter(entry=papers[0]).update(text="chữ khác", text_folded="chu khac")
    assert any("chữ khác với mục lục" in found for found in index.compare())


def test_an_entry_taken_out_leaves_nothing(world, papers):
    index.remove(papers[4])
    assert papers[4] not in find(world.lan, "kế hoạch").entries
    assert [str(papers[4].pk) in found for found in index.compare()] == [True]


def test_a_huge_text_is_indexed_up_to_its_limit(world):
    entry = enter(world, "Phụ lục", text=" ".join(f"từ{n}" for n in range(300_000)))
    assert find(world.lan, "từ77").entries == [entry]
    assert len(IndexedText.objects.get(entry=entry).text) == index.LONGEST_TEXT


def test_a_change_that_changes_nothing_writes_nothing(world, papers, django_assert_max_num_queries):
    with django_assert_max_num_queries(4) as captured:
        index.follow(papers[0])
    assert not any(query["sql"].startswith(("INSERT", "UPDATE")) for query in captured.captured_queries)
