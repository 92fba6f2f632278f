"""How an act is told in the history of a record. Each room names its own verbs, once, beside them."""

from collections.abc import Mapping
from typing import Any

ACTS: dict[str, str] = {}


def tell(room: str, /, **verbs: str) -> None:
    """Name the verbs of a room: `tell("incoming", register="vào sổ số {number}")`.

    The words follow the person's name. A name in braces is taken from the
    `data` of the journal entry; one that is not there leaves nothing behind.
    """
    ACTS.update({f"{room}.{verb}": words for verb, words in verbs.items()})


class _Quiet(dict[str, Any]):
    def __missing__(self, _key: str) -> str:
        return ""


def told(action: str, data: Mapping[str, Any] | None = None) -> str:
    """The words of an act; an act without words is told by its name, so that nothing is hidden."""
    words = ACTS.get(action)
    if words is None:
        return f"thực hiện «{action}»"
    return " ".join(words.format_map(_Quiet(data or {})).split())
