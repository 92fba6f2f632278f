"""A register whose rows or counters were changed says which number it is about, in the words of the office."""

from datetime import date, timedelta

import pytest
from django.db.models import F

from daumoi.catalogue.actions import enter
from daumoi.catalogue.models import Kind
from daumoi.journal.models import JournalEntry
from daumoi.numbering.actions import OldNumber, reserve, take_number, take_old_numbers, void
from daumoi.numbering.models import Counter, Number
from daumoi.numbering.series import of_term
from daumoi.numbering.verify import problems
from daumoi.rulesets.actions import load_builtin
from daumoi.rulesets.book import series_names
from tests.helpers import unguard

ON = date(2026, 11, 24)
WHERE = "dãy thông báo, nhiệm kỳ 2025-2030, của Tỉnh uỷ An Bình"


def entry(world):
    return enter(Kind.OUTGOING, body=world.tu, title="về việc họp", day=ON, access={})


@pytest.fixture
def book(world):
    """Five numbers of one series: given, two kept with a reason, given, and one of the kept struck."""
    load_builtin()
    place = (world.tu, "thong-bao", of_term(world.term).key)
    take_number(*place, on=ON, actor=world.ha, entry=entry(world))
    kept = reserve(*place, count=2, on=ON, reason="Hai văn bản trên giấy", actor=world.ha)
    take_number(*place, on=ON, actor=world.ha, entry=entry(world))
    take_number(*place, on=ON, actor=world.ha, entry=entry(world))
    void(kept[1], reason="Không dùng", actor=world.ha)
    return Number.objects.filter(series="thong-bao")


def found():
    return list(problems(series_names()))


def test_a_book_kept_by_its_rules_is_whole(book):
    assert found() == []


TAMPERINGS = {
    "a number taken out": (
        lambda book: book.filter(value=4).delete(),
        f"Thiếu số 4 trong {WHERE}: không cấp, không giữ, không huỷ.",
    ),
    "two numbers taken out": (lambda book: book.filter(value__in=[2, 3]).delete(), f"Thiếu số 2–3 trong {WHERE}"),
    "the last number taken out": (
        lambda book: book.filter(value=5).delete(),
        f"Bộ đếm của {WHERE} ghi 5 nhưng số cuối trong sổ là 4.",
    ),
    "every number taken out": (
        lambda book: book.delete(),
        f"Bộ đếm của {WHERE} ghi 5 dòng nhưng sổ có 0 dòng.",
    ),
    "the counter moved": (
        lambda book: Counter.objects.update(last=F("last") + 2),
        f"Bộ đếm của {WHERE} ghi 7 nhưng số cuối trong sổ là 5.",
    ),
    "a number taken from its paper": (
        lambda book: book.filter(value=5).update(entry=None),
        f"Số 5 trong {WHERE} ghi đã cấp nhưng không gắn với văn bản nào.",
    ),
    "a number struck in silence": (
        lambda book: book.filter(value=4).update(status="void", reason="x"),
        f"Số 4 trong {WHERE} ghi đã huỷ nhưng nhật ký không ghi việc huỷ.",
    ),
    "an earlier day": (
        lambda book: book.filter(value=5).update(given_on=ON - timedelta(days=9)),
        f"Số 5 trong {WHERE} ghi ngày 15/11/2026, sớm hơn số trước nó.",
    ),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_what_was_changed_is_named(book, what):
    tamper, sentence = TAMPERINGS[what]
    tamper(book)
    assert any(problem.startswith(sentence) for problem in found()), found()


def test_the_line_of_a_struck_number_taken_out_is_seen(book):
    unguard("journal_journalentry")
    JournalEntry.objects.filter(action="numbering.void").delete()
    assert found() == [f"Số 3 trong {WHERE} ghi đã huỷ nhưng nhật ký không ghi việc huỷ."]


def test_an_old_register_keeps_its_gaps_and_a_row_that_went_missing_is_among_those_named(world):
    load_builtin()
    term = of_term(world.term).key
    old = [OldNumber("thong-bao", term, value, ON, entry(world)) for value in (3, 4, 5, 9)]
    take_old_numbers(world.tu, old, actor=world.ha)
    assert found() == []
    Number.objects.filter(value=4).delete()
    assert found() == [f"Bộ đếm của {WHERE} ghi 4 dòng nhưng sổ có 3 dòng. Các số không có trong sổ: 1–2, 4, 6–8."]


def test_series_of_no_type_have_words_too(world):
    take_number(world.tu, "den", "y2026", on=ON, actor=world.ha)
    take_number(world.tu, "ho-so", "y2026", on=ON, actor=world.ha)
    take_number(world.tu, "dai-hoi", f"c{world.term.pk}", on=ON, actor=world.ha)
    take_number(world.tu, "ky-hieu-QĐ", "y2026", on=ON, actor=world.ha)
    said = " ".join(found())
    for words in (
        "dãy văn bản đến, năm 2026,",
        "dãy hồ sơ, năm",
        "dãy văn bản đại hội, đại hội, nhiệm kỳ",
        "ký hiệu QĐ",
    ):
        assert words in said
