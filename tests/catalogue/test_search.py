"""Finding: words with and without marks, numbers in any spelling, pages, and only what one may see."""

from datetime import date, timedelta

import pytest

from daumoi.catalogue import actions, index
from daumoi.catalogue.index import facet
from daumoi.catalogue.models import Entry
from daumoi.catalogue.search import Page, count, find, suggest
from tests.world import World

DAY = date(2026, 3, 2)


def enter(world: World, title: str, **fields: object) -> Entry:
    """An entry that everybody in the Office sees, unless told otherwise."""
    given = {
        "body": world.tu,
        "title": title,
        "day": DAY,
        "access": {f"b{world.vptu.pk}": "người của Văn phòng"},
        "object_id": 1,
        **fields,
    }
    return actions.enter(str(given.pop("kind", "incoming")), **given)  # type: ignore[arg-type]


def titles(page: Page) -> list[str]:
    return [entry.title for entry in page.entries]


# --- words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "Uỷ ban kiểm tra",
        "Ủy ban kiểm tra",
        "uy ban kiem tra",
        "ỦY BAN KIỂM TRA",
        "kiểm tra uỷ ban",
        '"uy ban kiem tra"',
        "Ủy ban kiem tra",
        "Uy\u0309 ban kiê\u0309m tra",
        "“uỷ ban” kiểm",
        "  uỷ,ban;kiểm/tra  ",
    ],
)
def test_a_paper_is_found_however_its_words_are_typed(world, typed):
    enter(world, "Uỷ ban Kiểm tra báo cáo quý I")
    enter(world, "Ban Tổ chức báo cáo quý I")
    assert titles(find(world.lan, typed)) == ["Uỷ ban Kiểm tra báo cáo quý I"]


@pytest.mark.parametrize("typed", ["đường hoà bình", "duong hoa binh", "Đường Hòa Bình", "ĐƯỜNG HOÀ"])
def test_d_and_both_places_of_the_tone_mark_meet(world, typed):
    enter(world, "Nâng cấp đường Hòa Bình")
    assert titles(find(world.lan, typed)) == ["Nâng cấp đường Hòa Bình"]


def test_marks_in_the_question_count_and_missing_ones_do_not(world):
    enter(world, "Bán đấu giá tài sản")
    enter(world, "Bàn giao tài sản")
    assert titles(find(world.lan, "bán tài sản")) == ["Bán đấu giá tài sản"]
    assert len(find(world.lan, "ban tai san").entries) == 2
    page = find(world.lan, "bản tài sản")
    assert len(page.entries) == 2
    assert page.notes and "bỏ dấu" in page.notes[0]


def test_phrases_and_unwanted_words(world):
    enter(world, "Kế hoạch kiểm tra công tác dân vận")
    enter(world, "Công tác kiểm tra theo kế hoạch")
    assert titles(find(world.lan, '"kế hoạch kiểm tra"')) == ["Kế hoạch kiểm tra công tác dân vận"]
    assert titles(find(world.lan, "kế hoạch -dân")) == ["Công tác kiểm tra theo kế hoạch"]
    assert titles(find(world.lan, 'kế hoạch -"dân vận"')) == ["Công tác kiểm tra theo kế hoạch"]


def test_the_text_is_searched_too_and_its_capitals_stay(world):
    enter(world, "Thông báo", text="Căn cứ Quy chế làm việc của Tỉnh ỦY, đồng chí Hòa trình bày.")
    assert find(world.lan, "quy che lam viec").entries
    assert find(world.lan, "đồng chí hoà").entries


def test_when_nothing_has_all_words_the_nearest_is_offered_and_said(world):
    enter(world, "Đề án sắp xếp trường mầm non")
    enter(world, "Báo cáo thu ngân sách")
    page = find(world.lan, "sắp xếp trường mầm non tại biên giới")
    assert titles(page)[0] == "Đề án sắp xếp trường mầm non"
    assert page.widened and "một phần" in page.notes[-1]
    assert not find(world.lan, "xyzzy").entries


# --- numbers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["128-KL/TU", "128 KL TU", "số 128-kl/tu", "128/KL-TU", "Kết luận 128", "kết luận số 128-KL/TU", "0128-KL/TU"],
)
def test_a_number_in_any_spelling_comes_first(world, typed):
    bearer = enter(world, "Về phát triển du lịch", number="128-KL/TU", day=DAY - timedelta(days=300))
    enter(world, "Thực hiện Kết luận số 128-KL/TU")
    enter(world, "Về việc khác", number="129-KL/TU")
    assert find(world.lan, typed).entries[0] == bearer


