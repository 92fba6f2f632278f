"""When and how a paper came in."""

from dataclasses import dataclass
from datetime import datetime

from daumoi.incoming.models import Door


@dataclass(frozen=True)
class Coming:
    """When and how the paper came."""

    at: datetime
    door: str = Door.PAPER
    hour_known: bool = True
    note: str = ""
