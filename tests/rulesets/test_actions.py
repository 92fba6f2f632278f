"""Rule sets are loaded, corrected and confirmed as new revisions; a paper is judged by the set of its day."""

from datetime import date

import pytest

from daumoi.core.errors import NotAllowed, Refusal, Stale
from daumoi.core.words import told
from daumoi.journal.models import JournalEntry
from daumoi.rulesets import actions
from daumoi.rulesets.actions import (
    BUILTIN,
    builtin_content,
    confirm,
    load_builtin,
    load_file,
    load_newer_builtin,
    revise,
)
from daumoi.rulesets.book import current_book, document_type, rule_set, type_name
from daumoi.rulesets.models import Origin, RuleSetRow
from tests.helpers import at_once
from tests.rulesets.conftest import toml_of
from tests.world import World

pytestmark = pytest.mark.django_db


def in_use(key: str) -> RuleSetRow:
    return RuleSetRow.objects.get(key=key, replaced_by=None)


# --- the sets of the program ------------------------------------------------------------


def test_the_sets_of_the_program_are_loaded_once(world: World) -> None:
    assert load_builtin().loaded == BUILTIN
    assert load_builtin().unchanged == BUILTIN
    assert RuleSetRow.objects.count() == len(BUILTIN)
    assert JournalEntry.objects.filter(action="rulesets.load").count() == len(BUILTIN)


