"""The hash chain: a canonical form that two different acts can never share. Pure."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, Protocol

GENESIS = "0" * 64


class Chained(Protocol):
    seq: int
    at: datetime
    actor_id: int | None
    actor_name: str
    on_behalf_of_id: int | None
    on_behalf_of_name: str
    body_id: int | None
    action: str
    subject_type: str
    subject_id: int
    before: str
    after: str
    reason: str
    data: Any
    previous: str


def canonical(entry: Chained) -> bytes:
    """Every field as text, each preceded by its length in bytes; time in UTC with microseconds."""
    fields = [
        str(entry.seq),
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        _number(entry.actor_id),
        entry.actor_name,
        _number(entry.on_behalf_of_id),
        entry.on_behalf_of_name,
        _number(entry.body_id),
        entry.action,
        entry.subject_type,
        str(entry.subject_id),
        entry.before,
        entry.after,
        entry.reason,
        json.dumps(entry.data, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        entry.previous,
    ]
    encoded = [field.encode() for field in fields]
    return b"".join(b"%d:%s" % (len(field), field) for field in encoded)


def hash_of(entry: Chained) -> str:
    """SHA-256 of the canonical form, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(entry)).hexdigest()


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
