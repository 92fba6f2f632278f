"""The manners of the real pages: keys alone, a stale tab, no scripts, the palette."""

import re
from typing import Any

from django.utils import timezone
from playwright.sync_api import expect

from daumoi.incoming.models import Arrival, State
from tests.browser.manners import log_in, look_over
from tests.files import papers as made
from tests.incoming.papers import entered
from tests.world import World


def test_a_paper_is_entered_with_keys_alone(visit: Any, world: World) -> None:
    page = log_in(visit(), "ha", "/van-ban-den/")
    page.keyboard.press("n")
    expect(page.get_by_label("Số, ký hiệu")).to_be_focused()

    page.keyboard.type("412-CV/BTCTU")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Nơi gửi")).to_have_value(world.btc.name)
    page.keyboard.type(f"{timezone.localdate():%d%m%Y}")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Độ khẩn")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Loại", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Nơi gửi")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Trích yếu")).to_be_focused()
    page.keyboard.type("Về việc quy hoạch cán bộ")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("status").filter(has_text="Đã vào sổ số đến 1")).to_be_visible()
    entered_now = Arrival.objects.get()
    assert entered_now.document.issuer == world.btc
    assert entered_now.document.issued_on == timezone.localdate()


def test_a_sender_is_chosen_by_letters_without_marks_and_a_twin_is_shown_before_saving(
    visit: Any, world: World
) -> None:
    before = entered(world, "412-CV/BTCTU")
    page = log_in(visit(), "ha", "/van-ban-den/tiep-nhan/")
    sender = page.get_by_label("Nơi gửi")
    sender.press_sequentially("to chuc")
    page.get_by_role("option", name=re.compile(world.btc.name)).click()
    expect(sender).to_have_value(world.btc.name)
    page.get_by_label("Ngày văn bản").fill(f"{timezone.localdate():%d/%m/%Y}")
    number = page.get_by_label("Số, ký hiệu")
    number.fill("412-CV/BTCTU")
    number.blur()

    warning = page.get_by_role("alert")
    expect(warning).to_contain_text("có thể đã vào sổ")
    expect(warning.get_by_role("link", name="Số đến 1")).to_have_attribute("href", before.get_absolute_url())
    look_over(page)
    page.get_by_label("Trích yếu").fill("Về việc quy hoạch cán bộ")
    page.get_by_role("button", name=re.compile("^Vào sổ Ctrl")).click()
    page.wait_for_load_state()
    expect(page.get_by_role("alert")).to_contain_text("có thể đã vào sổ")
    expect(page.get_by_label("Trích yếu")).to_have_value("Về việc quy hoạch cán bộ")
    assert Arrival.objects.count() == 1

    page.get_by_label("không trùng, vẫn vào sổ").check()
    page.get_by_label("Lý do vẫn vào sổ").fill("Ban Tổ chức cấp trùng số")
    page.get_by_role("button", name=re.compile("^Vào sổ Ctrl")).click()
    expect(page.get_by_role("status").filter(has_text="Đã vào sổ số đến 2")).to_be_visible()


def test_a_stale_tab_is_told_and_nothing_is_lost_or_overwritten(visit: Any, world: World) -> None:
    arrival = entered(world)
    first = log_in(visit(), "son", f"{arrival.get_absolute_url()}but-phe/")
    second = first.context.new_page()
    second.goto(first.url)
    for page, words in ((first, "Phòng Tổng hợp chủ trì."), (second, "Phòng Hành chính chủ trì.")):
        page.get_by_label("Ý kiến chỉ đạo").fill(words)
        page.get_by_label("Chủ trì").select_option(label=words.removesuffix(" chủ trì."))
        page.get_by_role("button", name=re.compile("Cho ý kiến")).click()
        page.wait_for_load_state()

    expect(first.get_by_text("Phòng Tổng hợp chủ trì.").first).to_be_visible()
    expect(second.get_by_role("heading", level=1)).to_have_text("Nội dung đã được người khác thay đổi")
    expect(second.get_by_text("Mở lại trang để xem bản mới nhất")).to_be_visible()
    look_over(second)
    assert [note.text for note in arrival.entry.directives.all()] == ["Phòng Tổng hợp chủ trì."]


def test_without_scripts_a_paper_is_uploaded_entered_and_read(visit: Any, world: World) -> None:
    page = log_in(visit(java_script_enabled=False), "ha")
    page.get_by_role("link", name="Tiếp nhận").first.click()
    page.set_input_files(
        "input[type=file]", {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": made.pdf(2, "Cong van")}
    )
    page.get_by_role("button", name="Tải lên").click()
    expect(page.get_by_role("list", name="Tệp chờ vào sổ").get_by_text("cv.pdf")).to_be_visible()

    page.get_by_label("Số, ký hiệu").fill("77-CV/BTCTU")
    page.get_by_label("Ngày văn bản").fill("30/02/2026")
    page.get_by_label("Nơi gửi").fill(world.btc.name)
    page.get_by_label("Trích yếu").fill("Về việc kiểm tra công tác cán bộ")
    page.get_by_role("button", name="Vào sổ và mở").click()
    expect(page.get_by_role("alert").first).to_contain_text("30/02/2026")
    expect(page.get_by_label("Trích yếu")).to_have_value("Về việc kiểm tra công tác cán bộ")
    page.get_by_label("Ngày văn bản").fill(f"{timezone.localdate():%d/%m/%Y}")
    page.get_by_role("button", name="Vào sổ và mở").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Về việc kiểm tra công tác cán bộ")
    expect(page.get_by_text("cv.pdf").first).to_be_visible()
    page.get_by_role("link", name="Sổ văn bản đến").first.click()
    page.get_by_role("link", name=re.compile("Chờ bút phê")).click()
    page.get_by_role("link", name="1", exact=True).click()
    page.get_by_role("button", name="Gạch số…").click()
    page.get_by_label("Lý do").fill("Gửi nhầm nơi")
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Gạch số")).click()
    expect(page.get_by_text("Số này đã gạch.")).to_be_visible()
    assert Arrival.objects.get().state == State.STRUCK


def test_the_palette_runs_a_command_from_any_page(visit: Any, world: World) -> None:
    page = log_in(visit(), "ha", "/ho-so/")
    page.keyboard.press("Control+k")
    page.keyboard.type("tiep nhan")
    expect(page.locator("#palette [aria-selected=true]")).to_contain_text("Tiếp nhận văn bản mới")
    look_over(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url("/van-ban-den/tiep-nhan/")
