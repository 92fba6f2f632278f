"""Pages of a list in Vietnamese order, each beginning behind the last row of the one before."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

PAGE = 50


def keyset(rows: QuerySet, after: str, size: int = PAGE) -> tuple[list[Any], str]:
    """A page of rows ordered by sort_key and id, beginning behind the row `after`; and the id the next page follows."""
    if after.isdecimal() and (
        mark := rows.model._default_manager.filter(pk=int(after)).values("sort_key", "pk").first()
    ):
        rows = rows.filter(Q(sort_key__gt=mark["sort_key"]) | Q(sort_key=mark["sort_key"], pk__gt=mark["pk"]))
    found = list(rows.order_by("sort_key", "pk")[: size + 1])
    return found[:size], str(found[size - 1].pk) if len(found) > size else ""
