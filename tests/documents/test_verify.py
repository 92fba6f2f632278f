"""A paper and its entry that no longer tell the same are named."""

from datetime import date

import pytest

from daumoi.catalogue import actions as catalogue
from daumoi.catalogue.models import Entry, Kind
from daumoi.documents.actions import Description, Part, capture
from daumoi.documents.models import Attachment, Document
from daumoi.documents.verify import problems
from daumoi.files.actions import keep_made
from daumoi.numbering.actions import OldNumber, take_old_numbers
from daumoi.numbering.models import Number
from daumoi.numbering.series import of_term
from daumoi.rulesets.actions import load_builtin
from tests.helpers import unguard

ON = date(2026, 11, 24)


@pytest.fixture
def paper(world):
    file = keep_made(b"words", "txt", "text/plain")
    made = capture(
        Kind.INCOMING,
        Description(issuer_name="Văn phòng Trung ương Đảng", number="12-CV/VPTW", issued_on=ON, subject="về việc họp"),
        body=world.vptu,
        day=ON,
        parts=[Part(file, "cv.txt")],
        seal=True,
    )
    unguard("documents_document", "documents_attachment")
    return made


def test_a_paper_as_it_was_entered_is_whole(paper):
    assert list(problems()) == []


TAMPERINGS = {
    "the number of the paper": (
        lambda p: Document.objects.update(number="13-CV/VPTW"),
        "Văn bản 13-CV/VPTW «về việc họp» ghi số khác mục lục: mục lục ghi 12-CV/VPTW.",
    ),
    "the number of the entry": (
        lambda p: Entry.objects.update(number="99"),
        "Văn bản 12-CV/VPTW «về việc họp» ghi số khác mục lục: mục lục ghi 99.",
    ),
    "no number": (
        lambda p: Document.objects.update(number=""),
        "Văn bản đã ban hành mà không có số: về việc họp.",
    ),
    "made secret afterwards": (
        lambda p: Document.objects.update(security="mat"),
        "Phiếu ghi văn bản mật 12-CV/VPTW có tệp kèm",
    ),
    "the paper": (
        lambda p: (Attachment.objects.all().delete(), Document.objects.all().delete()),
        "Mục 12-CV/VPTW «về việc họp» trong mục lục không có văn bản.",
    ),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_what_was_changed_is_named(paper, what):
    tamper, sentence = TAMPERINGS[what]
    tamper(paper)
    found = list(problems())
    assert any(sentence in problem for problem in found), found


def test_a_number_of_an_old_register_that_went_missing_is_named(world):
    load_builtin()
    period = of_term(world.term).key
    old = []
    for value in (3, 7):
        entry = capture(
            Kind.OUTGOING,
            Description(issuer_name="x", number=f"{value}-TB/TU", issued_on=ON, subject="về việc họp"),
            body=world.tu,
            day=ON,
            facets=[catalogue.index.facet("series", "thong-bao"), catalogue.index.facet("period", period)],
        ).entry
        old.append(OldNumber("thong-bao", period, value, ON, entry))
    take_old_numbers(world.tu, old, actor=world.ha)
    assert list(problems()) == []
    Number.objects.filter(value=3).delete()
    assert list(problems()) == [
        "Văn bản 3-TB/TU «về việc họp»: số 3 không còn trong dãy thông báo, nhiệm kỳ 2025-2030."
    ]
