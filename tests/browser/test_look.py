"""The look and the manners of the office, on the book of specimens."""

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import include, path
from playwright.sync_api import Page, Route, expect

from daumoi.core import urls as core_urls
from daumoi.core.specimen import papers

urlpatterns = [path("mau/", include((core_urls.book, "specimen")))]
pytestmark = pytest.mark.urls(__name__)

PAGES = ["", "so/", "in/", "cua/", "tay/", "loi/409/", "loi/404/", "loi/500/"]
WIDTHS = {"desk": {"width": 1440, "height": 900}, "hand": {"width": 390, "height": 844}}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(visit: Any, width: str, theme: str):
    page = visit(viewport=WIDTHS[width], color_scheme=theme, reduced_motion="reduce")
    for address in PAGES:
        page.goto(f"/mau/{address}")
        found = Axe().run(page).response["violations"]
        assert [(address, one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address


def test_the_register_is_walked_with_keys(page: Page):
    page.goto("/mau/so/")
    here = page.locator("tr[aria-current=true] [data-open-row]")
    numbers = [paper.number for paper in papers()]
    for key, number in [("j", numbers[1]), ("j", numbers[2]), ("k", numbers[1])]:
        page.keyboard.press(key)
        expect(here).to_have_text(number)
    page.keyboard.press("x")
    expect(page.locator("[data-picked-count]")).to_have_text("2")
    page.keyboard.press("/")
    expect(page.get_by_label("Lọc theo chữ")).to_be_focused()


def test_the_palette_finds_a_command_without_marks(page: Page):
    page.goto("/mau/so/")
    page.keyboard.press("Control+k")
    page.keyboard.type("in so van ban")
    chosen = page.locator("#palette [aria-selected=true]")
    expect(chosen).to_contain_text("In sổ văn bản đến")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/mau/in/")


def test_a_name_is_chosen_with_the_arrows_and_only_its_id_is_sent(page: Page):
    page.goto("/mau/")
    box = page.get_by_label("Nơi gửi")
    box.press_sequentially("uy ban")
    expect(page.locator(".combo").get_by_role("option")).to_have_count(4)
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("Uỷ ban Kiểm tra Tỉnh uỷ")
    expect(page.locator("input[name=sender]")).to_have_value("2")
    box.press("Backspace")
    expect(page.locator("input[name=sender]")).to_have_value("")


def test_a_suggestion_waits_for_enter_and_a_date_is_completed(page: Page):
    page.goto("/mau/")
    kind, day = page.get_by_label("Loại", exact=True), page.get_by_label("Ngày văn bản")
    kind.press("Enter")
    expect(day).to_be_focused()
    expect(page.get_by_text("✓ đã nhận")).to_be_visible()
    day.fill("2411")
    day.blur()
    assert day.input_value().startswith("24/11/20")


def test_pressing_three_times_sends_once(page: Page):
    page.goto("/mau/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.evaluate("""() => {
        const button = document.querySelector('form[action="/mau/1/finish/"] button');
        button.click(); button.click(); button.click();
    }""")
    expect(page.locator("#toasts")).to_contain_text("Đã bấm «finish»")
    assert len(sent) == 1


def test_an_upload_survives_a_broken_line_and_goes_on_where_it_stopped(page: Page):
    stand = {"offset": 0, "size": 0, "broken": 0}

    def server(route: Route) -> None:
        request = route.request
        if request.method == "POST":
            stand["size"] = json.loads(request.post_data or "{}")["size"]
            route.fulfill(status=201, json={"id": "7f3a", "offset": 0})
        elif int(request.headers["upload-offset"]) != stand["offset"]:
            route.fulfill(status=409, json={"offset": stand["offset"]})
        elif stand["offset"] and not stand["broken"]:
            stand["broken"] = 1
            route.abort()
        else:
            stand["offset"] = min(stand["size"], stand["offset"] + len(request.post_data_buffer or b""))
            route.fulfill(
                json={"offset": stand["offset"], "done": stand["offset"] == stand["size"], "file": {}, "problem": ""}
            )

    page.route("**/tep/**", server)
    page.goto("/mau/")
    page.set_input_files("#mau-tep", {"name": "báo cáo.pdf", "mimeType": "application/pdf", "buffer": b"x" * 5_000_000})
    expect(page.locator("[data-loads] input[name=upload]")).to_have_value("7f3a")
    assert stand == {"offset": 5_000_000, "size": 5_000_000, "broken": 1}


def test_without_a_script_steps_ask_and_menus_open(visit: Any):
    page = visit(java_script_enabled=False, viewport=WIDTHS["hand"])
    page.goto("/mau/")
    page.get_by_role("button", name="Trả lại…").click()
    expect(page.get_by_role("dialog", name="Trả lại")).to_be_visible()
    page.get_by_role("button", name="Thôi").click()
    page.get_by_role("button", name="Thêm").click()
    expect(page.locator("#menu-all").get_by_role("link", name="Hồ sơ, lưu trữ")).to_be_visible()


def test_the_theme_is_remembered_by_the_server(page: Page):
    page.goto("/mau/so/")
    page.get_by_role("button", name="Đổi nền sáng hoặc tối").click()
    chosen = page.locator("html").get_attribute("data-theme")
    page.reload()
    assert chosen in ("light", "dark")
    assert page.locator("html").get_attribute("data-theme") == chosen