def test_a_newer_program_brings_a_new_revision(loaded: World, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = builtin_content("state-2020")
    newer["title"] = "Văn bản hành chính (bản mới)"
    monkeypatch.setattr(actions, "builtin_content", lambda key: newer if key == "state-2020" else builtin_content(key))

    assert load_builtin().loaded == ("state-2020",)
    assert in_use("state-2020").revision == 2
    assert rule_set("state", date(2026, 1, 1)).title == "Văn bản hành chính (bản mới)"


def test_what_the_office_corrected_is_not_overwritten_by_a_newer_program(
    loaded: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    revise(in_use("state-2020"), "deadlines.incoming_working_days", "5", reason="Quy chế", actor=loaded.admin)
    assert actions.newer_builtin() == []
    newer = builtin_content("state-2020") | {"title": "Bản mới"}
    monkeypatch.setattr(actions, "builtin_content", lambda key: newer if key == "state-2020" else builtin_content(key))

    assert load_builtin().left == ("state-2020",)
    assert actions.newer_builtin() == ["state-2020"]
    assert in_use("state-2020").revision == 2

    row = load_newer_builtin("state-2020", reason="Dùng bản của chương trình", actor=loaded.admin)
    assert (row.revision, row.origin) == (3, Origin.BUILTIN)
    assert load_builtin().unchanged == BUILTIN


def test_only_sets_of_the_program_are_offered_anew(loaded: World) -> None:
    with pytest.raises(Refusal, match="không kèm"):
        load_newer_builtin("party-1997", reason="x", actor=loaded.admin)


# --- by date ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "key", "stretched"),
    [
        (date(2016, 5, 1), "party-2018", True),
        (date(2017, 2, 6), "party-2018", False),
        (date(2026, 1, 8), "party-2018", False),
        (date(2026, 1, 9), "party-2026", False),
        (date(2031, 1, 1), "party-2026", False),
    ],
)
def test_a_paper_is_judged_by_the_set_of_its_day(loaded: World, on: date, key: str, stretched: bool) -> None:
    found = rule_set("party", on)

    assert (found.key, found.stretched) == (key, stretched)


def test_a_set_used_for_a_day_it_does_not_cover_verifies_nothing(loaded: World) -> None:
    assert rule_set("party", date(2017, 3, 1)).may_issue("province", "standing", "chi-thi").verified
    assert not rule_set("party", date(2016, 3, 1)).may_issue("province", "standing", "chi-thi").verified


def test_an_empty_installation_says_that_nothing_is_loaded(world: World) -> None:
    with pytest.raises(Refusal, match="Chưa nạp"):
        rule_set("party", date(2026, 11, 24))


def test_between_two_sets_the_one_before_serves(loaded: World) -> None:
    book = current_book()
    ended = book.exact("party-2018")
    assert ended is not None
    alone = type(book)((ended,))

    assert alone.at("party", date(2027, 1, 1)).stretched
    assert alone.covering("party", date(2027, 1, 1)) is None
    assert book.exact("party-2018", 7) is None


def test_names_of_types_for_lists(loaded: World) -> None:
    assert type_name("nghi-quyet") == "Nghị quyết"
    assert type_name("nghi-dinh", current_book()) == "Nghị định"
    assert type_name("khac") == "Văn bản khác"
    assert type_name("khong-biet") == "khong-biet"
    assert document_type("chi-thi", "party", date(2026, 11, 24)).abbreviation == "CT"
    assert document_type("gi-do", "party", date(2026, 11, 24)).code == "khac"


def test_the_book_costs_one_query_once_read(loaded: World, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    current_book()
    with django_assert_num_queries(1):
        book = current_book()
        book.at("party", date(2026, 1, 9))
        book.at("state", date(2021, 1, 1))


# --- correcting one value --------------------------------------------------------------------


def test_a_correction_is_a_new_revision_with_its_reason(loaded: World) -> None:
    before = in_use("party-2026")
    row = revise(before, "types.quy-hoach.abbreviation", " QHo ", reason=" Theo công văn ", actor=loaded.admin)

    assert (row.revision, row.replaces, row.reason) == (2, before, "Theo công văn")
    assert rule_set("party", date(2026, 11, 24)).types["quy-hoach"].abbreviation == "QHo"
    assert current_book().exact("party-2026", 1) is None
    entry = JournalEntry.objects.get(action="rulesets.revise")
    assert (entry.data["path"], entry.data["old"], entry.data["new"]) == ("types.quy-hoach.abbreviation", "QH", "QHo")
    assert (entry.actor_id, entry.body_id, entry.reason) == (loaded.admin.pk, loaded.tu.pk, "Theo công văn")
    assert "QH → QHo" in told(entry.action, entry.data)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("numbering.secret_in_same_series", "không", False),
        ("form.elements.subject.size", "13–14", [13, 14]),
        ("form.elements.number.size", "13,5", 13.5),
        ("form.margins.left", "30-35", [30, 35]),
        ("authority.rows.office.self.allowed", "cong-van, bao-cao", ["cong-van", "bao-cao"]),
    ],
)
def test_values_are_typed_as_people_write_them(loaded: World, path: str, text: str, expected: object) -> None:
    content = revise(in_use("party-2026"), path, text, reason="Thử", actor=loaded.admin).content
    for key in path.split("."):
        content = content[key]
    assert content == expected


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("types.khong-co.name", "x"),
        ("types.nghi-quyet", "x"),
        ("key", "khac"),
        ("effective_from", "2026-02-01"),
        ("sections.form.verified", "có"),
        ("numbering.secret_in_same_series", "có lẽ"),
        ("form.elements.subject.size", "to"),
        ("form.elements.subject.size", "15–14"),
        ("authority.rows.office.self.allowed", "cong-van, thu-tay"),
        ("numbering.period", "tuần"),
        ("types.nghi-quyet.name", "Nghị quyết"),
        ("deadlines.incoming_working_days", "-1"),
    ],
)
def test_a_value_that_makes_no_sense_changes_nothing(loaded: World, path: str, text: str) -> None:
    with pytest.raises(Refusal):
        revise(in_use("party-2026"), path, text, reason="Thử", actor=loaded.admin)
    assert RuleSetRow.objects.count() == len(BUILTIN)


def test_only_who_administers_the_installation_changes_rules(loaded: World) -> None:
    row, entries = in_use("party-2026"), JournalEntry.objects.count()
    for person in (loaded.ha, loaded.son, loaded.khach, loaded.tri):
        with pytest.raises(NotAllowed):
            revise(row, "types.de-an.abbreviation", "X", reason="x", actor=person)
        with pytest.raises(NotAllowed):
            confirm(row, "form", basis="x", actor=person)
        with pytest.raises(NotAllowed):
            load_file(toml_of("party-2026"), reason="x", actor=person)
    assert (RuleSetRow.objects.count(), JournalEntry.objects.count()) == (len(BUILTIN), entries)


def test_an_administrator_of_one_commune_does_not_change_the_rules_of_all(loaded: World) -> None:
    someone = loaded.person("xaadmin", "Lý Xã Quản", loaded.xa, "admin", "Quản trị")

    assert actions.may_change(loaded.admin)
    assert not actions.may_change(someone)


