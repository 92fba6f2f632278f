"""Words with their places: columns in the right order, places inside the page, nothing raised."""

from hypothesis import given
from hypothesis import strategies as st

from daumoi.extraction import Line, extract, extract_text
from daumoi.extraction.lines import lines_of_pages
from daumoi.extraction.script import Script, flat
from daumoi.files.reading import PageWords, Word
from daumoi.numbering.notation import normalise
from daumoi.rulesets.actions import BUILTIN, builtin_content
from daumoi.rulesets.parsing import parse
from daumoi.vietnamese import words

SETS = [parse(builtin_content(key)) for key in BUILTIN]
WIDTH, HEIGHT = 595.0, 842.0


def row(text: str, left: float, level: float, size: float = 14, slope: float = 0.0) -> list[Word]:
    """Words set in a row from `left`; `slope` tilts it as a scanner does."""
    found = []
    for part in text.split():
        right = left + 0.52 * size * len(part)
        rise = slope * left
        found.append(Word(part, left, level + rise, right, level + rise + size))
        left = right + 0.3 * size
    return found


def page(slope: float = 0.0) -> PageWords:
    printed = [
        ("TỈNH UỶ AN BÌNH", 90, 780),
        ("VĂN PHÒNG", 100, 762),
        ("*", 140, 745),
        ("Số 45-TB/VPTU", 95, 728),
        ("ĐẢNG CỘNG SẢN VIỆT NAM", 330, 780),
        ("An Bình, ngày 09 tháng 3 năm 2026", 330, 745),
        ("THÔNG BÁO", 250, 690),
        ("về lịch tiếp công dân", 220, 670),
        ("-----", 280, 655),
        ("Văn phòng Tỉnh uỷ An Bình thông báo lịch tiếp công dân quý II.", 100, 620),
        ("Nơi nhận:", 85, 500),
        ("- Các ban đảng,", 85, 484),
        ("- Lưu Văn phòng Tỉnh uỷ.", 85, 468),
        ("K/T CHÁNH VĂN PHÒNG", 340, 500),
        ("PHÓ CHÁNH VĂN PHÒNG", 340, 482),
        ("Lê Thị Mai", 390, 400),
    ]
    return PageWords(
        WIDTH, HEIGHT, [word for text, left, level in printed for word in row(text, left, level, slope=slope)]
    )


def test_two_columns_are_read_one_after_the_other():
    found = extract(lines_of_pages([page()]), SETS)
    assert (found.number.value, found.issued_on.value) == ("45-TB/VPTU", "2026-03-09")
    assert (found.type.value, found.subject.value) == ("Thông báo", "về lịch tiếp công dân")
    assert found.issuer.value.lower() == "văn phòng tỉnh uỷ an bình"
    assert (found.formula.value, found.signer.value) == ("K/T CHÁNH VĂN PHÒNG", "Lê Thị Mai")
    assert [item.value for item in found.recipients] == ["Các ban đảng", "Lưu Văn phòng Tỉnh uỷ"]


def test_a_suggestion_says_where_it_stands():
    found = extract(lines_of_pages([page()]), SETS)
    assert found.number.box.left == 95 and round(found.number.box.bottom) == 728
    assert found.signer.box.left == 390
    assert found.number.page == 0


def test_a_page_that_lies_askew_is_read_the_same():
    straight, askew = extract(lines_of_pages([page()]), SETS), extract(lines_of_pages([page(slope=0.012)]), SETS)
    assert [(name, seen.value) for name, seen in askew.named()] == [
        (name, seen.value) for name, seen in straight.named()
    ]


def test_an_unsure_machine_makes_an_unsure_suggestion():
    unsure = PageWords(WIDTH, HEIGHT, [Word(*list(vars_of(word))[:5], sure=0.5) for word in page().words])
    sure, guessed = extract(lines_of_pages([page()]), SETS), extract(lines_of_pages([unsure]), SETS)
    assert guessed.number.confidence < sure.number.confidence


def vars_of(word: Word) -> tuple[str, float, float, float, float]:
    return word.text, word.left, word.bottom, word.right, word.top


def test_a_list_of_recipients_that_runs_on_keeps_its_signature():
    first = PageWords(
        WIDTH,
        HEIGHT,
        [
            *row("Số: 5/QĐ-UBND", 90, 780),
            *row("Nơi nhận:", 85, 120),
            *row("- Như Điều 3;", 85, 104),
            *row("TM. ỦY BAN NHÂN DÂN", 340, 120),
            *row("CHỦ TỊCH", 380, 102),
        ],
    )
    second = PageWords(
        WIDTH, HEIGHT, [*row("- Các sở;", 85, 780), *row("- Lưu: VT.", 85, 764), *row("Vũ Văn Nam", 380, 764)]
    )
    found = extract(lines_of_pages([first, second]), SETS)
    assert found.signer.value == "Vũ Văn Nam"
    assert [item.value for item in found.recipients] == ["Như Điều 3", "Các sở", "Lưu: VT"]


PRINTED = """Số:
12-NQ/TU
15/QĐ-UBND
ngày 05 tháng 02 năm 2026
NGHỊ QUYẾT
V/v
Căn cứ
Nơi nhận:
- Lưu
MẬT
T/M BAN THƯỜNG VỤ
BÍ THƯ
Nguyễn An
Kính gửi:
TỈNH UỶ AN BÌNH
trước ngày 31/02
|
-"""
PARTS = st.sampled_from([*PRINTED.split("\n"), "\n", "\f"])
TEXTS = st.lists(PARTS | st.text(max_size=12), max_size=40).map(" ".join)


@given(TEXTS)
def test_no_text_is_too_strange(text):
    found = extract_text(text, SETS)
    for _, seen in found.named():
        assert 0 <= seen.confidence <= 1
        assert seen.value and seen.raw


@given(TEXTS)
def test_what_is_suggested_stands_in_the_paper(text):
    found = extract_text(text, SETS)
    said = words(text, folded=True)
    for suggestion in (found.subject, found.signer, found.formula, *found.bases, *found.recipients):
        assert suggestion is None or set(words(suggestion.value, folded=True).split()) <= set(said.split())
    assert found.number is None or normalise(found.number.raw) == found.number.value


@given(
    st.lists(
        st.tuples(PARTS, st.floats(-50, 700), st.floats(-50, 900), st.floats(1, 60), st.floats(1, 40)), max_size=40
    )
)
def test_places_lie_inside_the_page(made):
    drawn = [Word(text, left, low, left + wide, low + tall) for text, left, low, wide, tall in made]
    for _, seen in extract(lines_of_pages([PageWords(WIDTH, HEIGHT, drawn)]), SETS).named():
        if box := seen.box:
            assert 0 <= box.left < box.right <= WIDTH and 0 <= box.bottom < box.top <= HEIGHT


@given(st.text())
def test_the_folded_text_has_its_letters_in_the_same_places(text):
    script = Script([Line(part) for part in text.split("\n")])
    assert len(script.flat) == len(script.text)
    assert flat(script.text) == script.flat