def test_an_exact_number_stands_before_those_that_go_on(world):
    enter(world, "Dài", number="15/2020/NĐ-CP")
    enter(world, "Kết luận", number="15-KL/TU")
    alone = enter(world, "Chỉ có số", number="15", day=DAY - timedelta(days=9))
    found = find(world.lan, "15").entries
    assert found[0] == alone
    assert len(found) == 3
    assert find(world.lan, "15/2020/NĐ-CP").entries[0].title == "Dài"


def test_a_number_inside_a_sentence_is_heeded(world):
    enter(world, "Quy định chi tiết", number="15/2020/NĐ-CP", text="xử phạt bưu chính viễn thông")
    enter(world, "Xử phạt giao thông", text="mức phạt theo nghị định hiện hành quy định những gì")
    page = find(world.lan, "Nghị định 15/2020/NĐ-CP quy định mức phạt những gì", order="relevance")
    assert page.entries[0].number == "15/2020/NĐ-CP"


# --- rights ------------------------------------------------------------------------------------------


def test_only_what_one_may_see_is_found_counted_and_suggested(world):
    enter(world, "Nhân sự chuẩn bị đại hội", access={f"p{world.son.pk}": "người ký"}, number="7-TTr/TU")
    assert find(world.son, "nhân sự").total.value == 1
    for text in ["nhân sự", "nhan su", "7-TTr/TU", "7", "", '"chuẩn bị đại hội"', "nhân sự xyz"]:
        page = find(world.lan, text)
        assert (page.entries, page.total.value, count(world.lan, text)) == ([], 0, 0)
        assert suggest(world.lan, text) == []


def test_a_right_given_and_taken_back_is_in_the_index_at_once(world):
    entry = enter(world, "Phân công trực Tết", access={f"p{world.ha.pk}": "văn thư"})
    assert not find(world.lan, "trực tết").entries
    actions.grant(entry, {f"u{world.tonghop.pk}": "phối hợp"})
    assert find(world.lan, "trực tết").entries == [entry]
    actions.revoke(entry, cause="phối hợp")
    assert not find(world.lan, "trực tết").entries
    assert not list(index.compare())


def test_a_stranger_sees_nothing(world):
    enter(world, "Kế hoạch")
    assert find(world.khach, "kế hoạch").entries == []
    assert find(world.khach).total.value == 0


# --- lists and pages ---------------------------------------------------------------------------------


def test_facets_days_and_choices_narrow(world):
    enter(world, "Công văn", type_code="cong-van", day=date(2025, 5, 1))
    enter(world, "Kết luận", type_code="ket-luan", day=date(2026, 5, 1), facets=[facet("state", "open")])
    enter(world, "Tờ trình", type_code="to-trinh", kind="outgoing")
    lan = world.lan
    assert titles(find(lan, facets=[facet("type", "cong-van")])) == ["Công văn"]
    assert titles(find(lan, facets=[facet("kind", "outgoing"), facet("year", 2026)])) == ["Tờ trình"]
    assert titles(find(lan, any_of=[facet("type", "cong-van"), facet("type", "to-trinh")])) == ["Tờ trình", "Công văn"]
    assert titles(find(lan, facets=[facet("state", "open")])) == ["Kết luận"]
    assert titles(find(lan, since=date(2026, 5, 1), until=date(2026, 5, 1))) == ["Kết luận"]
    assert titles(find(lan, until=date(2026, 3, 1))) == ["Công văn"]


