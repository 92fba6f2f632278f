"""The running papers of the demonstration, read from data/papers.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "papers.toml"


@dataclass(frozen=True)
class Incoming:
    """A paper that came in `days` ago. `lead`, `support`, `info` are units; `work` says how far the lead has come."""

    sender: str
    type_code: str
    days: int
    number: str = ""
    subject: str = ""
    signer: str = ""
    position: str = ""
    content: str = ""
    urgency: str = "normal"
    security: str = "normal"
    note: str = ""
    lead: str = ""
    support: tuple[str, ...] = ()
    info: tuple[str, ...] = ()
    due_days: int = 0
    work: str = ""
    report: str = ""


@dataclass(frozen=True)
class Paper:
    """A paper being written. `until` says how far it is walked: drafting, in_review, reviewed, signed or issued.

    `answers` is the number of the incoming paper it answers; `opinions` are the units that are asked.
    """

    key: str
    body: str
    organ: str
    type_code: str
    subject: str
    content: str
    author: str
    signer: str
    until: str
    recipients: tuple[str, ...]
    bases: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    answers: str = ""
    opinions: tuple[str, ...] = ()


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def incoming() -> list[Incoming]:
    return [Incoming(**_tuples(row)) for row in _read()["incoming"]]


def papers() -> list[Paper]:
    return [Paper(**_tuples(row)) for row in _read()["papers"]]


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
