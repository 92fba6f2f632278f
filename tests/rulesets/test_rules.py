"""What the rules of the field decide, read from the data that comes with the program."""

from typing import Any

import pytest

from daumoi.layout.form import PARTY, STATE, load_form
from daumoi.rulesets.actions import BUILTIN, builtin_content
from daumoi.rulesets.content import SECTIONS
from daumoi.rulesets.guess import type_of_name, type_of_symbol
from daumoi.rulesets.nouns import BODY_KINDS
from daumoi.rulesets.parsing import parse
from daumoi.rulesets.rules import ORGANS, RuleSet
from daumoi.rulesets.signing import check_formula, check_symbol, formula_for

SETS = {key: parse(builtin_content(key)) for key in BUILTIN}
OLD, NEW, STATE_SET = SETS["party-2018"], SETS["party-2026"], SETS["state-2020"]


@pytest.mark.parametrize("rules", SETS.values(), ids=SETS)
def test_every_set_says_where_each_part_comes_from(rules: RuleSet) -> None:
    assert set(rules.sections) == set(SECTIONS)
    assert all(section.title and section.note for section in rules.sections.values())
    unread = [code for code, section in rules.sections.items() if section.verified and not section.sources]
    assert unread == []


def test_the_form_in_the_files_is_the_one_that_pages_are_made_with() -> None:
    assert load_form(OLD.form) == load_form(NEW.form) == PARTY
    assert load_form(STATE_SET.form) == STATE


def test_a_set_names_itself_for_the_judgements_that_stand_on_it() -> None:
    assert (str(NEW), NEW.label) == ("Văn bản của Đảng, từ năm 2026", "party-2026, bản 1")
    assert str(NEW.types["chi-thi"]) == "Chỉ thị"
    assert str(NEW.sources["Q399"]) == "399-QĐ/TW"
    assert "huyện uỷ" in NEW.wording["ended_bodies"]
    assert not NEW.verified


def test_the_party_keeps_25_type_names_and_8_small_papers() -> None:
    for rules in (OLD, NEW):
        assert (len(rules.types_in_order("named")), len(rules.types_in_order("small"))) == (25, 8)
    assert len(STATE_SET.types_in_order("named", "small")) == 29


def test_kinds_of_bodies_are_those_of_people() -> None:
    from daumoi.people.models import BodyKind

    assert set(BODY_KINDS) == set(BodyKind.values)


# --- authority (rule 8) -------------------------------------------------------------


@pytest.mark.parametrize(
    ("organ", "type_code", "allowed"),
    [
        ("committee", "chi-thi", False),
        ("committee", "thong-tri", False),
        ("committee", "huong-dan", False),
        ("committee", "thong-cao", True),
        ("standing", "chi-thi", True),
        ("standing", "thong-cao", False),
        ("standing", "huong-dan", True),
        ("congress", "nghi-quyet", True),
        ("congress", "bao-cao", False),
        ("presidium", "bao-cao", True),
        ("presidium", "nghi-quyet", False),
        ("counting", "bao-cao", True),
        ("counting", "bien-ban", False),
        ("self", "nghi-quyet", True),
    ],
)
def test_the_provincial_list_read_in_the_regulation_of_2017(organ: str, type_code: str, allowed: bool) -> None:
    verdict = OLD.may_issue("province", organ, type_code)

    assert verdict.allowed is allowed
    assert verdict.verified and verdict.known
    assert "66-QĐ/TW" in verdict.source


def test_the_same_list_is_not_verified_for_2026() -> None:
    verdict = NEW.may_issue("province", "committee", "chi-thi")

    assert (verdict.allowed, verdict.verified) == (False, False)


def test_a_grassroots_committee_issues_neither_directives_nor_circulars() -> None:
    for organ in ("committee", "standing"):
        assert not NEW.may_issue("grassroots", organ, "chi-thi").allowed
    assert not NEW.may_issue("grassroots", "standing", "quy-che").allowed
    assert NEW.may_issue("grassroots", "standing", "huong-dan").allowed
    assert not NEW.may_issue("cell", "self", "quy-dinh").allowed


def test_a_steering_committee_decides_only_when_its_founding_paper_says_so() -> None:
    verdict = NEW.may_issue("province", "steering", "quyet-dinh")

    assert verdict.allowed
    assert verdict.condition in verdict.why


