"""What is amiss in the posts and terms of a body: gaps and overlaps, each with what follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from daumoi.people import rules
from daumoi.people.models import Appointment, Body, Delegation, Duty, Rank, Term

SOON = timedelta(days=30)
LONGEST_TERM = timedelta(days=366 * 6)


@dataclass(frozen=True)
class Finding:
    """`kind` is stop (something cannot be done) or warn (somebody should look)."""

    kind: str
    title: str
    text: str


def findings(
    body: Body, appointments: Sequence[Appointment], delegations: Sequence[Delegation], terms: Sequence[Term], day: date
) -> list[Finding]:
    """`appointments` and `delegations` of the body and of the office that keeps its registers; `terms` of the body."""
    if not body.is_here or (body.valid_to and body.valid_to < day):
        return list(_left_over(body, appointments, day))
    now = [held for held in appointments if _on(held, day) and held.person.is_active]
    return [
        *_gaps(body, now),
        *_overlaps(now),
        *_ends_soon(now, appointments, day),
        *_stopped(appointments, day),
        *_orphan_delegations(delegations, appointments, day),
        *_terms(body, terms, day),
    ]


def _on(row: Appointment | Delegation | Term, day: date) -> bool:
    return row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)


def _gaps(body: Body, now: Sequence[Appointment]) -> Iterator[Finding]:
    held = {appointment.duty for appointment in now}
    if Duty.CLERK not in held:
        yield Finding("stop", "Chưa có văn thư.", "Không ai tiếp nhận, vào sổ, cấp số và phát hành được.")
    if not held & {Duty.CHIEF, Duty.DEPUTY_CHIEF, Duty.LEADER}:
        yield Finding("stop", "Chưa có người chỉ đạo xử lý.", "Văn bản đến sẽ nằm chờ, không ai cho ý kiến được.")
    if not held & {Duty.REVIEWER, Duty.CHIEF, Duty.DEPUTY_CHIEF}:
        yield Finding("stop", "Chưa có người thẩm định.", "Văn bản đi chưa thẩm định thì không trình ký được.")
    if not any(appointment.rank != Rank.STAFF for appointment in now):
        yield Finding("stop", "Chưa ai có thẩm quyền ký.", "Ghi cấp ký ở phân công của cấp trưởng, cấp phó.")
    if Duty.ADMIN not in held:
        yield Finding(
            "warn", "Chưa có người quản trị riêng.", "Người quản trị toàn hệ thống phải cử một người cho cơ quan này."
        )


def _overlaps(now: Sequence[Appointment]) -> Iterator[Finding]:
    heads: dict[tuple[int, str], list[Appointment]] = {}
    for held in now:
        if held.rank in {Rank.HEAD, Rank.ACTING} and held.duty in {Duty.CHIEF, Duty.LEADER}:
            heads.setdefault((held.body_id, held.duty), []).append(held)
    for (_body, _duty), holders in heads.items():
        if len({held.person_id for held in holders}) > 1:
            names = ", ".join(str(held.person) for held in holders)
            yield Finding(
                "warn",
                f"Cùng lúc có {len(holders)} người ở cấp trưởng ({holders[0].position}).",
                f"{names}. Nếu đã bàn giao, kết thúc phân công của người cũ.",
            )


def _ends_soon(now: Sequence[Appointment], everything: Sequence[Appointment], day: date) -> Iterator[Finding]:
    for held in now:
        if held.ends_on is None or held.ends_on > day + SOON:
            continue
        after = held.ends_on + timedelta(days=1)
        if not any(_on(other, after) and other.duty == held.duty and other.person.is_active for other in everything):
            yield Finding(
                "warn",
                f"Sau ngày {held.ends_on:%d/%m/%Y} không còn ai là {held.get_duty_display()}.",
                f"{held.person} kết thúc hôm ấy; cần phân công người kế tiếp.",
            )


def _stopped(appointments: Sequence[Appointment], day: date) -> Iterator[Finding]:
    for held in appointments:
        if _on(held, day) and not held.person.is_active:
            yield Finding(
                "warn",
                f"{held.person} còn nhiệm vụ {held.get_duty_display()} nhưng tài khoản đã dừng.",
                "Việc giao cho người này không ai nhận; kết thúc phân công hoặc mở lại tài khoản.",
            )
        if held.unit and held.unit.valid_to and held.unit.valid_to < day and _on(held, day):
            yield Finding(
                "warn", f"{held.person} còn ở đơn vị đã kết thúc: {held.unit}.", "Chuyển phân công sang đơn vị khác."
            )


def _orphan_delegations(
    delegations: Sequence[Delegation], appointments: Sequence[Appointment], day: date
) -> Iterator[Finding]:
    working = {held.person_id for held in appointments if _on(held, day)}
    for delegation in delegations:
        if _on(delegation, day) and delegation.delegate_id not in working:
            yield Finding(
                "stop",
                f"{delegation.delegate} được giao ký thừa lệnh nhưng không còn giữ nhiệm vụ nào ở đây.",
                f"Kết thúc việc giao ký theo {delegation.basis}.",
            )


def _terms(body: Body, terms: Sequence[Term], day: date) -> Iterator[Finding]:
    if body.kind not in rules.COMMITTEES:
        return
    current = [term for term in terms if _on(term, day)]
    if not current:
        yield Finding("stop", "Chưa có nhiệm kỳ nào bao gồm hôm nay.", "Văn bản của cấp uỷ đánh số theo nhiệm kỳ.")
    in_order = sorted(terms, key=lambda term: term.starts_on)
    for earlier, later in pairwise(in_order):
        if earlier.ends_on and earlier.ends_on + timedelta(days=1) < later.starts_on:
            yield Finding(
                "warn",
                f"Có khoảng trống giữa nhiệm kỳ {earlier.name} và {later.name}.",
                f"Từ {earlier.ends_on + timedelta(days=1):%d/%m/%Y} đến {later.starts_on - timedelta(days=1):%d/%m/%Y}"
                " không thuộc nhiệm kỳ nào; văn bản những ngày ấy không có sổ để vào.",
            )
        if earlier.ends_on is None or earlier.ends_on >= later.starts_on:
            yield Finding(
                "warn",
                f"Nhiệm kỳ {earlier.name} và {later.name} chồng lên nhau.",
                "Mỗi ngày chỉ thuộc một nhiệm kỳ; sửa lại ngày.",
            )
    for term in current:
        if term.ends_on is None and day - term.starts_on > LONGEST_TERM:
            yield Finding(
                "warn",
                f"Nhiệm kỳ {term.name} đã kéo dài hơn sáu năm.",
                "Nếu đã đại hội, mở nhiệm kỳ mới để số văn bản bắt đầu lại từ 01.",
            )


def _left_over(body: Body, appointments: Sequence[Appointment], day: date) -> Iterator[Finding]:
    left = [held for held in appointments if held.body_id == body.pk and _on(held, day)]
    if left and body.valid_to:
        names = ", ".join(dict.fromkeys(str(held.person) for held in left))
        yield Finding(
            "warn",
            f"Cơ quan đã kết thúc ngày {body.valid_to:%d/%m/%Y} nhưng còn người giữ nhiệm vụ.",
            f"{names}. Kết thúc các phân công này.",
        )
