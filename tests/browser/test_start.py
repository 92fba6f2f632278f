"""The door of the office, before anybody has come in."""

from playwright.sync_api import Page, expect


def test_a_stranger_is_asked_to_log_in(page: Page, live_server):
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_label("Tên đăng nhập")).to_be_visible()