def test_what_the_set_does_not_say_is_not_forbidden_but_must_be_looked_at() -> None:
    for verdict in (
        STATE_SET.may_issue("state", "self", "quyet-dinh"),
        NEW.may_issue("mass_org", "self", "bao-cao"),
        NEW.may_issue("province", "standing", "khac"),
    ):
        assert verdict.allowed
        assert not verdict.known and not verdict.verified


def test_everybody_may_issue_small_papers() -> None:
    assert NEW.may_issue("cell", "self", "giay-moi").allowed


def test_the_office_is_offered_only_what_it_may_issue() -> None:
    offered = {kind.code for kind in NEW.issuable("office", "self")}

    assert {"cong-van", "to-trinh", "giay-moi"} <= offered
    assert not offered & {"nghi-quyet", "chi-thi", "ket-luan"}


def test_every_row_of_the_matrix_has_a_name_for_people() -> None:
    for rules in SETS.values():
        for row in rules.authority.values():
            assert row.name and row.organ in ORGANS


# --- signing (rules 9 to 12) ----------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "organ", "rank", "line", "position"),
    [
        ("province", "standing", "head", "T/M BAN THƯỜNG VỤ", "BÍ THƯ"),
        ("province", "standing", "deputy", "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"),
        ("province", "committee", "head", "T/M TỈNH UỶ", "BÍ THƯ"),
        ("commune", "presidium", "head", "T/M ĐOÀN CHỦ TỊCH", ""),
        ("inspection", "self", "deputy", "T/M UỶ BAN KIỂM TRA", "PHÓ CHỦ NHIỆM"),
        ("office", "self", "head", "", "CHÁNH VĂN PHÒNG"),
        ("office", "self", "deputy", "K/T CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ("advisory", "self", "acting", "", "Q. TRƯỞNG BAN"),
    ],
)
def test_the_formula_follows_the_organ_and_the_rank(kind: str, organ: str, rank: str, line: str, position: str) -> None:
    formula = formula_for(NEW, kind, organ, rank)

    assert (formula.line, formula.position, formula.needs_delegation) == (line, position, False)
    assert not check_formula(NEW, line=formula.line, body_kind=kind, organ=organ, rank=rank)


def test_signing_by_order_needs_a_delegation() -> None:
    formula = formula_for(NEW, "province", "standing", "staff", by_order=True)
    asked: dict[str, Any] = {"line": formula.line, "body_kind": "province", "organ": "standing", "rank": "staff"}

    assert (formula.line, formula.needs_delegation) == ("T/L BAN THƯỜNG VỤ", True)
    assert [fault.code for fault in check_formula(NEW, **asked)] == ["no_delegation"]
    assert check_formula(NEW, **asked, delegated=True) == []
    assert formula_for(NEW, "office", "self", "staff", by_order=True).line == "T/L CHÁNH VĂN PHÒNG"


def test_a_city_committee_signs_under_its_own_name() -> None:
    assert formula_for(NEW, "province", "committee", "head", own_name="Thành uỷ").line == "T/M THÀNH UỶ"


@pytest.mark.parametrize(
    ("line", "kind", "organ", "rank", "code"),
    [
        ("K/T BÍ THƯ", "province", "standing", "deputy", "deputy_in_collective"),
        ("K/T CHỦ NHIỆM", "inspection", "self", "deputy", "deputy_in_collective"),
        ("T/M BAN THƯỜNG VỤ\nK/T BÍ THƯ", "province", "standing", "deputy", "deputy_in_collective"),
        ("", "province", "committee", "head", "no_acting_for"),
        ("", "advisory", "self", "deputy", "no_deputy"),
        ("T/M VĂN PHÒNG", "office", "self", "head", "not_collective"),
        ("K/T CHÁNH VĂN PHÒNG", "office", "self", "head", "head_as_deputy"),
        ("TM. BAN THƯỜNG VỤ", "province", "standing", "head", "foreign_formula"),
        ("TUQ. BAN THƯỜNG VỤ", "province", "standing", "head", "foreign_formula"),
        ("T/M BAN THƯỜNG VỤ", "province", "standing", "staff", "not_a_signer"),
    ],
)
def test_a_wrong_formula_is_named(line: str, kind: str, organ: str, rank: str, code: str) -> None:
    faults = check_formula(NEW, line=line, body_kind=kind, organ=organ, rank=rank)

    assert [fault.code for fault in faults] == [code]
    assert faults[0].text.endswith(".")


