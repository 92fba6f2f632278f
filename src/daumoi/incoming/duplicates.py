"""Has this paper come before? Shown before it is entered a second time. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from daumoi import vietnamese
from daumoi.core.errors import NotReady
from daumoi.documents.actions import Description
from daumoi.documents.models import Attachment
from daumoi.incoming.models import Arrival, ArrivalQuerySet, State
from daumoi.incoming.rules import is_alike
from daumoi.numbering.notation import key as number_key
from daumoi.people.models import Body, Person

ALIKE = 0.75
ALIKE_DAYS = timedelta(days=45)
MOST = 5
COMPARED = 300


@dataclass(frozen=True)
class Twin:
    """An arrival that may be the same paper, and why we think so. `sure` twins stop the entry until answered."""

    arrival: Arrival
    why: str
    sure: bool


class Doubled(NotReady):
    """The paper is in the register already; `twins` say where."""

    title = "Có thể đã vào sổ rồi"

    def __init__(self, twins: list[Twin]) -> None:
        super().__init__(
            *(f"{twin.arrival}, ngày {twin.arrival.arrived_at:%d/%m/%Y}: {twin.why}." for twin in twins),
            kept="Chưa vào sổ thêm; phần vừa nhập còn trên trang.",
            advice="Mở văn bản đã có để so, hoặc chọn vẫn vào sổ và ghi lý do.",
        )
        self.twins = twins


def twins(body: Body, description: Description, files: Iterable[int] = (), *, person: Person) -> list[Twin]:
    """Arrivals of the body, among those the person sees, that may be this paper; surest first. At most four queries."""
    found: dict[int, Twin] = {}
    living = _living(body, person)
    sender = _sender(description.issuer_name)
    key = number_key(description.number) if description.number else ""
    if key:
        same_number = living.filter(document__body=body, document__number_key=key[:100])
        if description.issued_on:
            same_number = same_number.filter(document__issued_on=description.issued_on)
        for arrival in same_number.order_by("-id")[:20]:
            if _is_sender(arrival, description, sender):
                found[arrival.pk] = Twin(arrival, "cùng nơi gửi, cùng số, cùng ngày", sure=True)
    for twin in same_bytes(body, files, person=person):
        found.setdefault(twin.arrival.pk, twin)
    for twin in _alike(living, body, description, sender):
        found.setdefault(twin.arrival.pk, twin)
    return sorted(found.values(), key=lambda twin: (not twin.sure, -twin.arrival.pk))[:MOST]


def same_bytes(body: Body, files: Iterable[int], *, person: Person) -> list[Twin]:
    """Arrivals that hold one of these very files: known before anything is typed. One query."""
    if not (wanted := list(files)):
        return []
    held = Attachment.objects.filter(file_id__in=wanted, document__body=body).values("document")
    same = _living(body, person).filter(document__in=held).order_by("-id")[:MOST]
    return [Twin(arrival, "tệp giống hệt từng byte", sure=True) for arrival in same]


def _living(body: Body, person: Person) -> ArrivalQuerySet:
    found = Arrival.objects.visible_to(person).filter(body=body).exclude(state=State.STRUCK)
    return found.select_related("document", "entry")


def _alike(living: ArrivalQuerySet, body: Body, description: Description, sender: str) -> Iterable[Twin]:
    """From the same sender in the same weeks, about nearly the same."""
    words = vietnamese.words(description.subject, folded=True).split()
    if len(words) < 4 or description.issued_on is None:
        return
    near = living.filter(
        document__body=body,
        document__type_code=description.type_code,
        document__issued_on__gte=description.issued_on - ALIKE_DAYS,
        document__issued_on__lte=description.issued_on + ALIKE_DAYS,
    )
    for arrival in near.order_by("-document__issued_on", "-id")[:COMPARED]:
        if not _is_sender(arrival, description, sender):
            continue
        share = is_alike(words, vietnamese.words(arrival.document.subject, folded=True).split())
        if share >= ALIKE:
            yield Twin(arrival, f"cùng nơi gửi, trích yếu giống {round(share * 100)} %", sure=False)


def _is_sender(arrival: Arrival, description: Description, sender: str) -> bool:
    if description.issuer and arrival.document.issuer_id:
        return arrival.document.issuer_id == description.issuer.pk
    return _sender(arrival.document.issuer_name) == sender


def _sender(name: str) -> str:
    return vietnamese.words(name, folded=True)
