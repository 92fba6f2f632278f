"""A rule set as data: reading a file, checking it, comparing two, changing one value. Pure.

The data is a tree of tables with text keys, so that it is the same in TOML, in JSON and in both databases, and so that
every value has one address: `types.nghi-quyet.abbreviation`.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Any, TypeVar, get_args, get_type_hints

from daumoi.rulesets import rules as r
from daumoi.rulesets.rules import RuleSet

T = TypeVar("T")
Content = dict[str, Any]

CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
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


def digest(content: Content) -> str:
    """The same for the same rules, whatever the order of keys or the database that kept them."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def parse(content: Content, revision: int = 1) -> RuleSet:
    """The rule set that the data describes, or `RuleFileError` naming what is wrong."""
    unknown = set(content) - {
        *META,
        *TABLES,
        "optional_elements",
        "circulation",
        "copies",
        "wording",
        "deadlines",
        "retention",
    }
    if unknown:
        raise RuleFileError(f"{min(unknown)}: không có mục này.")
    for name in TABLES:
        if not isinstance(content.get(name), dict) or not content[name]:
            raise RuleFileError(f"{name}: thiếu bảng này.")
    system = content.get("system")
    if system not in ("party", "state"):
        raise RuleFileError(f"system: cần là «party» hoặc «state», không phải «{system}».")
    key = _text(content, "key")
    if not CODE.fullmatch(key):
        raise RuleFileError(f"key: «{key}» chỉ được gồm chữ thường không dấu, số và gạch nối.")
    begins, ends = _day(content, "effective_from"), _day(content, "effective_to", required=False)
    if begins is None:
        raise RuleFileError("effective_from: thiếu ngày bắt đầu có hiệu lực.")
    if ends is not None and ends < begins:
        raise RuleFileError("effective_to: ngày hết hiệu lực sớm hơn ngày bắt đầu.")

    sources = _rows(content, "sources", r.Source)
    sections = _rows(content, "sections", r.Section)
    for name in SECTIONS:
        if name not in sections:
            raise RuleFileError(f"sections.{name}: thiếu phần này (nguồn và tình trạng xác minh).")
    types = _rows(content, "types", r.DocumentType)
    authority = _authority(content, types, sections["authority"].verified)
    for where, cited in [
        *((f"sections.{code}", section.sources) for code, section in sections.items()),
        *((f"authority.rows.{row.key}", row.sources) for row in authority.values()),
    ]:
        if unknown_source := set(cited) - set(sources):
            raise RuleFileError(f"{where}.sources: «{min(unknown_source)}» không có trong bảng sources.")
    formulas = _part(content, "formulas", r.Words, beside=("rows",))
    return RuleSet(
        key=key,
        system=system,
        title=_text(content, "title"),
        revision=revision,
        effective_from=begins,
        effective_to=ends,
        sources=sources,
        sections=sections,
        types=types,
        authority=authority,
        small_papers=bool(content["authority"].get("small_papers", False)),
        small_papers_verified=bool(content["authority"].get("small_papers_verified", False)),
        words=formulas,
        formulas=_formula_rows(content, sections["formulas"].verified),
        numbering=_numbering(content),
        elements=tuple(sorted(_elements(content), key=lambda element: element.order)),
        optional_elements=tuple(_table(content, "optional_elements").get("names", ())),
        urgency=_rows(content, "urgency", r.Urgency),
        circulation=tuple(_table(content, "circulation").get("marks", ())),
        secrecy=_rows(content, "secrecy", r.SecrecyLevel),
        copies=_rows(
            content, "copies", r.CopyKind, abbreviation=_table(content, "numbering.copies").get("abbreviation", "")
        ),
        retention=tuple(sorted(_rows(content, "retention", r.Retention).values(), key=lambda row: row.order)),
        deadlines=_part(content, "deadlines", r.Deadlines, beside=("moves_to", "overdue_from")),
        content=content,
    )


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


# --- reading tables ----------------------------------------------------------------


def _rows(content: Content, name: str, kind: type[T], **default: Any) -> dict[str, T]:
    """A table of rows by code, as dataclasses; the code is the key."""
    verified = {}
    if name == "types":
        verified["verified"] = bool(content["sections"].get("abbreviations", {}).get("verified", False))
    return {
        code: _build(kind, {**default, **verified, "code": code, **_as_table(row, f"{name}.{code}")}, f"{name}.{code}")
        for code, row in _table(content, name).items()
    }


def _authority(content: Content, types: Mapping[str, Any], verified: bool) -> dict[str, r.AuthorityRow]:
    found = {}
    for where, kind, organ, row in _by_organ(content, "authority"):
        row.pop("basis", None), row.pop("confirmed_by", None), row.pop("confirmed_on", None)
        built = _build(r.AuthorityRow, {"verified": verified, **row, "body_kind": kind, "organ": organ}, where)
        if unknown := (built.allowed | set(built.conditional)) - set(types):
            raise RuleFileError(f"{where}.allowed: không có tên loại «{min(unknown)}».")
        found[built.key] = built
    return found


