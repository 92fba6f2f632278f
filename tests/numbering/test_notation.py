"""How numbers look and are read, on the odd cases seen on real papers."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daumoi.numbering.notation import (
    TYPE_NAMES,
    Notation,
    as_number_query,
    key,
    normalise,
    parse,
    party,
    printed_party,
    printed_state,
    state,
)


def documents(data, name="documents"):
    with gzip.open(data / "corpus" / f"{name}.jsonl.gz", "rt") as lines:
        return [json.loads(line) for line in lines]


# ------------------------------------------------------------------ writing


def test_the_party_form():
    assert party(5, "NQ", "TU") == "05-NQ/TU"
    assert party(128, "KL", "TU") == "128-KL/TU"
    assert party("12a", "QĐ", "VPTU") == "12a-QĐ/VPTU"
    assert printed_party(5, "NQ", "TU") == "Số 05-NQ/TU"


def test_the_state_form():
    assert state(15, "QĐ", "UBND") == "15/QĐ-UBND"
    assert state(5, "TT", "BYT", year=2020) == "05/2020/TT-BYT"
    assert state(125, "", "SGDĐT-VP") == "125/SGDĐT-VP"
    assert printed_state(15, "QĐ", "UBND") == "Số: 15/QĐ-UBND"


# ------------------------------------------------------------------ reading


@pytest.mark.parametrize(
    ("text", "number", "value", "year", "abbr", "body", "style"),
    [
        ("05-NQ/TU", "05", 5, None, "NQ", "TU", "party"),
        ("31-CTr/TW", "31", 31, None, "CTr", "TW", "party"),
        ("11-QĐi/TW", "11", 11, None, "QĐi", "TW", "party"),
        ("05-NQ/ĐH", "05", 5, None, "NQ", "ĐH", "party"),
        ("21-LCT/HDNN8", "21", 21, None, "LCT", "HDNN8", "party"),
        ("102-SL/L-004", "102", 102, None, "SL", "L-004", "party"),
        ("101-SL/L.003", "101", 101, None, "SL", "L.003", "party"),
        ("61-CP", "61", 61, None, "", "CP", "party"),
        ("15/QĐ-UBND", "15", 15, None, "QĐ", "UBND", "state"),
        ("01763/QĐ-UBND", "01763", 1763, None, "QĐ", "UBND", "state"),
        ("125/SGDĐT-VP", "125", 125, None, "", "SGDĐT-VP", "state"),
        ("11554/VPCP-V.I", "11554", 11554, None, "", "VPCP-V.I", "state"),
        ("299/TTg", "299", 299, None, "", "TTg", "state"),
        ("02/TTLB", "02", 2, None, "TTLB", "", "state"),
        ("92/TT-LB", "92", 92, None, "TT", "LB", "state"),
        ("04/TT-BCA(X13)", "04", 4, None, "TT", "BCA(X13)", "state"),
        ("8/2020/TT-BYT", "8", 8, 2020, "TT", "BYT", "state"),
        ("19/2000/QH10", "19", 19, 2000, "", "QH10", "state"),
        ("66.18/2026/NQ-CP", "66.18", None, 2026, "NQ", "CP", "state"),
        ("61/2000/TT-BNNPTNT/KH", "61", 61, 2000, "TT", "BNNPTNT/KH", "state"),
        ("2076/1998/TTLT/BQP-BLĐTBXH-BTC", "2076", 2076, 1998, "TTLT", "BQP-BLĐTBXH-BTC", "state"),
        ("12a-NQ/TU", "12a", 12, None, "NQ", "TU", "party"),
        ("128", "128", 128, None, "", "", None),
        ("12/2024", "12", 12, 2024, "", "", "state"),
    ],
)
def test_a_number_is_taken_apart_and_put_together(text, number, value, year, abbr, body, style):
    found = parse(text)
    assert found is not None
    assert (found.number, found.value, found.year, found.type_abbr, found.body) == (number, value, year, abbr, body)
    assert found.style == style
    assert str(found) == normalise(text) == text


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("Số: 05 -NQ/TU", "05-NQ/TU"),
        ("Số 2449 -CV/ĐU", "2449-CV/ĐU"),
        ("Số: 1147-QĐ/BTGDVTW", "1147-QĐ/BTGDVTW"),
        ("18 /2018/TT-NHNN", "18/2018/TT-NHNN"),
        ("Số: 37 /2023/TT-BGTVT", "37/2023/TT-BGTVT"),
        ("2170 /QĐ - UBND", "2170/QĐ-UBND"),
        ("Số:6791 /SNNMT-KHTC", "6791/SNNMT-KHTC"),
        ("269- KL/TU", "269-KL/TU"),
        ("31-\nCTr/TW", "31-CTr/TW"),
        ("24/2026//NQ-CP", "24/2026/NQ-CP"),
        ("50/2022/NĐ_CP", "50/2022/NĐ-CP"),
        ("85/2017/nđ-cp", "85/2017/NĐ-CP"),
        ('03/2020/TT-BCT"', "03/2020/TT-BCT"),
        ("15/QÐ–UBND", "15/QĐ-UBND"),
        ("24/HDLN-ВСТ-ВТC", "24/HDLN-BCT-BTC"),
        ("TT 07/2023/TT-BNNPTNT", "07/2023/TT-BNNPTNT"),
        ("75/2006/QH", "75/2006/QH11"),
        ("75/2007/QH", "75/2007/QH"),
        ("Nghị quyết 10-NQ/TƯ", "10-NQ/TW"),
        ("43-hd/btctư", "43-HD/BTCTW"),
        ("Quyết định 128 QĐ/TƯ", "128-QĐ/TW"),
        ("Chỉ thị 92CT/TW", "92-CT/TW"),
        ("Nghị quyết số 57-NQ/TW, ngày 22/12/2024", "57-NQ/TW"),
        ("Kết luận số 14-KL/TU ngày 5/2/2026 của Ban Thường vụ", "14-KL/TU"),
        ("12 nq tu", "12-NQ/TU"),
        ("15 qd ubnd", "15/QĐ-UBND"),
        ("15/QĐ UBND", "15/QĐ-UBND"),
        ("51-CTR/TU", "51-CTr/TU"),
        ("07 ttr/du", "07-TTr/ĐU"),
        ("Số:", ""),
        ("Không số", ""),
        ("  Điều   5 ", "Điều 5"),
    ],
)
def test_the_canonical_spelling(typed, canonical):
    assert normalise(typed) == canonical
    assert normalise(canonical) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Số:",
        "Không số",
        "Hiến pháp 2013",
        "Số:      /BC-UBND",
        "TCVN 5507:2002",
        "12/5/2024",
        "Điều 5",
        "5/người dân",
        "20 năm",
        "199- KUT W",
        "12 kế hoạch công tác",
    ],
)
def test_what_is_no_number_is_not_read_as_one(text):
    assert parse(text) is None


@pytest.mark.parametrize(
    "spellings",
    [
        [
            "05-NQ/TU",
            "Số: 05 -NQ/TU",
            "5-nq/tu",
            "05 NQ TU",
            "005-NQ/TU",
            "Nghị quyết số 05-NQ/TU",
            "5nq/tu",
            "05/NQ-TU",
        ],
        ["11-QĐi/TW", "11-QĐI/TW", "11-QĐ/TW", "11-qd/tw", "11-QÐ/TƯ"],
        ["8/2020/TT-BYT", "08/2020/TT-BYT", "08 2020 tt byt", "08/2020/TT BYT"],
        ["19/2000/QH10", "19 2000 qh10"],
        ["125/SGDĐT-VP", "125 SGDĐT-VP", "125/sgddt-vp"],
        ["66.18/2026/NQ-CP", "66.18 /2026/nq-cp"],
    ],
)
def test_every_spelling_of_a_number_has_one_key(spellings):
    assert len({key(spelling) for spelling in spellings}) == 1


def test_different_numbers_have_different_keys():
    different = ["5-NQ/TU", "50-NQ/TU", "5-NQ/TW", "5-KL/TU", "5a-NQ/TU", "66.18/2026/NQ-CP", "66.19/2026/NQ-CP", "5"]
    different += ["6618/2026/NQ-CP", "15/2020/NĐ-CP", "15/2021/NĐ-CP", "15/NĐ-CP", "TCVN 5507:2002", "10-NQ/TU"]
    assert len({key(number) for number in different}) == len(different)


NUMBERS = st.builds(str, st.integers(1, 20_000)) | st.sampled_from(["05", "01763", "66.18", "12a", "7bis"])
ABBRS = st.sampled_from(sorted(TYPE_NAMES))
BODIES = st.sampled_from(["TU", "TW", "VPTU", "UBKTTU", "ĐU", "ĐH", "BCĐ35", "UBND", "TTg", "BNN&PTNT", "BCA(X13)"])
WRITTEN = st.one_of(
    st.builds(party, NUMBERS, ABBRS, BODIES),
    st.builds(state, NUMBERS, ABBRS, BODIES),
    st.builds(state, NUMBERS, ABBRS, BODIES, st.integers(1945, 2099)),
)


@given(WRITTEN)
def test_what_is_written_is_read_back(text):
    assert str(parse(text)) == text
    assert key(f"Số: {text.lower().replace('-', ' – ')}") == key(text)


@given(st.text() | st.builds(lambda n, t: n + t, WRITTEN, st.text(max_size=5)))
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once
    assert key(once) == key(text)


# ------------------------------------------------------------------ asking


@pytest.mark.parametrize(
    ("typed", "value", "year", "abbr", "body"),
    [
        ("128", 128, None, None, None),
        ("số 128", 128, None, None, None),
        ("128-kl/tu", 128, None, "KL", "TU"),
        ("số 12 nq tu", 12, None, "NQ", "TU"),
        ("12 NQ/TU", 12, None, "NQ", "TU"),
        ("nghị quyết 18", 18, None, "NQ", None),
        ("nghi quyet so 18", 18, None, "NQ", None),
        ("cv 1752", 1752, None, "CV", None),
        ("15/2020/nđ", 15, 2020, "NĐ", None),
        ("12/2024", 12, 2024, None, None),
        ("18-NQ/TW ngày 25/10/2017", 18, None, "NQ", "TW"),
        ("128-", 128, None, None, None),
    ],
)
def test_a_search_for_a_number_is_noticed(typed, value, year, abbr, body):
    query = as_number_query(typed)
    assert query is not None
    assert (query.value, query.year, query.abbr, query.body) == (value, year, abbr, body)


@pytest.mark.parametrize(
    "typed", ["", "kế hoạch", "20 năm", "5 ngày", "điều 5", "12 kh công tác", "0912345678", "2/9/1945"]
)
def test_a_search_for_words_is_left_alone(typed):
    assert as_number_query(typed) is None


@pytest.mark.parametrize(
    ("typed", "paper", "met"),
    [
        ("128", "128-KL/TU", True),
        ("128", "1281-KL/TU", False),
        ("128", "128", True),
        ("12", "12a-KL/TU", False),
        ("nghị định 15", "15/2020/NĐ-CP", True),
        ("15/nđ-cp", "15/2020/NĐ-CP", True),
        ("05 nq", "5-NQ/TU", True),
        ("luật số 35/2024", "35/2024/QH15", True),
        ("công văn 125", "125/SGDĐT-VP", True),
        ("công văn 125", "125-CV/TU", True),
        ("128-kl/t", "128-KL/TU", True),
        ("128-kl/tu", "128-KL/TW", False),
    ],
)
def test_a_query_meets_papers_by_key_or_prefix(typed, paper, met):
    query = as_number_query(typed)
    assert query is not None
    assert (key(paper) == query.key or key(paper).startswith(query.prefix)) is met


# ------------------------------------------------------------------ real papers

AS_TYPED_BY_ITS_SOURCE = "55/2018/tt-bgtvt"


@pytest.mark.parametrize("name", ["documents", "duplicates"])
def test_every_number_of_the_corpus_reads_back(data, name):
    numbers = {d["number_symbol"] for d in documents(data, name)} - {None, AS_TYPED_BY_ITS_SOURCE}
    assert len(numbers) > 100
    for number in numbers:
        found = parse(number)
        assert found is not None, number
        assert str(found) == normalise(number) == number


def test_the_one_number_kept_in_small_letters_is_put_right():
    assert normalise(AS_TYPED_BY_ITS_SOURCE) == "55/2018/TT-BGTVT"


def test_raw_numbers_of_the_corpus_are_put_right(data):
    raw = [(d["number_raw"], d["number_symbol"] or "") for d in documents(data) if d.get("number_raw")]
    assert len(raw) == 24
    assert [(normalise(one), other) for one, other in raw if normalise(one) != other] == []


def test_numbers_cited_in_real_papers_are_put_right(data):
    lines = (data / "lists" / "party_refs.jsonl").read_text().splitlines()
    for cited in map(json.loads, lines):
        assert str(parse(cited["number_symbol"])) == cited["number_symbol"]
        for form in cited["raw_forms"]:
            assert normalise(form) == cited["number_symbol"]
            assert key(form) == key(cited["number_symbol"])


def test_keys_of_the_corpus_forget_spelling_and_nothing_else(data):
    numbers = {normalise(d["number_symbol"]) for d in documents(data) if d["number_symbol"]}
    by_key: dict[str, set[str]] = {}
    for number in numbers:
        for spelling in (
            number,
            number.lower(),
            number.replace("-", " - "),
            number.translate(str.maketrans("-/", "  ")),
        ):
            by_key.setdefault(key(spelling), set()).add(number)
    met = [sorted(spellings) for spellings in by_key.values() if len(spellings) > 1]
    for spellings in met:
        assert len({spelling.lstrip("0").replace("/", "-") for spelling in spellings}) == 1


def test_a_notation_compares_without_its_raw_text():
    assert parse("Số: 05 -NQ/TU") == Notation("05", None, "-", "NQ", "/", "TU")
