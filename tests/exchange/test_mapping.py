"""What columns mean, by their names."""

import pytest

from daumoi.exchange.mapping import clean, columns_key, guess, guess_book, missing

CORPUS = [
    "id", "number_symbol", "doc_type", "issuer", "signer", "issued_on", "subject", "body", "source", "source_set",
    "body_kind", "number_raw", "effective_on", "body_truncated",
]  # fmt: skip


def test_the_columns_of_the_corpus() -> None:
    assert guess(CORPUS) == {
        "number": "number_symbol",
        "type": "doc_type",
        "issuer": "issuer",
        "signer": "signer",
        "issued_on": "issued_on",
        "subject": "subject",
        "text": "body",
    }
    assert guess_book(CORPUS) == "incoming"


def test_an_official_outgoing_register() -> None:
    columns = ["STT", "Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản", "Người ký",
               "Nơi nhận văn bản", "Số lượng bản", "Ghi chú"]  # fmt: skip
    assert guess(columns, "outgoing") == {
        "number": columns[1], "issued_on": columns[2], "subject": columns[3], "signer": columns[4],
        "recipients": columns[5], "copies": columns[6], "note": columns[7],
    }  # fmt: skip
    assert guess_book(columns) == "outgoing"


def test_an_official_incoming_register() -> None:
    columns = [
        "Ngày đến",
        "Số đến",
        "Tác giả",
        "Số, ký hiệu",
        "Ngày tháng",
        "Tên loại và trích yếu nội dung",
        "Nơi nhận",
    ]
    assert guess(columns, "incoming") == {
        "arrived_on": "Ngày đến", "arrival_number": "Số đến", "issuer": "Tác giả", "number": "Số, ký hiệu",
        "issued_on": "Ngày tháng", "subject": "Tên loại và trích yếu nội dung",
    }  # fmt: skip
    assert guess_book(columns) == "incoming"


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("SO KY HIEU", "number"),
        ("Số hiệu", "number"),
        ("so_ky_hieu", "number"),
        ("NGÀY BAN HÀNH", "issued_on"),
        ("Ngày ký", "issued_on"),
        ("Loại văn bản", "type"),
        ("Cơ quan ban hành", "issuer"),
        ("Họ tên người ký", "signer"),
        ("Chức vụ người ký", "position"),
        ("Độ mật", "security"),
        ("Toàn văn", "text"),
    ],
)
def test_one_name(name: str, meaning: str) -> None:
    assert guess([name]) == {meaning: name}


def test_a_column_is_used_once_and_the_exact_name_wins() -> None:
    assert guess(["Ngày tháng ban hành lại", "Ngày ban hành"])["issued_on"] == "Ngày ban hành"


def test_content_is_the_subject_only_where_nothing_else_is() -> None:
    assert guess(["Số", "Nội dung"])["subject"] == "Nội dung"
    assert guess(["Trích yếu", "Nội dung"]) == {"subject": "Trích yếu", "text": "Nội dung"}


def test_what_has_to_be_chosen() -> None:
    assert missing({"subject": "a", "issued_on": "b"}, "outgoing") == []
    assert missing({"subject": "a", "arrived_on": "b", "issuer": "c"}, "incoming") == []
    assert len(missing({}, "incoming")) == 3


def test_only_columns_that_are_there_are_kept() -> None:
    assert clean({"subject": "a", "number": "zz", "arrived_on": "b", "x": "a"}, ["a", "b"], "outgoing") == {
        "subject": "a"
    }


def test_the_same_columns_in_another_order_are_the_same_file() -> None:
    assert columns_key(["Số", "Ngày"]) == columns_key(["NGÀY", "số"]) != columns_key(["Số"])
