"""One paper through the whole office, by the words on the screen: from the door to the register and back."""

import re
from datetime import date
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect

from daumoi.core import office
from daumoi.layout.paper import SigningBlock
from daumoi.layout.word import produce
from tests.browser.manners import PHONE, log_in, look_over, work
from tests.drafts import PASSPHRASE, printing_once
from tests.layout.papers import letter
from tests.world import World

SUBJECT = "Về việc cho ý kiến phương án sắp xếp tổ chức bộ máy"
TEXT = "1. Thống nhất phương án.\n2. Giao Ban Tổ chức hoàn thiện."
DOSSIER = "Sắp xếp tổ chức bộ máy năm 2026"
ANSWER = "về phương án sắp xếp tổ chức bộ máy"


def letter_of_the_board() -> bytes:
    """A letter of Ban Tổ chức as it comes to the door: printed, numbered, dated today."""
    today = timezone.localdate()
    made = produce(
        letter(
            superior_name="Tỉnh uỷ An Bình",
            body_name="Ban Tổ chức",
            symbol="-CV/BTCTU",
            number="318",
            date=date(today.year, today.month, today.day),
            subject=SUBJECT,
            addressees=("Thường trực Tỉnh uỷ", "Văn phòng Tỉnh uỷ"),
            content="Ban Tổ chức Tỉnh uỷ kính đề nghị Thường trực Tỉnh uỷ cho ý kiến về phương án kèm theo.",
            signing=SigningBlock("Trưởng ban", "Đặng Văn Hoà"),
            urgency="",
        )
    )
    with printing_once():
        return office.to_pdf(made)


def test_a_paper_comes_is_worked_on_and_is_answered(visit: Any, world: World) -> None:
    clerk = log_in(visit(), "ha")
    number = register(clerk)
    direct_on_a_phone(visit, number)

    specialist = log_in(visit(), "lan")
    accept_and_open_a_dossier(specialist)
    draft_the_answer(specialist)
    appraise(log_in(visit(), "son"))
    sign(log_in(visit(), "thanh"))
    issued = issue(clerk)

    receive(log_in(visit(), "oanh"), issued)
    see_what_became_of_it(clerk, issued)
    close_the_work(specialist, issued)
    find_it(specialist, issued)
    count_it(specialist, issued)
    print_the_registers(clerk, issued)


def register(page: Page) -> str:
    """The clerk drops the file, takes what was read from it, and gets a number."""
    look_over(page)
    page.get_by_role("link", name="Tiếp nhận").first.click()
    look_over(page)
    page.set_input_files(
        "input[type=file]",
        {"name": "318-CV-BTCTU.pdf", "mimeType": "application/pdf", "buffer": letter_of_the_board()},
    )
    expect(page.get_by_role("list", name="Tệp chờ vào sổ").get_by_text("318-CV-BTCTU.pdf")).to_be_visible()
    work(pages=True)
    page.goto(page.url)
    expect(page.get_by_label("Số, ký hiệu")).to_have_value("318-CV/BTCTU")
    expect(page.get_by_label("Nơi gửi")).to_have_value("Ban Tổ chức Tỉnh uỷ An Bình")
    expect(page.get_by_label("Trích yếu")).to_have_value(SUBJECT)
    look_over(page)
    page.get_by_role("button", name="Vào sổ và mở").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(SUBJECT)
    look_over(page)
    said = page.get_by_text(re.compile(r"Đã vào sổ số đến \d+"))
    expect(said).to_be_visible()
    return re.findall(r"\d+", said.inner_text())[0]


def direct_on_a_phone(visit: Any, number: str) -> None:
    """The chief of office gives the paper to a section, with a deadline, on a phone."""
    page = log_in(visit(viewport=PHONE, has_touch=True), "son")
    look_over(page)
    page.get_by_role("link", name=re.compile(f"^Bút phê: {number} ")).click()
    page.get_by_label("Ý kiến chỉ đạo").fill("Phòng Tổng hợp chủ trì, tham mưu văn bản trả lời.")
    page.get_by_label("Chủ trì").select_option(label="Phòng Tổng hợp")
    page.get_by_label("Số ngày làm việc").fill("5")
    expect(page.locator("#due")).to_contain_text("ngày làm việc")
    look_over(page)
    page.get_by_role("button", name=re.compile("Cho ý kiến")).click()
    expect(page.get_by_text(f"Đã cho ý kiến số đến {number}.")).to_be_visible()
    expect(page.get_by_text("tham mưu văn bản trả lời").first).to_be_visible()
    look_over(page)


