"""What every action on a draft shares: the step, and what the catalogue says of the draft afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from daumoi.catalogue import actions as catalogue
from daumoi.catalogue.index import facet
from daumoi.core.words import tell
from daumoi.notices.actions import notify
from daumoi.outgoing.models import Draft
from daumoi.outgoing.rules.steps import FLOW
from daumoi.people.models import Person

tell(
    "outgoing",
    create="lập dự thảo {code}",
    edit="sửa dự thảo thành lần {version}",
    ask_opinion="xin ý kiến {asked}",
    submit="trình thẩm định lần {version}",
    withdraw="rút dự thảo về sửa",
    approve="đồng ý trình ký lần {version}",
    sign="ký số, {basis}",
    unsign="huỷ chữ ký",
    issue="cấp số {number}, ban hành",
    finish="đóng dấu, phát hành {number}",
    drop="bỏ dự thảo",
    answer="góp ý",
    settle="xử lý ý kiến của {asked}: {resolution}",
    retract="rút câu hỏi gửi {asked}",
    **{"return": "trả lại nơi soạn"},
)

VETTING = "thẩm định"
SIGNING = "người ký"


def draft_facets(draft: Draft, state: str) -> list[str]:
    """The words by which lists of drafts are narrowed."""
    words = [facet("instate", state), facet("author", draft.author_id)]
    if draft.unit_id:
        words.append(facet("unit", draft.unit_id))
    if draft.current and draft.current.signer_id:
        words.append(facet("signer", draft.current.signer_id))
    return words


@contextmanager
def step(
    name: str, draft: Draft, actor: Person, *, note: str = "", token: str | int | None = None, **data: Any
) -> Iterator[Draft]:
    """Take a step; the entry of the draft follows its state in the same transaction.

    What else the entry shall say, the caller leaves in `entry_says`: it is written and indexed once.
    """
    with FLOW.take(name, draft, actor=actor, note=note, token=token, **data) as draft:
        yield draft
        target = FLOW.steps[name].target or draft.state
        catalogue.change(draft.entry, facets=draft_facets(draft, target), **getattr(draft, "entry_says", {}))


def back_to_writing(draft: Draft) -> None:
    """What was approved is not approved any more; the signer no longer has it before them."""
    draft.reviewed_version = draft.reviewed_by = draft.reviewed_at = None
    catalogue.revoke(draft.entry, cause=SIGNING)


def tell_people(draft: Draft, people: Iterable[Person], text: str, cause: str, *, but: Person | None = None) -> None:
    notify(
        [person for person in people if but is None or person.pk != but.pk],
        text,
        url=draft.get_absolute_url(),
        cause=f"outgoing.{cause}",
    )


def unsigned(draft: Draft) -> None:
    draft.signature = draft.signed_by = draft.signed_at = None
