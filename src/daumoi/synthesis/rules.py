"""Who may freeze the counts of a term."""

from daumoi.people.duties import REGISTRY_READERS, holds
from daumoi.people.models import Duty, Person

FREEZERS = frozenset({Duty.CHIEF, Duty.DEPUTY_CHIEF, Duty.LEADER})


def freezes(person: Person, body_id: int) -> bool:
    """Chief of office, deputies and leaders: those who answer for the figure."""
    return holds(person, FREEZERS, body_id)


def reads_statements(person: Person, body_id: int) -> bool:
    """A frozen figure counts everything, so it is shown to those who may read the whole register."""
    return holds(person, REGISTRY_READERS, body_id)
