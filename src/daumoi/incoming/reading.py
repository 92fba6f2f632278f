"""What the page of one arrival shows. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone

from daumoi.documents.models import Recall
from daumoi.dossiers.models import Dossier
from daumoi.incoming.models import Arrival
from daumoi.journal.models import JournalEntry
from daumoi.people.models import Person
from daumoi.tasks.models import Directive, Line

LAST_ACTS = 200


def dossiers_of(arrival: Arrival, person: Person) -> list[Dossier]:
    """The dossiers in which the paper lies, among those the person sees."""
    if not arrival.has_dossiers:  # type: ignore[attr-defined]
        return []
    return list(Dossier.objects.visible_to(person).filter(filings__entry=arrival.entry))


def notes_of(arrival: Arrival) -> list[Directive]:
    """The handling notes, newest first."""
    if not arrival.has_notes:  # type: ignore[attr-defined]
        return []
    return list(arrival.entry.directives.select_related("author", "entered_by").order_by("-given_at", "-id"))


def recall_of(arrival: Arrival, person: Person) -> Recall | None:
    """The last time the sender wanted the paper back or took another in its place."""
    if not arrival.has_recall:  # type: ignore[attr-defined]
        return None
    found = Recall.objects.visible_to(person).filter(delivery=arrival.delivery_id)
    return found.select_related("delivery__document", "replacement", "asked_by", "answered_by").last()


def facts(arrival: Arrival) -> list[tuple[Any, ...]]:
    """What the register says, as a list of names and values."""
    document = arrival.document
    came = (
        f"{timezone.localtime(arrival.arrived_at):%H:%M, %d/%m/%Y}"
        if arrival.hour_known
        else f"{timezone.localdate(arrival.arrived_at):%d/%m/%Y}"
    )
    pages = " · ".join(
        filter(
            None,
            [f"{document.pages} trang" if document.pages else "", f"{document.copies} bản" if document.copies else ""],
        )
    )
    return [
        ("Số đến", f"{arrival.number}"),
        ("Đến lúc", f"{came}, {arrival.get_door_display().lower()}"),
        ("Nơi gửi", document.issuer_name),
        ("Số, ký hiệu", document.number or "không ghi"),
        ("Ngày văn bản", f"{document.issued_on:%d/%m/%Y}" if document.issued_on else "không ghi"),
        ("Loại", document.type_name),
        ("Người ký", document.signer_name or None),
        ("Độ khẩn", document.get_urgency_display() if document.urgency != "normal" else None),
        ("Số trang, bản", pages or None),
        (
            "Người vào sổ",
            f"{arrival.clerk}, {timezone.localtime(arrival.registered_at):%H:%M, %d/%m/%Y}" if arrival.clerk else None,
        ),
        ("Ghi chú", arrival.note or None),
        ("Lý do gạch", arrival.struck_reason),
    ]


def story(arrival: Arrival, lines: Iterable[Line]) -> list[JournalEntry]:
    """What happened to the paper and to its lines, newest first; one query."""
    lines = list(lines)
    subjects = Q(subject_type="incoming.arrival", subject_id=arrival.pk)
    subjects |= Q(subject_type="catalogue.entry", subject_id=arrival.entry_id)
    if lines:
        subjects |= Q(subject_type="tasks.line", subject_id__in=[line.pk for line in lines])
    # The note is told by the step of the paper and by the note itself; once is enough.
    return list(JournalEntry.objects.filter(subjects).exclude(action="incoming.direct").order_by("-seq")[:LAST_ACTS])