def _formula_rows(content: Content, verified: bool) -> dict[str, r.FormulaRow]:
    found = {}
    for where, kind, organ, row in _by_organ(content, "formulas"):
        row.pop("basis", None), row.pop("confirmed_by", None), row.pop("confirmed_on", None)
        found[f"{kind}.{organ}"] = _build(
            r.FormulaRow, {"verified": verified, **row, "body_kind": kind, "organ": organ}, where
        )
    return found


def _by_organ(content: Content, name: str) -> Iterator[tuple[str, str, str, Content]]:
    for kind, organs in _as_table(content[name].get("rows", {}), f"{name}.rows").items():
        if kind not in r.BODY_KINDS:
            raise RuleFileError(f"{name}.rows.{kind}: không có loại cơ quan này.")
        for organ, row in _as_table(organs, f"{name}.rows.{kind}").items():
            if organ not in r.ORGANS:
                raise RuleFileError(f"{name}.rows.{kind}.{organ}: không có tập thể này.")
            where = f"{name}.rows.{kind}.{organ}"
            yield where, kind, organ, dict(_as_table(row, where))


def _numbering(content: Content) -> r.Numbering:
    table = dict(_table(content, "numbering"))
    copies, congress = (
        _as_table(table.pop("copies", {}), "numbering.copies"),
        _as_table(table.pop("congress", {}), "numbering.congress"),
    )
    table.pop("joint", None)
    return _build(
        r.Numbering,
        {
            **table,
            "copies_abbreviation": copies.get("abbreviation", ""),
            "copies_period": copies.get("period", table.get("period")),
            "congress_code": congress.get("body_code", ""),
        },
        "numbering",
    )


def _elements(content: Content) -> Iterator[r.Element]:
    for code, row in _table(content, "elements").items():
        table = {"code": code, **_as_table(row, f"elements.{code}")}
        table.pop("given_by", None)
        built = _build(r.Element, table, f"elements.{code}")
        if unknown := {*built.needs, *built.needs_at_issue} - set(r.FIELD_NAMES):
            raise RuleFileError(f"elements.{code}: không có trường «{min(unknown)}».")
        yield built


def _part(content: Content, name: str, kind: type[T], beside: tuple[str, ...] = ()) -> T:
    table = {key: value for key, value in _table(content, name).items() if key not in beside}
    return _build(kind, table, name)


def _build(kind: type[T], table: Mapping[str, Any], where: str) -> T:
    """A dataclass from a table: unknown names, missing names and wrong kinds are refused."""
    hints = get_type_hints(kind)
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    if unknown := set(table) - set(known):
        raise RuleFileError(f"{where}.{min(unknown)}: không có mục này.")
    for name, field in known.items():
        if name not in table and field.default is MISSING and field.default_factory is MISSING:
            raise RuleFileError(f"{where}.{name}: thiếu mục này.")
    return kind(**{name: _converted(value, hints[name], f"{where}.{name}") for name, value in table.items()})


def _converted(value: Any, hint: Any, where: str) -> Any:
    shape = str(hint)
    checks: list[tuple[bool, Callable[[Any], bool], Callable[[Any], Any]]] = [
        ("Literal" in shape, lambda v: v in get_args(hint), str),
        ("date" in shape, lambda v: isinstance(v, str), lambda v: _iso(v, where)),
        ("frozenset" in shape, _is_words, frozenset),
        ("tuple" in shape, _is_words, tuple),
        ("Mapping" in shape, lambda v: isinstance(v, dict), dict),
        (hint is bool, lambda v: isinstance(v, bool), bool),
        (hint is int, lambda v: isinstance(v, int) and not isinstance(v, bool) and v >= 0, int),
        (hint is str, lambda v: isinstance(v, str), str),
    ]
    for applies, fits, make in checks:
        if applies:
            if not fits(value):
                raise RuleFileError(f"{where}: giá trị «{value}» không đúng kiểu.")
            return make(value)
    raise RuleFileError(f"{where}: không hiểu mục này.")


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


def _table(content: Content, path: str) -> Content:
    found: Any = content
    for key in path.split("."):
        found = _as_table(found, path).get(key, {})
    return _as_table(found, path)


def _as_table(value: Any, where: str) -> Content:
    if not isinstance(value, dict):
        raise RuleFileError(f"{where}: cần là một bảng.")
    return value


def _text(content: Content, name: str) -> str:
    value = content.get(name)
    if not isinstance(value, str) or not value.strip():
        raise RuleFileError(f"{name}: thiếu mục này.")
    return value


def _day(content: Content, name: str, *, required: bool = True) -> date | None:
    value = content.get(name)
    if value is None and not required:
        return None
    if not isinstance(value, str):
        raise RuleFileError(f"{name}: cần là một ngày (2026-01-09).")
    return _iso(value, name)


def _iso(value: str, where: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise RuleFileError(f"{where}: «{value}» không phải là ngày (2026-01-09).") from error


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