def accept_and_open_a_dossier(page: Page) -> None:
    page.get_by_role("link", name=re.compile(SUBJECT)).first.click()
    page.get_by_role("button", name="Nhận việc").click()
    expect(page.get_by_text("đã xong").first).to_be_visible()
    look_over(page)
    page.get_by_role("link", name="Đưa vào hồ sơ").click()
    look_over(page)
    page.get_by_role("link", name="Mở hồ sơ mới").click()
    page.get_by_label("Tiêu đề hồ sơ").fill(DOSSIER)
    look_over(page)
    page.get_by_role("button", name=re.compile("Mở hồ sơ")).click()
    expect(page.get_by_role("link", name=re.compile(SUBJECT))).to_be_visible()
    look_over(page)


def draft_the_answer(page: Page) -> None:
    """From the paper: the form proposes, the specialist writes, the paper is seen beside it."""
    page.get_by_role("link", name=re.compile(SUBJECT)).click()
    page.get_by_role("link", name="Soạn trả lời").click()
    page.get_by_label("Loại văn bản").select_option(label="Kết luận")
    page.get_by_label("Trích yếu").fill(ANSWER)  # while the form is still asking what the type changes
    expect(page.get_by_text(re.compile("được ban hành kết luận"))).to_be_visible()
    expect(page.get_by_label("Quyền hạn ký")).to_have_value("T/M BAN THƯỜNG VỤ")
    expect(page.get_by_label("Trích yếu")).to_have_value(ANSWER)
    page.get_by_role("textbox", name="Nội dung", exact=True).fill(TEXT)
    page.get_by_label("Nơi nhận 1", exact=True).press_sequentially("tan lap")
    page.get_by_role("option", name=re.compile("Đảng uỷ xã Tân Lập")).click()
    expect(page.get_by_role("group", name="Bản xem trước của văn bản")).to_contain_text("Thống nhất phương án")
    look_over(page)
    page.get_by_role("button", name=re.compile("Lưu dự thảo")).click()
    expect(page.get_by_text(re.compile("Đã lưu dự thảo"))).to_be_visible()
    work(pages=True)
    page.reload()
    look_over(page)
    page.get_by_role("button", name="Trình thẩm định").click()
    expect(page.get_by_text("Trình thẩm định: đã xong.")).to_be_visible()


def appraise(page: Page) -> None:
    page.get_by_role("link", name=re.compile(ANSWER)).first.click()
    for part in page.locator("fieldset.appraisal-part").all():
        part.get_by_label("đạt", exact=True).check()
    look_over(page)
    page.get_by_role("button", name=re.compile("Đồng ý trình ký")).click()
    expect(page.get_by_text("Đã đồng ý trình ký lần 1.")).to_be_visible()


def sign(page: Page) -> None:
    """A wrong passphrase is told and changes nothing; the right one signs."""
    page.get_by_role("link", name=re.compile(ANSWER)).first.click()
    if page.get_by_role("link", name=re.compile("^Ký số")).count():
        look_over(page)
        page.get_by_role("link", name=re.compile("^Ký số")).click()
    page.get_by_label("Mật khẩu ký").fill("không phải câu này")
    look_over(page)
    page.get_by_role("button", name=re.compile("^Ký ")).click()
    expect(page.get_by_text("Mật khẩu ký không đúng").first).to_be_visible()
    page.get_by_label("Mật khẩu ký").fill(PASSPHRASE)
    page.get_by_role("button", name=re.compile("^Ký ")).click()
    expect(page.get_by_text("Đã ký. Văn bản chuyển văn thư cấp số.")).to_be_visible()
    look_over(page)


