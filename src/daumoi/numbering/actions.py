"""Taking, reserving and voiding numbers. Every number is accounted for."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from daumoi.core.errors import NotAllowed, NotReady, Refusal
from daumoi.core.words import tell
from daumoi.journal.actions import record
from daumoi.numbering import rules
from daumoi.numbering.models import Counter, Number, NumberStatus
from daumoi.people.models import Body

tell("numbering", reserve="giữ số {first} đến {last}", void="huỷ số {value}")


def take_number(
    body: Body,
    series: str,
    period: str,
    *,
    on: date,
    actor: Any,
    entry: Any = None,
    value: int | None = None,
    status: str = NumberStatus.ISSUED,
    reason: str | None = None,
    is_imported: bool = False,
) -> Number:
    """The next number of a series, each exactly once and none lost.

    Call it inside the transaction that gives the number its paper: the counter
    row stays locked until that transaction ends; if issuing fails the number
    goes back, if two people issue at once one waits. A database sequence would
    be faster, but it loses numbers, and a register must account for every one.
    `value` gives one particular number that is not yet in the register (old
    registers, a number reserved on paper); `is_imported` marks one that came
    from an old register, whose gaps are not ours to explain.
    """
    counter = _locked_counter(body, series, period)
    # The next number is free, for the counter is locked; a particular one may be taken, and only the attempt is undone.
    attempt = transaction.atomic() if value is not None else nullcontext()
    if value is None:
        value = counter.last + 1
    counter.last = max(counter.last, value)
    counter.given += 1
    try:
        with attempt:
            counter.save(update_fields=["last", "given"])
            return Number.objects.create(
                body=body,
                series=series,
                period=period,
                value=value,
                given_on=on,
                given_at=timezone.now(),
                given_by=actor,
                entry=entry,
                status=status,
                reason=reason,
                is_imported=is_imported,
            )
    except IntegrityError:
        raise NotReady(f"Số {value} đã có trong sổ này.", advice="Xem lại số trên sổ rồi nhập số khác.") from None


@dataclass(frozen=True, slots=True)
class OldNumber:
    """A number as an old register has it, with the entry that bears it."""

    series: str
    period: str
    value: int
    on: date
    entry: Any


def take_old_numbers(body: Body, wanted: Sequence[OldNumber], *, actor: Any) -> list[OldNumber]:
    """Enter many numbers of an old register, in the caller's transaction; gives those that are taken already.

    Gaps between them are the old register's own. The counter goes on from the highest.
    """
    clashing: list[OldNumber] = []
    given_at = timezone.now()
    in_order = sorted(wanted, key=lambda number: (number.series, number.period))
    for (series, period), group in groupby(in_order, key=lambda number: (number.series, number.period)):
        numbers = list(group)
        counter = _locked_counter(body, series, period)
        held = set(
            Number.objects.filter(
                body=body, series=series, period=period, value__in=[number.value for number in numbers]
            ).values_list("value", flat=True)
        )
        free: dict[int, OldNumber] = {}
        for number in numbers:
            if number.value in held or number.value in free:
                clashing.append(number)
            else:
                free[number.value] = number
        Number.objects.bulk_create(
            [
                Number(
                    body=body,
                    series=series,
                    period=period,
                    value=number.value,
                    given_on=number.on,
                    given_at=given_at,
                    given_by=actor,
                    entry=number.entry,
                    is_imported=True,
                )
                for number in free.values()
            ]
        )
        if free:
            counter.last, counter.given = max(counter.last, *free), counter.given + len(free)
            counter.save(update_fields=["last", "given"])
    return clashing


def reserve(body: Body, series: str, period: str, *, count: int, on: date, reason: str, actor: Any) -> list[Number]:
    """Keep the next `count` numbers for papers that the system does not hold (secret papers, days on paper)."""
    if actor is not None and not rules.keeps(actor, body.pk):
        raise NotAllowed("Chỉ văn thư, Chánh và Phó Chánh Văn phòng giữ số của sổ này.")
    if not reason.strip():
        raise Refusal("Giữ số cần ghi lý do.")
    if not 1 <= count <= 500:
        raise Refusal("Mỗi lần chỉ giữ từ 1 đến 500 số.")
    with transaction.atomic():
        numbers = [
            take_number(body, series, period, on=on, actor=actor, status=NumberStatus.RESERVED, reason=reason.strip())
            for _ in range(count)
        ]
        record(
            "numbering.reserve",
            numbers[0],
            actor=actor,
            body_id=body.pk,
            reason=reason.strip(),
            series=series,
            period=period,
            first=numbers[0].value,
            last=numbers[-1].value,
        )
    return numbers


def void(number: Number, *, reason: str, actor: Any) -> Number:
    """Strike a number: it stays in the register with its reason and is never given again."""
    if actor is not None and not rules.strikes(number, actor):
        raise NotAllowed("Chỉ văn thư, Chánh và Phó Chánh Văn phòng huỷ số của sổ này.")
    if not reason.strip():
        raise Refusal("Huỷ số cần ghi lý do.")
    with transaction.atomic():
        number = Number.objects.select_for_update(of=("self",)).get(pk=number.pk)
        if number.status == NumberStatus.VOID:
            raise NotReady("Số này đã huỷ trước đó.")
        before = number.status
        number.status, number.reason = NumberStatus.VOID, reason.strip()
        number.save(update_fields=["status", "reason"])
        record(
            "numbering.void",
            number,
            actor=actor,
            before=before,
            after=number.status,
            reason=reason.strip(),
            series=number.series,
            period=number.period,
            value=number.value,
        )
    return number


def peek(body: Body, series: str, period: str) -> int:
    """The number that would come next; only for display."""
    last = Counter.objects.filter(body=body, series=series, period=period).values_list("last", flat=True).first()
    return (last or 0) + 1


def _locked_counter(body: Body, series: str, period: str) -> Counter:
    locked = Counter.objects.select_for_update().filter(body=body, series=series, period=period)
    if found := locked.first():
        return found
    # Two transactions creating the row at once must not both start at 1.
    Counter.objects.get_or_create(body=body, series=series, period=period)
    return locked.get()
