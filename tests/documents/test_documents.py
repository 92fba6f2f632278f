"""Papers are captured with their files, found by their words, and final once sealed."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from daumoi.catalogue.models import Access, Entry, IndexedText, Kind
from daumoi.core.errors import Refusal
from daumoi.documents import actions, pages
from daumoi.documents.actions import Description, Part
from daumoi.documents.models import Attachment, Document, Security
from daumoi.files.actions import store_file
from daumoi.jobs.queue import run_all
from tests.files import papers
from tests.files.test_views import body

DAY = date(2026, 11, 24)
WORDS = "Ban To chuc kinh de nghi Thuong truc cho y kien ve thoi han"


def letter(world, **changes):
    return Description(
        **{
            "issuer": world.btc,
            "issuer_name": world.btc.name,
            "type_code": "cong-van",
            "type_name": "Công văn",
            "number": "318-CV/BTCTU",
            "issued_on": DAY,
            "subject": "Về việc hoàn thiện hồ sơ quy hoạch cán bộ",
            **changes,
        }
    )


def captured(world, parts=(), seal=False, **changes):
    return actions.capture(Kind.INCOMING, letter(world, **changes), body=world.tu, day=DAY, parts=parts, seal=seal)


def paper(words=WORDS):
    return Part(store_file(papers.pdf(1, words), "318.pdf"), "318-CV-BTCTU.pdf")


def test_a_captured_paper_stands_in_the_catalogue_for_the_readers_of_the_register(world):
    document = captured(world)
    assert document.entry.object_id == document.pk
    assert (document.entry.number, document.entry.party) == ("318-CV/BTCTU", world.btc.name)
    assert Document.objects.visible_to(world.ha).get() == document
    assert not Document.objects.visible_to(world.lan).exists()
    assert not Document.objects.visible_to(world.oanh).exists()


def test_the_words_of_a_file_reach_the_search_when_they_are_known(world):
    document = captured(world, [paper()])
    assert IndexedText.objects.get(entry=document.entry).text == ""
    run_all()
    assert "kinh de nghi Thuong truc" in IndexedText.objects.get(entry=document.entry).text


def test_the_words_of_a_file_read_before_are_there_at_once(world):
    part = paper()
    captured(world, [part])
    run_all()
    part.file.refresh_from_db()
    again = captured(world, [part], number="319-CV/BTCTU")
    assert "kinh de nghi" in IndexedText.objects.get(entry=again.entry).text


@pytest.mark.parametrize(
    ("changes", "with_file", "words"),
    [
        ({"issuer_name": " "}, False, "Chưa ghi cơ quan"),
        ({"security": Security.TUYET_MAT}, False, "không ghi trích yếu"),
        ({"security": Security.MAT}, True, "không đưa tệp"),
    ],
)
def test_what_may_not_be_kept_is_refused(world, changes, with_file, words):
    with pytest.raises(Refusal, match=words):
        captured(world, [paper()] if with_file else [], **changes)
    assert not Document.objects.exists()
    assert not Entry.objects.exists()


def test_a_top_secret_stub_has_no_subject_and_few_readers(world):
    stub = captured(world, security=Security.TUYET_MAT, subject="")
    assert stub.is_stub
    assert stub.entry.title == "(Văn bản tuyệt mật, chỉ lưu phiếu theo dõi)"
    assert list(Access.objects.filter(entry=stub.entry).values_list("key", flat=True)) == [f"s{world.tu.pk}"]
    with pytest.raises(Refusal, match="phiếu theo dõi"):
        actions.attach(stub, paper().file, "quet.pdf")


def test_a_paper_without_a_subject_is_called_by_type_and_number(world):
    assert captured(world, subject="").entry.title == "Công văn 318-CV/BTCTU"
    assert captured(world, subject="", number="").entry.title == "Công văn"


def test_attaching_the_same_file_twice_is_attaching_it_once(world):
    part = paper()
    document = captured(world, [part])
    actions.attach(document, part.file, part.name)
    assert document.attachments.count() == 1


def test_a_correction_tells_what_it_changed(world):
    document = captured(world)
    before, after = actions.redescribe(
        document, letter(world, subject="Về việc khác", issuer=world.tw, number="319-CV/BTCTU")
    )
    assert before == {
        "subject": "Về việc hoàn thiện hồ sơ quy hoạch cán bộ",
        "issuer": "Ban Tổ chức Tỉnh uỷ An Bình",
        "number": "318-CV/BTCTU",
    }
    assert after["issuer"] == "Văn phòng Trung ương Đảng"
    document.refresh_from_db()
    entry = Entry.objects.get(pk=document.entry_id)
    assert (entry.title, entry.number) == ("Về việc khác", "319-CV/BTCTU")
    assert document.number_key == entry.number_key


def test_a_paper_with_a_file_cannot_become_secret_and_a_nameless_one_not_corrected(world):
    document = captured(world, [paper()])
    with pytest.raises(Refusal, match="Gạch số này"):
        actions.redescribe(document, letter(world, security=Security.MAT))
    with pytest.raises(Refusal, match="Chưa ghi cơ quan"):
        actions.redescribe(document, letter(world, issuer_name=""))


def test_the_database_refuses_to_change_a_sealed_paper_or_its_files(world):
    document = captured(world, [paper()], seal=True)
    with pytest.raises(Refusal, match="không sửa được"):
        actions.redescribe(document, letter(world, subject="khác"))
    attempts = [
        lambda: Document.objects.filter(pk=document.pk).update(subject="khác"),
        lambda: Document.objects.filter(pk=document.pk).update(is_sealed=False),
        lambda: Attachment.objects.filter(document=document).update(name="khac.pdf"),
        lambda: Attachment.objects.filter(document=document).delete(),
        lambda: Attachment.objects.create(document=document, file=paper().file, name="them.pdf"),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    document.refresh_from_db()
    assert document.subject == "Về việc hoàn thiện hồ sơ quy hoạch cán bộ"
    assert document.attachments.count() == 1


def test_an_unsealed_paper_may_still_change(world):
    document = captured(world)
    Document.objects.filter(pk=document.pk).update(pages=3)
    assert Document.objects.get().pages == 3


def test_a_page_lists_the_files_and_the_pictures_of_one(world, django_assert_num_queries):
    document = captured(world, [paper(), Part(store_file(papers.picture(), "p.png"), "phu-luc.png", "annex")])
    assert pages.files_of(document).preview.waiting
    run_all()
    with django_assert_num_queries(1):
        files = pages.files_of(document)
    assert [(row.name, row.note) for row in files.rows] == [("318-CV-BTCTU.pdf", "Văn bản"), ("phu-luc.png", "Phụ lục")]
    assert files.count == 2
    assert files.preview.pages[0]["url"] == f"/tep/{document.attachments.first().pk}/trang/1/"
    assert files.preview.pages[0]["height"] == 1132
    annex = document.attachments.last()
    assert pages.files_of(document, chosen=annex.pk).preview.title == "phu-luc.png"
    assert pages.files_of(captured(world, number="1-CV/X")).preview is None


def test_a_file_is_read_only_through_a_paper_one_may_see(client, world):
    attachment = captured(world, [paper()]).attachments.get()
    run_all()
    for person, status in ((world.ha, 200), (world.lan, 404), (world.oanh, 404)):
        client.force_login(person)
        for address in ("318-CV-BTCTU.pdf", "trang/1/"):
            answer = client.get(f"/tep/{attachment.pk}/{address}")
            assert answer.status_code == status
            assert body(answer)
    client.force_login(world.ha)
    answer = client.get(f"/tep/{attachment.pk}/bat-ky-ten-nao.pdf?tai-ve")
    assert body(answer)
    assert answer["Content-Disposition"] == 'attachment; filename="318-CV-BTCTU.pdf"'
