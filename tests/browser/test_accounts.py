"""Log-in in a real browser: a passkey, the six digits of a telephone, a password of one's own, a new office."""

import base64
import hashlib
import hmac
import struct
import time
from typing import Any

from playwright.sync_api import Page, expect

from daumoi.people import first_run
from daumoi.people.actions import people
from daumoi.people.models import Body, Person
from tests.browser.manners import PASSWORD, log_in, look_over
from tests.world import World

OWN = "con-duong-lang-3"


def with_virtual_key(page: Page) -> None:
    """A fingerprint reader inside the browser, always willing."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def six_digits(secret: str) -> str:
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def confirm(page: Page) -> None:
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận").click()


def leave(page: Page) -> None:
    page.goto("/tai-khoan/thoat/")
    page.get_by_role("button", name="Thoát").click()


def test_a_passkey_opens_without_a_password(visit: Any, world: World) -> None:
    page = log_in(visit(), "ha", "/tai-khoan/hai-buoc/")
    with_virtual_key(page)
    look_over(page)
    page.get_by_role("link", name="Thêm khoá").click()
    confirm(page)
    page.get_by_label("Đăng nhập không cần mật khẩu").check()
    page.get_by_role("button", name="Thêm").click()
    expect(page.get_by_role("heading", name="Mã dự phòng", level=1)).to_be_visible()
    look_over(page)

    leave(page)
    page.goto("/tai-khoan/dang-nhap/?next=/tai-khoan/")
    page.get_by_role("button", name="Đăng nhập bằng khoá truy cập").click()
    expect(page.get_by_role("heading", name="Tài khoản", level=1)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Phạm Thu Hà")


def test_a_refused_passkey_is_told_in_the_page(visit: Any, world: World) -> None:
    page = visit()
    page.goto("/tai-khoan/dang-nhap/")
    page.route("**/hai-buoc/khoa/dang-nhap/", lambda route: route.abort())
    page.get_by_role("button", name="Đăng nhập bằng khoá truy cập").click()
    expect(page.get_by_role("alert")).to_contain_text("Chưa dùng được khoá")


def test_six_digits_are_asked_after_the_password(visit: Any, world: World) -> None:
    page = log_in(visit(), "ha", "/tai-khoan/hai-buoc/ung-dung/bat/")
    confirm(page)
    secret = page.get_by_label("Hoặc nhập chuỗi này").input_value()
    page.get_by_label("Mã sáu số đang hiện").fill(six_digits(secret))
    page.get_by_role("button", name="Bật").click()
    expect(page.get_by_role("heading", name="Mã dự phòng", level=1)).to_be_visible()
    code = page.get_by_role("textbox", name="Mã chưa dùng").input_value().split()[0]

    leave(page)
    page.goto("/tai-khoan/dang-nhap/?next=/tai-khoan/")
    page.get_by_label("Tên đăng nhập").fill("ha")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_role("heading", name="Xác thực bước hai")).to_be_visible()
    look_over(page)
    page.get_by_label("Mã xác thực").fill("không phải")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_text("Mã không đúng hoặc đã hết hạn.")).to_be_visible()
    page.get_by_label("Mã xác thực").fill(code)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_role("heading", name="Tài khoản", level=1)).to_be_visible()


def test_a_temporary_password_is_exchanged_for_ones_own(visit: Any, world: World) -> None:
    temporary = people.reset_password(Person.objects.get(login="ha"), actor=world.admin)
    page = visit()
    page.goto("/tai-khoan/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill("ha")
    page.get_by_label("Mật khẩu").fill(temporary)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_text("Mật khẩu đang dùng là mật khẩu tạm.")).to_be_visible()
    look_over(page)
    page.get_by_label("Mật khẩu hiện nay").fill(temporary)
    page.get_by_label("Mật khẩu mới bắt buộc", exact=True).fill(OWN)
    page.get_by_label("Nhập lại mật khẩu mới").fill(OWN)
    page.get_by_role("button", name="Đổi mật khẩu").click()
    expect(page.get_by_role("status").filter(has_text="Đã đổi mật khẩu.")).to_be_visible()
    assert Person.objects.get(login="ha").check_password(OWN)


def test_an_administrator_appoints_somebody_found_by_a_few_letters(visit: Any, world: World) -> None:
    page = log_in(visit(), "quantri", f"/quan-tri/co-quan/{world.vptu.pk}/phan-cong/")
    look_over(page)
    page.get_by_label("Cán bộ").press_sequentially("thi lan")
    page.get_by_role("option", name="Đỗ Thị Lan lan").click()
    page.get_by_label("Nhiệm vụ trong hệ thống").select_option("reviewer")
    page.get_by_label("Chức vụ").fill("Chuyên viên chính")
    page.get_by_role("button", name="Phân công").click()
    expect(page.get_by_role("status").filter(has_text="Đã phân công Đỗ Thị Lan.")).to_be_visible()
    look_over(page)


def test_an_office_is_founded_from_the_link_in_the_terminal(visit: Any, transactional_db: None) -> None:
    page = visit()
    page.goto(first_run.make_link())
    look_over(page)
    page.get_by_label("Tên cơ quan").fill("Đảng uỷ xã Tân Lập")
    page.get_by_label("Loại").select_option("commune")
    page.get_by_label("Tên nhiệm kỳ").fill("2025-2030")
    page.get_by_label("Bắt đầu ngày").fill("1/8/2025")
    page.get_by_label("Họ và tên").fill("Lê Hồng Sơn")
    page.get_by_label("Tên đăng nhập").fill("son")
    page.get_by_label("Mật khẩu", exact=True).or_(page.locator("#id_password")).first.fill(OWN)
    page.get_by_label("Nhập lại mật khẩu").fill(OWN)
    page.get_by_label("Văn thư").check()
    page.get_by_role("button", name="Lập văn phòng").click()
    expect(page.get_by_role("status").filter(has_text="Đã lập «Đảng uỷ xã Tân Lập».")).to_be_visible()

    page.get_by_label("Tên đăng nhập").fill("son")
    page.get_by_label("Mật khẩu").fill(OWN)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.goto(f"/quan-tri/co-quan/{Body.objects.get().pk}/")
    expect(page.get_by_role("heading", name="Đảng uỷ xã Tân Lập", level=1)).to_be_visible()
    look_over(page)
