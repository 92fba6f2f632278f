"""Registering, correcting and striking arrivals; directing them, and following the work on their lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from daumoi import vietnamese
from daumoi.catalogue import actions as catalogue
from daumoi.catalogue.index import facet
from daumoi.catalogue.models import Kind, Relation
from daumoi.core.engines import engine
from daumoi.core.errors import NotAllowed, NotReady, Refusal
from daumoi.core.words import tell
from daumoi.documents import actions as documents
from daumoi.documents import delivery as way
from daumoi.documents.actions import Description, Part
from daumoi.documents.models import Delivery, Document, Security, Urgency
from daumoi.files.actions import discard_upload, use_upload
from daumoi.files.models import Upload
from daumoi.incoming import rules
from daumoi.incoming.duplicates import Doubled, twins
from daumoi.incoming.models import BOOK, Arrival, Door, Sender, State
from daumoi.journal.actions import record
from daumoi.notices.actions import notify
from daumoi.numbering.actions import take_number, void
from daumoi.numbering.models import Number
from daumoi.numbering.series import period_of
from daumoi.people.duties import holders
from daumoi.people.models import Body, Duty, Person
from daumoi.rulesets.book import rule_set
from daumoi.tasks import actions as tasks
from daumoi.tasks.actions import Assignment
from daumoi.tasks.models import Line, Role
from daumoi.tasks.models import State as LineState
from daumoi.tasks.rules import FLOW as LINES

tell(
    "incoming",
    register="vào sổ số đến {number}",
    correct="sửa sổ đến: {changed_words}",
    strike="gạch số đến {number}",
    direct="cho ý kiến xử lý",
    file_away="cho lưu, không cần xử lý",
    complete="kết thúc xử lý",
    unassign="chuyển về chờ bút phê",
    reopen="mở lại để xử lý tiếp",
    keep_double="vẫn vào sổ dù giống {twins}",
    replace="ghi là bản thay thế của số đến {number}",
)

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


@dataclass(frozen=True)
class Answer:
    """What the clerk said about likely duplicates: which were looked at, and what this paper is to them."""

    seen: frozenset[int] = field(default_factory=frozenset)
    reason: str = ""
    replaces: Arrival | None = None


@dataclass(frozen=True)
class Coming:
    """When and how the paper came."""

    at: datetime
    door: str = Door.PAPER
    hour_known: bool = True
    note: str = ""


# --- entering -----------------------------------------------------------------------------------------


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
        **({"symbol": description.number, "issuer": description.issuer_name} if not document.is_stub else {}),
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


def facets_of(state: str, urgency: str, issuer: Body | None) -> list[str]:
    """The words by which lists filter arrivals."""
    words = [facet("instate", state)]
    if urgency != Urgency.NORMAL:
        words.append(facet("urgency", "khan"))
    if issuer:
        words.append(facet("issuer", issuer.pk))
    return words


# --- correcting and striking -----------------------------------------------------------------------------


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
        was_open = document.security == Security.NORMAL
        if was_open and description.security != Security.NORMAL:
            _close_to_most(arrival)
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
    for cause in set(documents.readers_of(arrival.body, Security.NORMAL).values()):
        catalogue.revoke(arrival.entry, cause=cause)
    catalogue.grant(arrival.entry, documents.readers_of(arrival.body, Security.MAT))


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


# --- the work --------------------------------------------------------------------------------------------


def direct(
    arrival: Arrival,
    *,
    text: str,
    lines: Sequence[Assignment],
    actor: Person,
    on_behalf_of: Person | None = None,
    token: str | int | None = None,
) -> Arrival:
    """The handling note: gives out the lines and puts the paper to work. The sender is told that it was given out."""
    with rules.FLOW.take("direct", arrival, actor=actor, on_behalf_of=on_behalf_of, token=token) as arrival:
        if not lines and arrival.state == State.REGISTERED:
            raise Refusal(
                "Chưa chọn nơi chủ trì.",
                advice="Chọn nơi chủ trì; nếu không cần xử lý thì chọn «Lưu, không cần xử lý».",
            )
        tasks.direct(arrival.entry, body=arrival.body, text=text, lines=lines, actor=actor, on_behalf_of=on_behalf_of)
        if arrival.state == State.REGISTERED:
            _show(arrival, State.DIRECTED)
        if arrival.delivery:
            way.assigned(arrival.delivery, actor=on_behalf_of or actor)
        return arrival


def file_away(arrival: Arrival, *, actor: Person, note: str = "", token: str | int | None = None) -> Arrival:
    """Nothing to be done about it: the paper is only kept."""
    with rules.FLOW.take("file_away", arrival, actor=actor, note=note, token=token) as arrival:
        return _finished(arrival, actor)


def line_step(
    arrival: Arrival, line: Line, step: str, *, actor: Person, token: str | int | None = None, **said: Any
) -> Arrival:
    """A step on one of the lines of a paper; the paper follows its lead line.

    When the lead is done the paper is done; reopened, it is at work again;
    returned or withdrawn with nobody in its place, it waits for a new note.
    """
    if line.entry_id != arrival.entry_id:
        raise NotAllowed("Đầu việc này không thuộc văn bản.")
    with transaction.atomic():
        line = tasks.STEPS[step](line, actor=actor, token=token, **said)
        if line.role != Role.LEAD:
            return arrival
        arrival = Arrival.objects.get(pk=arrival.pk)
        if line.state == LineState.DONE and arrival.state == State.DIRECTED:
            with rules.FLOW.take("complete", arrival, actor=actor) as arrival:
                _finished(arrival, actor)
        elif line.state == LineState.ACCEPTED and arrival.state == State.DONE:
            with rules.FLOW.take("reopen", arrival, actor=actor, note=said.get("note", "")) as arrival:
                arrival.done_at = None
                _show(arrival, State.DIRECTED)
        elif line.state in (LineState.RETURNED, LineState.WITHDRAWN) and arrival.state == State.DIRECTED:
            with rules.FLOW.take("unassign", arrival, actor=actor, note=said.get("note", "")) as arrival:
                _show(arrival, State.REGISTERED)
        return arrival


def _finished(arrival: Arrival, actor: Person) -> Arrival:
    arrival.done_at = timezone.now()
    _show(arrival, State.DONE)
    if arrival.delivery:
        way.done(arrival.delivery, actor=actor)
    return arrival


def _show(arrival: Arrival, state: str) -> None:
    """Tell the lists which state the arrival is about to be in."""
    catalogue.change(arrival.entry, facets=facets_of(state, arrival.document.urgency, arrival.document.issuer))


STEPS = {"strike": strike, "file_away": file_away}
LINE_STEPS = {name: LINES.steps[name].label for name in tasks.STEPS}
