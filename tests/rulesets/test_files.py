"""Rule files that people load: what becomes of them by key and day, and what is refused."""

from datetime import date

import pytest

from daumoi.core.errors import Refusal
from daumoi.rulesets.actions import BUILTIN, load_file
from daumoi.rulesets.book import rule_set
from daumoi.rulesets.content import digest
from daumoi.rulesets.models import Origin, RuleSetRow
from tests.rulesets.conftest import toml_of
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_file_with_a_known_key_and_day_replaces_the_set(loaded: World) -> None:
    row = load_file(
        toml_of("party-2026", ("Văn bản của Đảng, từ năm 2026", "Văn bản của Đảng, đã rà soát")),
        reason="Rà soát tháng 11",
        actor=loaded.admin,
    )

    assert (row.revision, row.replaces.revision if row.replaces else None, row.origin) == (2, 1, Origin.FILE)
    assert rule_set("party", date(2026, 11, 24)).title == "Văn bản của Đảng, đã rà soát"


def test_a_set_that_begins_later_leaves_earlier_papers_alone(loaded: World) -> None:
    load_file(
        toml_of("party-2026", ("effective_from = 2026-01-09", "effective_from = 2027-01-01"), ('"term"', '"year"')),
        reason="Đánh số theo năm từ 2027",
        actor=loaded.admin,
    )

    assert rule_set("party", date(2026, 12, 31)).numbering.period == "term"
    assert rule_set("party", date(2027, 1, 1)).numbering.period == "year"


def test_a_new_key_is_a_new_set(loaded: World) -> None:
    load_file(
        toml_of(
            "party-2018",
            ('key = "party-2018"', 'key = "party-2004"'),
            ("effective_from = 2017-02-06", "effective_from = 2004-05-28"),
            ("effective_to = 2026-01-08", "effective_to = 2017-02-05"),
        ),
        reason="Bổ sung giai đoạn trước",
        actor=loaded.admin,
    )

    found = rule_set("party", date(2016, 5, 1))
    assert (found.key, found.stretched) == ("party-2004", False)


@pytest.mark.parametrize(
    "change",
    [
        ('system = "party"', 'system = "church"'),
        ('key = "party-2026"', 'key = "Party 2026"'),
        ("effective_from = 2026-01-09\n", ""),
        ("effective_from = 2026-01-09", 'effective_from = "hôm nay"'),
        ("effective_from = 2026-01-09", "effective_from = 5"),
        ("effective_from = 2026-01-09", "effective_from = 2026-01-09\neffective_to = 2025-01-01"),
        ("[sections.page]", "[sections.pages]"),
        ('sources = ["Q399"]', 'sources = ["Q1000"]'),
        ('group = "named"', 'group = "other-kind"'),
        ("order = 1\n", ""),
        ('allowed = ["bao-cao"]', 'allowed = ["bao-cao", "tho"]'),
        ("[authority.rows.office.self]", "[authority.rows.nha-tho.self]"),
        ("[authority.rows.office.self]", "[authority.rows.office.choir]"),
        ('needs = ["body_name"]', 'needs = ["colour"]'),
        ("[wording]", "[poems]\nx = 1\n\n[wording]"),
        ('title = "Văn bản của Đảng, từ năm 2026"', 'title = ""'),
        ("years = 10\nenvelope", 'years = "mười"\nenvelope'),
        ('name = "Sao lục"', 'name = "Sao lục"\ncolour = "red"'),
        ("effective_from = 2026-01-09", "effective_from = 2026-01-09T10:00:00"),
        ('key = "party-2026"', "key = "),
        ("[deadlines]", "[deadlines.more]"),
        ('overdue_from = "00:00"', "overdue_from = 00:00:00"),
    ],
)
def test_a_file_with_a_fault_is_refused_with_its_place(loaded: World, change: tuple[str, str]) -> None:
    with pytest.raises(Refusal, match="Không nạp được tệp: "):
        load_file(toml_of("party-2026", change), reason="x", actor=loaded.admin)
    assert RuleSetRow.objects.count() == len(BUILTIN)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"x = 1\n" + b"# " * 600_000, b'sources = 5\nkey = "a"'])
def test_what_is_not_a_rule_file_is_refused(loaded: World, data: bytes) -> None:
    with pytest.raises(Refusal):
        load_file(data, reason="x", actor=loaded.admin)


def test_the_same_file_twice_is_refused(loaded: World) -> None:
    with pytest.raises(Refusal, match="giống hệt"):
        load_file(toml_of("party-2026"), reason="x", actor=loaded.admin)


def test_the_checksum_does_not_depend_on_the_order_of_keys() -> None:
    assert digest({"a": 1, "b": {"c": 2, "d": 3}}) == digest({"b": {"d": 3, "c": 2}, "a": 1})
