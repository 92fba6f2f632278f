"""Pages are drawn and words read by jobs; a hostile file ends its own process, not the office."""

import subprocess

import pytest

from daumoi.core import office
from daumoi.core.errors import Refusal
from daumoi.files import actions, jobs, reading
from daumoi.files.models import Rendition, StoredFile
from daumoi.jobs import queue
from daumoi.jobs.models import Job
from daumoi.jobs.queue import run_all
from tests.files import papers


@pytest.fixture
def heard(monkeypatch):
    """What a waiting room is told when the words of a file are known."""
    told = []
    monkeypatch.setitem(
        queue.HANDLERS, "test.heard", lambda file_id: told.append(StoredFile.objects.get(pk=file_id).text)
    )
    return told


def kept(data, name):
    stored = actions.store_file(data, name)
    actions.ask_to_read(stored)
    run_all()
    stored.refresh_from_db()
    return stored


def test_a_pdf_gets_its_first_pages_a_thumbnail_and_its_words(world):
    stored = kept(papers.pdf(5, "Ket luan hoi nghi Ban Thuong vu thang muoi mot"), "ket-luan.pdf")

    assert (stored.pages, stored.text_source, stored.problem) == (5, "layer", "")
    assert "Ket luan hoi nghi" in stored.text
    assert stored.page_sizes[0] == [595, 842]
    assert stored.rendered_at and stored.read_at
    kinds = list(Rendition.objects.filter(source=stored).values_list("kind", "page").order_by("kind", "page"))
    assert kinds == [("page", 1), ("page", 2), ("page", 3), ("thumb", 0)]


def test_a_later_page_is_drawn_when_somebody_turns_to_it(world):
    stored = kept(papers.pdf(9), "dai.pdf")
    assert jobs.page_picture(stored, 7).media_type == "image/webp"
    assert jobs.page_picture(stored, 10) is None
    drawn = set(Rendition.objects.filter(source=stored, kind="page").values_list("page", flat=True))
    assert drawn == {1, 2, 3, 5, 6, 7, 8}


def test_rendering_twice_changes_nothing(world):
    stored = kept(papers.pdf(1, "Cong van ve viec hoan thien ho so quy hoach can bo"), "a.pdf")
    count = Rendition.objects.count()
    assert jobs.render(stored.pk) == "đã dựng"
    StoredFile.objects.filter(pk=stored.pk).update(rendered_at=None)
    jobs.render(stored.pk)
    assert Rendition.objects.count() == count


@pytest.mark.skipif(not reading.ocr_is_available(), reason="tesseract is not here")
def test_a_scan_without_words_is_read_page_by_page(world, heard):
    stored = actions.store_file(papers.picture("PNG", "KET LUAN SO 36"), "quet.png")
    actions.when_read(stored, "test.heard", file_id=stored.pk)
    run_all()
    stored.refresh_from_db()
    assert stored.text_source == "ocr"
    assert "LUAN" in stored.text
    assert stored.ocr_page == 1
    assert heard == ["", stored.text]  # told twice: when drawn, and when recognised


@pytest.mark.skipif(not reading.ocr_is_available(), reason="tesseract is not here")
def test_recognition_goes_on_where_a_dead_worker_stopped(world, monkeypatch):
    stored = actions.store_file(papers.pdf(3), "quet.pdf")
    jobs.render(stored.pk)
    pages = []

    def dies_on_two(_path, page):
        pages.append(page)
        if pages == [1, 2]:
            raise RuntimeError("the worker died")
        return f"trang {page}"

    monkeypatch.setattr(reading, "recognise", dies_on_two)
    with pytest.raises(RuntimeError):
        jobs.recognise(stored.pk, progress=lambda *_: None)
    jobs.recognise(stored.pk, progress=lambda *_: None)
    stored.refresh_from_db()
    assert pages == [1, 2, 2, 3]
    assert stored.text == "trang 1\ftrang 2\ftrang 3"
    assert jobs.recognise(stored.pk, progress=lambda *_: None) == "đã đọc"


