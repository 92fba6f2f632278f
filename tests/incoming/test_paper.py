"""The page of one paper and its steps."""

from django.urls import reverse

from daumoi.incoming import actions
from daumoi.incoming.models import State
from daumoi.jobs.queue import run_all
from tests.incoming.papers import (
    directed,
    entered,
    fields,
    lead_of,
    reported,
    uploaded,
)


def test_a_paper_tells_everything_about_itself(chief, world, django_assert_max_num_queries):
    arrival = reported(world, directed(world, entered(world, uploads=[uploaded(world)])))
    run_all()
    chief.get(arrival.get_absolute_url())
    with django_assert_max_num_queries(12):
        page = chief.get(arrival.get_absolute_url())
    for words in ("318-CV/BTCTU", "Phòng Tổng hợp chủ trì", "Đã tham mưu", "318-CV-BTCTU.pdf"):
        assert words in page.text
    told = chief.get(f"/van-ban-den/{arrival.pk}/nhat-ky/")
    assert "vào sổ số đến 1" in told.text
    assert "Đồng chí đọc được mục này" in told.text
    assert "<html" not in chief.get(f"/van-ban-den/{arrival.pk}/nhat-ky/", headers={"HX-Request": "true"}).text
    assert "Xử lý xong" not in page.text  # taken by itself, never a button
    assert "Số đến 1" in chief.get(f"/van-ban-den/{arrival.pk}/xem/").text


def test_a_paper_one_may_not_see_is_not_there(client, world):
    arrival = entered(world)
    client.force_login(world.lan)
    for name in ("detail", "history", "preview", "slip", "slip_qr", "correct", "direct"):
        assert client.get(reverse(f"incoming:{name}", args=[arrival.pk])).status_code == 404
    assert client.post(reverse("incoming:step", args=[arrival.pk, "strike"])).status_code == 404


def test_a_stub_has_no_file_and_says_why(chief, world):
    stub = entered(world, security="mat")
    assert "chỉ lưu phiếu theo dõi" in chief.get(stub.get_absolute_url()).text


def test_the_slip_carries_the_number_and_a_code_that_leads_back(clerk, world):
    arrival = entered(world)
    assert "PHIẾU TIẾP NHẬN" in clerk.get(f"/van-ban-den/{arrival.pk}/phieu/").text
    code = clerk.get(f"/van-ban-den/{arrival.pk}/phieu/qr.svg")
    assert code["Content-Type"] == "image/svg+xml"
    assert code.text.startswith("<svg") and "xmlns" in code.text


def test_the_chief_directs_and_the_unit_works_on_its_pages(client, world):
    arrival = entered(world)
    client.force_login(world.son)
    address = f"/van-ban-den/{arrival.pk}/but-phe/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"text": "Xem."}).status_code == 422
    assert client.post(address, {"text": ""}).status_code == 422
    given = {"text": "Tổng hợp chủ trì.", "lead": f"u{world.tonghop.pk}", "days": "5", "version": "1"}
    assert client.post(address, given).url == arrival.get_absolute_url()
    assert client.post(address, given).status_code == 409  # a stale page

    client.force_login(world.lan)
    line = lead_of(arrival)
    assert client.get(f"/van-ban-den/viec/{line.pk}/accept/").status_code == 302
    client.post(f"/van-ban-den/viec/{line.pk}/accept/", {"version": line.version})
    assert "Kết quả" in client.get(f"/van-ban-den/viec/{line.pk}/report/").text
    assert client.post(f"/van-ban-den/viec/{line.pk}/report/", {"text": ""}).status_code == 422
    client.post(f"/van-ban-den/viec/{line.pk}/report/", {"text": "Đã tham mưu."})
    client.post(f"/van-ban-den/viec/{line.pk}/finish/")
    arrival.refresh_from_db()
    assert arrival.state == State.DONE


def test_a_line_is_handed_on_inside_the_unit(client, world):
    arrival = directed(world)
    line = lead_of(arrival)
    client.force_login(world.minh)
    address = f"/van-ban-den/viec/{line.pk}/forward/"
    assert "Đỗ Thị Lan" in client.get(address).text
    assert client.post(address, {"person": world.lan.pk}).status_code == 302
    line.refresh_from_db()
    assert line.person == world.lan
    assert client.post(f"/van-ban-den/viec/{line.pk}/khong-co/").status_code == 404


def test_a_line_refused_at_the_last_moment_keeps_what_was_typed(client, world, monkeypatch):
    from daumoi.core.errors import Refusal

    arrival = directed(world)
    line = lead_of(arrival)
    client.force_login(world.lan)

    def refuses(*_args, **_more):
        raise Refusal("Không được.")

    monkeypatch.setattr(actions, "line_step", refuses)
    answer = client.post(f"/van-ban-den/viec/{line.pk}/report/", {"text": "Đã viết dài."})
    assert answer.status_code == 422
    assert "Đã viết dài." in answer.text
    assert client.post(f"/van-ban-den/viec/{line.pk}/accept/").status_code == 422


def test_an_assistant_writes_the_note_for_the_chief(client, world):
    arrival = entered(world)
    client.force_login(world.thu)
    world.thu.appointments.update(unit=None)
    actions.direct(arrival, text="Xem.", lines=[], actor=world.son) if False else None
    from daumoi.catalogue.actions import grant

    grant(arrival.entry, {f"p{world.thu.pk}": "thử"})
    answer = client.post(
        f"/van-ban-den/{arrival.pk}/but-phe/",
        {"text": "Tổng hợp.", "lead": f"u{world.tonghop.pk}", "on_behalf_of": world.son.pk},
    )
    assert answer.status_code == 302
    assert arrival.entry.directives.get().author == world.son


def test_whoever_may_not_direct_or_correct_is_told_so(client, world):
    arrival = directed(world)
    client.force_login(world.lan)
    assert client.get(f"/van-ban-den/{arrival.pk}/but-phe/").status_code == 403
    assert client.get(f"/van-ban-den/{arrival.pk}/sua/").status_code == 403


def test_the_clerk_corrects_the_register_with_a_reason(clerk, world):
    arrival = entered(world)
    address = f"/van-ban-den/{arrival.pk}/sua/"
    page = clerk.get(address)
    assert 'value="318-CV/BTCTU"' in page.text
    same = fields(world, subject=arrival.document.subject, arrived_at=page.context["form"]["arrived_at"].value())
    assert clerk.post(address, {**same, "reason": ""}).status_code == 422
    assert "Không có gì thay đổi" in clerk.post(address, {**same, "reason": "x", "version": 1}).text
    changed = {**same, "subject": "Trích yếu đúng", "reason": "Gõ nhầm.", "version": 1}
    assert clerk.post(address, changed).status_code == 302
    assert clerk.post(address, {**changed, "subject": "Lại khác"}).status_code == 409
    arrival.document.refresh_from_db()
    assert arrival.document.subject == "Trích yếu đúng"


def test_the_clerk_strikes_a_line_from_the_page(clerk, world):
    arrival = entered(world)
    assert clerk.post(f"/van-ban-den/{arrival.pk}/strike/", {"note": ""}).status_code == 409
    assert clerk.post(f"/van-ban-den/{arrival.pk}/strike/", {"note": "Rút lại.", "version": 1}).status_code == 302
    assert "Rút lại." in clerk.get(arrival.get_absolute_url()).text
    assert clerk.post(f"/van-ban-den/{arrival.pk}/khong-co/").status_code == 404