def test_a_state_paper_keeps_its_own_formulas() -> None:
    formula = formula_for(STATE_SET, "state", "committee", "deputy")

    assert formula.line == "TM. UỶ BAN NHÂN DÂN\nKT. CHỦ TỊCH"
    assert check_formula(STATE_SET, line=formula.line, body_kind="state", organ="committee", rank="deputy") == []
    wrong = check_formula(STATE_SET, line="T/M UỶ BAN NHÂN DÂN", body_kind="state", organ="committee", rank="head")
    assert [fault.code for fault in wrong] == ["foreign_formula"]
    by_mandate = check_formula(STATE_SET, line="TUQ. CHỦ TỊCH", body_kind="state", organ="committee", rank="staff")
    assert [fault.code for fault in by_mandate] == ["no_delegation"]


def test_where_nothing_is_known_about_an_organ_nothing_is_refused() -> None:
    formula = formula_for(NEW, "mass_org", "self", "head")

    assert (formula.line, formula.verified) == ("", False)
    assert check_formula(NEW, line="", body_kind="mass_org", organ="self", rank="head") == []


def test_the_state_abbreviation_has_no_place_in_a_party_symbol() -> None:
    assert [fault.code for fault in check_symbol(NEW, "05-QyĐ/TU")] == ["foreign_abbreviation"]
    assert check_symbol(NEW, "05-QĐ/TU") == []
    assert check_symbol(STATE_SET, "05/QyĐ-UBND") == []


# --- numbers (rules 1, 3) ---------------------------------------------------------------


def test_each_type_name_counts_alone_within_the_term_unless_the_body_chose_otherwise() -> None:
    decision, regulation = NEW.series_of("quyet-dinh"), NEW.series_of("quy-dinh")
    assert (decision.key, decision.period) == ("quyet-dinh", "term")
    assert decision.key != regulation.key

    together = NEW.series_of("quyet-dinh", grouping="symbol")
    assert together.key == NEW.series_of("quy-dinh", grouping="symbol").key
    assert together.label == "Quyết định, Quy định"
    assert NEW.series_of("thu-cong", grouping="symbol").key == "thu-cong"


def test_a_congress_has_one_series_for_every_type() -> None:
    series = [NEW.series_of(code, is_congress=True) for code in ("nghi-quyet", "bao-cao", "cong-van")]

    assert {(found.key, found.period, found.body_code) for found in series} == {("dai-hoi", "congress", "ĐH")}
    assert STATE_SET.series_of("nghi-quyet", is_congress=True).key == "nghi-quyet"


def test_copies_and_incoming_papers_have_series_of_their_own() -> None:
    assert (NEW.copies_series().abbreviation, NEW.copies_series().period) == ("BS", "term")
    assert NEW.incoming_series().period == "year"
    assert STATE_SET.series_of("quyet-dinh").period == "year"


# --- the nine elements (rules 13, 14) ------------------------------------------------------

COMPLETE = {
    "body_name": "Tỉnh uỷ An Bình",
    "type_code": "bao-cao",
    "subject": "Về công tác chuyển đổi số",
    "content": "Nội dung.",
    "place": "An Bình",
    "position": "PHÓ BÍ THƯ",
    "signer": "Nguyễn Văn Thành",
    "recipients": ["Văn phòng Trung ương Đảng"],
}
ISSUED = {"number": 5, "date": "2026-11-24", "signature": True, "seal": True}


def test_a_complete_paper_misses_nothing() -> None:
    assert len(NEW.elements) == 9
    assert NEW.missing_elements(COMPLETE, type_code="bao-cao") == []
    assert NEW.missing_elements({**COMPLETE, **ISSUED}, type_code="bao-cao", at_issue=True) == []


@pytest.mark.parametrize("lost", [name for name in COMPLETE if name != "type_code"])
def test_whatever_is_lost_is_named_before_signing(lost: str) -> None:
    missing = NEW.missing_elements({**COMPLETE, lost: "  "}, type_code="bao-cao")

    assert len(missing) == 1
    assert missing[0].startswith("Thiếu thành phần")


