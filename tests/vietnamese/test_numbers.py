"""Numbers in figures and words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daumoi.vietnamese import number_words, thousands


def test_dots_between_thousands():
    assert [thousands(n) for n in (0, 999, 1388, 1_000_000, -1388)] == ["0", "999", "1.388", "1.000.000", "-1.388"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "không"),
        (1, "một"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (104, "một trăm linh tư"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (131, "một trăm ba mươi mốt"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"),
        (1388, "một nghìn ba trăm tám mươi tám"),
        (10_050, "mười nghìn không trăm năm mươi"),
        (1_000_000, "một triệu"),
        (1_000_020, "một triệu không trăm hai mươi"),
        (2_001_300, "hai triệu không trăm linh một nghìn ba trăm"),
        (1_000_000_000, "một tỷ"),
        (3_000_000_001, "ba tỷ không trăm linh một"),
        (10**18, "một tỷ tỷ"),
        (-5, "âm năm"),
    ],
)
def test_numbers_are_said_as_people_say_them(number, said):
    assert number_words(number) == said


DIGITS = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6}
DIGITS |= {"bảy": 7, "tám": 8, "chín": 9}


def heard(said):
    """The number back from the words."""
    total = billion = group = 0
    for word in said.split():
        if word in DIGITS:
            group += DIGITS[word]
        elif word == "mười":
            group += 10
        elif word == "mươi":
            group += group % 10 * 9
        elif word == "trăm":
            group *= 100
        elif word in ("nghìn", "triệu"):
            billion, group = billion + group * {"nghìn": 1000, "triệu": 1_000_000}[word], 0
        elif word == "tỷ":
            total, billion, group = (total + billion + group) * 10**9, 0, 0
    return total + billion + group


@given(st.integers(0, 10**15))
def test_every_number_can_be_heard_back(number):
    assert heard(number_words(number)) == number
