"""Correcting what the register says, and striking a line of it: always with the reason."""

from __future__ import annotations

from django.utils import timezone

from daumoi.catalogue import actions as catalogue
from daumoi.core.errors import NotReady, Refusal
from daumoi.documents import actions as documents
from daumoi.documents.actions import Description
from daumoi.documents.models import Security
from daumoi.incoming import rules
from daumoi.incoming.actions.coming import Coming
from daumoi.incoming.actions.facets import facets_of
from daumoi.incoming.models import Arrival, State
from daumoi.numbering.actions import void
from daumoi.numbering.models import Number
from daumoi.numbering.series import period_of
from daumoi.people.models import Person
from daumoi.rulesets.book import rule_set

FIELD_NAMES = {
    "issuer": "nơi gửi",
    "issuer_name": "nơi gửi",
    "type_code": "loại",
    "type_name": "loại",
    "number": "số, ký hiệu",
    "issued_on": "ngày văn bản",
    "subject": "trích yếu",
    "signer_name": "người ký",
    "signer_position": "chức vụ người ký",
    "urgency": "độ khẩn",
    "security": "độ mật",
    "pages": "số trang",
    "copies": "số bản",
    "arrived_at": "giờ đến",
    "door": "cách đến",
    "note": "ghi chú",
}


def correct(
    arrival: Arrival,
    description: Description,
    coming: Coming,
    *,
    actor: Person,
    note: str,
    token: str | int | None = None,
) -> Arrival:
    """Correct what the register says, with the reason; old and new values are in the journal.

    The number stays. Making a paper a secret stub also takes it from the
    sight of the ordinary readers of the register.
    """
    problems = rules.check(description, coming.at, hour_known=coming.hour_known)
    if timezone.localdate(coming.at) != timezone.localdate(arrival.arrived_at):
        on = timezone.localdate(coming.at)
        if (
            period_of(rule_set(arrival.body.system, on).incoming_series().period, arrival.body, on).key
            != arrival.period
        ):
            problems["arrived_at"] = "Ngày đến này thuộc sổ của kỳ khác. Gạch số này rồi vào sổ lại."
    if problems:
        raise Refusal(*problems.values(), kept="Nội dung cũ được giữ nguyên.")
    with rules.FLOW.take("correct", arrival, actor=actor, note=note, token=token) as arrival:
        document = arrival.document
        was_open, is_open = (each.security == Security.NORMAL for each in (document, description))
        if was_open and not is_open:
            _close_to_most(arrival)
        elif is_open and not was_open:
            _change_readers(arrival, document.security, description.security)
        before, after = documents.redescribe(document, description)
        for name, old, new in (
            ("arrived_at", arrival.arrived_at, coming.at),
            ("door", arrival.door, coming.door),
            ("note", arrival.note, coming.note.strip()[:500]),
        ):
            if old != new:
                before[name], after[name] = old, new
                setattr(arrival, name, new)
        arrival.hour_known = coming.hour_known
        if not before:
            raise Refusal("Không có gì thay đổi so với sổ.", kept="Nội dung cũ được giữ nguyên.")
        arrival.journal_data |= {
            # What a secret paper says is in no journal, only that it was corrected.
            "changed": {name: [before[name], after[name]] for name in before}
            if description.security == Security.NORMAL
            else {},
            "changed_words": ", ".join(dict.fromkeys(FIELD_NAMES[name] for name in before)),
        }
        document.refresh_from_db()
        arrival.entry.refresh_from_db()
        catalogue.change(
            arrival.entry,
            day=timezone.localdate(arrival.arrived_at),
            facets=facets_of(arrival.state, document.urgency, document.issuer),
        )
        return arrival


def _close_to_most(arrival: Arrival) -> None:
    if arrival.state != State.REGISTERED or arrival.entry.lines.exists():
        raise NotReady("Văn bản đã chuyển xử lý nên không chuyển thành phiếu mật được. Gạch số này rồi vào phiếu mới.")
    _change_readers(arrival, Security.NORMAL, Security.MAT)


def _change_readers(arrival: Arrival, before: str, after: str) -> None:
    """Who reads a paper because of the register it stands in goes by its level of secrecy."""
    for cause in documents.readers_of(arrival.body, before).values():
        catalogue.revoke(arrival.entry, cause=cause)
    catalogue.grant(arrival.entry, documents.readers_of(arrival.body, after))


def strike(arrival: Arrival, *, actor: Person, note: str, token: str | int | None = None) -> Arrival:
    """Strike a line of the register: withdrawn by its sender, entered twice, entered in the wrong book.

    The line stays, struck through, with its reason; its number is never given again.
    """
    with rules.FLOW.take("strike", arrival, actor=actor, note=note, token=token) as arrival:
        arrival.struck_reason = note.strip()[:500]
        arrival.journal_data["number"] = arrival.number
        number = Number.objects.filter(entry=arrival.entry).first()
        if number:
            void(number, reason=note, actor=actor)
        catalogue.change(
            arrival.entry,
            facets=facets_of(State.STRUCK, arrival.document.urgency, arrival.document.issuer),
        )
        return arrival
