"""The search page, the palette and the chain in the browser's eyes."""

import pytest
from django.test import Client
from django.urls import reverse

from daumoi.catalogue import actions
from daumoi.catalogue.models import Relation
from tests.catalogue.test_search import enter


@pytest.fixture
def lan(world):
    client = Client()
    client.force_login(world.lan)
    return client


def page(client: Client, **query: str) -> str:
    answer = client.get(reverse("catalogue:search"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_search_shows_hits_with_marks_counts_and_ways_on(world, lan):
    for n in range(30):
        enter(
            world, f"Quy hoạch cán bộ đợt {n}", type_code="cong-van" if n % 3 else "ket-luan", text="rà soát quy hoạch"
        )
    shown = page(lan, q="quy hoach")
    assert "<mark>Quy hoạch</mark>" in shown
    assert "30 mục khớp" in shown
    assert '<span class="count">20</span>' in shown
    assert "sau=" in shown
    narrowed = page(lan, q="quy hoach", loai="ket-luan")
    assert "10 mục khớp" in narrowed
    assert "(bỏ lọc)" in narrowed


def test_filters_stay_in_the_address_and_pages_follow_them(world, lan):
    for n in range(30):
        enter(world, f"Báo cáo {n}")
    shown = page(lan, q="báo cáo", xep="moi", muc="incoming")
    older = next(link for link in shown.split('"') if "sau=" in link).replace("&amp;", "&")
    second = lan.get(older).content.decode()
    assert "</mark> 4<" in second and "</mark> 29<" not in second
    assert 'name="muc" value="incoming"' in second


def test_without_words_the_newest_are_shown(world, lan):
    enter(world, "Mới nhất đây")
    assert "Mới nhất đây" in page(lan)


def test_a_number_is_found_in_any_spelling(world, lan):
    enter(world, "Kết luận về du lịch", number="128-KL/TU")
    assert "Kết luận về du lịch" in page(lan, q="so 128 kl tu")


@pytest.mark.parametrize(
    "query",
    [{"q": '"'}, {"q": "x" * 9000}, {"q": "\x00"}, {"tu": "30/02/2026"}, {"tu": "1/3/2026", "den": "1/2/2026"},
     {"sau": "x"}, {"nam": "x'"}, {"loai": "<script>"}, {"co-quan": "9" * 30}, {"muc": "khong-co"}, {"xep": "?"}],
)  # fmt: skip
def test_whatever_stands_in_the_address_gives_a_page(world, lan, query):
    enter(world, "Kế hoạch")
    shown = page(lan, **query)
    assert "<script>alert" not in shown and "<script>" not in shown.replace("<script src", "")


def test_a_date_that_does_not_exist_is_explained(world, lan):
    assert "tháng 2 năm 2026 chỉ có 28 ngày" in page(lan, q="kế hoạch", tu="30/02/2026")


def test_quick_answers_are_a_fragment_with_a_way_to_all(world, lan):
    entry = enter(world, "Chuyển đổi số", number="5-KH/TU")
    shown = lan.get(reverse("catalogue:quick"), {"q": "chuyen d"}).content.decode()
    assert entry.get_absolute_url() in shown
    assert "<html" not in shown
    assert "q=chuyen+d" in shown
    assert lan.get(reverse("catalogue:quick")).content.strip() == b""


def test_the_chain_page_draws_what_led_to_what(world, lan):
    cause, result = enter(world, "Chỉ thị"), enter(world, "Quyết định", kind="outgoing", number="9-QĐ/TU")
    actions.link(cause, result, Relation.BASED_ON, actor=None)
    shown = lan.get(reverse("catalogue:chain", args=[cause.pk])).content.decode()
    assert shown.count("<rect class") == 2
    assert "node-seal" in shown and "căn cứ" in shown
    assert "vì thuộc Văn phòng Tỉnh uỷ An Bình" in shown
    assert lan.get(reverse("catalogue:chain", args=[cause.pk]), {"muc": "x"}).status_code == 200


def test_a_chain_one_may_not_see_is_not_there(world, lan):
    hidden = enter(world, "Kín", access={f"p{world.son.pk}": "x"})
    assert lan.get(reverse("catalogue:chain", args=[hidden.pk])).status_code == 404
    assert lan.get(reverse("catalogue:chain", args=[hidden.pk + 999])).status_code == 404


@pytest.mark.parametrize("order", ["moi", "sat"])
def test_a_search_page_takes_at_most_twelve_queries_whatever_it_finds(world, lan, order, django_assert_max_num_queries):
    enter(world, "Kế hoạch 0", text="kế hoạch")
    address = reverse("catalogue:search") + f"?q=ke+hoach&xep={order}"
    lan.get(address)
    with django_assert_max_num_queries(12) as few:
        lan.get(address)
    for n in range(40):
        enter(world, f"Kế hoạch {n}", text="kế hoạch")
    with django_assert_max_num_queries(12) as many:
        lan.get(address)
    assert len(many.captured_queries) <= len(few.captured_queries)
