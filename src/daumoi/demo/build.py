"""Building the demonstration: bodies and people, then papers walked through the real actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from typing import Any

from django.utils import timezone

from daumoi.calendar.book import deadline_in
from daumoi.catalogue.models import Entry
from daumoi.core import office as printing
from daumoi.core.errors import Refusal
from daumoi.demo import afterwards, founding, office, register
from daumoi.demo.clock import days_ago
from daumoi.demo.papers import Incoming, Paper, incoming, papers
from daumoi.documents.actions import Description
from daumoi.dossiers.actions import open_dossier
from daumoi.exchange.actions import import_rows
from daumoi.files.actions import take_whole
from daumoi.files.models import Upload
from daumoi.incoming import actions as arriving
from daumoi.incoming.actions import Coming
from daumoi.incoming.models import Arrival
from daumoi.jobs.queue import run_all
from daumoi.layout.form import load_form
from daumoi.layout.paper import OfficialPaper, SigningBlock
from daumoi.layout.word import produce
from daumoi.outgoing import actions as writing
from daumoi.outgoing.models import PARTS, Draft
from daumoi.outgoing.paper import Content
from daumoi.outgoing.rules.formal import rules_for, signers_for
from daumoi.people.models import Appointment, Body, Person, Unit
from daumoi.rulesets.book import rule_set
from daumoi.tasks.actions import Assignment
from daumoi.tasks.models import Line, Role

Say = Callable[[str], None]
STEPS = ("drafting", "in_review", "reviewed", "signed", "issued")


def is_built() -> bool:
    """The last thing that is built is there."""
    return Draft.objects.exists()


def build(say: Say) -> None:
    """Fill an empty installation; says what it is doing. Takes a minute or two, most of it for printing."""
    say("cơ quan, cán bộ, nhiệm kỳ, khoá ký…")
    founding.found()
    say("sổ nhiệm kỳ 2015-2020…")
    import_rows(_body("tu"), _old_register(), _person("ha"), name="Sổ văn bản đi nhiệm kỳ 2015-2020")
    say("văn bản đến…")
    # The register goes by arrival: the oldest paper has the first number.
    for place, paper in enumerate(sorted(incoming(), key=lambda one: -one.days), 1):
        say(f"  {place}/{len(incoming())} {paper.subject[:60]}")
        _arrive(paper)
    run_all()
    say("văn bản đi…")
    drafts: dict[str, Draft] = {}
    for place, written in enumerate(papers(), 1):
        say(f"  {place}/{len(papers())} {written.subject[:60]}")
        drafts[written.key] = _write(written)
    run_all()
    say("thu hồi, thay thế, chốt số liệu…")
    afterwards.walk(drafts)
    run_all()


def _old_register() -> Iterator[dict[str, str]]:
    """The register of the closed term, by the names that an import knows."""
    for row in register.rows():
        yield {
            "number": row.notation,
            "type": register.NAMES[row.type_code],
            "issued_on": row.issued_on.isoformat(),
            "subject": row.subject,
            "signer": row.signer,
            "position": row.position,
        }


def _body(key: str) -> Body:
    plan = next(plan for plan in office.BODIES if plan.key == key)
    return Body.objects.get(name=plan.name)


def _person(login: str) -> Person:
    return Person.objects.get(login=login)


def _unit(name: str) -> Unit:
    return Unit.objects.get(name=name, body=_body("vptu"))


# --- what came in --------------------------------------------------------------------------------


def _arrive(paper: Incoming) -> None:
    clerk, chief, committee, sender = _person("ha"), _person("son"), _body("tu"), _body(paper.sender)
    with days_ago(paper.days) as now:
        day = timezone.localtime(now).date()
        description = Description(
            issuer=sender,
            issuer_name=sender.name,
            type_code=paper.type_code,
            type_name=_type_name(paper.type_code, day),
            number=paper.number,
            issued_on=day if paper.number else None,
            subject=paper.subject,
            signer_name=paper.signer,
            signer_position=paper.position,
            urgency=paper.urgency,
            security=paper.security,
            pages=1 if paper.content else None,
        )
        arrival = arriving.register(
            description, Coming(at=now), body=committee, actor=clerk, uploads=_scan(paper, sender, day, clerk)
        )
    if not paper.note:
        return
    with days_ago(paper.days, 10, 15):
        arrival = arriving.direct(arrival, text=paper.note, lines=_assignments(paper, committee), actor=chief)
    _work(paper, arrival)


def _scan(paper: Incoming, sender: Body, day: date, clerk: Person) -> list[Upload]:
    """The paper itself, made by the official form and printed; nothing where there is no LibreOffice."""
    if not paper.content:
        return []
    official = OfficialPaper(
        form=load_form(rule_set("party", day).form),
        superior_name=sender.parent.name if sender.parent else "",
        body_name=sender.name,
        symbol="-" + paper.number.partition("-")[2],
        number=paper.number.partition("-")[0],
        place=sender.place,
        date=day,
        type_name=_type_name(paper.type_code, day),
        type_code=paper.type_code,
        subject=paper.subject,
        content=paper.content,
        addressees=["Thường trực Tỉnh uỷ An Bình"],
        signing=SigningBlock(position=paper.position, name=paper.signer),
        recipients=["Như trên"],
    )
    try:
        pdf = printing.to_pdf(produce(official))
    except Refusal:
        return []
    name = paper.number.replace("/", "-") + ".pdf"
    return [take_whole(BytesIO(pdf), name, len(pdf), actor=clerk)]


def _assignments(paper: Incoming, body: Body) -> list[Assignment]:
    due = deadline_in(paper.due_days, timezone.localdate(), body) if paper.due_days else None
    dated: dict[str, Any] = {"due_on": due.date, "due_explained": due.explain()} if due else {}
    lines = [Assignment(Role.LEAD, unit=_unit(paper.lead), **dated)] if paper.lead else []
    lines += [Assignment(Role.SUPPORT, unit=_unit(name), **dated) for name in paper.support]
    return lines + [Assignment(Role.INFO, unit=_unit(name)) for name in paper.info]


def _work(paper: Incoming, arrival: Arrival) -> None:
    """Take the lead line as far as the paper says, by somebody of its unit."""
    line = Line.objects.filter(entry=arrival.entry, role=Role.LEAD).first()
    if line is None or paper.work in ("", "waiting"):
        return
    hand = Appointment.objects.filter(unit=line.unit).order_by("-duty", "pk").first()
    assert hand is not None
    with days_ago(max(0, paper.days - 1), 9):
        if paper.work == "returned":
            arriving.line_step(arrival, line, "return", actor=hand.person, note=paper.report)
            return
        arrival = arriving.line_step(arrival, line, "accept", actor=hand.person)
        if arrival.number == 1:
            open_dossier(
                body=arrival.body, title="Chuyển đổi số trong các cơ quan đảng năm 2026", unit=line.unit,
                source=arrival.entry, actor=hand.person,
            )  # fmt: skip
    if paper.work == "done":
        with days_ago(max(0, paper.days - 2), 15):
            line.refresh_from_db()
            arrival = arriving.line_step(arrival, line, "report", actor=hand.person, text=paper.report)
            line.refresh_from_db()
            arriving.line_step(arrival, line, "finish", actor=hand.person)


# --- what goes out ---------------------------------------------------------------------------------


def _write(paper: Paper) -> Draft:
    body, author, signer = _body(paper.body), _person(paper.author), _person(paper.signer)
    today = timezone.localdate()
    choices = signers_for(rules_for(body, today), body, paper.organ, paper.type_code, today)
    choice = next(choice for choice in choices if choice.person == signer)
    content = Content(
        organ=paper.organ,
        type_code=paper.type_code,
        subject=paper.subject,
        text=paper.content,
        bases=[{"text": text, "entry": None} for text in paper.bases],
        addressees=[{"body": _known(name), "name": name, "purpose": ""} for name in paper.addressees],
        recipients=[{"body": _body(key).pk, "name": _body(key).name, "purpose": ""} for key in paper.recipients],
        keep_line="Lưu Văn phòng Tỉnh uỷ",
        place=body.place,
        signer=signer,
        authority=list(choice.lines),
        by_order=choice.by_order,
        position=choice.position,
    )
    source = Entry.objects.filter(number=paper.answers, kind="incoming").first() if paper.answers else None
    draft = writing.create(body=body, content=content, actor=author, unit=_unit("Phòng Tổng hợp"), source=source)
    if paper.opinions:
        writing.ask_opinion(
            draft,
            asked=[_unit(name) for name in paper.opinions],
            question="Đề nghị cho ý kiến về số liệu và thời hạn.",
            actor=author,
        )
        draft.refresh_from_db()
    far = STEPS.index(paper.until)
    if far >= 1:
        draft = writing.submit(draft, actor=author)
        run_all()
        draft.refresh_from_db()
    if far >= 2:
        # The chief does not appraise what the chief will sign: four eyes.
        reviewer = _person("huy" if paper.signer == "son" else "son")
        draft = writing.approve(draft, sheet=dict.fromkeys(PARTS, (True, "")), actor=reviewer)
        run_all()
        draft.refresh_from_db()
    if far >= 3:
        draft = writing.sign(draft, actor=signer, passphrase=office.PASSWORD)
    if far >= 4:
        draft = writing.issue(draft, actor=_person("ha"))
        run_all()
        draft.refresh_from_db()
    return draft


def _known(name: str) -> int | None:
    """The body of that name; an addressee may also be a group of people or bodies."""
    return Body.objects.filter(name=name).values_list("pk", flat=True).first()


def _type_name(code: str, day: date) -> str:
    return rule_set("party", day).document_type(code).name
