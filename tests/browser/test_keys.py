"""An office that has no keys yet gets them in the browser alone: its authority, its seal, its signer."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from daumoi.signing.registry import certificate_of, identity_of, seal_passphrase
from tests.browser.manners import PHONE, log_in, look_over
from tests.world import World

AUTHORITY, FIRST, OWN = "câu dài của nơi cấp", "câu ban đầu", "câu của riêng tôi"


def test_an_office_founds_its_authority_and_gives_its_first_keys(visit: Any, new_office: World) -> None:
    world, page = new_office, log_in(visit(), "quantri")
    page.get_by_role("link", name="Khoá ký, con dấu").click()
    look_over(page)
    page.get_by_role("link", name="Lập nơi cấp").click()
    page.get_by_label("Mật khẩu của nơi cấp").fill(AUTHORITY)
    page.get_by_label("Nhập lại").fill(AUTHORITY)
    page.get_by_label("Đã cất giữ mật khẩu").check()
    look_over(page)
    page.get_by_role("button", name="Lập nơi cấp").click()

    expect(page.get_by_role("heading", name="Chưa có khoá", level=1)).to_be_visible()
    look_over(page)
    page.get_by_role("link", name="Tạo khoá con dấu của Tỉnh uỷ An Bình", exact=True).click()
    page.get_by_label("Mật khẩu của nơi cấp").fill(AUTHORITY)
    page.get_by_role("button", name="Tạo khoá con dấu").click()
    expect(page.get_by_text("Đã tạo khoá con dấu của Tỉnh uỷ An Bình.")).to_be_visible()
    give_to_the_leader(page)
    look_over(page)

    own = log_in(visit(viewport=PHONE), "thanh", "/tai-khoan/")
    own.get_by_role("link", name="Khoá ký của tôi").last.click()
    expect(own.get_by_text("Đang dùng mật khẩu ký ban đầu.")).to_be_visible()
    look_over(own)
    own.get_by_role("link", name="Đổi mật khẩu").click()
    own.get_by_label("Mật khẩu đang dùng").fill(FIRST)
    own.get_by_label("Mật khẩu mới").fill(OWN)
    own.get_by_label("Nhập lại").fill(OWN)
    own.get_by_role("button", name="Đổi mật khẩu").click()
    expect(own.get_by_text("Đã đổi mật khẩu ký.")).to_be_visible()
    expect(own.get_by_text("Đang dùng mật khẩu ký ban đầu.")).to_have_count(0)

    seal, key = certificate_of(world.tu), certificate_of(world.tu, world.thanh)
    assert seal and identity_of(seal, seal_passphrase(world.tu))
    assert key and identity_of(key, OWN)


def give_to_the_leader(page: Page) -> None:
    """Found by letters without marks; two different first passphrases are told, and asked for again."""
    page.goto("/khoa-ky/")
    page.get_by_role("link", name=re.compile("Cấp chứng thư")).click()
    page.get_by_label("Cấp cho").press_sequentially("van thanh")
    page.get_by_role("option", name=re.compile("Nguyễn Văn Thành, Phó Bí thư")).click()
    for again in ("câu khác", FIRST):
        page.get_by_label("Mật khẩu ký ban đầu").fill(FIRST)
        page.get_by_label("Nhập lại").fill(again)
        page.get_by_label("Mật khẩu của nơi cấp").fill(AUTHORITY)
        page.get_by_role("button", name="Cấp chứng thư").click()
        if again != FIRST:
            expect(page.get_by_role("alert")).to_contain_text("Hai lần nhập chưa giống nhau")
            expect(page.get_by_label("Cấp cho")).to_have_value("Nguyễn Văn Thành, Phó Bí thư")
            look_over(page)
    expect(page.get_by_text("Đã cấp chứng thư cho Nguyễn Văn Thành.")).to_be_visible()
