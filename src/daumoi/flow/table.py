"""A workflow is a table of steps; `Flow.take` is the one place where a state changes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from daumoi.core.db import fresh, locked
from daumoi.core.errors import NotAllowed, NotReady
from daumoi.journal.actions import record


def nothing(_obj: Any) -> list[str]:
    """A step that needs nothing prepared."""
    return []


@dataclass(frozen=True)
class Step:
    """One row of the table.

    `may` tells whether the person may take it; `missing` lists, as Vietnamese
    sentences, what is not there yet. `target` None keeps the state. `grave`
    asks for a reason and is drawn apart.
    """

    name: str
    label: str
    sources: frozenset[str]
    target: str | None
    may: Callable[[Any, Any], bool]
    missing: Callable[[Any], list[str]] = nothing
    main: bool = False
    grave: bool = False
    needs_reason: bool = False


@dataclass(frozen=True)
class Offer:
    """A step as a page shows it: pressable, or locked with the reasons."""

    step: Step
    missing: list[str] = field(default_factory=list)

    @property
    def locked(self) -> bool:
        return bool(self.missing)


class Flow:
    """A table of steps for one kind of record, whose `state` it alone may change."""

    def __init__(self, *steps: Step, labels: Callable[[str], str] | None = None) -> None:
        self.steps: dict[str, Step] = {step.name: step for step in steps}
        self._labels = labels

    def offered(self, obj: Any, actor: Any) -> list[Offer]:
        """The steps to show as buttons; those with something missing are locked and say why."""
        return [
            Offer(step, step.missing(obj))
            for step in self.steps.values()
            if obj.state in step.sources and step.may(obj, actor)
        ]

    def check(self, name: str, obj: Any, actor: Any, note: str = "") -> Step:
        """The step, or a refusal with its reasons in Vietnamese."""
        step = self.steps[name]
        if not step.may(obj, actor):
            raise NotAllowed(f"Đồng chí không có quyền «{step.label}» ở đây.")
        if obj.state not in step.sources:
            raise NotReady(
                f"Không thể «{step.label}» khi đang ở trạng thái «{self.label(obj)}».",
                advice="Có thể người khác vừa làm bước này. Mở lại trang để xem trạng thái mới.",
            )
        if reasons := step.missing(obj):
            raise NotReady(*reasons)
        if step.needs_reason and not note.strip():
            raise NotReady(f"«{step.label}» cần ghi lý do.")
        return step

    def label(self, obj: Any) -> str:
        display = getattr(obj, "get_state_display", None)
        return str(display()) if display else str(obj.state)

    @contextmanager
    def take(
        self,
        name: str,
        obj: Any,
        *,
        actor: Any,
        on_behalf_of: Any = None,
        note: str = "",
        token: str | int | None = None,
        **data: Any,
    ) -> Iterator[Any]:
        """Lock, check, let the caller do its part, move, record: all or nothing.

        Work on the object this yields; the one passed in is stale from here
        on. `on_behalf_of` is the person whose duty the actor exercises: the
        right is checked for that person, the journal names both. `token` is
        the version the page was drawn from. `data` goes into the journal; the
        caller may add to `obj.journal_data` (a dict) while the step is open.
        """
        with transaction.atomic():
            obj = fresh(obj, token) if hasattr(obj, "version") else locked(obj)
            step = self.check(name, obj, on_behalf_of or actor, note)
            before = obj.state
            obj.journal_data = {}
            yield obj
            if step.target is not None:
                obj.state = step.target
            if hasattr(obj, "version"):
                obj.version += 1
            obj.save()
            record(
                f"{obj._meta.app_label}.{name}",
                obj,
                actor=actor,
                on_behalf_of=on_behalf_of,
                before=before,
                after=obj.state,
                reason=note.strip(),
                **{**data, **obj.journal_data},
            )
