"""Who may bring in old registers, what is missing, and the table of steps. Reads, never writes."""

from __future__ import annotations

from daumoi.exchange.models import IMPORTERS, Batch, State, Work
from daumoi.flow import Flow, Step
from daumoi.jobs.models import Job
from daumoi.people.duties import holds
from daumoi.people.models import Person


def imports(person: Person | None, body_id: int) -> bool:
    """Clerks, chiefs and administrators of the body's office; None is the installation itself (commands)."""
    return person is None or holds(person, IMPORTERS, body_id)


def may(batch: Batch, person: Person | None) -> bool:
    return imports(person, batch.body_id)


def is_stalled(batch: Batch) -> bool:
    """The program was at work on the batch and has given up: nothing is promised any more."""
    if not batch.work:
        return False
    job = "write" if batch.state == State.IMPORTING else batch.work
    return not Job.objects.filter(unique_key=f"exchange.{job}:{batch.pk}").exists()


def nothing_good(batch: Batch) -> list[str]:
    """What keeps a checked batch from going in."""
    if batch.work:
        return [f"Chương trình {Work(batch.work).label}. Xin đợi xong rồi nhập."]
    if not batch.counts.get("good"):
        return ["Không có dòng nào nhập được. Xem lý do ở từng dòng, sửa tệp hoặc ghép lại cột."]
    return []


FLOW = Flow(
    Step("check", "Kiểm tra", frozenset({State.DRAFT, State.CHECKED}), State.CHECKED, may),
    Step("start", "Nhập vào sổ", frozenset({State.CHECKED}), State.IMPORTING, may, nothing_good, main=True),
    Step("finish", "Nhập xong", frozenset({State.IMPORTING}), State.DONE, may),
    Step("drop", "Bỏ lần nhập này", frozenset({State.DRAFT, State.CHECKED}), State.DROPPED, may),
)
# Taken by the program when its work is done; never shown as buttons.
BY_ITSELF = ["check", "finish"]
