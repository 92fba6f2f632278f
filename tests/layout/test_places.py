"""The places of number, date, signature and seal are found by the words printed around them."""

import dataclasses

import pytest
import typst

from daumoi.core import office
from daumoi.core.errors import Refusal
from daumoi.core.page import Box, Places
from daumoi.layout.places import SEAL, Markers, find_places, markers_of, seal_beside, signature_at
from daumoi.layout.word import produce
from tests.layout.papers import conclusion, letter, made_elsewhere, minutes, state_decision

needs_office = pytest.mark.skipif(not office.is_available(), reason="LibreOffice (libreoffice-writer-nogui) is missing")
MARKERS = Markers(signer="Nguyễn Văn Thành", symbol="-KL/TU")


def test_a_paper_made_elsewhere_is_understood() -> None:
    places = find_places(made_elsewhere(), MARKERS)

    assert places.missing == []
    assert places.number and places.number.box.width == pytest.approx(40, abs=6)
    assert places.day and places.month and places.day.box.right < places.month.box.left
    assert (places.number.size, places.number.italic) == (14, False)
    assert places.printed_year == 2026 and places.year is None


def test_the_signature_lies_between_position_and_name_and_the_seal_over_its_left_third() -> None:
    places = find_places(made_elsewhere(), MARKERS)

    assert places.signature and places.seal
    assert 50 < places.signature.height < 95
    assert places.seal.right == pytest.approx(places.signature.left + places.signature.width / 3)
    assert places.seal.width == places.seal.height == pytest.approx(SEAL)
    assert places.signature.bottom < (places.seal.bottom + places.seal.top) / 2 < places.signature.top


def test_the_signature_is_on_the_last_page_even_if_the_name_stands_elsewhere_too() -> None:
    places = find_places(made_elsewhere(between="#pagebreak()"), MARKERS)

    assert places.signature and places.signature.page == 1
    assert places.number and places.number.box.page == 0


def test_printed_dots_are_room_as_well() -> None:
    places = find_places(made_elsewhere(number=" .......... ", day=" ...... ", month=" ...... "), MARKERS)

    assert places.missing == []
    assert places.number and places.number.dotted


def test_an_open_year_becomes_a_place() -> None:
    places = find_places(made_elsewhere(year=""), MARKERS)

    assert places.printed_year is None
    assert places.month and places.year and places.year.box.left > places.month.box.right


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"number": " 12"}, "ghi sẵn là «12»"),
        ({"number": "#room(8pt)"}, "quá hẹp"),
        ({"day": " 24 ", "month": " 11 "}, "ghi sẵn là 24/11/2026"),
        ({"day": "#room(6pt)"}, "ngày, tháng quá hẹp"),
        ({"gap": "4pt"}, "chỗ ký"),
    ],
)
def test_what_cannot_be_used_is_said_so_that_the_page_can_ask(changes: dict[str, str], says: str) -> None:
    (sentence,) = find_places(made_elsewhere(**changes), MARKERS).missing
    assert says in sentence


def test_another_symbol_is_not_taken_for_ours() -> None:
    places = find_places(made_elsewhere(), dataclasses.replace(MARKERS, symbol="-QĐ/TU"))

    assert places.number is None
    assert "-QĐ/TU" in places.missing[0]


def test_a_picture_without_words_leaves_everything_to_ask() -> None:
    blank = typst.compile(b'#set page(paper: "a4")\n#rect()', format="pdf")
    places = find_places(blank, MARKERS)

    assert len(places.missing) == 3
    assert places == Places(missing=places.missing)


def test_a_person_can_point_at_the_place() -> None:
    signature, seal = signature_at(1, 400, 300)

    assert signature == Box(1, 325, 228, 475, 300)
    assert seal == seal_beside(signature)


def test_a_broken_file_is_refused_in_words() -> None:
    with pytest.raises(Refusal, match="PDF"):
        find_places(b"not a pdf", MARKERS)


@needs_office
@pytest.mark.parametrize("paper", [conclusion(), letter(), minutes(), state_decision(), conclusion(year=None)])
def test_every_paper_made_here_has_all_its_places(paper) -> None:  # type: ignore[no-untyped-def]
    places = find_places(office.to_pdf(produce(paper)), markers_of(paper))

    assert places.missing == []
    assert places.number and places.number.box.width >= 5 * places.number.size / 2
    assert (places.day is not None) == paper.has_date_line
    assert (places.recorder is not None) == bool(paper.recorder)
    if paper.year is None:
        assert places.year
