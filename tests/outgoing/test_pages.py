"""The pages: they show what a person may see, offer what the actions allow, and say no in Vietnamese."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from daumoi.numbering.models import Number
from daumoi.outgoing import actions
from daumoi.outgoing.models import Draft, State
from daumoi.outgoing.paper import word_file
from tests.builders import entry
from tests.drafts import PASSPHRASE, content, draft, prepare, work
from tests.outgoing.pages import opened, said

MOST = 20


def typed(world, **fields):
    """What a browser sends for a conclusion of the standing committee."""
    return {
        "organ": "standing",
        "type_code": "ket-luan",
        "urgency": "normal",
        "subject": "về công tác chuyển đổi số",
        "text": "1. Giao Văn phòng Tỉnh uỷ theo dõi.",
        "place": "An Bình",
        "keep_line": "Lưu Văn phòng Tỉnh uỷ",
        "signer": str(world.thanh.pk),
        "authority": "T/M BAN THƯỜNG VỤ",
        "position": "Phó Bí thư",
        "unit": str(world.tonghop.pk),
        "source_kind": "made",
        "cc-words": ["Đảng uỷ xã Tân Lập", "Các đồng chí Tỉnh uỷ viên", ""],
        "cc-chosen": ["", "", ""],
        "cc-purpose": ["để thực hiện", "", ""],
        "save": "1",
        **fields,
    }


# --- writing ------------------------------------------------------------------------------------------------


def test_a_draft_is_written_without_a_script(world, as_):
    prepare(world)
    response = as_(world.lan).post(reverse("outgoing:create"), typed(world))
    paper = Draft.objects.get()
    assert response.status_code == 302 and response.url == paper.get_absolute_url()
    version = paper.current
    assert (paper.unit, version.signer, version.authority) == (world.tonghop, world.thanh, ["T/M BAN THƯỜNG VỤ"])
    # A name typed in full finds its body, so the paper will reach it inside the system.
    assert version.recipients == [
        {"body": world.xa.pk, "name": "Đảng uỷ xã Tân Lập", "purpose": "để thực hiện"},
        {"body": None, "name": "Các đồng chí Tỉnh uỷ viên", "purpose": ""},
    ]


def test_the_signer_and_the_formula_are_there_before_anything_is_typed(world, as_):
    prepare(world)
    page = said(as_(world.lan).get(reverse("outgoing:create")))
    assert "T/M BAN THƯỜNG VỤ" in page and "Nguyễn Văn Thành" in page and "Phó Bí thư" in page


def test_types_the_organ_may_not_issue_are_explained_and_not_offered(world, as_):
    prepare(world)
    page = said(as_(world.lan).get(reverse("outgoing:create")))
    assert '<option value="thong-cao"' not in page
    assert "không có thẩm quyền ban hành thông cáo" in page


def test_another_organ_brings_its_own_types_and_formula(world, as_):
    prepare(world)
    sent = typed(world, organ="committee", type_code="nghi-quyet", refresh="1")
    del sent["save"]
    page = said(as_(world.lan).post(reverse("outgoing:create"), sent))
    assert '<option value="chi-thi"' not in page and "T/M TỈNH UỶ" in page
    assert not Draft.objects.exists()


def test_looking_at_the_paper_saves_nothing_and_scolds_nobody(world, as_):
    prepare(world)
    sent = typed(world, subject="", look="1")
    del sent["save"]
    response = as_(world.lan).post(reverse("outgoing:create"), sent)
    assert response.status_code == 200 and "Chưa ghi được" not in said(response)
    assert not Draft.objects.exists()


def test_the_preview_draws_the_paper_by_the_form_in_force(world, as_):
    prepare(world)
    sent = typed(world, text="1. Mục **đậm**.\n| Cột | Số |\n|---|---|\n| A | 1 |")
    page = said(as_(world.lan).post(reverse("outgoing:preview"), sent))
    assert "TỈNH UỶ AN BÌNH" in page and "ĐẢNG CỘNG SẢN VIỆT NAM" in page and "KẾT LUẬN" in page
    assert "<b>đậm</b>" in page and "<td>" in page
    assert "<html" not in page


def test_what_is_missing_is_said_beside_what_was_typed(world, as_):
    prepare(world)
    response = as_(world.lan).post(reverse("outgoing:create"), typed(world, subject=" "))
    assert response.status_code == 422
    assert "Chưa ghi trích yếu." in said(response) and "Giao Văn phòng Tỉnh uỷ theo dõi" in said(response)


def test_an_answer_begins_with_what_it_answers(world, as_):
    prepare(world)
    source = entry(world, "Về chuyển đổi số", access={f"u{world.tonghop.pk}": "đơn vị"})
    page = said(as_(world.lan).get(f"{reverse('outgoing:create')}?tu={source.pk}"))
    assert "Về chuyển đổi số" in page
    as_(world.lan).post(reverse("outgoing:create"), typed(world, tu=source.pk))
    assert Draft.objects.get().source == source


def test_a_paper_one_may_not_see_cannot_be_answered(world, as_):
    prepare(world)
    hidden = entry(world)
    assert as_(world.lan).get(f"{reverse('outgoing:create')}?tu={hidden.pk}").status_code == 404


def test_a_word_file_of_ones_own_is_taken_without_a_script(world, as_):
    prepare(world)
    made = word_file(world.tu, content(world), timezone.localdate())
    own = SimpleUploadedFile("du-thao.docx", made)
    as_(world.lan).post(reverse("outgoing:create"), typed(world, source_kind="own", files=own))
    assert Draft.objects.get().current.own_upload


def test_choosing_ones_own_file_without_a_file_is_refused(world, as_):
    prepare(world)
    response = as_(world.lan).post(reverse("outgoing:create"), typed(world, source_kind="own"))
    assert response.status_code == 422 and "Chưa chọn tệp Word." in said(response)


def test_saving_again_makes_a_version_and_says_that_appraisal_starts_again(world, as_):
    paper = draft(world, State.IN_REVIEW)
    sent = typed(world, version=paper.version, what_changed="Gọn lại")
    response = as_(world.lan).post(reverse("outgoing:edit", args=[paper.pk]), sent, follow=True)
    paper.refresh_from_db()
    assert (paper.state, paper.current.n, paper.current.what_changed) == (State.DRAFTING, 2, "Gọn lại")
    assert "thẩm định lại" in said(response)


def test_a_stale_page_overwrites_nothing(world, as_):
    paper = draft(world)
    old = paper.version
    actions.edit(paper, content=content(world, text="1. Khác."), actor=world.minh)
    response = as_(world.lan).post(reverse("outgoing:edit", args=[paper.pk]), typed(world, version=old))
    assert response.status_code == 409 and "người khác thay đổi" in said(response)
    assert paper.versions.count() == 2


def test_bases_are_suggested_as_they_are_cited_and_only_those_one_may_see(world, as_):
    base = draft(world, State.ISSUED, subject="về công tác cán bộ").document
    entry(world, "Bí mật cán bộ")
    found = as_(world.lan).get(reverse("outgoing:suggest_base"), {"q": "can bo"}).json()
    assert [row["id"] for row in found] == [base.entry_id]
    assert found[0]["label"].startswith(
        f"Kết luận số 01-KL/TU, ngày {timezone.localdate():%d/%m/%Y} của Tỉnh uỷ An Bình"
    )


# --- reading a draft ------------------------------------------------------------------------------------------


def test_a_draft_tells_everything_about_itself(world, as_, django_assert_max_num_queries):
    paper = draft(world, State.IN_REVIEW)
    actions.ask_opinion(paper, asked=[world.hanhchinh, world.xa], question="Góp ý mục 2", actor=world.lan)
    work(pages=True)
    client = as_(world.son)
    client.get(paper.get_absolute_url())
    with django_assert_max_num_queries(MOST + 4):
        page = said(client.get(paper.get_absolute_url()))
    for words in ("Phiếu thẩm định", "Góp ý mục 2", "Đảng uỷ xã Tân Lập", "Đồng ý trình ký", "lập dự thảo DT-"):
        assert words in page


@pytest.mark.parametrize("name", ["detail", "edit", "ask", "sign", "issue"])
def test_a_draft_one_may_not_read_does_not_exist(world, as_, name):
    paper = draft(world, State.REVIEWED)
    assert as_(world.oanh).get(reverse(f"outgoing:{name}", args=[paper.pk])).status_code == 404
    assert as_(world.khach).get(reverse(f"outgoing:{name}", args=[paper.pk])).status_code == 404


def test_the_files_of_a_draft_open_only_to_its_readers(world, as_):
    paper = draft(world)
    work(pages=True)
    for kind in ("docx", "pdf"):
        url = reverse("outgoing:file", args=[paper.pk, 1, kind])
        opened(as_(world.lan).get(url))
        assert as_(world.ha).get(url).status_code == 404
    opened(as_(world.lan).get(reverse("outgoing:page", args=[paper.pk, 1, 1])))


def test_versions_are_compared_word_by_word(world, as_):
    paper = draft(world, text="1. Giao Văn phòng theo dõi.\n2. Bỏ mục này.")
    actions.edit(paper, content=content(world, text="1. Giao Văn phòng Tỉnh uỷ theo dõi."), actor=world.lan)
    page = said(as_(world.lan).get(reverse("outgoing:differences", args=[paper.pk, 1, 2])))
    assert "<ins>" in page and "Tỉnh uỷ" in page and "<del>2. Bỏ mục này.</del>" in page
    assert as_(world.lan).get(reverse("outgoing:differences", args=[paper.pk, 1, 9])).status_code == 404


# --- deciding -------------------------------------------------------------------------------------------------


def sheet(**fields):
    return dict.fromkeys(("requirement", "scope", "procedure", "authority", "form"), "ok") | fields


def test_the_way_of_a_paper_by_the_buttons_of_its_pages(world, as_):
    paper = draft(world)
    work()
    here = reverse("outgoing:detail", args=[paper.pk])

    def press(person, name, *args, **data):
        response = as_(person).post(reverse(f"outgoing:{name}", args=[paper.pk, *args]), data)
        assert response.status_code == 302, said(response)
        paper.refresh_from_db()
        return response

    press(world.lan, "step", "submit")
    press(world.son, "appraise", text=paper.current_id, version=paper.version, **sheet())
    press(world.thanh, "sign", passphrase=PASSPHRASE, version=paper.version)
    response = press(world.ha, "issue", on=f"{timezone.localdate():%d/%m/%Y}", copies="12", version=paper.version)
    assert paper.state == State.ISSUED and paper.document.copies == 12
    assert response.url == reverse("outgoing:document", args=[paper.document_id])
    assert as_(world.lan).get(here).status_code == 200


def test_the_sheet_sends_a_draft_back_with_its_remarks(world, as_):
    paper = draft(world, State.IN_REVIEW)
    sent = sheet(form="no", form_remark="Thiếu số 0", text=paper.current_id, version=paper.version)
    as_(world.son).post(reverse("outgoing:appraise", args=[paper.pk]), {**sent, "return": "1"})
    paper.refresh_from_db()
    assert paper.state == State.DRAFTING
    page = said(as_(world.lan).get(paper.get_absolute_url()))
    assert "Thiếu số 0" in page


def test_a_wrong_passphrase_is_said_beside_the_field_and_the_paper_stays(world, as_):
    paper = draft(world, State.REVIEWED)
    response = as_(world.thanh).post(reverse("outgoing:sign", args=[paper.pk]), {"passphrase": "sai"})
    assert response.status_code == 422 and "Mật khẩu ký không đúng" in said(response)
    paper.refresh_from_db()
    assert paper.state == State.REVIEWED


@pytest.mark.parametrize("on", ["", "30/02/2026", "01/01/1930", "31/12/2099"])
def test_an_impossible_day_gives_no_number(world, as_, on):
    paper = draft(world, State.SIGNED)
    response = as_(world.ha).post(reverse("outgoing:issue", args=[paper.pk]), {"on": on})
    assert response.status_code == 422
    assert not Number.objects.exists()


def test_the_next_number_is_shown_as_provisional(world, as_):
    draft(world, State.ISSUED)
    paper = draft(world, State.SIGNED)
    page = said(as_(world.ha).get(reverse("outgoing:issue", args=[paper.pk])))
    assert "02-KL/TU" in page and "Số kế tiếp lúc này" in page


def test_a_step_that_is_not_ready_is_a_page_with_reasons(world, as_):
    paper = draft(world, text="")
    response = as_(world.lan).post(reverse("outgoing:step", args=[paper.pk, "submit"]))
    assert response.status_code == 409 and "nội dung" in said(response)
    assert as_(world.lan).post(reverse("outgoing:step", args=[paper.pk, "sign"])).status_code == 404
    assert as_(world.binh).post(reverse("outgoing:step", args=[paper.pk, "submit"])).status_code == 404


def test_opinions_are_asked_answered_and_settled_on_their_pages(world, as_):
    paper = draft(world)
    asking = {"asked": [f"u{world.hanhchinh.pk}", f"b{world.xa.pk}"], "question": "Góp ý", "due_on": ""}
    as_(world.lan).post(reverse("outgoing:ask", args=[paper.pk]), asking)
    first = paper.opinions.get(unit=world.hanhchinh)
    where = [paper.pk, first.pk]
    assert as_(world.binh).get(reverse("outgoing:opinion", args=[*where, "answer"])).status_code == 200
    as_(world.binh).post(reverse("outgoing:opinion", args=[*where, "answer"]), {"text": "Nhất trí"})
    response = as_(world.lan).post(
        reverse("outgoing:opinion", args=[*where, "settle"]), {"resolution": "not", "reason": ""}
    )
    assert response.status_code == 422
    as_(world.lan).post(reverse("outgoing:opinion", args=[*where, "settle"]), {"resolution": "accepted"})
    first.refresh_from_db()
    assert first.state == "settled"
    second = paper.opinions.get(body=world.xa)
    as_(world.lan).post(reverse("outgoing:opinion", args=[paper.pk, second.pk, "retract"]))
    second.refresh_from_db()
    assert second.state == "withdrawn"
    page = said(as_(world.lan).get(paper.get_absolute_url()))
    assert "Tiếp thu" in page
