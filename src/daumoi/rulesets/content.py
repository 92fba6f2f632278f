"""A rule set as data: reading a file, checking it, comparing two, changing one value. Pure.

The data is a tree of tables with text keys, so that it is the same in TOML, in JSON and in both databases, and so that
every value has one address: `types.nghi-quyet.abbreviation`.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

Content = dict[str, Any]

META = ("key", "system", "title", "effective_from", "effective_to")

# Which section answers for a value, by the longest address it begins with.
SECTION_OF: Mapping[str, str] = {
    "types": "types",
    "authority": "authority",
    "formulas": "formulas",
    "numbering": "numbering",
    "numbering.copies": "copies",
    "copies": "copies",
    "elements": "elements",
    "optional_elements": "elements",
    "urgency": "marks",
    "circulation": "marks",
    "secrecy": "secrecy",
    "form": "form",
    "form.margins": "page",
    "form.text": "page",
    "form.paper": "page",
    "wording": "wording",
    "deadlines": "deadlines",
    "retention": "retention",
}
SECTIONS = (
    "types",
    "abbreviations",
    "authority",
    "formulas",
    "numbering",
    "copies",
    "elements",
    "marks",
    "secrecy",
    "form",
    "page",
    "wording",
    "deadlines",
    "retention",
)
TABLES = (
    "sources",
    "sections",
    "types",
    "authority",
    "formulas",
    "numbering",
    "elements",
    "urgency",
    "secrecy",
    "form",
)


class RuleFileError(ValueError):
    """The data cannot be understood as a rule set. The text, in Vietnamese, names the place."""


def read_toml(data: bytes) -> Content:
    """The tree in a rule file. Dates become text, as they are stored."""
    try:
        tree = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise RuleFileError("Tệp không phải văn bản UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise RuleFileError(f"Tệp không đúng cú pháp TOML: {error}.") from error
    return _plain(tree, "")  # type: ignore[no-any-return]


def to_toml(content: Content) -> str:
    """The tree as a rule file that can be changed and loaded again; `read_toml` gives the same tree back."""
    return "\n".join(_toml_lines(content, "")) + "\n"


def _toml_lines(table: Content, where: str) -> Iterator[str]:
    for key, value in table.items():
        if not isinstance(value, dict):
            # A string of JSON is a basic string of TOML, but for the one control character that only TOML forbids.
            yield f"{_toml_key(key)} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")
    for key, value in table.items():
        if isinstance(value, dict):
            here = f"{where}.{_toml_key(key)}" if where else _toml_key(key)
            yield f"\n[{here}]"
            yield from _toml_lines(value, here)


def _toml_key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)


def digest(content: Content) -> str:
    """The same for the same rules, whatever the order of keys or the database that kept them."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


# --- addresses ------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One value that differs between two sets. None stands for: not there."""

    path: str
    before: Any
    after: Any

    @property
    def section(self) -> str:
        return section_of(self.path)