def test_no_change_without_a_reason(loaded: World) -> None:
    with pytest.raises(Refusal, match="lý do"):
        revise(in_use("party-2026"), "types.de-an.abbreviation", "X", reason=" ", actor=loaded.admin)
    with pytest.raises(Refusal, match="căn cứ"):
        confirm(in_use("party-2026"), "form", basis=" ", actor=loaded.admin)


def test_who_works_on_an_older_revision_is_told(loaded: World) -> None:
    old = in_use("party-2026")
    revise(old, "types.de-an.abbreviation", "X", reason="x", actor=loaded.admin)

    with pytest.raises(Stale):
        revise(old, "types.de-an.abbreviation", "Y", reason="y", actor=loaded.admin)
    with pytest.raises(Stale):
        confirm(old, "form", basis="y", actor=loaded.admin)


@pytest.mark.django_db(transaction=True)
def test_two_corrections_at_once_leave_one_revision(loaded: World) -> None:
    row = in_use("party-2026")
    outcomes = at_once(
        *(
            lambda text=text: revise(row, "types.de-an.abbreviation", text, reason="x", actor=loaded.admin)
            for text in "XY"
        )
    )

    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == 1
    assert RuleSetRow.objects.filter(key="party-2026").count() == 2


def test_two_revisions_of_one_number_cannot_be_written(loaded: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last line is the database: whoever passes the check together still writes one revision."""
    row = in_use("party-2026")
    revise(row, "types.de-an.abbreviation", "X", reason="x", actor=loaded.admin)
    monkeypatch.setattr(actions, "_still_in_use", lambda row: row)

    with pytest.raises(Stale):
        revise(row, "types.de-an.abbreviation", "Y", reason="y", actor=loaded.admin)
    assert RuleSetRow.objects.filter(key="party-2026").count() == 2


# --- confirming ------------------------------------------------------------------------------------


def test_a_confirmed_section_is_verified_with_who_and_why(loaded: World) -> None:
    row = confirm(in_use("party-2026"), "authority", basis="Đối chiếu bản gốc 399-QĐ/TW", actor=loaded.admin)

    rules = rule_set("party", date(2026, 11, 24))
    section = rules.sections["authority"]
    assert section.verified and section.confirmed_by == loaded.admin.full_name and section.confirmed_on
    assert section.basis == "Đối chiếu bản gốc 399-QĐ/TW"
    assert rules.may_issue("province", "committee", "chi-thi").verified
    assert rules.may_issue("office", "self", "giay-moi").verified is False
    assert (row.origin, row.verified) == (Origin.CONFIRM, False)
    assert JournalEntry.objects.get(action="rulesets.confirm").data["section"] == "Thẩm quyền ban hành"


def test_one_row_may_be_confirmed_alone(loaded: World) -> None:
    confirm(
        in_use("party-2026"), "authority", line="authority.rows.office.self", basis="Quy định 399", actor=loaded.admin
    )
    rules = rule_set("party", date(2026, 11, 24))

    assert rules.may_issue("office", "self", "cong-van").verified
    assert not rules.may_issue("advisory", "self", "cong-van").verified
    assert not rules.sections["authority"].verified
    confirm(
        in_use("party-2026"), "formulas", line="formulas.rows.central.standing", basis="Thực tế", actor=loaded.admin
    )
    assert rule_set("party", date(2026, 11, 24)).formulas["central.standing"].verified


def test_confirming_the_abbreviations_covers_every_type(loaded: World) -> None:
    assert not rule_set("party", date(2026, 11, 24)).types["nghi-quyet"].verified
    confirm(in_use("party-2026"), "abbreviations", basis="Hướng dẫn 05", actor=loaded.admin)
    assert all(kind.verified for kind in rule_set("party", date(2026, 11, 24)).types.values())


@pytest.mark.parametrize(
    ("section", "line"),
    [
        ("mau-sac", ""),
        ("form", "authority.rows.office.self"),
        ("authority", "authority.rows.office"),
        ("authority", "authority.rows.office.khong"),
    ],
)
def test_what_is_not_there_cannot_be_confirmed(loaded: World, section: str, line: str) -> None:
    with pytest.raises(Refusal):
        confirm(in_use("party-2026"), section, line=line, basis="x", actor=loaded.admin)


def test_a_set_is_verified_when_every_section_is(loaded: World) -> None:
    for section in rule_set("party", date(2026, 11, 24)).sections:
        confirm(in_use("party-2026"), section, basis="Đã đọc", actor=loaded.admin)

    assert in_use("party-2026").verified
