"""Who may do what with an arrival, what stands in the way, and the table of its steps. Reads, never writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from daumoi.documents.actions import Description
from daumoi.documents.models import Security, Urgency
from daumoi.flow import Flow, Step
from daumoi.incoming.models import Arrival, State
from daumoi.numbering.notation import parse
from daumoi.people.duties import holds
from daumoi.people.models import Duty, Person
from daumoi.tasks.models import OPEN, Line, Role
from daumoi.tasks.models import State as LineState
from daumoi.tasks.rules import directs, works_or_heads

REGISTRARS = frozenset({Duty.CLERK, Duty.CHIEF, Duty.DEPUTY_CHIEF})
KEEPERS = frozenset({Duty.CHIEF, Duty.DEPUTY_CHIEF})
EARLIEST = date(1945, 9, 2)
OLDEST_ARRIVAL = timedelta(days=366)
WITH_HOUR = frozenset({Urgency.VERY_URGENT, Urgency.FLASH, Urgency.FLASH_HOUR})


# --- who may ------------------------------------------------------------------------------------------


def registers(person: Person, body_id: int) -> bool:
    """The clerks of the body's registry, and the chiefs of its office."""
    return holds(person, REGISTRARS, body_id)


def keeps(arrival: Arrival, person: Person) -> bool:
    return registers(person, arrival.body_id)


def may_direct(arrival: Arrival, person: Person) -> bool:
    return directs(person, arrival.body_id)


def follows(arrival: Arrival, person: Person) -> bool:
    """Whoever works on the lead line moves the paper by finishing or returning it; so do those who direct."""
    if may_direct(arrival, person):
        return True
    return any(works_or_heads(line, person) for line in lines_of(arrival) if line.role == Role.LEAD)


# --- what is missing ----------------------------------------------------------------------------------


def lines_of(arrival: Arrival) -> list[Line]:
    """The lines of the paper, read once for the several questions a page asks. A step reads its arrival anew."""
    if not hasattr(arrival, "known_lines"):
        arrival.known_lines = list(Line.objects.filter(entry_id=arrival.entry_id))  # type: ignore[attr-defined]
    found: list[Line] = arrival.known_lines  # type: ignore[attr-defined]
    return found


def open_lines(arrival: Arrival) -> list[str]:
    """A paper with work under way is not struck out under people's hands."""
    if any(line.state in OPEN and line.role != Role.INFO for line in lines_of(arrival)):
        return ["Văn bản còn đầu việc đang xử lý. Rút các đầu việc trước."]
    return []


def lead_not_done(arrival: Arrival) -> list[str]:
    if any(line.role == Role.LEAD and line.state == LineState.DONE for line in lines_of(arrival)):
        return []
    return ["Nơi chủ trì chưa báo xong."]


def has_lead(arrival: Arrival) -> list[str]:
    gone = (LineState.RETURNED, LineState.WITHDRAWN)
    if any(line.role == Role.LEAD and line.state not in gone for line in lines_of(arrival)):
        return ["Văn bản đang có nơi chủ trì."]
    return []


FLOW = Flow(
    Step(
        "direct",
        "Bút phê",
        frozenset({State.REGISTERED, State.DIRECTED}),
        State.DIRECTED,
        may_direct,
        main=True,
    ),
    Step("file_away", "Lưu, không cần xử lý", frozenset({State.REGISTERED}), State.DONE, may_direct, open_lines),
    Step("complete", "Xử lý xong", frozenset({State.DIRECTED}), State.DONE, follows, lead_not_done),
    Step("unassign", "Chờ bút phê lại", frozenset({State.DIRECTED}), State.REGISTERED, follows, has_lead),
    Step("reopen", "Xử lý tiếp", frozenset({State.DONE}), State.DIRECTED, may_direct, needs_reason=True),
    Step(
        "correct",
        "Sửa",
        frozenset({State.REGISTERED, State.DIRECTED, State.DONE}),
        None,
        keeps,
        needs_reason=True,
    ),
    Step(
        "strike",
        "Gạch số",
        frozenset({State.REGISTERED, State.DIRECTED}),
        State.STRUCK,
        keeps,
        open_lines,
        grave=True,
        needs_reason=True,
    ),
)
# Taken by themselves when the lead line moves; never shown as buttons.
BY_ITSELF = ["complete", "unassign", "reopen"]


# --- what is written about a paper ----------------------------------------------------------------------


def needs_hour(urgency: str) -> bool:
    return urgency in WITH_HOUR


def check(
    description: Description, arrived_at: datetime, *, hour_known: bool, today: date | None = None
) -> dict[str, str]:
    """What is missing or cannot be, by field; each a sentence for the clerk."""
    today = today or timezone.localdate()
    arrived_on = timezone.localdate(arrived_at)
    problems: dict[str, str] = {}
    if not description.issuer_name.strip():
        problems["issuer"] = "Chưa ghi nơi gửi."
    if description.security != Security.TUYET_MAT and not description.subject.strip():
        problems["subject"] = "Chưa ghi trích yếu."
    if description.security == Security.TUYET_MAT and description.subject.strip():
        problems["subject"] = "Văn bản Tuyệt mật không ghi trích yếu vào hệ thống; phần vừa gõ đã được bỏ."
    if description.issued_on is None and description.security == Security.NORMAL:
        problems["issued_on"] = "Chưa ghi ngày văn bản."
    elif description.issued_on and (problem := date_problem(description.issued_on, arrived_on)):
        problems["issued_on"] = problem
    if arrived_on > today:
        problems["arrived_at"] = f"Ngày đến {arrived_on:%d/%m/%Y} ở sau hôm nay."
    elif arrived_on < today - OLDEST_ARRIVAL:
        problems["arrived_at"] = f"Ngày đến {arrived_on:%d/%m/%Y} đã quá một năm. Sổ cũ thì dùng «Nhập sổ cũ»."
    elif needs_hour(description.urgency) and not hour_known:
        problems["arrived_at"] = f"Văn bản {_urgency(description.urgency)} phải ghi cả giờ đến, ví dụ 24/11/2026 08:12."
    return problems


def _urgency(urgency: str) -> str:
    return Urgency(urgency).label.lower()


def date_problem(issued_on: date, arrived_on: date) -> str:
    """Why this cannot be the day of a paper that came on that day; empty when it can."""
    if issued_on > arrived_on:
        return f"Ngày văn bản {issued_on:%d/%m/%Y} ở sau ngày đến {arrived_on:%d/%m/%Y}. Xem lại ngày trên văn bản."
    if issued_on < EARLIEST:
        return f"Năm {issued_on.year} không hợp lý với văn bản đến. Xem lại ngày trên văn bản."
    return ""


def cautions(description: Description, arrived_on: date) -> list[str]:
    """What looks odd but may be right; shown, never refused."""
    found = []
    notation = parse(description.number) if description.number else None
    if description.number and notation is None:
        found.append(f"«{description.number}» không giống số, ký hiệu văn bản thường gặp.")
    if notation and notation.year and description.issued_on and notation.year != description.issued_on.year:
        found.append(f"Năm trong số ({notation.year}) khác năm của ngày văn bản ({description.issued_on.year}).")
    if description.issued_on and arrived_on - description.issued_on > timedelta(days=180):
        found.append(f"Văn bản đề ngày {description.issued_on:%d/%m/%Y}, đã quá sáu tháng.")
    return found


def is_alike(one: Sequence[str], other: Sequence[str]) -> float:
    """How much two subjects say the same, from 0 to 1: shared words by all words."""
    first, second = set(one), set(other)
    return len(first & second) / len(first | second) if first and second else 0.0
