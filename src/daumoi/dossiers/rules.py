"""Who may do what with a dossier, and what must be done before it closes."""

from daumoi.dossiers.models import Dossier, State
from daumoi.flow import Flow, Step
from daumoi.people.duties import holds, standing
from daumoi.people.models import Duty, Person


def keeps(dossier: Dossier, person: Person) -> bool:
    """The keeper, the head of the unit, or those who keep the registers."""
    if dossier.keeper_id == person.pk:
        return True
    if dossier.unit_id and dossier.unit_id in standing(person).unit_ids and holds(person, Duty.UNIT_HEAD):
        return True
    return holds(person, {Duty.CHIEF, Duty.ARCHIVIST}, dossier.body_id)


def opens(person: Person, body_id: int) -> bool:
    """Whoever works in the body, or in the office that keeps its registers, may open a dossier there."""
    return standing(person).belongs(body_id)


def unfinished(dossier: Dossier) -> list[str]:
    return [] if dossier.filings.exists() else ["Hồ sơ chưa có văn bản nào."]


FLOW = Flow(
    Step("close", "Kết thúc hồ sơ", frozenset({State.OPEN}), State.CLOSED, keeps, unfinished, grave=True),
    Step("reopen", "Mở lại", frozenset({State.CLOSED}), State.OPEN, keeps, needs_reason=True, grave=True),
)
