"""The way of an issued paper to each of its recipients, and back: rules, the table of steps, and the verbs.

Sender and recipient never see each other's inside. What passes between them is
the delivery: how far the paper has come, and the recipient's answer when the
sender wants it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from daumoi.catalogue import actions as catalogue
from daumoi.catalogue.models import Entry, Relation
from daumoi.catalogue.subjects import by_entry
from daumoi.core.db import locked
from daumoi.core.errors import NotAllowed, NotReady, Refusal
from daumoi.core.words import tell
from daumoi.documents.models import Channel, Delivery, DeliveryState, Document, Recall, RecallState
from daumoi.flow import Flow, Step
from daumoi.journal.actions import record
from daumoi.notices.actions import notify
from daumoi.people.duties import holders, holds, standing
from daumoi.people.models import Body, Duty, Person

DESK = frozenset({Duty.CLERK, Duty.CHIEF, Duty.DEPUTY_CHIEF})
ON_THE_WAY = frozenset({DeliveryState.SENT, DeliveryState.ARRIVED})
RECALLABLE = frozenset(
    {
        DeliveryState.SENT,
        DeliveryState.ARRIVED,
        DeliveryState.REGISTERED,
        DeliveryState.ASSIGNED,
        DeliveryState.DONE,
    }
)

tell(
    "documents",
    deliver="gửi {recipients} nơi nhận",
    send="ghi đã gửi {recipient}: {how}",
    confirm="ghi {recipient} đã nhận",
    arrive="báo văn bản đã đến {recipient}",
    register="{recipient} vào sổ đến số {number}",
    assign="{recipient} đã phân công xử lý",
    complete="{recipient} đã xử lý xong",
    refuse="{recipient} từ chối nhận",
    recall="thu hồi khỏi {recipient}",
    ask_recall="đề nghị {recipient} {what}",
    agree="{recipient} đồng ý {what}",
    decline="{recipient} không đồng ý {what}",
)
by_entry("documents.document", lambda ids: Document.objects.filter(pk__in=ids).values_list("pk", "entry"))
by_entry("documents.delivery", lambda ids: Delivery.objects.filter(pk__in=ids).values_list("pk", "document__entry"))
by_entry(
    "documents.recall", lambda ids: Recall.objects.filter(pk__in=ids).values_list("pk", "delivery__document__entry")
)


# --- who may ----------------------------------------------------------------------------------------


def sends(delivery: Delivery, person: Person) -> bool:
    """The registry of the body that issued the paper."""
    return holds(person, DESK, delivery.document.body_id)


def is_inside(delivery: Delivery) -> bool:
    return delivery.channel == Channel.INSIDE


def receives(delivery: Delivery, person: Person) -> bool:
    """The registry of the recipient, when the recipient works here."""
    return is_inside(delivery) and holds(person, DESK, delivery.recipient_id)


def works_there(delivery: Delivery, person: Person) -> bool:
    return is_inside(delivery) and delivery.recipient_id is not None and standing(person).belongs(delivery.recipient_id)


def notes_outside(delivery: Delivery, person: Person) -> bool:
    """What a recipient outside did is noted by the sender's registry."""
    return not is_inside(delivery) and sends(delivery, person)


def answers(recall: Recall, person: Person) -> bool:
    return receives(recall.delivery, person) or notes_outside(recall.delivery, person)


def may_give_back(delivery: Delivery, person: Person) -> bool:
    return receives(delivery, person) or notes_outside(delivery, person)


FLOW = Flow(
    Step("send", "Ghi đã gửi", frozenset({DeliveryState.PENDING}), DeliveryState.SENT, notes_outside, main=True),
    Step("confirm", "Ghi đã nhận", frozenset({DeliveryState.SENT}), DeliveryState.ARRIVED, notes_outside),
    Step("arrive", "Đã đến", frozenset({DeliveryState.SENT}), DeliveryState.ARRIVED, receives),
    Step("register", "Vào sổ", ON_THE_WAY, DeliveryState.REGISTERED, receives, main=True),
    Step("assign", "Phân công", frozenset({DeliveryState.REGISTERED}), DeliveryState.ASSIGNED, works_there),
    Step(
        "complete",
        "Xử lý xong",
        frozenset({DeliveryState.REGISTERED, DeliveryState.ASSIGNED}),
        DeliveryState.DONE,
        works_there,
    ),
    Step("refuse", "Từ chối nhận", ON_THE_WAY, DeliveryState.REFUSED, may_give_back, grave=True, needs_reason=True),
    Step("recall", "Thu hồi", RECALLABLE, DeliveryState.RECALLED, may_give_back),
)