@pytest.mark.skipif(not office.is_available(), reason="LibreOffice is not here")
def test_a_word_file_is_drawn_through_its_pdf(world):
    stored = kept(papers.word("Kính gửi: Thường trực Tỉnh uỷ An Bình"), "to-trinh.docx")
    assert (stored.pages, stored.text_source) == (1, "word")
    assert "Thường trực Tỉnh uỷ" in stored.text
    assert Rendition.objects.filter(source=stored, kind="pdf").count() == 1


def test_without_libreoffice_a_word_file_is_kept_and_says_why_it_has_no_pages(world, monkeypatch):
    monkeypatch.setattr(office, "_program", lambda: None)
    stored = kept(papers.word(), "to-trinh.docx")
    assert "chưa có LibreOffice" in stored.problem
    assert stored.read_at
    assert jobs.page_picture(stored, 1) is None


def test_text_and_tables_give_their_words_without_pages(world):
    assert "Tỉnh uỷ" in kept("Kính gửi Tỉnh uỷ".encode(), "a.txt").text
    assert "Kính" in kept("Kính".encode("utf-16"), "b.txt").text
    assert kept("Báo cáo".encode("cp1258", "ignore"), "c.txt").text
    assert kept(b"so,ngay\n318,24/11", "d.csv").pages is None


def test_a_spreadsheet_can_be_found_by_its_cells(world, tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "bang.xlsx") as book:
        book.add_worksheet("Biểu 1").write_row(0, 0, ["Đảng uỷ xã Tân Lập", 36])
    stored = kept((tmp_path / "bang.xlsx").read_bytes(), "bang.xlsx")
    assert "Đảng uỷ xã Tân Lập" in stored.text
    broken = tmp_path / "hong.xlsx"
    broken.write_bytes(b"PK")
    assert reading.table_text(broken) == ""


def test_a_presentation_is_kept_without_pages(world):
    stored = StoredFile.objects.create(sha256="0" * 64, size=1, media_type="x", suffix="pptx")
    assert jobs.render(stored.pk) == "không có trang"


@pytest.mark.parametrize(("said", "words"), [(b"", "đã dừng"), (b'{"problem": "memory"}', "quá lớn")])
def test_a_crash_or_hunger_of_the_page_process_is_a_sentence(world, monkeypatch, said, words):
    stored = actions.store_file(papers.pdf(), "a.pdf")
    monkeypatch.setattr(subprocess.Popen, "communicate", lambda *_a, **_k: (said, None))
    jobs.render(stored.pk)
    stored.refresh_from_db()
    assert words in stored.problem
    assert stored.rendered_at


def test_a_file_that_takes_too_long_is_stopped(world, monkeypatch):
    def slow(self, timeout=None):
        self.kill()
        raise subprocess.TimeoutExpired("pages", timeout)

    monkeypatch.setattr(subprocess.Popen, "communicate", slow)
    with pytest.raises(reading.Unreadable, match="quá lâu"):
        reading.look(__file__)


def test_the_words_of_a_file_read_long_ago_are_told_at_once(world, heard):
    stored = kept(papers.pdf(1, "Thong bao ket luan cua Thuong truc Tinh uy ve"), "a.pdf")
    actions.when_read(stored, "test.heard", file_id=stored.pk)
    run_all()
    assert len(heard) == 1
    assert not Job.objects.filter(name="files.render", done_at=None).exists()


def test_nightly_puts_away_what_nobody_wants(world):
    assert jobs.nightly() == {"uploads": 0, "temporary": 0}
    assert jobs.sweep(999) is False
    assert jobs.recognise(999, progress=lambda *_: None) == "đã đọc"


def test_a_page_that_cannot_be_drawn_any_more_is_missing_not_an_error(world, monkeypatch):
    stored = kept(papers.pdf(9), "dai.pdf")

    def refuses(*_args):
        raise Refusal("đứt")

    monkeypatch.setattr(jobs, "draw_pages", refuses)
    assert jobs.page_picture(stored, 8) is None
