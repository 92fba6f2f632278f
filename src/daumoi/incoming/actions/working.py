"""The handling note, and the paper that follows its lead line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from daumoi.catalogue import actions as catalogue
from daumoi.core.errors import NotAllowed, Refusal
from daumoi.documents import delivery as way
from daumoi.incoming import rules
from daumoi.incoming.actions.facets import facets_of
from daumoi.incoming.models import Arrival, State
from daumoi.people.models import Person
from daumoi.tasks import actions as tasks
from daumoi.tasks.actions import Assignment
from daumoi.tasks.models import Line, Role
from daumoi.tasks.models import State as LineState
from daumoi.tasks.rules import FLOW as LINES

LINE_STEPS: dict[str, str] = {name: LINES.steps[name].label for name in tasks.STEPS}


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
        take = cast(Callable[..., Line], tasks.STEPS[step])
        line = take(line, actor=actor, token=token, **said)
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
