"""People type plain lines; the paper understands its own parts."""

from hypothesis import given
from hypothesis import strategies as st

from daumoi.layout.markup import Kind, parse


def kinds(text: str) -> list[Kind]:
    return [block.kind for block in parse(text)]


def shown(text: str) -> list[tuple[str, bool]]:
    """The runs of the first block: what is written, and whether it is bold."""
    return [(run.text, run.bold) for run in parse(text)[0].runs]


def test_a_numbered_sentence_keeps_only_its_number_bold() -> None:
    assert shown("1. Giao Ban Tổ chức Tỉnh uỷ hoàn thành quy hoạch.") == [
        ("1. ", True),
        ("Giao Ban Tổ chức Tỉnh uỷ hoàn thành quy hoạch.", False),
    ]


def test_a_numbered_name_is_a_heading() -> None:
    assert kinds("I- NHIỆM VỤ\n1. Xây dựng Đảng\nNội dung.") == [Kind.HEADING, Kind.HEADING, Kind.PARAGRAPH]
    assert shown("I- NHIỆM VỤ\nNội dung.") == [("I- ", True), ("NHIỆM VỤ", True)]


def test_a_last_line_without_its_full_stop_is_still_a_sentence() -> None:
    last = parse("1. Việc thứ nhất.\n2. Giao Văn phòng theo dõi")[-1]

    assert last.kind is Kind.PARAGRAPH
    assert [run.bold for run in last.runs] == [True, False]


def test_articles_parts_and_titles_are_recognised() -> None:
    text = "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nQuy chế này quy định.\na) Một;\n- Hai."

    assert kinds(text) == [Kind.PART, Kind.TITLE, Kind.HEADING, Kind.PARAGRAPH, Kind.PARAGRAPH, Kind.PARAGRAPH]


def test_a_date_or_a_sum_at_the_start_of_a_line_is_no_number() -> None:
    assert shown("1.250.000 đồng được cấp cho Văn phòng.") == [("1.250.000 đồng được cấp cho Văn phòng.", False)]
    assert shown("19/11/2026 là ngày họp.") == [("19/11/2026 là ngày họp.", False)]


def test_emphasis_inside_a_line() -> None:
    runs = parse("Theo **Kết luận số 36** và *Điều lệ*.")[0].runs

    assert [(run.text, run.bold, run.italic) for run in runs] == [
        ("Theo ", False, False),
        ("Kết luận số 36", True, False),
        (" và ", False, False),
        ("Điều lệ", False, True),
        (".", False, False),
    ]


def test_rows_make_one_table_with_equal_columns() -> None:
    table, after = parse("| STT | Họ tên |\n|---|---|\n| 1 | Nguyễn Văn A | thừa |\n| 2 |\nHết.")

    assert table.kind is Kind.TABLE and table.has_header
    assert {len(row) for row in table.rows} == {3}
    assert len(table.rows) == 3
    assert after.kind is Kind.PARAGRAPH


@given(st.text(alphabet=st.sampled_from(" \n|*-.1aIĐiềuề)Chương"), max_size=120))
def test_nothing_anybody_types_is_lost_or_breaks(text: str) -> None:
    written = "".join(
        run.text for block in parse(text) for runs in (block.runs, *(c for r in block.rows for c in r)) for run in runs
    )
    ignored = set(" \n|*-:")
    assert [letter for letter in written if letter not in ignored] == [
        letter for letter in text if letter not in ignored
    ]