def test_pages_go_both_ways_and_meet_everything_once(world):
    made = [enter(world, f"Giấy mời số {n:02d}", day=DAY + timedelta(days=n // 3)) for n in range(23)]
    expected = sorted(made, key=lambda entry: entry.ordinal or 0, reverse=True)
    pages = [find(world.lan, "giấy mời", limit=5)]
    while key := pages[-1].older:
        pages.append(find(world.lan, "giấy mời", after=key, limit=5))
    assert [entry for page in pages for entry in page.entries] == expected
    back = pages[-1]
    for page in reversed(pages[:-1]):
        assert back.newer
        back = find(world.lan, "giấy mời", before=back.newer, limit=5)
        assert back.entries == page.entries
    assert back.newer is None
    assert all(page.total.value == 23 for page in pages)


def test_relevance_prefers_the_title_and_pages_too(world):
    for n in range(12):
        enter(world, f"Báo cáo {n}", text="có nhắc đến chuyển đổi số một lần", day=DAY + timedelta(days=n))
    best = enter(world, "Chuyển đổi số trong cơ quan Đảng", day=DAY - timedelta(days=99))
    first = find(world.lan, "chuyển đổi số", order="relevance", limit=5)
    assert first.entries[0] == best
    second = find(world.lan, "chuyển đổi số", order="relevance", limit=5, after=first.older)
    third = find(world.lan, "chuyển đổi số", order="relevance", limit=5, after=second.older)
    assert len({e.pk for p in (first, second, third) for e in p.entries}) == 13
    assert third.older is None
    assert find(world.lan, "chuyển đổi số", order="relevance", limit=5, before=second.newer).entries == first.entries


def test_a_paper_that_changes_is_found_as_it_is_now(world):
    entry = enter(world, "Dự thảo kế hoạch", text="nội dung cũ")
    actions.change(entry, title="Kế hoạch chính thức", day=DAY + timedelta(days=40), number="9-KH/TU")
    assert not find(world.lan, "dự thảo").entries
    assert find(world.lan, "nội dung cũ").entries == [entry]
    assert find(world.lan, "9-kh/tu").entries == [entry]
    actions.change(entry, text="nội dung mới")
    assert not find(world.lan, "cũ").entries
    assert not list(index.compare())


# --- suggestions -------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["chuy", "chuyển đ", "chuyen doi s", "Chuyển đổi", "doi so chuyen"])
def test_the_last_word_may_still_be_typed(world, typed):
    entry = enter(world, "Chuyển đổi số")
    assert suggest(world.lan, typed) == [entry]


def test_suggestions_put_numbers_first_then_titles_then_texts(world):
    text = enter(world, "Báo cáo", text="thực hiện 77-KH/TU về trồng rừng")
    number = enter(world, "Trồng rừng", number="77-KH/TU", day=DAY - timedelta(days=9))
    title = enter(world, "Góp ý 77-KH/TU", day=DAY - timedelta(days=3))
    assert suggest(world.lan, "77-kh/tu") == [number, title, text]


# --- hostile input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        '"', "'", "''", '""', '"""', "\x00", "a\x00b", "-", "--", "- -", "*", "a*", "(", ")", "a) OR (b", "NEAR(a b)",
        "{title}: a", "title : a", "key_p1", "facets : key_u1", "a AND", "OR", "NOT", "NOT a", "^a", "a + b", "\\",
        "\\'", "a:*", "!a", "a & b | !c", "<->", "%s", "%", "_", "😀", "\u202e", "'; DROP TABLE catalogue_entry; --",
        "́", "。", "٣", "ß", "x" * 10_000, "a " * 5_000, '"a ' * 3_000, "-a " * 3_000, "- " * 5_000, "9" * 5_000,
        "1/" * 3_000,
    ],
)  # fmt: skip
def test_whatever_is_typed_gives_an_answer(world, typed):
    enter(world, "Kế hoạch", number="1-KH/TU")
    for order in ("newest", "relevance"):
        assert find(world.lan, typed, order=order).total.exact
    suggest(world.lan, typed)
    count(world.lan, typed)


def test_a_key_cannot_be_asked_for_as_a_word(world):
    enter(world, "Kế hoạch", access={f"p{world.son.pk}": "x"})
    assert not find(world.lan, f"key_p{world.son.pk}").entries
    assert not find(world.son, f"key_p{world.son.pk}").entries


@pytest.mark.parametrize("key", ["x", "-1", "1e9", "9" * 40, "'", "\x00", "٣"])
def test_a_broken_page_key_is_the_first_page(world, key):
    entry = enter(world, "Kế hoạch")
    assert find(world.lan, after=key).entries == [entry]
    assert find(world.lan, "kế hoạch", order="relevance", before=key).entries == [entry]


def test_too_many_words_are_cut_and_said(world):
    enter(world, "Kế hoạch")
    page = find(world.lan, "kế hoạch " * 500)
    assert "dài quá" in page.notes[0]
