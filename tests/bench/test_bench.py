"""What is measured on must be what the program would have written, and the measures must measure."""

import pytest

from daumoi.bench import judged, measuring, writing
from daumoi.bench.filling import Filler
from daumoi.bench.founding import found
from daumoi.bench.words import TYPES, Writer
from daumoi.calendar.actions import load_builtin as load_days_off
from daumoi.catalogue import index
from daumoi.catalogue.models import Entry
from daumoi.catalogue.search import find
from daumoi.documents import verify as evidence
from daumoi.numbering import verify as numbers
from daumoi.outgoing import verify as issued
from daumoi.rulesets.actions import load_builtin


@pytest.fixture
def office(db):
    load_builtin()
    load_days_off()
    office = found()
    Filler(office, 400).fill(lambda done, total: None)
    return office


def test_a_filled_office_is_whole(office):
    assert Entry.objects.count() == 400
    assert list(index.compare()) == []
    assert list(numbers.problems()) == []
    assert list(evidence.problems()) == []
    assert list(issued.problems()) == []


def test_an_ordinary_person_sees_a_small_part(office):
    seen = Entry.objects.visible_to(office.reader).count()
    assert 2 <= seen <= 40
    assert find(office.reader).total.value == seen
    assert Entry.objects.visible_to(office.clerk).count() > 100


def test_filling_again_adds_nothing(office):
    Filler(office, 400).fill(lambda done, total: None)
    assert Entry.objects.count() == 400


def test_the_pages_that_are_measured_answer(office):
    figures = list(measuring.pages(office, rounds=1))
    assert all(figure.rounds == 1 for figure in figures)
    assert {"bàn làm việc", "tìm theo số, mới nhất", "chuỗi"} <= {figure.name for figure in figures}
    assert len(list(measuring.table(figures))) == len(figures) + 1
    assert writing.registering(office, rounds=1).rounds == 1


def test_a_paper_prepared_for_the_race_can_be_issued(office):
    writing.certify(office)
    (draft,) = writing.signed_drafts(office, 1)
    assert writing.times_of([draft], office.clerk.pk, lambda: None)
    assert list(numbers.problems()) == []


def test_two_writers_with_one_seed_write_the_same():
    one, other = Writer(7), Writer(7)
    for code in TYPES:
        assert one.title(TYPES[code][1], 2025) == other.title(TYPES[code][1], 2025)
        assert one.text(2025) == other.text(2025)
    assert len(set(" ".join(one.text(2024) for _ in range(300)).split())) > 500


def test_the_measures_of_finding():
    assert judged._measures(["a", "b"], {"a": 1}) == (1.0, 1.0, 1.0)
    worse, *_ = judged._measures(["x", "a"], {"a": 1})
    assert 0.6 < worse < 0.7
    assert judged._measures(["x"], {"a": 1}) == (0.0, 0.0, 0.0)


@pytest.mark.needs_data
def test_the_judged_sets_are_filled_once(db, data, monkeypatch):
    monkeypatch.setattr(judged, "_documents", lambda data: iter([]))
    readers = judged.fill(data)
    assert Entry.objects.count() == 1_566
    assert find(readers[judged.ARTICLES], "người lao động", order="relevance").entries
    judged.fill(data)
    assert Entry.objects.count() == 1_566
