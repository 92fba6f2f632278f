"""The handling note and the work on its lines. Each line has a state of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from daumoi.catalogue import actions as catalogue
from daumoi.catalogue.models import Entry
from daumoi.catalogue.subjects import by_entry
from daumoi.core.errors import NotAllowed, NotReady, Refusal
from daumoi.core.words import tell
from daumoi.journal.actions import record
from daumoi.notices.actions import notify
from daumoi.people.duties import standing
from daumoi.people.models import Appointment, Body, Duty, Person, Unit
from daumoi.tasks import rules
from daumoi.tasks.models import Directive, Line, Role, State

tell(
    "tasks",
    direct="cho ý kiến xử lý",
    accept="nhận việc",
    seen="đã xem",
    forward="giao cho {person}",
    report="báo cáo kết quả",
    finish="báo xong",
    reopen="yêu cầu làm lại",
    withdraw="rút việc",
    **{"return": "trả lại việc"},
)
by_entry("tasks.line", lambda ids: Line.objects.filter(pk__in=ids).values_list("pk", "entry"))
by_entry("tasks.directive", lambda ids: Directive.objects.filter(pk__in=ids).values_list("pk", "entry"))


@dataclass(frozen=True)
class Assignment:
    """One line as the handling note asks for it: to a unit or to a person, with its day if it has one."""

    role: str
    unit: Unit | None = None
    person: Person | None = None
    due_on: date | None = None
    due_explained: str = ""


def direct(
    entry: Entry,
    *,
    body: Body,
    text: str,
    lines: Sequence[Assignment],
    actor: Person,
    on_behalf_of: Person | None = None,
) -> Directive:
    """Write the handling note on a paper and give out its lines.

    One lead at a time; a later note may add lines, and a new lead only after
    the old one was returned or withdrawn. `on_behalf_of` is the person whose
    note it is when an assistant enters it.
    """
    author = on_behalf_of or actor
    if on_behalf_of and on_behalf_of.pk not in standing(actor).principals:
        raise NotAllowed(f"Đồng chí không được phân công giúp việc cho {on_behalf_of}.")
    if not rules.directs(author, body.pk):
        raise NotAllowed("Chỉ lãnh đạo và Chánh, Phó Chánh Văn phòng cho ý kiến xử lý văn bản này.")
    _check(entry, text, lines)
    with transaction.atomic():
        # One note at a time on a paper: the entry row is the lock.
        Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        if any(line.role == Role.LEAD for line in lines) and _active_lead(entry):
            raise NotReady(
                "Văn bản này đã có nơi chủ trì.",
                advice="Rút việc của nơi chủ trì cũ trước, hoặc giao nơi mới phối hợp.",
            )
        note = Directive.objects.create(body=body, entry=entry, text=text.strip(), author=author, entered_by=actor)
        given = [
            Line.objects.create(
                entry=entry,
                directive=note,
                body=body,
                role=line.role,
                unit=line.unit,
                person=line.person,
                due_on=line.due_on,
                due_explained=line.due_explained,
            )
            for line in lines
        ]
        for line in given:
            _admit(line)
        record(
            "tasks.direct",
            entry,
            actor=actor,
            on_behalf_of=on_behalf_of,
            body_id=body.pk,
            text=note.text,
            lines=[{"role": line.role, "who": str(line.person or line.unit), "due": line.due_on} for line in given],
        )
        return note


def accept(line: Line, *, actor: Person, note: str = "", token: str | int | None = None) -> Line:
    with rules.FLOW.take("accept", line, actor=actor, note=note, token=token) as line:
        line.accepted_at = timezone.now()
        # Whoever accepts a unit's line answers for it; the head may still hand it on.
        line.person = line.person or actor
        return line


def seen(line: Line, *, actor: Person, note: str = "", token: str | int | None = None) -> Line:
    with rules.FLOW.take("seen", line, actor=actor, note=note, token=token) as line:
        line.done_at = timezone.now()
        return line


def forward(line: Line, *, person: Person, actor: Person, note: str = "", token: str | int | None = None) -> Line:
    """Hand the line to somebody of the same unit."""
    with rules.FLOW.take("forward", line, actor=actor, note=note, token=token, person=str(person)) as line:
        if (
            line.unit_id is None
            or not Appointment.objects.on(timezone.localdate()).filter(person=person, unit_id=line.unit_id).exists()
        ):
            raise Refusal(f"{person} không thuộc đơn vị đang giữ việc này.")
        line.person, line.accepted_at = person, None
        _admit(line)
        return line


def report(line: Line, *, text: str, actor: Person, note: str = "", token: str | int | None = None) -> Line:
    if not text.strip():
        raise Refusal("Báo cáo kết quả chưa có nội dung.")
    with rules.FLOW.take("report", line, actor=actor, note=note, token=token, text=text.strip()) as line:
        line.report, line.reported_at = text.strip(), timezone.now()
        return line


def finish(line: Line, *, actor: Person, note: str = "", token: str | int | None = None) -> Line:
    with rules.FLOW.take("finish", line, actor=actor, note=note, token=token) as line:
        line.done_at = timezone.now()
        _tell_author(line, f"{_who(line)} báo xong: {line.entry.told}", "tasks.finish")
        return line


def give_back(line: Line, *, actor: Person, note: str = "", token: str | int | None = None) -> Line:
    """Return the line to whoever gave it, with the reason."""
    with rules.FLOW.take("return", line, actor=actor, note=note, token=token) as line:
        line.returned_reason = note.strip()
        _tell_author(line, f"{_who(line)} trả lại: {line.entry.told}. Lý do: {note.strip()}", "tasks.return")
        return line


def reopen(line: Line, *, actor: Person, note: str = "", token: str | int | None = None) -> Line:
    with rules.FLOW.take("reopen", line, actor=actor, note=note, token=token) as line:
        line.done_at = None
        notify(
            hands(line),
            f"Yêu cầu làm lại: {line.entry.told}. {note.strip()}",
            url=line.entry.get_absolute_url(),
            cause="tasks.reopen",
        )
        return line


def withdraw(line: Line, *, actor: Person, note: str = "", token: str | int | None = None) -> Line:
    with rules.FLOW.take("withdraw", line, actor=actor, note=note, token=token) as line:
        catalogue.revoke(line.entry, cause=_cause(line))
        notify(hands(line), f"Rút việc: {line.entry.told}. {note.strip()}", cause="tasks.withdraw")
        return line


STEPS = {
    "accept": accept,
    "seen": seen,
    "forward": forward,
    "report": report,
    "finish": finish,
    "return": give_back,
    "reopen": reopen,
    "withdraw": withdraw,
}


def _check(entry: Entry, text: str, lines: Sequence[Assignment]) -> None:
    problems = []
    if not text.strip():
        problems.append("Bút phê chưa có nội dung.")
    leads = sum(line.role == Role.LEAD for line in lines)
    if leads > 1:
        problems.append("Mỗi văn bản chỉ có một nơi chủ trì.")
    if lines and not leads and not _active_lead(entry) and any(line.role == Role.SUPPORT for line in lines):
        problems.append("Có nơi phối hợp thì phải có một nơi chủ trì.")
    wanted = [(line.unit, line.person) for line in lines]
    if len(set(wanted)) != len(wanted):
        problems.append("Một đơn vị hoặc một người chỉ đứng ở một dòng.")
    if any(line.role == Role.INFO and line.due_on for line in lines):
        problems.append("Dòng «để biết» không đặt hạn.")
    if any(line.due_on and line.due_on < timezone.localdate() for line in lines):
        problems.append("Hạn xử lý đã qua. Đồng chí chọn ngày từ hôm nay trở đi.")
    if problems:
        raise Refusal(*problems, kept="Nội dung vừa viết còn trên trang.")


def _active_lead(entry: Entry) -> bool:
    return (
        Line.objects.filter(entry=entry, role=Role.LEAD).exclude(state__in=[State.RETURNED, State.WITHDRAWN]).exists()
    )


def _admit(line: Line) -> None:
    """Whoever is given a line may see the paper, because of it and as long as it stands; and is told."""
    access = {}
    if line.unit_id:
        access[f"u{line.unit_id}"] = _cause(line)
    if line.person_id:
        access[f"p{line.person_id}"] = _cause(line)
    catalogue.grant(line.entry, access)
    due = f", hạn {line.due_on:%d/%m/%Y}" if line.due_on else ""
    notify(
        hands(line),
        f"{line.get_role_display()}{due}: {line.entry.told}",
        url=line.entry.get_absolute_url(),
        cause="tasks.given",
    )


def _cause(line: Line) -> str:
    return f"đầu việc {line.pk}: {line.get_role_display().lower()}"


def _who(line: Line) -> str:
    return str(line.person or line.unit)


def hands(line: Line) -> Iterable[Person]:
    """The people to tell about a line: the one named, else the heads of the unit, else all of it."""
    if line.person:
        return [line.person]
    appointed = Appointment.objects.on(timezone.localdate()).filter(unit=line.unit).select_related("person")
    heads = [appointment.person for appointment in appointed if appointment.duty == Duty.UNIT_HEAD]
    return heads or [appointment.person for appointment in appointed]


def _tell_author(line: Line, text: str, cause: str) -> None:
    if line.directive:
        notify([line.directive.author], text, url=line.entry.get_absolute_url(), cause=cause)
