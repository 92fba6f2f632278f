"""Whoever has the database password can change a row; `verify` says in plain words what no longer agrees."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from daumoi.catalogue.models import Entry
from daumoi.documents import verify as documents
from daumoi.documents.models import Attachment, Document
from daumoi.files import store
from daumoi.files.actions import keep_made
from daumoi.journal.models import JournalEntry
from daumoi.numbering.models import Number
from daumoi.outgoing.models import Draft, Review, Signature, SignatureKind, State, Version
from daumoi.outgoing.verify import problems
from daumoi.signing.models import Certificate
from tests.drafts import draft
from tests.helpers import unguard

GUARDED = (
    "documents_document",
    "documents_attachment",
    "outgoing_version",
    "outgoing_review",
    "outgoing_signature",
    "journal_journalentry",
)


@pytest.fixture
def paper(world):
    made = draft(world, State.ISSUED, finished=True)
    unguard(*GUARDED)
    return made


def of(model, paper, **more):
    """The rows of the paper in this table."""
    own = {Draft: {"pk": paper.pk}, Document: {"pk": paper.document_id}, Number: {"pk": paper.number_id}}
    own |= {Attachment: {"document": paper.document_id}, Version: {"pk": paper.current_id}}
    own |= {Entry: {"pk": paper.document.entry_id}, JournalEntry: {"subject_id": paper.pk}}
    return model.objects.filter(**own.get(model, {"draft": paper.pk}), **more)


def person(paper):
    return of(Signature, paper, kind=SignatureKind.PERSON)


def seal(paper):
    return of(Signature, paper, kind=SignatureKind.ORGANISATION)


def line(paper, step):
    return of(JournalEntry, paper, action=f"outgoing.{step}")


def other_file():
    return keep_made(b"%PDF-1.4 not signed by anybody", "pdf", "application/pdf")


TAMPERINGS = {
    "the final pdf": (lambda w, p: of(Attachment, p, role="main").delete(), "mất tệp PDF của văn bản đã ban hành"),
    "the word file": (lambda w, p: of(Attachment, p, role="source").delete(), "mất tệp Word của bản đã ký"),
    "every file": (lambda w, p: of(Attachment, p).delete(), "mất tệp PDF của văn bản đã ban hành"),
    "another pdf": (
        lambda w, p: of(Attachment, p, role="main").update(file=other_file()),
        "tệp PDF kèm văn bản không phải bản đã ký và đóng dấu",
    ),
    "one file more": (
        lambda w, p: Attachment.objects.create(document=p.document, file=other_file(), name="them.pdf", role="annex"),
        "văn bản có 3 tệp kèm",
    ),
    "the seal": (lambda w, p: seal(p).delete(), "không có chữ ký số của cơ quan (dấu)"),
    "the certificate of the seal": (
        lambda w, p: seal(p).update(certificate=p.signature.certificate),
        "chữ ký số của cơ quan dùng chứng thư cấp cho",
    ),
    "the subject": (
        lambda w, p: of(Document, p).update(subject="về việc khác"),
        "trích yếu của văn bản bị đổi: lúc ban hành là «về tình hình kinh tế, xã hội 11 tháng»",
    ),
    "the subject everywhere": (
        lambda w, p: [of(model, p).update(subject="về việc khác") for model in (Document, Draft, Version)],
        "trích yếu của văn bản bị đổi: lúc ban hành là «về tình hình kinh tế, xã hội 11 tháng»",
    ),
    "the subject of the version": (
        lambda w, p: of(Version, p).update(subject="về việc khác"),
        "trích yếu của văn bản khác bản đã ký",
    ),
    "the title in the catalogue": (
        lambda w, p: of(Entry, p).update(title="về việc khác"),
        "mục lục ghi trích yếu khác văn bản",
    ),
    "the number of the document": (
        lambda w, p: of(Document, p).update(number="9-KL/TU"),
        "văn bản ghi số 9-KL/TU, nhật ký ghi 01-KL/TU",
    ),
    "the day": (
        lambda w, p: of(Document, p).update(issued_on=p.document.issued_on - timedelta(days=3)),
        "nhật ký ghi ban hành ngày khác",
    ),
    "the position": (
        lambda w, p: of(Document, p).update(signer_position="Bí thư"),
        "chức vụ người ký của văn bản khác bản đã ký",
    ),
    "the name of the signer": (
        lambda w, p: of(Document, p).update(signer_name="Ai Đó"),
        "văn bản ghi người ký Ai Đó, nhật ký ghi Nguyễn Văn Thành",
    ),
    "not final any more": (lambda w, p: of(Document, p).update(is_sealed=False), "văn bản không còn được chốt"),
    "signed by somebody else": (
        lambda w, p: of(Draft, p).update(signed_by=w.son),
        "người ký trong dự thảo là Lê Hồng Sơn, nhật ký ghi Nguyễn Văn Thành",
    ),
    "issued by somebody else": (
        lambda w, p: of(Draft, p).update(issued_by=w.lan),
        "người cấp số trong dự thảo là Đỗ Thị Lan, nhật ký ghi Phạm Thu Hà",
    ),
    "written by somebody else": (
        lambda w, p: of(Draft, p).update(author=w.minh),
        "người soạn trong dự thảo là Trần Văn Minh, nhật ký ghi Đỗ Thị Lan",
    ),
    "signed at another time": (
        lambda w, p: of(Draft, p).update(signed_at=timezone.now() - timedelta(days=2)),
        "giờ ký trong dự thảo khác giờ nhật ký ghi",
    ),
    "the person of the signature": (
        lambda w, p: person(p).update(person=w.son),
        "chữ ký ghi là của Lê Hồng Sơn, dự thảo ghi Nguyễn Văn Thành ký",
    ),
    "the person everywhere": (
        lambda w, p: [person(p).update(person=w.son), of(Draft, p).update(signed_by=w.son)],
        "chữ ký của người ký dùng chứng thư cấp cho",
    ),
    "the certificate of the person": (
        lambda w, p: person(p).update(certificate="ABC123"),
        "chữ ký dùng chứng thư ABC123, nhật ký ghi",
    ),
    "the register of certificates": (
        lambda w, p: Certificate.objects.filter(serial=p.signature.certificate).update(person=w.son),
        "chữ ký của người ký dùng chứng thư cấp cho",
    ),
    "the file that was signed": (
        lambda w, p: person(p).update(file_out=other_file()),
        "tệp đã ký không phải tệp mà nhật ký ghi lúc ký",
    ),
    "the file that was sealed": (
        lambda w, p: [model.update(**{name: other_file()}) for model, name in (
            (seal(p), "file_out"), (of(Attachment, p, role="main"), "file"))],
        "tệp PDF không mang chữ ký của người ký",
    ),
    "appraised by the author": (
        lambda w, p: of(Draft, p).update(reviewed_by=w.lan),
        "người thẩm định cũng là người soạn (Đỗ Thị Lan)",
    ),
    "appraised by whoever changed it": (
        lambda w, p: of(Version, p).update(made_by=w.son),
        "người thẩm định cũng là người sửa bản này (Lê Hồng Sơn)",
    ),
    "the sheet": (
        lambda w, p: of(Review, p).delete(),
        "không có phiếu thẩm định đồng ý bản này của Lê Hồng Sơn",
    ),
    "another version": (
        lambda w, p: of(Version, p).update(n=4),
        "nhật ký ghi thẩm định lần 1, bản hiện hành là lần 4",
    ),
    "a struck number": (
        lambda w, p: of(Number, p).update(status="void", reason="x"),
        "số 1 trong sổ bị đổi thành «Huỷ»",
    ),
    "the value of the number": (lambda w, p: of(Number, p).update(value=7), "sổ ghi số 7, nhật ký ghi cấp số 1"),
    "a number without its paper": (
        lambda w, p: of(Number, p).update(entry=None),
        "số 1 trong sổ không còn gắn với văn bản này",
    ),
    "the day of the number": (
        lambda w, p: of(Number, p).update(given_on=p.document.issued_on - timedelta(days=3)),
        "sổ ghi số 1 cấp ngày",
    ),
    "the number of another body": (lambda w, p: of(Number, p).update(body=w.xa), "nằm trong sổ của cơ quan khác"),
    "the line of the signature": (lambda w, p: line(p, "sign").delete(), "nhật ký không ghi việc ký"),
    "the line of the end": (lambda w, p: line(p, "finish").delete(), "nhưng nhật ký không ghi việc đó"),
    "not finished": (
        lambda w, p: of(Draft, p).update(finished_at=None),
        "nhật ký ghi đã đóng dấu, phát hành nhưng dự thảo ghi là chưa",
    ),
    "taken back in silence": (
        lambda w, p: of(Draft, p).update(
            state=State.SIGNED, number=None, document=None, issued_by=None, issued_at=None, finished_at=None
        ),
        "ghi đã ban hành, nhưng dự thảo nay ghi «Chờ cấp số»",
    ),
}  # fmt: skip


def test_a_paper_issued_by_all_its_steps_is_proven(world):
    draft(world, State.ISSUED, finished=True)
    draft(world, State.ISSUED)
    draft(world, State.SIGNED)
    assert list(problems()) == []
    assert list(documents.problems()) == []


@pytest.mark.parametrize("what", TAMPERINGS)
def test_what_was_changed_is_named(world, paper, what):
    tamper, sentence = TAMPERINGS[what]
    tamper(world, paper)
    found = list(problems())
    assert any(sentence in problem for problem in found), found
    assert all(problem.startswith("Văn bản 01-KL/TU") for problem in found)


def test_a_paper_that_no_draft_became_is_named(world, paper):
    of(Draft, paper).update(
        state=State.SIGNED, number=None, document=None, issued_by=None, issued_at=None, finished_at=None
    )
    assert any("không có dự thảo nào thành văn bản này" in problem for problem in problems())
    of(Document, paper).update(is_sealed=False)
    assert any("đã cấp số nhưng không có dự thảo nào" in problem for problem in problems())


def test_signed_bytes_that_changed_are_named(world, paper):
    final = seal(paper).get().file_out
    place = store._folder() / store.address(final.sha256)
    data = place.read_bytes()
    place.chmod(0o600)
    middle = data.index(b"/ByteRange") // 2
    place.write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])
    assert any("chữ ký trong tệp không hợp lệ" in problem for problem in problems())
    place.unlink()
    assert any("không đọc được tệp đã ký" in problem for problem in problems())


def test_the_questions_do_not_grow_with_the_papers(world, django_assert_num_queries):
    draft(world, State.ISSUED, finished=True)
    with CaptureQueriesContext(connection) as one:
        assert list(problems()) == []
    draft(world, State.ISSUED, finished=True)
    with django_assert_num_queries(len(one)):
        assert list(problems()) == []
