"""Writing the day's anchor before midnight."""

from datetime import time

from daumoi.jobs.queue import job
from daumoi.journal.anchors import anchor_today


@job("journal.anchor", "Chốt mốc nhật ký trong ngày", daily=time(23, 50))
def anchor() -> int | None:
    """The head of the chain in the database, in a file, and in a letter when one is wanted. May run twice."""
    made = anchor_today()
    return made.seq if made else None
