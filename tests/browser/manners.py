"""How people in these journeys come in, and how every page they meet is looked over."""

from concurrent.futures import ThreadPoolExecutor

from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Page, expect

from tests import drafts

PASSWORD = "mưa phùn tháng giêng"
PHONE = {"width": 390, "height": 844}


def log_in(page: Page, login: str, address: str = "/") -> Page:
    """Through the door, as everybody does; then the page that was asked for."""
    page.goto(address)
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_label("Tên đăng nhập")).to_have_count(0)
    return page


def look_over(page: Page) -> None:
    """Nothing for axe-core to say, in light and dark, and nothing wider than the window."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = Axe().run(page).response["violations"]
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += Axe().run(page, options={"runOnly": ["color-contrast"]}).response["violations"]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    told = [f"{one['id']}: {one['nodes'][0]['html'][:300]} {one['nodes'][0]['failureSummary']}" for one in found]
    assert not told, "\n".join([page.url, *told])
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} pixels wider than the window"


def work(*, pages: bool = False) -> None:
    """The worker does what was promised: beside this thread, whose event loop is Playwright's, not signing's."""

    def run() -> None:
        try:
            drafts.work(pages=pages)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()
