"""Who may direct a paper and work on a line, and the table of a line's steps."""

from __future__ import annotations

from daumoi.flow import Flow, Step
from daumoi.people.duties import holds, standing
from daumoi.people.models import Duty, Person
from daumoi.tasks.models import Line, Role, State

DIRECTORS = frozenset({Duty.CHIEF, Duty.DEPUTY_CHIEF, Duty.LEADER})


def directs(person: Person, body_id: int) -> bool:
    """Chief of office, deputies and leaders write the handling note."""
    return holds(person, DIRECTORS, body_id)


def works_on(line: Line, person: Person) -> bool:
    """The person named; while nobody is named, everybody in the unit."""
    if line.person_id:
        return line.person_id == person.pk
    return line.unit_id in standing(person).unit_ids


def heads(line: Line, person: Person) -> bool:
    """Head of the unit that has the line: may hand it on inside the unit, and finish it."""
    mine = standing(person)
    return any(
        appointment.unit_id == line.unit_id and appointment.duty == Duty.UNIT_HEAD for appointment in mine.appointments
    )


def works_or_heads(line: Line, person: Person) -> bool:
    return works_on(line, person) or heads(line, person)


def forwards(line: Line, person: Person) -> bool:
    return line.unit_id is not None and (heads(line, person) or works_on(line, person))


def gave(line: Line, person: Person) -> bool:
    """Those who may direct the paper may take a line back."""
    return directs(person, line.body_id)


def duty(line: Line, person: Person) -> bool:
    """A line with work to do (not for information) in the hands of the person."""
    return line.role != Role.INFO and works_on(line, person)


def reads(line: Line, person: Person) -> bool:
    return line.role == Role.INFO and works_on(line, person)


def finishes(line: Line, person: Person) -> bool:
    return line.role != Role.INFO and works_or_heads(line, person)


def without_report(line: Line) -> list[str]:
    """A lead line is finished with a result that can be read."""
    if line.role == Role.LEAD and not line.report.strip():
        return ["Chưa có báo cáo kết quả. Đồng chí báo cáo trước rồi báo xong."]
    return []


FLOW = Flow(
    Step("accept", "Nhận việc", frozenset({State.WAITING}), State.ACCEPTED, duty, main=True),
    Step("seen", "Đã xem", frozenset({State.WAITING}), State.SEEN, reads, main=True),
    Step("forward", "Giao người trong đơn vị", frozenset({State.WAITING, State.ACCEPTED}), State.WAITING, forwards),
    Step("report", "Báo cáo kết quả", frozenset({State.ACCEPTED, State.REPORTED}), State.REPORTED, duty),
    Step(
        "finish",
        "Báo xong",
        frozenset({State.ACCEPTED, State.REPORTED}),
        State.DONE,
        finishes,
        without_report,
        main=True,
    ),
    Step(
        "return",
        "Trả lại",
        frozenset({State.WAITING, State.ACCEPTED}),
        State.RETURNED,
        finishes,
        grave=True,
        needs_reason=True,
    ),
    Step("reopen", "Làm lại", frozenset({State.DONE}), State.ACCEPTED, gave, grave=True, needs_reason=True),
    Step(
        "withdraw",
        "Rút việc",
        frozenset({State.WAITING, State.ACCEPTED, State.REPORTED}),
        State.WITHDRAWN,
        gave,
        grave=True,
        needs_reason=True,
    ),
)
