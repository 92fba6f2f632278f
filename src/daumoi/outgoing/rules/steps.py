"""Who may take which step with a draft, and what is missing for it: the table of the way out."""

from __future__ import annotations

from django.utils import timezone

from daumoi.documents.models import Document
from daumoi.flow import Flow, Step
from daumoi.outgoing.models import Draft, Opinion, OpinionState, Proof, State, Version
from daumoi.outgoing.rules.formal import Finding, findings, right_to_sign
from daumoi.people.duties import VETTERS, holds, standing
from daumoi.people.models import Body, Duty, Person
from daumoi.signing.models import Certificate, CertificateKind
from daumoi.signing.registry import certificate_of

BOARDS = frozenset({"office", "advisory", "inspection"})
ASKERS = VETTERS | {Duty.LEADER}
NO_SEAL = frozenset({"cell"})


# --- who may ------------------------------------------------------------------------------------------


def drafts_for(person: Person, body: Body) -> bool:
    """Whoever works for the body, and the boards and office of a committee for the committee."""
    mine = standing(person)
    return mine.belongs(body.pk) or any(
        appointment.body.parent_id == body.pk and appointment.body.kind in BOARDS for appointment in mine.appointments
    )


def writes(draft: Draft, person: Person) -> bool:
    """The author, and the author's unit."""
    return draft.author_id == person.pk or (draft.unit_id is not None and draft.unit_id in standing(person).unit_ids)


def wrote(draft: Draft, person: Person) -> bool:
    return person.pk == draft.author_id or (draft.current is not None and person.pk == draft.current.made_by_id)


def vets(draft: Draft, person: Person) -> bool:
    """The Office appraises; nobody appraises a text of their own (four eyes)."""
    return holds(person, VETTERS, draft.body_id) and not wrote(draft, person)


def is_signer(draft: Draft, person: Person) -> bool:
    return draft.current is not None and draft.current.signer_id == person.pk


def gives_back(draft: Draft, person: Person) -> bool:
    """The Office, and whoever is to sign once it is before them."""
    return vets(draft, person) or (draft.state == State.REVIEWED and is_signer(draft, person))


def signs(draft: Draft, person: Person) -> bool:
    """The person printed on the paper, while the authority or the delegation stands."""
    if draft.current is None or not is_signer(draft, person):
        return False
    return right_to_sign(draft, draft.current, person, timezone.localdate()) is not None


def takes_signature_back(draft: Draft, person: Person) -> bool:
    return draft.signed_by_id == person.pk or holds(person, Duty.CHIEF, draft.body_id)


def issues(draft: Draft, person: Person) -> bool:
    """Numbers are given by the clerk who keeps the register."""
    return holds(person, Duty.CLERK, draft.body_id)


def drops(draft: Draft, person: Person) -> bool:
    return writes(draft, person) or holds(person, {Duty.CHIEF, Duty.DEPUTY_CHIEF}, draft.body_id)


def asks(draft: Draft, person: Person) -> bool:
    return writes(draft, person) or holds(person, ASKERS, draft.body_id)


# --- what is missing ------------------------------------------------------------------------------------


def current(draft: Draft) -> Version:
    """The text that counts. A draft has one from the moment it exists."""
    assert draft.current is not None
    return draft.current


def formal(draft: Draft) -> list[Finding]:
    """What the rules in force today have against the current text; asked once for each reading of the draft."""
    known: tuple[int, list[Finding]] | None = getattr(draft, "_formal", None)
    if known is None or known[0] != draft.current_id:
        known = (current(draft).pk, findings(draft, current(draft), timezone.localdate()))
        draft._formal = known  # type: ignore[attr-defined]
    return known[1]


def proof_of(draft: Draft) -> Proof | None:
    known: tuple[int, Proof | None] | None = getattr(draft, "_proof", None)
    if known is None or known[0] != draft.current_id:
        known = (current(draft).pk, Proof.objects.filter(version=current(draft)).first())
        draft._proof = known  # type: ignore[attr-defined]
    return known[1]


def unwritten(draft: Draft) -> list[str]:
    """Before submitting: the mandatory parts, authority and formula; and what the printed form lacks, if known."""
    proof = proof_of(draft)
    return [finding.text for finding in formal(draft)] + (list(proof.problems) if proof else [])


def unprinted(draft: Draft) -> list[str]:
    proof = proof_of(draft)
    if proof is None:
        return ["Bản PDF đang được dựng, chờ ít giây rồi mở lại trang."]
    if proof.problems:
        return list(proof.problems)
    return [] if proof.prepared_id else ["Bản PDF chưa chuẩn bị xong để ký."]


def unsettled(draft: Draft) -> list[str]:
    """Opinions that came and were not answered; questions whose day has not passed."""
    today = timezone.localdate()
    waiting = [one for one in open_opinions(draft) if one.state == OpinionState.ANSWERED]
    asked = [
        one
        for one in open_opinions(draft)
        if one.state == OpinionState.ASKED and (one.due_on is None or one.due_on >= today)
    ]
    reasons = []
    if waiting:
        reasons.append(f"Còn {len(waiting)} ý kiến chưa xử lý.")
    if asked:
        names = ", ".join(str(one.asked) for one in asked[:3]) + ("…" if len(asked) > 3 else "")
        reasons.append(f"Đang chờ ý kiến của {names}.")
    return reasons


