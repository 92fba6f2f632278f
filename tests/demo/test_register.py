"""The invented register gives exactly the sentence of the term."""

from collections import Counter

from daumoi.demo import register


def test_the_register_holds_what_the_sentence_says():
    rows = register.rows()
    assert Counter(row.type_code for row in rows) == register.COUNTS and len(rows) == 1388
    assert len({(row.type_code, row.subject) for row in rows}) == 1388
    assert len({row.notation for row in rows}) == 1388


def test_numbers_of_a_type_go_up_with_their_dates():
    for code in register.COUNTS:
        rows = sorted((row for row in register.rows() if row.type_code == code), key=lambda row: row.number)
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        assert [row.issued_on for row in rows] == sorted(row.issued_on for row in rows)
        assert all(row.issued_on.weekday() != 6 for row in rows)
