"""The lists behind the codec, the identifiers, days and moments."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daumoi import edxml
from daumoi.edxml import PROFILE, Business, Priority, ReceiverAction, Status, Steering, binding
from daumoi.edxml.text import VIETNAM, read_day, read_moment, write_day, write_moment

# --- the profile --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        *(("kind", Business), ("status", Status), ("priority", Priority)),
        *(("steering", Steering), ("receiver", ReceiverAction)),
    ],
)
def test_codes_and_their_list_are_the_same(name: str, codes: type[Enum]) -> None:
    assert list(PROFILE.lists[name].rows) == [str(code.value) for code in codes]


def test_every_part_of_the_profile_names_a_known_source() -> None:
    waiting, checked = [PROFILE.content], 0
    while waiting:
        part = waiting.pop()
        if "source" in part:
            assert part["source"] in PROFILE.content["sources"] and isinstance(part["verified"], bool), part
            checked += 1
        waiting += [each for each in part.values() if isinstance(each, dict)]
    assert checked >= 15


def known_paths(record: type, start: str = "") -> set[str]:
    found = set()
    for slot in binding.slots(record):
        found.add(f"{start}{slot.path}")
        if slot.type not in (str, int, bool, date, datetime) and not issubclass(slot.type, Enum):
            found |= known_paths(slot.type, f"{start}{slot.path}/")
    return found


def test_the_profile_speaks_of_elements_that_are_read() -> None:
    document, status = known_paths(edxml.DocumentHeader), known_paths(edxml.StatusHeader)
    for when in ("read", "write"):
        asked = [path for paths in PROFILE.required(when, "document") for path in paths.split(" | ")]
        assert set(asked) <= document
        assert {path for paths in PROFILE.required(when, "status") for path in paths.split(" | ")} <= status
    assert set(PROFILE.lengths) <= document | {"AttachmentName"}


def test_meanings_and_numbers() -> None:
    assert PROFILE.label("status", "02") == "từ chối tiếp nhận" and PROFILE.label("status", "99") == "99"
    assert PROFILE.label("kind", 1) == "thu hồi văn bản"
    assert PROFILE.type_number("công văn ") == 18 and PROFILE.type_number("Kết luận") is None


# --- identifiers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("000.00.15.H51", "H51.15"),
        ("000.00.00.G22", "G22"),
        ("000.33.64.H49", "H49.64.33"),
        ("001.33.64.H49", "H49.64.33.001"),
        ("000.00.65.A32", "A32.65"),
    ],
)
def test_the_two_schemes_say_the_same(old: str, new: str) -> None:
    assert edxml.to_2020(old) == new and edxml.to_2016(new) == old
    assert edxml.to_2020(new) == new and edxml.to_2016(old) == old
    assert edxml.same_body(old, f" {new.lower()} ")


@pytest.mark.parametrize("code", ["vxp.saas.03", "H37.DN.001", "28.22.H17", "", "null", "H5"])
def test_codes_of_another_form_have_no_other_form(code: str) -> None:
    assert edxml.to_2016(code) is None
    assert edxml.to_2020(code) is None
    assert edxml.same_body(code, code) is bool(code)


def test_the_key_of_a_paper() -> None:
    key = edxml.make_document_id("A99.01", date(2026, 11, 24), edxml.Number(number="15", notation="CV/VPTU"))
    assert key == "A99.01,2026/11/24,15/CV/VPTU"
    assert edxml.parse_document_id(key) == edxml.DocumentId("A99.01", date(2026, 11, 24), "15/CV/VPTU")
    impossible = edxml.parse_document_id("000.00.00.G22,2014/02/30,7806/VPCP-TTĐT")
    assert impossible and impossible.on is None and impossible.number == "7806/VPCP-TTĐT"
    assert edxml.parse_document_id("9fbfbad2-f1f8-4256-a2eb-50fb1061cddb") is None


# --- days and moments ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["2026/11/24", "2026-11-24", "24/11/2026", "24-11-2026", "2026/11/24 00:00:00"])
def test_days(text: str) -> None:
    assert read_day(text) == date(2026, 11, 24)


@pytest.mark.parametrize("text", ["", "2014/02/30", "0000/01/01", "24/11/26", "hôm nay", "2026/11", "٢٠٢٦/11/24"])
def test_what_is_no_day(text: str) -> None:
    assert read_day(text) is None and read_moment(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("2026/11/24 08:05:00", "2026/11/24 08:05", "2026-11-24T08:05:00", "24/11/2026 8:05", "2026-11-24T01:05:00Z"),
        *("2026-11-24T08:05:00.123", "2026-11-24T08:05:00+07:00", "2026-11-23T20:05:00 -0500"),
    ],
)
def test_moments(text: str) -> None:
    assert read_moment(text) == datetime(2026, 11, 24, 8, 5, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    "text", ["2026/11/24 25:00", "2026/11/24 sáng", "0001-01-01T00:00:00+14:00", "2026/11/24 08:00+99:00"]
)
def test_what_is_no_moment(text: str) -> None:
    assert read_moment(text) is None


@given(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_moment_that_was_written_reads_as_it_was(moment: datetime) -> None:
    assert read_moment(write_moment(moment)) == moment.replace(microsecond=0)
    assert read_day(write_day(moment)) == moment.date()