def open_opinions(draft: Draft) -> list[Opinion]:
    if not hasattr(draft, "_open_opinions"):
        states = [OpinionState.ASKED, OpinionState.ANSWERED]
        found = draft.opinions.filter(state__in=states).select_related("unit", "body", "person")
        draft._open_opinions = list(found)  # type: ignore[attr-defined]
    return draft._open_opinions  # type: ignore[attr-defined]


def not_vettable(draft: Draft) -> list[str]:
    return [*(finding.text for finding in formal(draft)), *unprinted(draft), *unsettled(draft)]


def certificate_for(draft: Draft) -> Certificate | None:
    """The signer's certificate: for the issuing body, else for the body of the signer's post."""
    version = current(draft)
    if version.signer is None:
        return None
    if found := certificate_of(draft.body, version.signer):
        return found
    held = Certificate.objects.filter(kind=CertificateKind.PERSON, person=version.signer).in_force()
    return held.order_by("pk").first()


def unsignable(draft: Draft) -> list[str]:
    reasons = [*(finding.text for finding in formal(draft)), *unprinted(draft)]
    if not reasons and certificate_for(draft) is None:
        reasons.append(f"{current(draft).signer} chưa có chứng thư ký số còn hiệu lực. Nhờ quản trị cấp chứng thư.")
    return reasons


def is_sealed_here(draft: Draft) -> bool:
    """Whether the body has a seal at all."""
    return draft.body.kind not in NO_SEAL


def unissuable(draft: Draft) -> list[str]:
    """What the number and the seal need; the day itself is checked when it is known."""
    if is_sealed_here(draft) and not Certificate.objects.of_body(draft.body).in_force().exists():
        return [f"{draft.body} chưa có chứng thư ký số của cơ quan để đóng dấu. Nhờ quản trị cấp chứng thư."]
    return []


# --- the table --------------------------------------------------------------------------------------------

WORKING = frozenset({State.DRAFTING, State.IN_REVIEW, State.REVIEWED})

FLOW = Flow(
    Step("edit", "Sửa dự thảo", WORKING, State.DRAFTING, writes),
    Step("ask_opinion", "Xin ý kiến", WORKING, None, asks),
    Step("submit", "Trình thẩm định", frozenset({State.DRAFTING}), State.IN_REVIEW, writes, unwritten, main=True),
    Step("withdraw", "Rút về sửa", frozenset({State.IN_REVIEW}), State.DRAFTING, writes),
    Step("approve", "Đồng ý trình ký", frozenset({State.IN_REVIEW}), State.REVIEWED, vets, not_vettable, main=True),
    Step(
        "return",
        "Trả lại nơi soạn",
        frozenset({State.IN_REVIEW, State.REVIEWED}),
        State.DRAFTING,
        gives_back,
        grave=True,
        needs_reason=True,
    ),
    Step("sign", "Ký số", frozenset({State.REVIEWED}), State.SIGNED, signs, unsignable, main=True),
    Step(
        "unsign",
        "Huỷ chữ ký",
        frozenset({State.SIGNED}),
        State.REVIEWED,
        takes_signature_back,
        grave=True,
        needs_reason=True,
    ),
    Step("issue", "Cấp số, ban hành", frozenset({State.SIGNED}), State.ISSUED, issues, unissuable, main=True),
    Step("drop", "Bỏ dự thảo", WORKING, State.DROPPED, drops, grave=True, needs_reason=True),
)


# --- opinions ---------------------------------------------------------------------------------------------


def answers(opinion: Opinion, person: Person) -> bool:
    """The person asked, anybody of the unit asked, the registry and leaders of the body asked."""
    if opinion.person_id:
        return opinion.person_id == person.pk
    if opinion.unit_id:
        return opinion.unit_id in standing(person).unit_ids
    return holds(person, {Duty.LEADER, Duty.CHIEF, Duty.DEPUTY_CHIEF, Duty.CLERK}, opinion.body_id)


def settles(opinion: Opinion, person: Person) -> bool:
    """Whoever writes the draft takes opinions in, or explains why not."""
    return writes(opinion.draft, person)


def takes_question_back(opinion: Opinion, person: Person) -> bool:
    return opinion.asked_by_id == person.pk or writes(opinion.draft, person)


def draft_is_past(opinion: Opinion) -> list[str]:
    """After signing the text is fixed: an opinion that comes now changes nothing."""
    if opinion.draft.state in WORKING:
        return []
    return [f"Dự thảo đang ở trạng thái «{opinion.draft.get_state_display()}» nên không góp ý được nữa."]


OPINION_FLOW = Flow(
    Step("answer", "Góp ý", frozenset({OpinionState.ASKED}), OpinionState.ANSWERED, answers, draft_is_past, main=True),
    Step("settle", "Xử lý ý kiến", frozenset({OpinionState.ANSWERED}), OpinionState.SETTLED, settles, draft_is_past),
    Step("retract", "Rút câu hỏi", frozenset({OpinionState.ASKED}), OpinionState.WITHDRAWN, takes_question_back),
)


# --- documents -----------------------------------------------------------------------------------------


def keeps_register(document: Document, person: Person) -> bool:
    """Who follows what became of an issued paper: the registry of its body."""
    return holds(person, {Duty.CLERK, Duty.CHIEF, Duty.DEPUTY_CHIEF}, document.body_id)
