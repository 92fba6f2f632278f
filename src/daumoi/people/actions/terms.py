"""Terms of office, from congress to congress (party-office rules 2.3: a new term, new numbers)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from daumoi.core.db import fresh, locked
from daumoi.core.errors import NotReady, Refusal
from daumoi.core.words import tell
from daumoi.journal.actions import record
from daumoi.people import rules
from daumoi.people.models import Body, Person, Term

tell(
    "people",
    open_term="mở nhiệm kỳ {name} từ {day}{closed}",
    change_term="sửa nhiệm kỳ {name}: {what}",
)

MINE_ONLY = "Chỉ người quản trị của cấp uỷ được ghi nhiệm kỳ."


def open_term(
    body: Body,
    *,
    actor: Person | None,
    name: str,
    starts_on: date | None = None,
    ordinal: str = "",
    ends_on: date | None = None,
    congress_from: date | None = None,
    congress_to: date | None = None,
    plenum_from: date | None = None,
) -> Term:
    """A new term; the one before it closes the day before.

    With the days of the congress its first day follows by rule: the day after
    the congress closes, or the day the first plenum opens when that is held
    during the congress. A first term (new or merged body) may give `starts_on`.
    """
    rules.demand(rules.administers(actor, body), MINE_ONLY)
    name, ordinal = name.strip(), ordinal.strip()
    if not name:
        raise Refusal("Nhiệm kỳ cần có tên, ví dụ 2025-2030.")
    if body.kind not in rules.COMMITTEES:
        raise Refusal(f"«{body}» không làm việc theo nhiệm kỳ; sổ của cơ quan này theo cấp uỷ hoặc theo năm.")
    _check_congress(congress_from, congress_to, plenum_from)
    if congress_to:
        starts_on = rules.next_term_start(congress_to, plenum_from)
    if starts_on is None:
        raise Refusal("Cần ghi ngày bắt đầu, hoặc ngày bế mạc đại hội để tính ngày bắt đầu.")
    if ends_on and ends_on < starts_on:
        raise Refusal("Ngày kết thúc nhiệm kỳ trước ngày bắt đầu.")
    with transaction.atomic():
        locked(body)
        if Term.objects.filter(body=body, name=name).exists():
            raise Refusal(f"Đã có nhiệm kỳ {name} của cấp uỷ này.")
        closed = _close_the_one_before(body, starts_on)
        _refuse_an_overlap(body, starts_on, ends_on)
        term = Term.objects.create(
            body=body, name=name, ordinal=ordinal, starts_on=starts_on, ends_on=ends_on,
            congress_from=congress_from, congress_to=congress_to,
        )  # fmt: skip
        record(
            "people.open_term",
            body,
            actor=actor,
            body_id=body.pk,
            name=name,
            day=f"{starts_on:%d/%m/%Y}",
            closed=f", khép nhiệm kỳ {closed.name} hết ngày {closed.ends_on:%d/%m/%Y}" if closed else "",
        )
        return term


def change_term(
    term: Term,
    *,
    actor: Person | None,
    name: str,
    starts_on: date,
    ordinal: str = "",
    ends_on: date | None = None,
    congress_from: date | None = None,
    congress_to: date | None = None,
    token: str | int | None = None,
) -> Term:
    """Correct a term. Its days may not run into another's; numbers already given stay as they are."""
    if not name.strip():
        raise Refusal("Nhiệm kỳ cần có tên, ví dụ 2025-2030.")
    _check_congress(congress_from, congress_to, None)
    if ends_on and ends_on < starts_on:
        raise Refusal("Ngày kết thúc nhiệm kỳ trước ngày bắt đầu.")
    with transaction.atomic():
        term = fresh(term, token)
        rules.demand(rules.administers(actor, term.body), MINE_ONLY)
        values = {
            "name": name.strip(), "ordinal": ordinal.strip(), "starts_on": starts_on, "ends_on": ends_on,
            "congress_from": congress_from, "congress_to": congress_to,
        }  # fmt: skip
        what = rules.changed(term, values)
        if not what:
            return term
        if Term.objects.filter(body=term.body, name=values["name"]).exclude(pk=term.pk).exists():
            raise Refusal(f"Đã có nhiệm kỳ {values['name']} của cấp uỷ này.")
        _refuse_an_overlap(term.body, starts_on, ends_on, besides=term.pk)
        before = term.name
        for field, value in values.items():
            setattr(term, field, value)
        term.version += 1
        term.save()
        record(
            "people.change_term",
            term.body,
            actor=actor,
            body_id=term.body_id,
            name=before,
            what=rules.told(what),
            changes=what,
        )
        return term


def _check_congress(first: date | None, last: date | None, plenum: date | None) -> None:
    if bool(first) != bool(last):
        raise Refusal("Đại hội cần cả ngày khai mạc và ngày bế mạc.")
    if first and last and last < first:
        raise Refusal("Ngày bế mạc đại hội trước ngày khai mạc.")
    if plenum and not (first and last and first <= plenum <= last):
        raise Refusal(
            "Hội nghị lần thứ nhất chỉ ghi khi họp trong những ngày đại hội.",
            advice="Nếu họp sau đại hội thì để trống; nhiệm kỳ bắt đầu từ ngày sau ngày bế mạc.",
        )


def _close_the_one_before(body: Body, starts_on: date) -> Term | None:
    before = Term.objects.select_for_update().filter(body=body, ends_on=None, starts_on__lt=starts_on).first()
    if before is None:
        return None
    before.ends_on = starts_on - timedelta(days=1)
    before.version += 1
    before.save()
    return before


def _refuse_an_overlap(body: Body, starts_on: date, ends_on: date | None, besides: int | None = None) -> None:
    others = Term.objects.filter(body=body).exclude(pk=besides or 0).filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    if ends_on:
        others = others.filter(starts_on__lte=ends_on)
    if other := others.first():
        until = f"{other.ends_on:%d/%m/%Y}" if other.ends_on else "nay"
        raise NotReady(
            f"Chồng lên nhiệm kỳ {other.name} ({other.starts_on:%d/%m/%Y} đến {until}).",
            advice="Mỗi ngày chỉ thuộc một nhiệm kỳ; sửa ngày của nhiệm kỳ kia trước.",
        )