RECALL_FLOW = Flow(
    Step("agree", "Đồng ý", frozenset({RecallState.ASKED}), RecallState.AGREED, answers, main=True),
    Step(
        "decline",
        "Không đồng ý",
        frozenset({RecallState.ASKED}),
        RecallState.REFUSED,
        answers,
        grave=True,
        needs_reason=True,
    ),
)


# --- on the way ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Recipient:
    """One place of the distribution list."""

    name: str
    body: Body | None = None
    purpose: str = ""


def deliver(document: Document, recipients: Sequence[Recipient], *, actor: Person | None) -> list[Delivery]:
    """Send an issued paper on its way, once: calling it again adds nothing.

    A recipient that works in this installation finds it in its reception queue
    at once; the others wait until the clerk notes how the paper was sent.
    """
    now = timezone.now()
    with transaction.atomic():
        Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
        if Delivery.objects.filter(document=document).exists():
            return list(document.deliveries.all())
        made = [
            Delivery(
                document=document,
                recipient=place.body,
                recipient_name=place.name[:300],
                purpose=place.purpose[:200],
                channel=Channel.INSIDE if _is_here(place.body) else "",
                position=position,
                state=DeliveryState.SENT if _is_here(place.body) else DeliveryState.PENDING,
                sent_at=now if _is_here(place.body) else None,
                moved_at=now,
            )
            for position, place in enumerate(recipients, 1)
        ]
        Delivery.objects.bulk_create(made)
        for delivery in made:
            if delivery.recipient and is_inside(delivery):
                notify(
                    holders(Duty.CLERK, delivery.recipient),
                    f"Văn bản mới đến {delivery.recipient}: {document.number} của {document.issuer_name}",
                    cause="documents.deliver",
                )
        if made:
            record("documents.deliver", document, actor=actor, recipients=len(made))
        return made


def _is_here(body: Body | None) -> bool:
    return body is not None and body.is_here


def send(
    delivery: Delivery, *, channel: str, actor: Person, note: str = "", token: str | int | None = None
) -> Delivery:
    """Note how a paper went to a recipient outside: on paper, by e-mail, over the axis."""
    if channel not in {Channel.PAPER, Channel.EMAIL, Channel.AXIS, Channel.NONE}:
        raise Refusal("Chưa chọn cách gửi.", advice="Chọn bản giấy, thư điện tử hoặc trục liên thông.")
    how = str(Channel(channel).label).lower()
    with _step("send", delivery, actor, note="", token=token, how=how) as delivery:
        delivery.channel, delivery.sent_note = channel, note.strip()[:300]
        delivery.sent_at = timezone.now()
        return delivery


def confirm(delivery: Delivery, *, actor: Person, note: str = "", token: str | int | None = None) -> Delivery:
    """Note that a recipient outside has the paper (signed for it, answered the letter)."""
    with _step("confirm", delivery, actor, note=note, token=token) as delivery:
        return delivery


def arrive(delivery: Delivery, *, actor: Person, token: str | int | None = None) -> Delivery:
    """The recipient's registry has seen it. Seeing it twice is seeing it once."""
    if delivery.state != DeliveryState.SENT:
        return delivery
    with _step("arrive", delivery, actor, token=token) as delivery:
        return delivery


def registered(
    delivery: Delivery, entry: Entry, *, number: str, actor: Person, token: str | int | None = None
) -> Delivery:
    """The recipient entered it in its register as `entry`; the chain joins the two papers."""
    with _step("register", delivery, actor, token=token, number=number) as delivery:
        delivery.received_entry, delivery.received_number = entry, number[:40]
        catalogue.link(delivery.document.entry, entry, Relation.RECEIVED_AS, actor=actor)
        return delivery


def assigned(delivery: Delivery, *, actor: Person) -> Delivery:
    """The recipient gave the paper to somebody. Told again, nothing changes."""
    if delivery.state != DeliveryState.REGISTERED:
        return delivery
    with _step("assign", delivery, actor) as delivery:
        return delivery


def done(delivery: Delivery, *, actor: Person) -> Delivery:
    """The recipient finished with the paper. Told again, nothing changes."""
    if delivery.state not in FLOW.steps["complete"].sources:
        return delivery
    with _step("complete", delivery, actor) as delivery:
        return delivery


def refuse(delivery: Delivery, *, actor: Person, note: str, token: str | int | None = None) -> Delivery:
    """The recipient sends it back with a reason; the sender's registry is told."""
    with _step("refuse", delivery, actor, note=note, token=token) as delivery:
        delivery.refused_reason = note.strip()[:500]
        _tell_sender(delivery, f"{delivery.recipient_name} từ chối nhận {delivery.document}: {note.strip()}")
        return delivery