def leaves(tree: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with its address; a list is one value."""
    for key, value in tree.items():
        here = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            yield from leaves(value, here)
        else:
            yield here, value


def compare(before: Content, after: Content) -> list[Change]:
    """What differs, in the order of addresses."""
    old, new = dict(leaves(before)), dict(leaves(after))
    return [
        Change(path, old.get(path), new.get(path)) for path in sorted({*old, *new}) if old.get(path) != new.get(path)
    ]


def value_at(content: Content, path: str) -> Any:
    """The value at an address, `RuleFileError` when there is none."""
    found: Any = content
    for key in path.split("."):
        if not isinstance(found, dict) or key not in found:
            raise RuleFileError(f"{path}: không có mục này.")
        found = found[key]
    return found


def with_value(content: Content, path: str, value: Any) -> Content:
    """A copy with one existing value replaced by another of the same kind."""
    kind, old = _kind(value), value_at(content, path)
    if isinstance(old, dict) or path in ("key", "system"):
        raise RuleFileError(f"{path}: không sửa được mục này.")
    if kind != _kind(old) and not (_is_measure(old) and _is_measure(value)):
        raise RuleFileError(f"{path}: cần {_kind(old)}, không phải {kind}.")
    changed = deepcopy(content)
    table = value_at(changed, path.rpartition(".")[0]) if "." in path else changed
    table[path.rpartition(".")[2]] = value
    return changed


def read_value(text: str, like: Any) -> Any:
    """A value typed by a person, of the kind of the one it replaces. Lists are written with commas, ranges 14–15."""
    text = text.strip()
    match like:
        case bool():
            words = {"có": True, "đúng": True, "true": True, "không": False, "sai": False, "false": False}
            if text.lower() not in words:
                raise RuleFileError("Giá trị cần là «có» hoặc «không».")
            return words[text.lower()]
        case int() | float():
            return _measure(text)
        case [int() | float(), *_]:
            return _measure(text)
        case list():
            return [part.strip() for part in text.split(",") if part.strip()]
    return text


def show_value(value: Any) -> str:
    """A value in words for people; `read_value` reads it back."""
    match value:
        case None:
            return "—"
        case bool():
            return "có" if value else "không"
        case [int() | float() as low, int() | float() as high]:
            return f"{_number(low)}–{_number(high)}"
        case list():
            return ", ".join(map(str, value))
        case int() | float():
            return _number(value)
    return str(value)


def section_of(path: str) -> str:
    """The section that answers for the value at this address; empty for the head of the file."""
    if path.startswith("sections."):
        return path.split(".")[1]
    if path.startswith("types.") and path.rpartition(".")[2] in ("abbreviation", "accepted"):
        return "abbreviations"
    keys = path.split(".")
    for length in range(len(keys), 0, -1):
        if section := SECTION_OF.get(".".join(keys[:length])):
            return section
    return ""


def confirmed(content: Content, section: str, *, row: str = "", basis: str, by: str, on: date) -> Content:
    """A copy in which a section, or one row of it, counts as verified: by whom, on what basis."""
    changed = deepcopy(content)
    target = value_at(changed, row) if row else value_at(changed, f"sections.{section}")
    target |= {"verified": True, "basis": basis, "confirmed_by": by, "confirmed_on": on.isoformat()}
    if not row:
        for table in _rows_of_section(changed, section):
            table.pop("verified", None)
    return changed


def _rows_of_section(content: Content, section: str) -> Iterator[Content]:
    """The rows whose own `verified` the confirmation of the whole section overrides."""
    if section in ("authority", "formulas"):
        content["authority"].pop("small_papers_verified", None) if section == "authority" else None
        for organs in content[section].get("rows", {}).values():
            yield from organs.values()
    elif section == "abbreviations":
        yield from content["types"].values()


# --- inside ---------------------------------------------------------------------------


def _plain(value: Any, where: str) -> Any:
    match value:
        case dict():
            return {key: _plain(inner, f"{where}.{key}".lstrip(".")) for key, inner in value.items()}
        case list():
            return [_plain(inner, where) for inner in value]
        case date():
            return value.isoformat()
        case str() | bool() | int() | float():
            return value
    raise RuleFileError(f"{where}: không dùng kiểu giá trị này.")


def _measure(text: str) -> Any:
    parts = re.split(r"\s*[–—]\s*|\s+-\s+|(?<=\d)-(?=\d)", text)
    try:
        numbers = [float(part.replace(",", ".")) for part in parts]
    except ValueError as error:
        raise RuleFileError(f"«{text}» không phải là số hoặc khoảng số (14–15).") from error
    whole = [int(number) if number == int(number) else number for number in numbers]
    if len(whole) == 1:
        return whole[0]
    if len(whole) == 2 and whole[0] <= whole[1]:
        return whole
    raise RuleFileError(f"«{text}» không phải là khoảng số (14–15).")


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _is_measure(value: Any) -> bool:
    match value:
        case bool():
            return False
        case int() | float() | [int() | float(), int() | float()]:
            return True
    return False


def _kind(value: Any) -> str:
    match value:
        case bool():
            return "«có» hoặc «không»"
        case int() | float():
            return "một số"
        case list():
            return "một danh sách"
        case dict():
            return "một bảng"
    return "chữ"
