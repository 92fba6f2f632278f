"""The register as a list, on paper and as a spreadsheet: what it shows, to whom, and how little it asks."""

import io

import pytest
import python_calamine

from daumoi.incoming import actions
from tests.files.test_views import body
from tests.incoming.papers import (
    directed,
    done,
    entered,
    lead_of,
    today,
)


def listed(client, **query):
    return client.get("/van-ban-den/", query)


def test_the_views_of_the_register_hold_what_they_say(clerk, world):
    entered(world, "1-CV/A", subject="Chờ ý kiến")
    directed(world, entered(world, "2-CV/A", subject="Đang làm"))
    directed(world, entered(world, "3-CV/A", subject="Đến hạn"), days=0)
    late = directed(world, entered(world, "4-CV/A", subject="Quá hạn"))
    lead_of(late)
    type(lead_of(late)).objects.filter(entry=late.entry).update(due_on=today().replace(year=today().year - 1))
    done(world)
    for view, there, counted in (
        ("cho", {"Chờ ý kiến"}, 1),
        ("xu-ly", {"Đang làm", "Đến hạn", "Quá hạn"}, 3),
        ("hom-nay", {"Đến hạn"}, 1),
        ("tre", {"Quá hạn"}, 1),
        ("xong", {"Về việc hoàn thiện"}, None),
    ):
        page = listed(clerk, xem=view).text
        for words in ("Chờ ý kiến", "Đang làm", "Đến hạn", "Quá hạn"):
            assert (f"</span> {words}" in page or f" {words}</td>" in page) == (words in there), (view, words)
        if counted:
            assert f'<span class="count">{counted}</span></a>' in page
    assert "trễ" in listed(clerk, xem="tre").text


def test_filters_narrow_and_say_what_they_cannot_read(clerk, world):
    entered(world, "1-CV/A", subject="Chuyển đổi số", urgency="khan")
    entered(world, "2-BC/A", subject="Đất đai", type_code="bao-cao", type_name="Báo cáo")
    directed(world, entered(world, "3-CV/A", subject="Nhà ở xã hội"), days=0)
    day = f"{today():%d/%m/%Y}"
    for query, there in (
        ({"xem": "nam", "q": "chuyen doi so"}, "Chuyển đổi số"),
        ({"xem": "nam", "q": "2-BC/A"}, "Đất đai"),
        ({"xem": "nam", "loai": "bao-cao"}, "Đất đai"),
        ({"xem": "nam", "khan": "1"}, "Chuyển đổi số"),
        ({"xem": "hom-nay", "q": "nha o"}, "Nhà ở xã hội"),
        ({"xem": "hom-nay", "loai": "cong-van", "noi-gui": world.btc.pk}, "Nhà ở xã hội"),
    ):
        page = listed(clerk, **query).text
        found = [words for words in ("Chuyển đổi số", "Đất đai", "Nhà ở xã hội") if f" {words}</td>" in page]
        assert found == [there], query
    assert "Không có văn bản nào khớp" in listed(clerk, xem="hom-nay", khan="1").text
    assert "chỉ có 28 ngày" in listed(clerk, tu="30/02/2026").text
    assert " Đất đai</td>" in listed(clerk, xem="nam", tu=day, den=day, **{"noi-gui": world.btc.pk}).text
    assert "Mọi loại" in listed(clerk, loc="1").text


def test_pages_of_the_register_lead_on_and_back(clerk, world, monkeypatch):
    from daumoi.incoming import register

    for number in range(1, 6):
        entered(world, f"{number}-CV/A", subject=f"Việc thứ {number}")
    monkeypatch.setattr(register.read, "__kwdefaults__", {**register.read.__kwdefaults__, "limit": 2})
    first = listed(clerk, xem="nam")
    assert "Việc thứ 5" in first.text
    assert "Việc thứ 3" not in first.text
    older = first.context["older"]
    second = clerk.get(f"/van-ban-den/{older}")
    assert "Việc thứ 3" in second.text
    assert "Việc thứ 5" in clerk.get(f"/van-ban-den/{second.context['newer']}").text


@pytest.mark.parametrize("rows", [1, 20])
def test_a_page_of_the_register_asks_little_however_many_rows(clerk, world, rows, django_assert_max_num_queries):
    for number in range(rows):
        directed(world, entered(world, f"{number + 1}-CV/A", subject=f"Việc số {number}"))
    listed(clerk)
    with django_assert_max_num_queries(12):
        listed(clerk)


def test_those_without_a_post_have_no_register(client, world):
    client.force_login(world.khach)
    assert listed(client).status_code == 403
    assert client.get("/van-ban-den/tiep-nhan/").status_code == 403


def test_a_unit_sees_only_what_was_given_to_it(client, world):
    directed(world, entered(world, "1-CV/A", subject="Của phòng"))
    entered(world, "2-CV/A", subject="Không của phòng")
    client.force_login(world.lan)
    page = listed(client, xem="nam").text
    assert " Của phòng</td>" in page
    assert "Không của phòng" not in page
    assert client.get("/van-ban-den/tiep-nhan/").status_code == 403


def test_the_register_as_a_spreadsheet_holds_every_row(clerk, world):
    entered(world, "1-CV/A", subject="=HYPERLINK(1)")
    directed(world, entered(world, "2-CV/A", subject="Đang làm"), days=0)
    for view, count in (("nam", 2), ("hom-nay", 1)):
        data = body(clerk.get(f"/van-ban-den/xuat/?xem={view}"))
        rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
        assert rows[0][0] == "Số đến"
        assert len(rows) == count + 1
    assert {"=HYPERLINK(1)", "Đang làm"} >= {row[6] for row in rows[1:]}


def test_an_export_goes_through_all_pages(clerk, world, monkeypatch):
    from daumoi.incoming import register

    for number in range(1, 4):
        entered(world, f"{number}-CV/A", subject=f"Việc thứ {number}")
    found = list(register.every(world.ha, world.tu, register.Filters(view="nam"), most=2))
    assert [arrival.number for arrival in found] == [3, 2]
    assert len(list(register.every(world.ha, world.tu, register.Filters(view="nam"), most=100))) == 3


def test_the_official_register_prints_in_the_order_of_its_numbers(clerk, world):
    directed(world, entered(world, "1-CV/A"))
    actions.strike(entered(world, "2-CV/A", subject="Nhầm"), actor=world.ha, note="Nhập nhầm.")
    page = clerk.get("/van-ban-den/in/").text
    assert "từ số 1 đến số 2" in page
    assert "Gạch: Nhập nhầm." in page
    assert "Phòng Tổng hợp" in page
    assert "Không có văn bản đến" in clerk.get("/van-ban-den/in/?tu=01/01/2020&den=02/01/2020").text
    assert clerk.get("/van-ban-den/in/?tu=02/01/2020&den=01/01/2020").status_code == 422
    assert clerk.get("/van-ban-den/in/?tu=30/02/2020").status_code == 422


def test_a_long_register_says_that_it_was_cut(clerk, world, monkeypatch):
    from daumoi.incoming.views import register

    entered(world, "1-CV/A")
    entered(world, "2-CV/A", subject="Một việc khác hẳn việc kia")
    monkeypatch.setattr(register, "MOST_PRINTED", 1)
    assert "in từng tháng" in clerk.get("/van-ban-den/in/").text