def issue(page: Page) -> str:
    """The clerk gives the number; the worker seals the file and sends it."""
    page.goto("/")
    page.get_by_role("link", name=re.compile(ANSWER)).first.click()
    if page.get_by_role("link", name=re.compile("^Cấp số")).count():
        page.get_by_role("link", name=re.compile("^Cấp số")).click()
    expect(page.get_by_text("1-KL/TU").first).to_be_visible()
    look_over(page)
    page.get_by_role("button", name=re.compile("^Cấp số, ban hành")).click()
    said = page.get_by_text(re.compile("Đã cấp số .*KL/TU"))
    expect(said).to_be_visible()
    number = re.findall(r"\d+-KL/TU", said.inner_text())[0]
    work(pages=True)
    page.reload()
    expect(page.get_by_text("đã ban hành, đã đóng dấu")).to_be_visible()
    expect(page.get_by_role("region", name="Chữ ký số")).to_contain_text(
        re.compile("Nguyễn Văn Thành.*Tỉnh uỷ An Bình", re.DOTALL)
    )
    look_over(page)
    return number


def receive(page: Page, number: str) -> None:
    """The clerk of the commune finds the paper waiting, and enters it."""
    page.get_by_role("link", name="Tiếp nhận").first.click()
    waiting = page.get_by_role("region", name=re.compile("Gửi đến trong hệ thống"))
    waiting.get_by_role("link", name=number).click()
    look_over(page)
    page.get_by_role("button", name="Vào sổ và mở").click()
    expect(page.get_by_text("Đã vào sổ số đến 1.")).to_be_visible()
    look_over(page)


def see_what_became_of_it(page: Page, number: str) -> None:
    page.goto("/van-ban-di/")
    look_over(page)
    page.get_by_role("link", name=number).first.click()
    place = page.get_by_role("row").filter(has_text="Đảng uỷ xã Tân Lập")
    expect(place).to_contain_text("số đến 1")


def close_the_work(page: Page, number: str) -> None:
    """The answer fell into the dossier by itself; the specialist reports, and the paper is done."""
    page.get_by_role("link", name="Hồ sơ công việc").first.click()
    page.get_by_role("row").filter(has_text=DOSSIER).get_by_role("link").click()
    filed = page.get_by_role("row").filter(has=page.get_by_role("cell", name=number, exact=True))
    expect(filed).to_contain_text("tự vào")
    page.get_by_role("link", name=re.compile(SUBJECT)).first.click()
    page.get_by_role("link", name="Báo cáo kết quả…").click()
    page.get_by_role("textbox", name=re.compile("Kết quả")).fill(f"Đã ban hành Kết luận số {number}.")
    look_over(page)
    page.get_by_role("button", name=re.compile("Báo cáo kết quả")).click()
    page.get_by_role("button", name="Báo xong").click()
    expect(page.locator(".doc-line .state").filter(has_text="Đã xong")).to_be_visible()
    look_over(page)


def find_it(page: Page, number: str) -> None:
    """Without marks and by number it is found; the chain shows what led to it."""
    for question in ("phuong an sap xep to chuc bo may", number.replace("-", " ").lower()):
        page.goto("/tim/")
        page.get_by_label("Số, ký hiệu, trích yếu hoặc nội dung").fill(question)
        page.get_by_role("button", name="Tìm", exact=True).click()
        expect(page.get_by_role("article").filter(has_text=number).first).to_be_visible()
    look_over(page)
    page.keyboard.press("Control+k")
    page.keyboard.type("so 01 kl tu")
    expect(page.locator("#palette").get_by_role("option").filter(has_text=number).first).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("article").filter(has_text=number).first.get_by_role("link", name="chuỗi").click()
    for drawn in (number, "318-CV/BTCTU"):
        expect(page.locator("svg.chain text").filter(has_text=drawn)).to_be_visible()
        expect(page.get_by_role("table", name="Các mắt xích").get_by_text(drawn).first).to_be_visible()
    look_over(page)


def count_it(page: Page, number: str) -> None:
    page.get_by_role("link", name="Thống kê nhiệm kỳ").first.click()
    look_over(page)
    page.get_by_role("link", name="1 kết luận").click()
    expect(page.get_by_role("main").get_by_text(number).first).to_be_visible()
    look_over(page)


def print_the_registers(page: Page, number: str) -> None:
    for address, heading, shown in (
        ("/van-ban-den/", "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN", "318-CV/BTCTU"),
        ("/van-ban-di/", "SỔ ĐĂNG KÝ VĂN BẢN ĐI", number),
    ):
        page.goto(address)
        page.get_by_role("link", name="In sổ").click()
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        expect(page.get_by_role("cell", name=shown)).to_be_visible()
        look_over(page)
