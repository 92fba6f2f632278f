"""Asking others about a draft, their answers, and what became of each answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from daumoi.catalogue import actions as catalogue
from daumoi.core.errors import NotReady, Refusal
from daumoi.journal.actions import record
from daumoi.outgoing.actions.base import step, tell_people
from daumoi.outgoing.models import Draft, Opinion, OpinionState, Resolution
from daumoi.outgoing.rules.steps import OPINION_FLOW, current
from daumoi.people.duties import holders
from daumoi.people.models import Appointment, Body, Duty, Person, Unit

Asked = Unit | Body | Person


def ask_opinion(
    draft: Draft,
    *,
    asked: Sequence[Asked],
    question: str,
    actor: Person,
    due_on: date | None = None,
    note: str = "",
    token: str | int | None = None,
) -> list[Opinion]:
    """Put a question about the current version to units, bodies or people; each sees the draft from now on."""
    problems = []
    if not asked:
        problems.append("Chưa chọn nơi xin ý kiến.")
    if not question.strip():
        problems.append("Chưa ghi nội dung cần xin ý kiến.")
    if due_on and due_on < timezone.localdate():
        problems.append("Hạn góp ý đã qua. Đồng chí chọn ngày từ hôm nay trở đi.")
    if problems:
        raise Refusal(*problems, kept="Nội dung vừa viết còn trên trang.")
    names = ", ".join(str(one) for one in asked)
    with step("ask_opinion", draft, actor, note=note, token=token, asked=names) as draft:
        waiting = {_who(one) for one in draft.opinions.filter(state=OpinionState.ASKED)}
        if repeated := [str(one) for one in asked if _key(one) in waiting]:
            raise NotReady(f"Đang chờ ý kiến của {', '.join(repeated)}, không cần hỏi lại.")
        made = []
        for one in dict.fromkeys(asked):
            opinion = Opinion.objects.create(
                draft=draft,
                version_asked=current(draft),
                unit=one if isinstance(one, Unit) else None,
                body=one if isinstance(one, Body) else None,
                person=one if isinstance(one, Person) else None,
                question=question.strip(),
                due_on=due_on,
                asked_by=actor,
            )
            catalogue.grant(draft.entry, {key: cause_of(opinion) for key in _keys(one)})
            until = f" trước {due_on:%d/%m/%Y}" if due_on else ""
            tell_people(draft, hands(one), f"Xin ý kiến{until}: {draft}", "ask_opinion", but=actor)
            made.append(opinion)
        return made


def answer(opinion: Opinion, *, text: str, actor: Person, note: str = "", token: str | int | None = None) -> Opinion:
    if not text.strip():
        raise Refusal("Ý kiến chưa có nội dung.", advice="Nếu nhất trí, ghi «Nhất trí với dự thảo».")
    with OPINION_FLOW.take("answer", opinion, actor=actor, note=note, token=token) as opinion:
        opinion.answer, opinion.answered_by, opinion.answered_at = text.strip(), actor, timezone.now()
        record("outgoing.answer", opinion.draft, actor=actor, asked=str(opinion.asked), opinion=opinion.pk)
        tell_people(
            opinion.draft, [opinion.asked_by], f"{opinion.asked} đã góp ý: {opinion.draft}", "answer", but=actor
        )
        return opinion


def settle(
    opinion: Opinion, *, resolution: str, reason: str, actor: Person, note: str = "", token: str | int | None = None
) -> Opinion:
    """Taken in, taken in partly, or not, which is explained."""
    if resolution not in Resolution.values:
        raise Refusal("Chưa chọn cách xử lý ý kiến.")
    if resolution != Resolution.ACCEPTED and not reason.strip():
        raise Refusal("Tiếp thu một phần hoặc giải trình thì cần ghi rõ nội dung.")
    with OPINION_FLOW.take("settle", opinion, actor=actor, note=note, token=token) as opinion:
        opinion.resolution, opinion.resolution_reason = resolution, reason.strip()[:1000]
        opinion.settled_by, opinion.settled_at = actor, timezone.now()
        label = str(Resolution(resolution).label).lower()
        record(
            "outgoing.settle",
            opinion.draft,
            actor=actor,
            asked=str(opinion.asked),
            resolution=label,
            reason=reason.strip(),
        )
        if opinion.answered_by:
            tell_people(
                opinion.draft,
                [opinion.answered_by],
                f"Ý kiến của đồng chí: {label}. {opinion.draft}",
                "settle",
                but=actor,
            )
        return opinion


def retract(opinion: Opinion, *, actor: Person, note: str = "", token: str | int | None = None) -> Opinion:
    """Take the question back, and with it the right to read that it gave."""
    with OPINION_FLOW.take("retract", opinion, actor=actor, note=note, token=token) as opinion:
        catalogue.revoke(opinion.draft.entry, cause=cause_of(opinion))
        record("outgoing.retract", opinion.draft, actor=actor, asked=str(opinion.asked))
        return opinion


OPINION_STEPS: dict[str, Callable[..., Any]] = {"answer": answer, "settle": settle, "retract": retract}


def cause_of(opinion: Opinion) -> str:
    return f"xin ý kiến {opinion.pk}"


def _key(one: Asked) -> tuple[str, int]:
    return type(one).__name__.lower(), one.pk


def _who(opinion: Opinion) -> tuple[str, int]:
    if opinion.unit_id:
        return "unit", opinion.unit_id
    return ("body", opinion.body_id) if opinion.body_id else ("person", opinion.person_id or 0)


def _keys(one: Asked) -> Iterable[str]:
    if isinstance(one, Unit):
        return [f"u{one.pk}"]
    return [f"p{one.pk}"] if isinstance(one, Person) else [f"r{one.pk}"]


def hands(one: Asked) -> Iterable[Person]:
    if isinstance(one, Person):
        return [one]
    if isinstance(one, Body):
        return holders({Duty.CLERK, Duty.CHIEF, Duty.LEADER}, one)
    appointed = Appointment.objects.on(timezone.localdate()).filter(unit=one, person__is_active=True)
    people = [(appointment.person, appointment.duty) for appointment in appointed.select_related("person")]
    heads = [person for person, duty in people if duty == Duty.UNIT_HEAD]
    return heads or [person for person, _ in people]


__all__ = ["OPINION_STEPS", "answer", "ask_opinion", "hands", "retract", "settle"]