@pytest.mark.parametrize("lost", ISSUED)
def test_number_date_signature_and_seal_are_missing_only_when_issuing(lost: str) -> None:
    fields = {**COMPLETE, **ISSUED, lost: None}

    assert NEW.missing_elements(fields, type_code="bao-cao") == []
    assert len(NEW.missing_elements(fields, type_code="bao-cao", at_issue=True)) == 1


def test_a_letter_has_an_address_and_a_submission_its_own() -> None:
    assert NEW.missing_elements(COMPLETE, type_code="cong-van") == ["Công văn cần có dòng «Kính gửi»."]
    assert NEW.missing_elements(COMPLETE, type_code="to-trinh") == ["Tờ trình cần có dòng «Kính trình»."]
    assert NEW.missing_elements({**COMPLETE, "addressees": "Ban Tổ chức"}, type_code="cong-van") == []


def test_minutes_need_no_date_line_and_a_cell_no_seal() -> None:
    minutes = {**COMPLETE, "place": "", "recipients": []}
    assert NEW.missing_elements(minutes, type_code="bien-ban") == []
    no_seal = {**COMPLETE, **ISSUED, "seal": False}
    assert NEW.missing_elements(no_seal, type_code="bao-cao", body_kind="cell", at_issue=True) == []
    assert NEW.missing_elements(no_seal, type_code="bao-cao", body_kind="province", at_issue=True) != []


# --- marks ------------------------------------------------------------------------------------


def test_a_secret_paper_is_never_kept_as_a_file_and_a_top_secret_one_not_even_its_subject() -> None:
    for rules in SETS.values():
        levels = rules.secrecy
        assert {code: level.years for code, level in levels.items()} == {"mat": 10, "toi_mat": 20, "tuyet_mat": 30}
        assert not any(level.keep_file for level in levels.values())
        assert [code for code, level in levels.items() if not level.keep_subject] == ["tuyet_mat"]


def test_the_very_urgent_need_the_hour_of_arrival() -> None:
    assert [code for code, mark in NEW.urgency.items() if mark.needs_hour] == [
        "thuong_khan",
        "hoa_toc",
        "hoa_toc_hen_gio",
    ]


# --- guessing the type of an incoming paper ------------------------------------------------------


@pytest.mark.parametrize(
    ("symbol", "code"),
    [
        ("12-NQ/TU", "nghi-quyet"),
        ("Số 05 - ctr/tu", "chuong-trinh"),
        ("11-QĐi/TW", "quy-dinh"),
        ("04-QĐI/TW", "quy-dinh"),
        ("1752-CV/VPTU", "cong-van"),
        ("CV", "cong-van"),
        ("TTR", "to-trinh"),
    ],
)
def test_the_type_is_read_from_the_symbol(symbol: str, code: str) -> None:
    assert type_of_symbol(NEW, symbol).code == code


def test_two_types_share_one_abbreviation_and_the_subject_settles_it() -> None:
    guess = type_of_symbol(NEW, "12-QĐ/TU")
    assert set(guess.codes) == {"quyet-dinh", "quy-dinh"}
    assert not guess.sure
    assert type_of_symbol(NEW, "12-QĐ/TU", "Quy định về chế độ họp").code == "quy-dinh"
    assert type_of_symbol(NEW, "12-QĐ/TU", "thành lập tổ công tác").code == "quyet-dinh"


@pytest.mark.parametrize(
    ("symbol", "code"),
    [
        ("15/QĐ-UBND", "quyet-dinh"),
        ("05/QyĐ-UBND", "quy-dinh"),
        ("30/2020/NĐ-CP", "nghi-dinh"),
        ("125/SGDĐT-VP", "cong-van"),
        ("không có", ""),
        ("117", ""),
    ],
)
def test_the_state_writes_its_symbols_its_own_way(symbol: str, code: str) -> None:
    assert type_of_symbol(STATE_SET, symbol).code == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Chương trình hành động thực hiện Nghị quyết", "chuong-trinh"),
        ("to trinh", "to-trinh"),
        ("Quy hoạch cán bộ", "quy-hoach"),
        ("Báo cáo", "bao-cao"),
        ("Báo", ""),
        ("", ""),
    ],
)
def test_the_type_is_read_from_its_name_with_or_without_marks(words: str, code: str) -> None:
    assert type_of_name(NEW, words).code == code
