"""The reception page: entering one paper after another, and what other bodies have sent."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from daumoi.documents import actions as documents
from daumoi.documents import delivery as way
from daumoi.documents.actions import Part
from daumoi.documents.models import Delivery
from daumoi.files.actions import store_file
from daumoi.files.models import Upload
from daumoi.incoming import actions
from daumoi.incoming.models import Arrival, State
from daumoi.jobs.queue import run_all
from tests.files import papers as made
from tests.files.test_views import body
from tests.incoming.papers import (
    directed,
    entered,
    fields,
    lead_of,
    letter,
    reported,
    today,
    uploaded,
)

RECEPTION = "/van-ban-den/tiep-nhan/"


def test_the_clerk_enters_a_paper_and_sees_its_number_large(clerk, world):
    upload = uploaded(world)
    answer = clerk.post(RECEPTION, fields(world, upload=str(upload.pk)), follow=True)
    assert "Đã vào sổ số đến" in answer.text
    arrival = Arrival.objects.get()
    assert arrival.document.attachments.get().name == "318-CV-BTCTU.pdf"
    assert f"/van-ban-den/{arrival.pk}/phieu/" in answer.text


def test_entering_and_opening_leads_to_the_paper(clerk, world):
    answer = clerk.post(RECEPTION, fields(world, then="open"))
    assert answer.url == Arrival.objects.get().get_absolute_url()


def test_recurring_fields_stay_for_the_next_paper_when_asked(clerk, world):
    clerk.post(RECEPTION, fields(world, keep_fields="on", door="email"))
    page = clerk.get(RECEPTION).text
    assert world.btc.name in page
    assert '<option value="email" selected>' in page
    clerk.post(RECEPTION, fields(world, number="319-CV/BTCTU", subject="Việc khác hẳn việc trước đây"))
    assert f'value="{world.btc.name}"' not in clerk.get(RECEPTION).text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"issued_on": "30/02/2026"}, "tháng 2 năm 2026 chỉ có 28 ngày"),
        ({"issued_on": "01/01/1930"}, "Năm 1930 không hợp lý"),
        ({"issued_on": ""}, "Chưa ghi ngày văn bản"),
        ({"subject": ""}, "Chưa ghi trích yếu"),
        ({"issuer": "", "issuer_text": ""}, "Chưa ghi nơi gửi"),
        ({"arrived_at": "hôm qua"}, "Chưa hiểu ngày"),
        ({"arrived_at": "24/11/2026 25:99"}, "Không có giờ 25:99"),
        ({"urgency": "hoa_toc", "arrived_at": f"{today():%d/%m/%Y}"}, "phải ghi cả giờ đến"),
    ],
)
def test_a_wrong_field_is_said_beside_it_and_nothing_is_lost(clerk, world, changes, words):
    answer = clerk.post(RECEPTION, fields(world, note="giữ nguyên", **changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert "giữ nguyên" in answer.text
    assert not Arrival.objects.exists()


def test_a_free_sender_is_kept_by_name_and_offered_next_time(clerk, world):
    clerk.post(RECEPTION, fields(world, issuer="", issuer_text="Công ty  Điện lực An Bình"))
    assert Arrival.objects.get().document.issuer_name == "Công ty Điện lực An Bình"
    offered = clerk.get("/van-ban-den/tiep-nhan/noi-gui/?q=dien+luc").json()
    assert offered == [{"id": "", "label": "Công ty Điện lực An Bình", "note": "đã dùng trước đây"}]


def test_a_name_typed_in_full_means_the_body_of_that_name(clerk, world):
    clerk.post(RECEPTION, fields(world, issuer="", issuer_text="ban tổ chức tỉnh uỷ an bình"))
    assert Arrival.objects.get().document.issuer == world.btc


def test_a_changed_name_is_no_longer_the_chosen_body(clerk, world):
    clerk.post(RECEPTION, fields(world, issuer_text="Ban Tổ chức Trung ương"))
    assert Arrival.objects.get().document.issuer is None


def test_a_likely_double_is_shown_and_may_be_answered(clerk, world):
    first = entered(world)
    answer = clerk.post(RECEPTION, fields(world))
    assert answer.status_code == 409
    assert "có thể đã vào sổ" in answer.text
    answer = clerk.post(RECEPTION, fields(world, same="keep", seen=f"{first.pk} ", same_reason="Bản gửi lại."))
    assert answer.status_code == 302
    answer = clerk.post(RECEPTION, fields(world, same="replace", seen=f"{first.pk} {first.pk + 1}", replaces=first.pk))
    assert answer.status_code == 302
    first.refresh_from_db()
    assert first.state == State.STRUCK


def test_a_refusal_at_the_last_moment_is_said_on_the_form(clerk, world):
    first = entered(world)
    answer = clerk.post(RECEPTION, fields(world, same="keep", seen=f"{first.pk}"))
    assert answer.status_code == 422
    assert "cần ghi lý do" in answer.text


def test_a_top_secret_paper_typed_with_a_subject_forgets_it(clerk, world):
    answer = clerk.post(RECEPTION, fields(world, security="tuyet_mat", subject="Kế hoạch A2"))
    assert answer.status_code == 422
    assert "Kế hoạch A2" not in answer.text
    upload = uploaded(world)
    stub = fields(world, security="tuyet_mat", subject="", issued_on="", upload=str(upload.pk))
    assert clerk.post(RECEPTION, stub).status_code == 302
    assert not Upload.objects.exists()


def test_the_first_page_of_a_file_suggests_what_to_write(clerk, world):
    words = "So 318-CV/BTCTU"
    upload = uploaded(world, data=made.pdf(1, words))
    run_all()
    upload.file.refresh_from_db()
    upload.file.text = (
        "Số 318-CV/BTCTU\nAn Bình, ngày 05 tháng 02 năm 2026\nV/v hoàn thiện hồ sơ rà soát\n\nKính gửi: Tỉnh uỷ"
    )
    upload.file.save()
    page = clerk.get(RECEPTION).text
    assert 'value="318-CV/BTCTU"' in page
    assert 'value="05/02/2026"' in page
    assert "Về việc hoàn thiện hồ sơ rà soát" in page
    assert world.btc.name in page
    assert '<option value="cong-van" selected>' in page


def test_a_mark_of_secrecy_on_the_first_page_stops_the_clerk(clerk, world):
    upload = uploaded(world)
    run_all()
    upload.file.refresh_from_db()
    upload.file.text = "TỐI MẬT\nSố 5-KH/CAT"
    upload.file.save()
    assert "có dấu TỐI MẬT" in clerk.get(RECEPTION).text
    clerk.post(f"/van-ban-den/tiep-nhan/tep/{upload.pk}/bo/", {"secret": "1"})
    run_all()
    assert not Upload.objects.exists()


def test_files_can_be_handed_over_without_a_script(clerk, world):
    files = [SimpleUploadedFile("318.pdf", made.pdf()), SimpleUploadedFile("k.pdf", made.locked_pdf())]
    files.append(SimpleUploadedFile("chay.exe", b"MZ"))
    page = clerk.post("/van-ban-den/tiep-nhan/tep/", {"files": files}, follow=True).text
    assert "318.pdf" in page
    assert "có mật khẩu" in page
    assert "tệp chương trình" in page


def test_the_tray_chooses_the_first_file_and_shows_its_pages(clerk, world):
    upload = uploaded(world)
    page = clerk.get("/van-ban-den/tiep-nhan/tep/").text
    assert "hx-swap-oob" in page
    assert "checked" in page
    assert "Đang dựng ảnh trang" in page
    run_all()
    assert "hx-swap-oob" not in clerk.get(f"/van-ban-den/tiep-nhan/tep/?upload={upload.pk}").text
    assert f"/tep/{upload.pk}/trang/1/" in clerk.get(f"/van-ban-den/tiep-nhan/tep/{upload.pk}/trang/").text


def test_the_symbol_suggests_type_and_sender_where_nothing_was_typed(clerk, world):
    empty = clerk.get("/van-ban-den/tiep-nhan/goi-y/?number=12-TTr/BTCTU").text
    assert '<option value="to-trinh" selected>' in empty
    assert world.btc.name in empty
    typed = clerk.get("/van-ban-den/tiep-nhan/goi-y/?number=12-TTr/BTCTU&type_code=cong-van&issuer_text=Sở+Y+tế").text
    assert '<option value="cong-van" selected>' in typed
    assert world.btc.name not in typed
    assert "Gợi ý" not in clerk.get("/van-ban-den/tiep-nhan/goi-y/?number=khong+ro").text


def test_doubles_and_oddities_are_told_while_typing(clerk, world):
    entered(world)
    query = {"number": "318-CV/BTCTU", "issued_on": f"{today():%d/%m/%Y}", "issuer_text": world.btc.name}
    assert "Số đến 1" in clerk.get("/van-ban-den/tiep-nhan/trung/", query).text
    odd = clerk.get("/van-ban-den/tiep-nhan/trung/", {"number": "18/2019/NĐ-CP", "issued_on": "05/01/2026"}).text
    assert "khác năm" in odd
    assert clerk.get("/van-ban-den/tiep-nhan/trung/").text.strip() == ""


def test_the_same_bytes_are_told_before_anything_is_typed(clerk, world):
    data = made.pdf(1, "Cong van den hai lan")
    first = entered(world, uploads=[uploaded(world, data=data)])
    other, again = uploaded(world, "khac.pdf"), uploaded(world, "den-lan-hai.pdf", data)
    told = clerk.get("/van-ban-den/tiep-nhan/trung/", {"upload": again.pk}).text
    assert f"Số đến {first.number}" in told and "tệp giống hệt từng byte" in told
    assert clerk.get("/van-ban-den/tiep-nhan/trung/", {"upload": other.pk}).text.strip() == ""
    page = clerk.get(RECEPTION, {"tep": again.pk}).text
    assert "tệp giống hệt từng byte" in page and 'name="same" value="keep"' in page
    assert "tệp giống hệt" not in clerk.get(RECEPTION, {"tep": other.pk}).text
    # A file that has just come is asked about as soon as it lies on the tray.
    clerk.post(f"{RECEPTION}tep/{other.pk}/bo/")
    assert clerk.get(f"{RECEPTION}tep/")["HX-Trigger-After-Swap"] == "chosen:file"


def test_only_what_was_read_with_some_confidence_is_suggested(clerk, world):
    upload = uploaded(world)
    run_all()
    upload.file.refresh_from_db()
    upload.file.text = (
        "TỈNH UỶ AN BÌNH\nSố 318-CV/BTCTU\n"
        "Về việc triên khai thực hiện thủ tục câp Hà Nội, ngàyô. thángh năm 2026\n\nKính gửi: Tỉnh uỷ"
    )
    upload.file.save()
    page = clerk.get(RECEPTION).text
    assert "thángh" not in page
    assert 'value="318-CV/BTCTU"' in page


# --- deliveries ---------------------------------------------------------------------------------------------


@pytest.fixture
def sent(world):
    """A submission of Ban Tổ chức on its way to Tỉnh uỷ."""
    part = Part(store_file(made.pdf(2, "To trinh"), "12.pdf"), "12-TTr-BTCTU.pdf")
    source = Part(store_file(b"ban soan", "12.txt"), "12.txt", "source")
    paper = letter(world, "12-TTr/BTCTU", subject="Về chuẩn y bổ sung uỷ viên")
    document = documents.capture("outgoing", paper, body=world.btc, day=today(), parts=[part, source])
    (delivery,) = way.deliver(document, [way.Recipient(world.tu.name, world.tu)], actor=None)
    run_all()
    return delivery


def test_a_delivery_is_looked_at_entered_and_tells_its_sender(clerk, world, sent):
    assert "12-TTr/BTCTU" in clerk.get(RECEPTION).text
    page = clerk.get(f"{RECEPTION}?gui={sent.pk}")
    assert "Về chuẩn y bổ sung uỷ viên" in page.text
    attachment = sent.document.attachments.first()
    assert body(clerk.get(f"{RECEPTION}gui/{sent.pk}/tep/{attachment.pk}/"))
    assert body(clerk.get(f"{RECEPTION}gui/{sent.pk}/tep/{attachment.pk}/trang/1/"))
    clerk.post(f"{RECEPTION}gui/da-den/")
    sent.refresh_from_db()
    assert sent.state == "arrived"

    data = {"gui": sent.pk, "version": sent.version, "arrived_at": f"{today():%d/%m/%Y} 00:01", "note": "qua hệ thống"}
    assert clerk.post(RECEPTION, data).status_code == 302
    arrival = Arrival.objects.get()
    assert (arrival.door, arrival.note, arrival.delivery_id) == ("inside", "qua hệ thống", sent.pk)
    assert list(arrival.document.attachments.values_list("name", flat=True)) == ["12-TTr-BTCTU.pdf"]
    sent.refresh_from_db()
    assert (sent.state, sent.received_number) == ("registered", "1")
    directed(world, arrival)
    sent.refresh_from_db()
    assert sent.state == "assigned"
    finished = reported(world, arrival)
    actions.line_step(finished, lead_of(finished), "finish", actor=world.lan)
    sent.refresh_from_db()
    assert sent.state == "done"


def test_a_delivery_with_a_wrong_hour_stays_on_the_page(clerk, world, sent):
    answer = clerk.post(RECEPTION, {"gui": sent.pk, "arrived_at": "31/02/2026"})
    assert answer.status_code == 422
    assert "chỉ có 28 ngày" in answer.text


def test_a_delivery_already_on_paper_is_shown_as_a_double(clerk, world, sent):
    first = entered(world, "12-TTr/BTCTU", subject="Bản giấy đến trước")
    data = {"gui": sent.pk, "arrived_at": f"{today():%d/%m/%Y} 00:01"}
    assert clerk.post(RECEPTION, data).status_code == 409
    assert clerk.post(RECEPTION, {**data, "same": "keep", "seen": first.pk}).status_code == 422
    assert clerk.post(RECEPTION, {**data, "same": "replace", "seen": first.pk, "replaces": first.pk}).status_code == 302


def test_a_delivery_is_refused_with_a_reason(clerk, world, sent):
    clerk.post(f"{RECEPTION}gui/{sent.pk}/tra-lai/", {"note": "Không thuộc thẩm quyền.", "version": sent.version})
    sent.refresh_from_db()
    assert (sent.state, sent.refused_reason) == ("refused", "Không thuộc thẩm quyền.")


def test_the_queue_of_another_body_is_as_if_it_were_not_there(client, world, sent):
    client.force_login(world.oanh)
    attachment = sent.document.attachments.first()
    for address in (
        f"{RECEPTION}?gui={sent.pk}",
        f"{RECEPTION}gui/{sent.pk}/tep/{attachment.pk}/",
        f"{RECEPTION}gui/{sent.pk}/tep/{attachment.pk}/trang/1/",
    ):
        assert client.get(address).status_code == 404
    assert client.post(f"{RECEPTION}gui/{sent.pk}/tra-lai/", {"note": "x"}).status_code == 404


def test_the_working_file_of_the_sender_does_not_travel(clerk, sent):
    source = sent.document.attachments.get(role="source")
    assert clerk.get(f"{RECEPTION}gui/{sent.pk}/tep/{source.pk}/").status_code == 404


def test_a_delivery_to_a_place_outside_is_not_entered_here(world, sent):
    from daumoi.core.errors import NotReady
    from tests.incoming.papers import coming

    outside = Delivery(document=sent.document, recipient=None)
    with pytest.raises(NotReady):
        actions.receive_delivery(outside, coming(), actor=world.ha)
