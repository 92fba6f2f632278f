"""The pages of incoming papers: what they show, to whom, and how little they ask of the database."""

import io

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

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
    done,
    entered,
    lead_of,
    letter,
    reported,
    today,
    uploaded,
)


@pytest.fixture
def clerk(client, world):
    client.force_login(world.ha)
    return client


@pytest.fixture
def chief(client, world):
    client.force_login(world.son)
    return client


def fields(world, **changes):
    """What the reception form sends."""
    return {
        "number": "318-CV/BTCTU",
        "issued_on": f"{today():%d/%m/%Y}",
        "type_code": "cong-van",
        "issuer": str(world.btc.pk),
        "issuer_text": world.btc.name,
        "subject": "Về việc hoàn thiện hồ sơ quy hoạch",
        "arrived_at": f"{today():%d/%m/%Y} 00:01",
        "door": "paper",
        "urgency": "normal",
        "security": "normal",
        **changes,
    }


RECEPTION = "/van-ban-den/tiep-nhan/"


# --- reception --------------------------------------------------------------------------------------------


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


# --- the register -------------------------------------------------------------------------------------------


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
    assert client.get(RECEPTION).status_code == 403


def test_a_unit_sees_only_what_was_given_to_it(client, world):
    directed(world, entered(world, "1-CV/A", subject="Của phòng"))
    entered(world, "2-CV/A", subject="Không của phòng")
    client.force_login(world.lan)
    page = listed(client, xem="nam").text
    assert " Của phòng</td>" in page
    assert "Không của phòng" not in page
    assert client.get(RECEPTION).status_code == 403


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


# --- one paper ------------------------------------------------------------------------------------------------


def test_a_paper_tells_everything_about_itself(chief, world, django_assert_max_num_queries):
    arrival = reported(world, directed(world, entered(world, uploads=[uploaded(world)])))
    run_all()
    chief.get(arrival.get_absolute_url())
    with django_assert_max_num_queries(20):
        page = chief.get(arrival.get_absolute_url())
    for words in ("318-CV/BTCTU", "Phòng Tổng hợp chủ trì", "Đã tham mưu", "vào sổ số đến 1", "318-CV-BTCTU.pdf"):
        assert words in page.text
    assert "Xử lý xong" not in page.text  # taken by itself, never a button
    assert "Số đến 1" in chief.get(f"/van-ban-den/{arrival.pk}/xem/").text


def test_a_paper_one_may_not_see_is_not_there(client, world):
    arrival = entered(world)
    client.force_login(world.lan)
    for name in ("detail", "preview", "slip", "slip_qr", "correct", "direct"):
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
