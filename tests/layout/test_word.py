"""The official Word file has every element of the form, in the sizes of the form."""

import io
from datetime import date
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from daumoi.layout.form import load_form
from daumoi.layout.markup import parse
from daumoi.layout.metrics import balanced, width
from daumoi.layout.paper import OfficialPaper, padded_day, padded_month, padded_number
from daumoi.layout.word import produce
from tests.layout.papers import conclusion, letter, minutes, state_decision


def opened(paper: OfficialPaper) -> Document:
    return docx.Document(io.BytesIO(produce(paper)))


def lines(document: Document) -> list[Paragraph]:
    """All lines of the file, tables included, in order."""
    found: list[Paragraph] = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            found.append(block)
        else:
            found.extend(line for row in block.rows for cell in row.cells for line in cell.paragraphs)
    return found


def text_of(paper: OfficialPaper) -> str:
    return "\n".join(line.text for line in lines(opened(paper))).replace("\N{NO-BREAK SPACE}", " ")


def line_with(paper: OfficialPaper, words: str) -> Paragraph:
    return next(line for line in lines(opened(paper)) if words in line.text.replace("\N{NO-BREAK SPACE}", " "))


def mm(length: Any) -> int:
    """Word keeps twentieths of a point, which are no whole millimetres."""
    return round(length.mm)


def test_the_nine_elements_are_all_there() -> None:
    text = text_of(conclusion(number="5", date=date(2026, 12, 1)))

    for element in (
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "TỈNH UỶ AN BÌNH",
        "Số 05-KL/TU",
        "An Bình, ngày 01 tháng 12 năm 2026",
        "KẾT LUẬN",
        "về tình hình kinh tế, xã hội 11 tháng",
        "Ban Thường vụ Tỉnh uỷ thảo luận và kết luận như sau:",
        "T/M BAN THƯỜNG VỤ",
        "PHÓ BÍ THƯ",
        "Nguyễn Văn Thành",
        "Nơi nhận:",
        "- Lưu Văn phòng Tỉnh uỷ.",
    ):
        assert element in text


@pytest.mark.parametrize(
    ("words", "size", "bold", "italic"),
    [
        ("ĐẢNG CỘNG SẢN VIỆT NAM", 15, True, False),
        ("TỈNH UỶ AN BÌNH", 14, True, False),
        ("-KL/TU", 14, False, False),
        ("năm 2026", 14, False, True),
        ("KẾT LUẬN", 15, True, False),
        ("về tình hình", 14, True, False),
        ("thảo luận và", 14, False, False),
        ("T/M BAN", 14, True, False),
        ("PHÓ BÍ THƯ", 14, False, False),
        ("Nguyễn Văn Thành", 14, True, False),
        ("Nơi nhận", 14, False, False),
        ("Ban Bí thư", 12, False, False),
    ],
)
def test_each_element_has_the_size_and_style_of_the_form(words: str, size: int, bold: bool, italic: bool) -> None:
    run = line_with(conclusion(), words).runs[0]

    assert (run.font.size, run.font.bold, run.font.italic) == (Pt(size), bold, italic)


def test_sheet_margins_font_and_page_number() -> None:
    document = opened(conclusion())
    section = document.sections[0]

    assert (mm(section.page_width), mm(section.page_height)) == (210, 297)
    assert [mm(section.top_margin), mm(section.bottom_margin)] == [20, 20]
    assert [mm(section.left_margin), mm(section.right_margin)] == [30, 15]
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == ""
    number = section.header.paragraphs[0]
    assert number.alignment == ALIGN.CENTER
    assert " PAGE " in number._p.xml


def test_running_text_is_justified_with_an_indent_and_an_exact_pitch() -> None:
    layout = line_with(conclusion(), "Ghi nhận").paragraph_format

    assert layout.alignment == ALIGN.JUSTIFY
    assert mm(layout.first_line_indent) == 10
    assert layout.line_spacing == Pt(18)
    assert layout.space_after == Pt(6)


def test_another_rule_in_force_gives_other_sizes() -> None:
    form = load_form({"system": "party", "margins": {"left": 35}, "elements": {"subject": {"size": 15}}})
    paper = conclusion(form=form)

    assert mm(opened(paper).sections[0].left_margin) == 35
    assert line_with(paper, "về tình hình").runs[0].font.size == Pt(15)


