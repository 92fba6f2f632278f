"""A paper comes in: its number, its entry, its files, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from daumoi import vietnamese
from daumoi.catalogue import actions as catalogue
from daumoi.catalogue.models import Kind, Relation
from daumoi.core.engines import engine
from daumoi.core.errors import NotAllowed, NotReady, Refusal
from daumoi.documents import actions as documents
from daumoi.documents import delivery as way
from daumoi.documents.actions import Description, Part
from daumoi.documents.models import Delivery, Document, Security, Urgency
from daumoi.files.actions import discard_upload, use_upload
from daumoi.files.models import Upload
from daumoi.incoming import rules
from daumoi.incoming.actions.coming import Coming
from daumoi.incoming.actions.correcting import strike
from daumoi.incoming.actions.facets import facets_of
from daumoi.incoming.duplicates import Doubled, twins
from daumoi.incoming.models import BOOK, Arrival, Door, Sender, State
from daumoi.journal.actions import record
from daumoi.notices.actions import notify
from daumoi.numbering.actions import take_number
from daumoi.numbering.series import period_of
from daumoi.people.duties import holders
from daumoi.people.models import Body, Duty, Person
from daumoi.rulesets.book import rule_set


@dataclass(frozen=True)
class Answer:
    """What the clerk said about likely duplicates: which were looked at, and what this paper is to them."""

    seen: frozenset[int] = field(default_factory=frozenset)
    reason: str = ""
    replaces: Arrival | None = None


def register(
    description: Description,
    coming: Coming,
    *,
    body: Body,
    actor: Person,
    uploads: Sequence[Upload] = (),
    answer: Answer | None = None,
    token: UUID | None = None,
) -> Arrival:
    """Enter a paper into the incoming register: its number, its entry, its files, all or nothing.

    The same form sent twice (`token`) gives the same arrival. A stub keeps no
    file: what was uploaded for it is put away at once.
    """
    if description.security != Security.NORMAL:
        for upload in uploads:
            discard_upload(upload)
        uploads = ()
    return _enter(description, coming, body=body, actor=actor, uploads=uploads, answer=answer, token=token)


def receive_delivery(
    delivery: Delivery,
    coming: Coming,
    *,
    actor: Person,
    answer: Answer | None = None,
    token: UUID | None = None,
    version: str | int | None = None,
) -> Arrival:
    """Enter a paper that another body of this installation sent; its files come with it, byte for byte."""
    body = delivery.recipient
    if body is None:
        raise NotReady("Lượt gửi này không đến cơ quan trong hệ thống.")
    sent = delivery.document
    description = description_of(sent)
    parts = [
        Part(attachment.file, attachment.name, attachment.role)
        for attachment in sent.attachments.exclude(role="source").select_related("file")
    ]
    coming = Coming(at=coming.at, door=Door.INSIDE, hour_known=coming.hour_known, note=coming.note)
    return _enter(
        description,
        coming,
        body=body,
        actor=actor,
        parts=parts,
        delivery=delivery,
        version=version,
        answer=answer,
        token=token,
    )


def refuse_delivery(delivery: Delivery, *, reason: str, actor: Person, version: str | int | None = None) -> Delivery:
    """Send a paper back to the body that sent it, with the reason."""
    return way.refuse(delivery, actor=actor, note=reason, token=version)


def description_of(document: Document) -> Description:
    """What a paper says about itself, as another body writes it down."""
    return Description(
        issuer=document.issuer or document.body,
        issuer_name=document.issuer_name,
        type_code=document.type_code,
        type_name=document.type_name,
        number=document.number,
        issued_on=document.issued_on,
        subject=document.subject,
        signer_name=document.signer_name,
        signer_position=document.signer_position,
        urgency=document.urgency,
        security=document.security,
        pages=document.pages,
    )


def _enter(
    description: Description,
    coming: Coming,
    *,
    body: Body,
    actor: Person,
    uploads: Sequence[Upload] = (),
    parts: Sequence[Part] = (),
    delivery: Delivery | None = None,
    version: str | int | None = None,
    answer: Answer | None = None,
    token: UUID | None = None,
) -> Arrival:
    if not rules.registers(actor, body.pk):
        raise NotAllowed(f"Chỉ văn thư và Chánh, Phó Chánh Văn phòng vào sổ văn bản đến của {body}.")
    if problems := rules.check(description, coming.at, hour_known=coming.hour_known):
        raise Refusal(*problems.values(), kept="Phần vừa nhập còn trên trang.")
    token, answer = token or uuid4(), answer or Answer()
    if again := Arrival.objects.filter(body=body, token=token, clerk=actor).first():
        return again
    try:
        with transaction.atomic():
            return _entered(description, coming, body, actor, uploads, parts, delivery, version, answer, token)
    except IntegrityError:
        # The same form was sent twice at the same moment: the other one has just been entered.
        if again := Arrival.objects.filter(body=body, token=token).first():
            return again
        raise


def _entered(
    description: Description,
    coming: Coming,
    body: Body,
    actor: Person,
    uploads: Sequence[Upload],
    parts: Sequence[Part],
    delivery: Delivery | None,
    version: str | int | None,
    answer: Answer,
    token: UUID,
) -> Arrival:
    # Two clerks with the same paper in their hands meet here: the second one is shown what the first has entered.
    engine().serialise(connection, f"incoming:{body.pk}:{vietnamese.fold(description.number)}")
    if again := Arrival.objects.filter(body=body, token=token).first():
        return again
    parts = [
        *parts,
        *(Part(use_upload(upload), upload.name, "annex" if at else "main") for at, upload in enumerate(uploads)),
    ]
    alike = twins(body, description, [part.file.pk for part in parts], person=actor)
    if new := [twin for twin in alike if twin.sure and twin.arrival.pk not in answer.seen]:
        raise Doubled(new)
    if any(twin.sure for twin in alike) and not answer.reason.strip() and answer.replaces is None:
        raise NotReady(
            "Văn bản giống văn bản đã vào sổ: cần ghi lý do vẫn vào sổ.", kept="Phần vừa nhập còn trên trang."
        )
    arrived_on = timezone.localdate(coming.at)
    document = documents.capture(
        Kind.INCOMING,
        description,
        body=body,
        day=arrived_on,
        parts=parts,
        facets=facets_of(State.REGISTERED, description.urgency, description.issuer),
    )
    period = period_of(rule_set(body.system, arrived_on).incoming_series().period, body, arrived_on).key
    number = take_number(body, BOOK, period, on=arrived_on, actor=actor, entry=document.entry)
    arrival = Arrival.objects.create(
        body=body,
        entry=document.entry,
        document=document,
        period=period,
        number=number.value,
        arrived_at=coming.at,
        hour_known=coming.hour_known,
        door=coming.door,
        note=coming.note.strip()[:500],
        clerk=actor,
        delivery=delivery,
        token=token,
    )
    catalogue.point(document.entry, arrival)
    _remember_sender(body, description)
    if delivery:
        way.registered(delivery, document.entry, number=str(number.value), actor=actor, token=version)
    _tell_chiefs(arrival, description)
    record(
        "incoming.register",
        arrival,
        actor=actor,
        after=State.REGISTERED,
        number=arrival.number,
        # The journal is read by more people than a secret stub is.
        symbol="" if document.is_stub else description.number,
        issuer="" if document.is_stub else description.issuer_name,
        files=len(parts),
    )
    _note_answer(arrival, [twin.arrival for twin in alike if twin.sure], answer, actor)
    return arrival


def _note_answer(arrival: Arrival, doubled: list[Arrival], answer: Answer, actor: Person) -> None:
    """Write down why a paper stands twice, or what it replaces."""
    if old := answer.replaces:
        if old.body_id != arrival.body_id:
            raise Refusal("Văn bản được thay thế không nằm trong sổ này.")
        catalogue.link(arrival.entry, old.entry, Relation.REPLACES, actor=actor)
        record("incoming.replace", arrival, actor=actor, reason=answer.reason.strip(), number=old.number)
        if old.state == State.REGISTERED:
            strike(old, actor=actor, note=f"Được thay bằng số đến {arrival.number}.")
    elif doubled:
        record(
            "incoming.keep_double",
            arrival,
            actor=actor,
            reason=answer.reason.strip(),
            twins=", ".join(f"số đến {found.number}" for found in doubled),
        )


def _remember_sender(body: Body, description: Description) -> None:
    if description.issuer is None:
        Sender.objects.update_or_create(
            body=body,
            search_key=vietnamese.words(description.issuer_name, folded=True)[:400],
            defaults={"name": description.issuer_name},
        )


def _tell_chiefs(arrival: Arrival, description: Description) -> None:
    """An urgent paper is told at once; the others wait on the desk."""
    if description.urgency != Urgency.NORMAL and description.security == Security.NORMAL:
        notify(
            holders([Duty.CHIEF], arrival.body),
            f"{Urgency(description.urgency).label}: số đến {arrival.number}, {arrival.entry}",
            url=arrival.get_absolute_url(),
            cause="incoming.register",
            urgent=True,
        )
