"""Cleaning and comparing: what looks the same is the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daumoi.vietnamese import exact, fold, has_marks, nfc, style_tones, words

MARKED = ["đường", "Đắk", "Ðà", "toàn", "tóan", "khuỷu", "nghĩa", "xoè", "xòe", "của", "mùa", "phía"]
PLACED = ["Hoà", "Hòa", "hoàn", "HOẢ", "thuý", "thúy", "UỶ", "ủy", "quý", "Quý", "qúy", "già", "giữ", "gìa"]
SYLLABLES = st.sampled_from([*MARKED, *PLACED])
TEXTS = st.one_of(st.text(), st.lists(SYLLABLES | st.text(max_size=4)).map(" ".join))


@given(TEXTS)
def test_cleaning_and_folding_twice_changes_nothing(text):
    for clean in (nfc, fold, exact, style_tones, lambda t: style_tones(t, "old")):
        assert clean(clean(text)) == clean(text)
    for folded in (True, False):
        assert words(words(text, folded), folded) == words(text, folded)


@given(TEXTS)
def test_composed_and_decomposed_text_are_one(text):
    loose, tight = unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text)
    for clean in (nfc, fold, exact, style_tones):
        assert clean(loose) == clean(tight)


@given(TEXTS)
def test_the_two_styles_differ_for_the_eye_only(text):
    old, new = style_tones(text, "old"), style_tones(text, "new")
    assert style_tones(old, "new") == new
    assert style_tones(new, "old") == old
    assert fold(old) == fold(new) == fold(text)
    assert exact(old) == exact(new) == exact(text)


def test_invisible_characters_go_and_blanks_become_plain():
    assert nfc("Văn\xa0phòng\u200b Tỉnh\xad uỷ\x07\r\nSố\u202f1") == "Văn phòng Tỉnh uỷ\nSố 1"
    assert nfc("trang một\ftrang hai") == "trang một\ntrang hai"
    assert nfc("a\tb") == "a\tb"
    assert nfc("QÐ ðồng chí") == "QĐ đồng chí"
    assert nfc("ﬁle, nhận đƣợc") == "file, nhận được"


def test_folding_drops_marks_and_keeps_punctuation():
    assert fold("Quyết định số 12-QĐ/TU (Đắk Lắk); Ưỡn, Ơ, Ỹ") == "quyet dinh so 12-qd/tu (dak lak); uon, o, y"
    assert fold("Café, Łódź, Straße") == "cafe, lodz, strasse"


@pytest.mark.parametrize(
    ("old", "new"),
    [("hòa", "hoà"), ("Thúy", "Thuý"), ("ỦY", "UỶ"), ("xòe", "xoè"), ("tòan", "toàn"), ("qúy", "quý"), ("gìa", "già")],
)
def test_exact_meets_either_placement(old, new):
    assert exact(old) == exact(new) == new.lower()


@pytest.mark.parametrize(("one", "other"), [("hoà", "hoa"), ("uỷ", "uý"), ("quý", "quy"), ("đa", "da"), ("mía", "mia")])
def test_exact_keeps_marks_apart(one, other):
    assert exact(one) != exact(other)
    assert fold(one) == fold(other)


def test_words_are_what_search_looks_for():
    assert words("Công văn 1752-CV/VPTU", folded=True) == "cong van 1752 cv vptu"
    assert words("“Tỉnh_ủy”, hòa – bình!", folded=False) == "tỉnh uỷ hoà bình"
    assert words(" … ", folded=True) == ""


def test_marks_are_noticed():
    assert has_marks("Tỉnh uy") and has_marks("đ") and has_marks("Đ") and has_marks("ti\u0309nh")
    assert not has_marks("tinh uy 12-NQ/TU") and not has_marks("")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Tỉnh ủy Hòa Bình", "Tỉnh uỷ Hoà Bình"),
        ("ỦY BAN", "UỶ BAN"),
        ("Ủy ban, hóa đơn, tòa án, khỏe mạnh, lũy kế", "Uỷ ban, hoá đơn, toà án, khoẻ mạnh, luỹ kế"),
    ],
)
def test_house_style_and_back(old, new):
    assert style_tones(old) == style_tones(new) == new
    assert style_tones(new, "old") == old


@pytest.mark.parametrize(
    "text",
    [
        "quý, quỳ, quà, quế",
        "già, giá, giữa",
        "hoàn toàn, huỳnh, khuỷu tay, ngoài",
        "mùa, của, phía, kìa",
        "canóa, Joóa",
    ],
)
def test_one_right_place_stays_in_both_styles(text):
    assert style_tones(text, "new") == style_tones(text, "old") == text


def test_wrong_places_are_put_right():
    assert style_tones("hòan tòan, qúy, gìa") == "hoàn toàn, quý, già"