def test_room_is_left_for_what_is_not_known_yet() -> None:
    paper = conclusion()

    assert line_with(paper, "-KL/TU").text.count("\N{NO-BREAK SPACE}") >= 10
    assert "ngày\N{NO-BREAK SPACE}" in line_with(paper, "năm 2026").text


def test_a_letter_has_no_heading_and_carries_its_subject_under_the_number() -> None:
    paper = letter()
    text = text_of(paper)
    subject = line_with(paper, "Về việc chuẩn bị").runs[0]

    assert "CÔNG VĂN" not in text
    assert (subject.font.size, subject.font.italic) == (Pt(12), True)
    assert "Kính gửi:\t- Ban Tổ chức Tỉnh uỷ," in text
    assert text.index("- Như trên,") < text.index("- Ban Bí thư")
    assert "KHẨN" in text


def test_a_submission_is_respectfully_submitted() -> None:
    text = text_of(
        conclusion(type_code="to-trinh", type_name="Tờ trình", symbol="-TTr/BTCTU", addressees=["Ban Thường vụ"])
    )

    assert "Kính trình: Ban Thường vụ." in text


def test_minutes_have_two_signatures_and_no_date_line() -> None:
    text = text_of(minutes())

    assert "ngày" not in text.split("BIÊN BẢN")[0]
    assert "NGƯỜI GHI BIÊN BẢN" in text and "CHỦ TRÌ" in text


def test_the_state_form_follows_its_own_regulation() -> None:
    text = text_of(state_decision(number="15", date=date(2026, 3, 5)))

    assert "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert "Số: 15/QĐ-UBND" in text
    assert "ngày 05 tháng 3 năm 2026" in text
    assert "Quyết định này có hiệu lực kể từ ngày ký./." in text
    assert "-----" not in text and "*" not in text
    assert "V/v giao" in text_of(letter(form=state_decision().form, subject="Giao kế hoạch"))


def test_the_last_sentence_closes_as_the_form_wants() -> None:
    assert "báo cáo Thường trực Tỉnh uỷ." in text_of(conclusion())
    assert "Hết." in text_of(conclusion(content="Hết./."))


def test_legal_bases_close_with_semicolons_and_the_last_with_a_comma() -> None:
    text = text_of(conclusion(bases=["Căn cứ Điều lệ Đảng.", "- Xét đề nghị"], enacting_lines=["QUYẾT ĐỊNH"]))

    assert "- Căn cứ Điều lệ Đảng;" in text
    assert "- Xét đề nghị," in text


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert produce(conclusion()) == produce(conclusion())
    assert produce(conclusion()) != produce(conclusion(number="6"))


def test_the_signing_block_stays_with_the_last_words() -> None:
    document = opened(conclusion())
    block = document.tables[-1]

    assert line_with(conclusion(), "báo cáo Thường trực").paragraph_format.keep_with_next
    assert "w:cantSplit" in block.rows[0]._tr.xml


def test_days_and_months_take_their_zeros() -> None:
    assert [padded_day(5), padded_day(12)] == ["05", "12"]
    assert [padded_month(1), padded_month(2), padded_month(3), padded_month(12)] == ["01", "02", "3", "12"]
    assert [padded_number(7), padded_number("112")] == ["07", "112"]


def test_a_long_name_is_broken_evenly_where_the_voice_would_pause() -> None:
    name = "BAN TUYÊN GIÁO VÀ DÂN VẬN"

    assert balanced(name, 200, 14, bold=True) == ["BAN TUYÊN GIÁO", "VÀ DÂN VẬN"]
    assert balanced(name, 500, 14, bold=True) == [name]
    assert " ".join(balanced(name, 60, 14, bold=True)) == name
    assert balanced("", 100, 14) == []


def test_widths_are_those_of_times() -> None:
    assert width("05", 14) == 14
    assert width("ĐẢNG CỘNG SẢN VIỆT NAM", 15, bold=True) == pytest.approx(206.7, abs=1)


def test_content_of_every_kind_finds_its_place() -> None:
    content = "Chương I\nQUY ĐỊNH\nĐiều 1. Tên\n| Cột | Số |\n|--|--|\n| a | 1.000 |\nKết thúc"
    assert len(parse(content)) == 5
    document = opened(conclusion(content=content))

    assert document.tables[1].rows[1].cells[1].paragraphs[0].alignment == ALIGN.CENTER
    assert "w:tblHeader" in document.tables[1].rows[0]._tr.xml
