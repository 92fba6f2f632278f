"""Writing the journal. Called inside the transaction of the act it records."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.utils import timezone

from daumoi.core.engines import engine
from daumoi.journal.chain import GENESIS, hash_of
from daumoi.journal.models import JournalEntry


def record(
    action: str,
    subject: models.Model,
    /,
    *,
    actor: Any,
    on_behalf_of: Any = None,
    body_id: int | None = None,
    before: str = "",
    after: str = "",
    reason: str = "",
    **data: Any,
) -> JournalEntry:
    """Add one act to the chain.

    `actor` is a person, or None for the program itself; `on_behalf_of` the
    person whose duty is exercised. `data` holds what a reader needs to
    understand the act later (old and new values, names), never a secret.
    Appenders wait for one another until their transactions end, so call this
    as late in the transaction as possible.
    """
    engine().serialise(connection, "journal")
    last = JournalEntry.objects.order_by("-seq").values("seq", "hash").first()
    entry = JournalEntry(
        seq=last["seq"] + 1 if last else 1,
        at=timezone.now(),
        actor_id=actor.pk if actor else None,
        actor_name=str(actor) if actor else "",
        on_behalf_of_id=on_behalf_of.pk if on_behalf_of else None,
        on_behalf_of_name=str(on_behalf_of) if on_behalf_of else "",
        body_id=body_id if body_id is not None else getattr(subject, "body_id", None),
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        before=before,
        after=after,
        reason=reason,
        data=json.loads(json.dumps(data, cls=DjangoJSONEncoder)),
        previous=last["hash"] if last else GENESIS,
    )
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    return entry


def history(subject: models.Model) -> models.QuerySet[JournalEntry]:
    """Everything that happened to `subject`, oldest first."""
    return JournalEntry.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
