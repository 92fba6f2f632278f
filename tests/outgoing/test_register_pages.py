"""The pages of issued papers: lists, the register as a book and a sheet, one paper, its numbers."""

from io import BytesIO

import pytest
import python_calamine
from django.urls import reverse
from django.utils import timezone

from daumoi.documents import delivery as way
from daumoi.documents.models import Recall
from daumoi.dossiers.actions import file, open_dossier
from daumoi.numbering.actions import reserve, take_number, void
from daumoi.numbering.models import Number
from daumoi.outgoing.models import Draft, State
from tests.drafts import draft, prepare
from tests.outgoing.pages import opened, said

MOST = 12


# --- lists ----------------------------------------------------------------------------------------------------


def test_each_sees_first_the_drafts_that_wait_for_them(world, as_):
    waiting = draft(world, State.IN_REVIEW)
    signing = draft(world, State.REVIEWED, subject="về việc khác")
    url = reverse("outgoing:list")
    assert waiting.code in said(as_(world.son).get(url)) and signing.code not in said(as_(world.son).get(url))
    assert signing.code in said(as_(world.thanh).get(url))
    assert waiting.code in said(as_(world.lan).get(url))
    assert waiting.code not in said(as_(world.oanh).get(url + "?xem=tat-ca"))


@pytest.mark.parametrize("name", ["list", "register", "deliveries", "numbers"])
def test_a_list_asks_little_however_long_it_is(world, as_, name, django_assert_max_num_queries):
    for number in range(4):
        draft(world, State.ISSUED, finished=True, subject=f"về việc thứ {number}")
    client, url = as_(world.ha), reverse(f"outgoing:{name}") + "?xem=tat-ca"
    client.get(url)
    with django_assert_max_num_queries(12):
        assert client.get(url).status_code == 200


