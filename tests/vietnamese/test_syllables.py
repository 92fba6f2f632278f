"""Words that can be Vietnamese, and words that a scan has spoilt."""

import pytest

from daumoi.vietnamese import is_syllable, misread


@pytest.mark.parametrize(
    "word",
    ["nghiệp", "Bệnh", "quý", "gì", "yếu", "ngoằn", "huỷ", "quyết", "lệch", "oà", "Đắk", "thuỷ", "chuyên", "viec"],
)
def test_words_of_every_shape_are_known(word):
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["thángh", "ngàyô", "câp", "quổc", "tỉền", "kíệm", "liệuviễn", "xtrây", "pbát", "thuât"]
)
def test_words_no_mouth_can_say_are_not(word):
    assert not is_syllable(word)


def test_the_share_of_misread_words():
    assert misread("Về việc hoàn thiện hồ sơ theo Kế hoạch số 12-KH/TU của UBND, dịch vụ logistics") == 0
    assert misread("Về việc câp Hà Nội, ngàyô. thángh năm") == pytest.approx(3 / 8)
    assert misread("12/2026") == 0