def of_entry(entry: Entry) -> Delivery | None:
    """The delivery by which a registered paper came, if it came from inside."""
    return Delivery.objects.filter(received_entry=entry).select_related("document").first()


# --- wanting it back ----------------------------------------------------------------------------------


def ask_recall(delivery: Delivery, *, reason: str, actor: Person, replacement: Document | None = None) -> Recall:
    """Ask the recipient to give the paper back, or to take `replacement` in its place."""
    if not reason.strip():
        raise Refusal("Đề nghị thu hồi cần ghi lý do.")
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update(of=("self",)).select_related("document").get(pk=delivery.pk)
        if not sends(delivery, actor):
            raise NotAllowed("Chỉ văn thư, Chánh hoặc Phó Chánh Văn phòng nơi ban hành đề nghị thu hồi.")
        if delivery.state not in RECALLABLE:
            raise NotReady(
                f"{delivery.recipient_name} đang ở trạng thái «{delivery.get_state_display()}»"
                " nên không có gì để thu hồi."
            )
        if delivery.recalls.filter(state=RecallState.ASKED).exists():
            raise NotReady(f"Đã đề nghị {delivery.recipient_name} trước đó, đang chờ trả lời.")
        recall = Recall.objects.create(
            delivery=delivery, replacement=replacement, reason=reason.strip()[:500], asked_by=actor
        )
        if delivery.recipient and is_inside(delivery):
            notify(
                holders(DESK, delivery.recipient),
                f"{delivery.document.issuer_name} đề nghị {_what(recall)} {delivery.document}. Lý do: {reason.strip()}",
                url=_url(recall),
                cause="documents.ask_recall",
                urgent=True,
            )
        record(
            "documents.ask_recall",
            delivery.document,
            actor=actor,
            reason=reason.strip(),
            recipient=delivery.recipient_name,
            what=_what(recall),
        )
        return recall


def answer_recall(
    recall: Recall, *, agree: bool, actor: Person, note: str = "", token: str | int | None = None
) -> Recall:
    """The recipient agrees, and the delivery is recalled; or declines with a reason, and nothing changes for it."""
    name = "agree" if agree else "decline"
    with transaction.atomic():
        # The delivery first, then the journal, like everybody who moves a delivery: else two wait for each other.
        locked(recall.delivery)
        with RECALL_FLOW.take(name, recall, actor=actor, note=note, token=token) as recall:
            recall.answer = note.strip()[:500] or "Đồng ý."
            recall.answered_by, recall.answered_at = actor, timezone.now()
            delivery = recall.delivery
            recall.journal_data |= {"recipient": delivery.recipient_name, "what": _what(recall)}
        if agree:
            with _step("recall", delivery, actor, note=recall.reason):
                pass
        record(
            f"documents.{name}",
            delivery.document,
            actor=actor,
            reason=recall.answer,
            recipient=delivery.recipient_name,
            what=_what(recall),
        )
        said = "đồng ý" if agree else "không đồng ý"
        _tell_sender(delivery, f"{delivery.recipient_name} {said} {_what(recall)} {delivery.document}: {recall.answer}")
        return recall


def _what(recall: Recall) -> str:
    return f"nhận {recall.replacement} thay cho" if recall.replacement else "thu hồi"


def _url(recall: Recall) -> str:
    return reverse("delivery:recall", args=[recall.pk])


STEPS = {"send": send, "confirm": confirm, "arrive": arrive, "refuse": refuse}


@contextmanager
def _step(
    name: str, delivery: Delivery, actor: Person, *, note: str = "", token: str | int | None = None, **data: Any
) -> Iterator[Delivery]:
    """Take a step of a delivery and tell it in the history of the paper too, where people look for it."""
    with transaction.atomic():
        with FLOW.take(name, delivery, actor=actor, note=note, token=token, **data) as delivery:
            delivery.moved_at = timezone.now()
            delivery.journal_data["recipient"] = delivery.recipient_name
            before = delivery.state
            yield delivery
        record(
            f"documents.{name}",
            delivery.document,
            actor=actor,
            reason=note.strip(),
            recipient=delivery.recipient_name,
            was=before,
            **data,
        )


def _tell_sender(delivery: Delivery, text: str) -> None:
    document = delivery.document
    people: Iterable[Person] = holders(Duty.CLERK, document.body)
    notify(people, text, url=document.entry.get_absolute_url(), cause="documents.delivery")
