"""The profile of packets: code lists, required elements, lengths, other spellings; read once from `data/profile.toml`.

Each part keeps its source and whether the text of that source was read (`verified`); a page that shows a meaning can
say «chưa xác minh» where it was not.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any, Final


@dataclass(frozen=True)
class CodeList:
    """One list of codes: what each means, who says so, and whether that was read."""

    element: str
    rows: dict[str, str]
    source: str
    verified: bool
    seen: bool


@dataclass(frozen=True)
class Profile:
    content: dict[str, Any]

    @cached_property
    def lists(self) -> dict[str, CodeList]:
        return {name: CodeList(**rows) for name, rows in self.content["lists"].items()}

    @cached_property
    def namespaces(self) -> frozenset[str]:
        """The vocabularies in which an element is one of ours; some senders write none."""
        said = self.content["namespaces"]
        return frozenset({"", said["canonical"], said["legacy"], said["soap"]})

    @cached_property
    def aliases(self) -> dict[str, tuple[str, ...]]:
        return {name: tuple(others) for name, others in self.content["aliases"]["names"].items()}

    @cached_property
    def lengths(self) -> dict[str, int]:
        return dict(self.content["lengths"]["most"])

    def label(self, name: str, code: str | int) -> str:
        """The Vietnamese meaning of a code, or the code itself where the list does not have it."""
        return self.lists[name].rows.get(str(code), str(code))

    def required(self, when: str, kind: str) -> list[str]:
        return list(self.content["required"][when][kind])

    def needs_reason(self, kind: str, code: str | int) -> bool:
        return str(int(code) if isinstance(code, int) else code) in self.content["required"]["reason"][kind]

    def type_number(self, name: str) -> int | None:
        """The number that goes along with the name of a document type; None where the list has none."""
        wanted = name.strip().casefold()
        rows = self.lists["document_type"].rows
        return next((int(number) for number, known in rows.items() if known.casefold() == wanted), None)


def load() -> Profile:
    return Profile(tomllib.loads(files("daumoi.edxml").joinpath("data/profile.toml").read_text(encoding="utf-8")))


PROFILE: Final = load()
CANONICAL: Final[str] = PROFILE.content["namespaces"]["canonical"]
LEGACY: Final[str] = PROFILE.content["namespaces"]["legacy"]