def test_the_register_is_found_filtered_and_put_on_a_sheet(world, as_):
    draft(world, State.ISSUED, finished=True)
    draft(world, State.ISSUED, type_code="ke-hoach", subject="tổ chức Tết Nguyên đán")
    url = reverse("outgoing:register")
    client = as_(world.ha)
    assert "01-KL/TU" in said(client.get(url)) and "01-KH/TU" in said(client.get(url))
    assert "01-KL/TU" not in said(client.get(url, {"loai": "ke-hoach"}))
    assert "01-KH/TU" in said(client.get(url, {"q": "tet nguyen dan"}))
    assert "Không có văn bản nào khớp" in said(client.get(url, {"den": "01/01/2020"}))
    assert "30/02" in said(client.get(url, {"tu": "30/02/2026"}))
    raw = opened(client.get(reverse("outgoing:export")))
    rows = python_calamine.CalamineWorkbook.from_filelike(BytesIO(raw)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["Số, ký hiệu", "01-KH/TU", "01-KL/TU"]
    assert rows[2][7] == "0/2"


def test_the_official_book_accounts_for_every_number(world, as_):
    draft(world, State.ISSUED, finished=True)
    kept = reserve(
        world.tu,
        "ket-luan",
        f"t{world.term.pk}",
        count=2,
        on=timezone.localdate(),
        reason="Hai văn bản mật",
        actor=world.ha,
    )
    void(kept[1], reason="Ghi nhầm", actor=world.ha)
    draft(world, State.ISSUED, subject="về việc khác")
    page = said(as_(world.ha).get(reverse("outgoing:book")))
    for words in ("01-KL/TU", "Số giữ chỗ", "Hai văn bản mật", "Số đã huỷ", "Ghi nhầm", "04-KL/TU", "(10)"):
        assert words in page
    assert as_(world.lan).get(reverse("outgoing:book")).status_code == 403


# --- the issued paper -----------------------------------------------------------------------------------------


def test_an_issued_paper_shows_its_recipients_files_and_signatures(world, as_, django_assert_max_num_queries):
    paper = draft(world, State.ISSUED, finished=True)
    client, url = as_(world.ha), reverse("outgoing:document", args=[paper.document_id])
    client.get(url)
    with django_assert_max_num_queries(MOST):
        page = said(client.get(url))
    for words in ("01-KL/TU", "Đảng uỷ xã Tân Lập", "Trong hệ thống", "chưa gửi", "01-KL-TU.pdf", "cấp số 01-KL/TU"):
        assert words in page
    verdicts = said(client.get(reverse("outgoing:signatures", args=[paper.document_id])))
    assert verdicts.count("Chữ ký hợp lệ") == 2
    assert as_(world.oanh).get(url).status_code == 404


def test_an_issued_paper_names_only_the_dossiers_its_reader_may_see(world, as_, django_assert_max_num_queries):
    paper = draft(world, State.ISSUED, finished=True)
    for owner, title in ((world.lan, "Quy hoạch cán bộ"), (world.ha, "Việc riêng của văn thư")):
        dossier = open_dossier(body=world.tu, title=title, actor=owner)
        file(dossier, paper.document.entry, actor=world.ha if owner == world.ha else paper.author)
    url = reverse("outgoing:document", args=[paper.document_id])
    client = as_(paper.author)
    client.get(url)
    with django_assert_max_num_queries(MOST):
        page = said(client.get(url))
    assert "Quy hoạch cán bộ" in page and "Việc riêng của văn thư" not in page


def test_a_paper_whose_seal_is_still_coming_says_so(world, as_):
    paper = draft(world, State.ISSUED)
    page = said(as_(world.ha).get(reverse("outgoing:document", args=[paper.document_id])))
    assert "đang ghi số, đóng dấu và gửi" in page
    Draft.objects.filter(pk=paper.pk).update(finish_problem="Chứng thư đã thu hồi.")
    page = said(as_(world.ha).get(reverse("outgoing:document", args=[paper.document_id])))
    assert "Chứng thư đã thu hồi." in page


def test_the_clerk_notes_how_papers_left_and_asks_them_back(world, as_):
    paper = draft(world, State.ISSUED, finished=True)
    document, client = paper.document, as_(world.ha)
    outside = document.deliveries.get(recipient=None)
    where = [document.pk, outside.pk]
    client.post(reverse("outgoing:delivery_step", args=[*where, "send"]), {"channel": "paper", "note": "sổ 12"})
    client.post(reverse("outgoing:delivery_step", args=[*where, "confirm"]))
    outside.refresh_from_db()
    assert outside.state == "arrived"
    inside = document.deliveries.get(recipient=world.xa)
    asked = {"deliveries": [inside.pk], "reason": "Sai số liệu", "replacement": "99-KL/TU"}
    assert client.post(reverse("outgoing:recall", args=[document.pk]), asked).status_code == 422
    newer = draft(world, State.ISSUED, subject="thay thế").document
    client.post(reverse("outgoing:recall", args=[document.pk]), asked | {"replacement": newer.number})
    recall = Recall.objects.get()
    assert recall.replacement == newer
    there = reverse("delivery:recall", args=[recall.pk])
    assert "Sai số liệu" in said(as_(world.oanh).get(there))
    assert as_(world.hoa).get(there).status_code == 404
    assert as_(world.oanh).post(reverse("delivery:recall_step", args=[recall.pk, "agree"])).status_code == 302
    page = said(as_(world.ha).get(reverse("outgoing:document", args=[document.pk])))
    assert "Đồng ý" in page and "Đã thu hồi" in page


def test_all_that_wait_are_noted_at_once(world, as_):
    document = draft(world, State.ISSUED, finished=True).document
    as_(world.ha).post(reverse("outgoing:send_all", args=[document.pk]), {"channel": "email", "note": ""})
    assert set(document.deliveries.values_list("state", flat=True)) == {"sent"}
    assert way.FLOW.steps["send"].sources == frozenset({"pending"})


# --- numbers ----------------------------------------------------------------------------------------------------


def test_numbers_are_kept_and_struck_on_their_pages(world, as_):
    draft(world, State.ISSUED)
    client = as_(world.ha)
    series = f"ket-luan|t{world.term.pk}"
    client.post(reverse("outgoing:keep"), {"series": series, "count": "3", "reason": "Văn bản mật"})
    assert Number.objects.filter(status="reserved").count() == 3
    page = said(client.get(reverse("outgoing:series", args=["ket-luan", f"t{world.term.pk}"])))
    assert "Văn bản mật" in page
    number = Number.objects.filter(status="reserved").first()
    client.post(reverse("outgoing:strike", args=[number.pk]), {"reason": "Giữ thừa"})
    number.refresh_from_db()
    assert number.status == "void"
    issued = Number.objects.get(status="issued")
    assert client.get(reverse("outgoing:strike", args=[issued.pk])).status_code == 409
    for person in (world.lan, world.khach):
        assert as_(person).get(reverse("outgoing:numbers")).status_code == 403


def test_numbers_that_no_line_explains_are_named(world, as_):
    with_gap = [1, 2, 5, 9]
    for value in with_gap:
        take_number(world.tu, "ket-luan", f"t{world.term.pk}", on=timezone.localdate(), actor=world.ha, value=value)
    prepare(world)
    page = said(as_(world.ha).get(reverse("outgoing:series", args=["ket-luan", f"t{world.term.pk}"])))
    assert "3 đến 4, 6 đến 8" in page
