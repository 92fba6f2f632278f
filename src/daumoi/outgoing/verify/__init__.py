"""Every issued paper proves itself: draft, number, document, files, signatures and journal tell the same story.

A state or a name in a row is only a claim. What was appraised, signed and issued was also written into the chained
journal by the step that did it; here each claim is held against the others and against that line. Papers of an old
register never were drafts here, and nothing is asked of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from daumoi.catalogue.models import Kind
from daumoi.documents.models import Document
from daumoi.journal.models import JournalEntry
from daumoi.numbering.models import Number, NumberStatus
from daumoi.outgoing.models import Draft, State
from daumoi.outgoing.verify.case import BATCH, SUBJECT, Case, cases
from daumoi.outgoing.verify.checks import CHECKS
from daumoi.outgoing.verify.sealed import Validator


def problems() -> Iterator[str]:
    """What is wrong with the evidence of issued papers, in Vietnamese sentences. By batches, in flat memory."""
    yield from _recorded_but_gone()
    yield from _without_draft()
    checks: list[Callable[[Case], Iterator[str]]] = [*CHECKS, Validator()]
    for case in cases():
        for check in checks:
            for sentence in check(case):
                yield f"{case.name}: {sentence}"


def _recorded_but_gone() -> Iterator[str]:
    """The journal says that it was issued; the draft that was issued is not there, or says otherwise."""
    rows = JournalEntry.objects.filter(action="outgoing.issue", subject_type=SUBJECT)
    last = 0
    while batch := list(rows.filter(seq__gt=last).order_by("seq").values_list("seq", "subject_id", "data")[:BATCH]):
        last = batch[-1][0]
        states = dict(Draft.objects.filter(pk__in=[pk for _seq, pk, _data in batch]).values_list("pk", "state"))
        for seq, pk, data in batch:
            what = f"Văn bản {data.get('number', '')} (DT-{pk:04d})"
            if pk not in states:
                yield f"{what}: nhật ký dòng {seq} ghi đã ban hành, nhưng dự thảo không còn."
            elif states[pk] != State.ISSUED:
                yield f"{what}: nhật ký dòng {seq} ghi đã ban hành, nhưng dự thảo nay ghi «{State(states[pk]).label}»."


def _without_draft() -> Iterator[str]:
    """Papers and numbers that pass for issued here, although no draft became them."""
    sealed = Document.objects.filter(is_sealed=True, draft=None, entry__kind=Kind.OUTGOING)
    for number, subject in sealed.order_by("pk").values_list("number", "subject").iterator(chunk_size=BATCH):
        yield f"Văn bản {number} «{subject[:80]}»: ghi là đã ban hành nhưng không có dự thảo nào thành văn bản này."
    given = Number.objects.filter(
        status=NumberStatus.ISSUED, is_imported=False, draft=None, entry__kind=Kind.OUTGOING,
        entry__document__is_sealed=False,
    )  # fmt: skip
    for number, title in given.order_by("pk").values_list("entry__number", "entry__title").iterator(chunk_size=BATCH):
        yield f"Văn bản {number} «{title[:80]}»: đã cấp số nhưng không có dự thảo nào thành văn bản này."
