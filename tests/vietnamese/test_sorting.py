"""Vietnamese order: letters, then tones, syllable by syllable; capitals last; numbers by value."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daumoi.vietnamese import initials, name_sort_key, sort_key

ORDERED = [
    [],
    ["2", "10", "10 điều", "100"],
    ["an", "àn", "ản", "ãn", "án", "ạn", "ăn", "ân", "ấn"],
    ["ba", "Ba", "ba ba", "ba hoa", "bà", "bà con", "bả", "bã", "bá", "bạ", "bác"],
    ["da", "dì", "đa", "đà", "e", "ê"],
    ["Hà Giang", "Hà Nam", "Hạ Long", "Hoà Bình", "Hoạ Mi"],
    ["Phòng 2", "Phòng 10", "Phòng 10a", "Phòng họp"],
    ["o", "ô", "ơ", "u", "ư", "y"],
    ["tổ 9", "tổ 999999999", "tổ 1000000000", "tổ 1" + "0" * 20],
]

COMBINING_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
WORDS = st.text(st.sampled_from("aáạăằâậbcdđeéêễgghiịklmnoòôộơợpqrstuủưữvxyỵ"), min_size=1, max_size=4)


def independent(text):
    """The dictionary's rule told another way: decomposed, each syllable its letters and then its tone."""
    syllables = []
    for word in text.split():
        tones = [COMBINING_TONES[c] for c in unicodedata.normalize("NFD", word) if c in COMBINING_TONES]
        bare = "".join(c for c in unicodedata.normalize("NFD", word) if c not in COMBINING_TONES)
        letters = [ALPHABET.index(c) for c in unicodedata.normalize("NFC", bare)]
        syllables.append((letters, tones[0] if tones else 0))
    return syllables


@pytest.mark.parametrize("ordered", ORDERED)
def test_lists_stand_as_in_a_dictionary(ordered):
    shuffled = random.Random(5).sample(ordered, len(ordered))
    assert sorted(shuffled, key=sort_key) == ordered


@given(st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), max_size=8))
def test_the_key_agrees_with_the_rule(texts):
    assert sorted(texts, key=lambda t: (sort_key(t), t)) == sorted(texts, key=lambda t: (independent(t), t))


@given(st.lists(st.integers(0, 10**25), min_size=2, max_size=5))
def test_numbers_stand_by_value(numbers):
    texts = [f"Tổ {number}" for number in numbers]
    assert sorted(texts, key=sort_key) == [f"Tổ {number}" for number in sorted(numbers)]


@given(st.text())
def test_the_key_is_plain_whatever_comes(text):
    key = sort_key(text)
    assert key.isascii() and key.replace(" ", "").isalnum() | (key.strip() == "")
    assert key == sort_key(unicodedata.normalize("NFD", text)) == sort_key(unicodedata.normalize("NFC", text))


def test_tone_placement_and_punctuation_do_not_matter():
    assert sort_key("Hòa, Bình") == sort_key("Hoà Bình")


def test_people_stand_by_given_name():
    people = ["Lê Văn An", "Phạm Thị An", "Đỗ Ân", "Bùi Hà", "Phạm Thu Hà", "Phạm Văn Hà", "Nguyễn Hạ", "Trần Đức"]
    expected = [
        "Lê Văn An",
        "Phạm Thị An",
        "Đỗ Ân",
        "Trần Đức",
        "Bùi Hà",
        "Phạm Thu Hà",
        "Phạm Văn Hà",
        "Nguyễn Hạ",
    ]
    assert sorted(people, key=name_sort_key) == expected
    assert name_sort_key("") == ""


def test_initials_are_family_and_given_name():
    assert initials("Phạm Thu Hà") == "PH"
    assert initials("đỗ  văn Ánh") == "ĐÁ"
    assert initials("Hà") == "H"
    assert initials(" ") == ""
