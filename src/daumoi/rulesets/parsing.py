"""The rule set that a tree of data describes: every name and value is checked, every fault is named. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import Any, TypeVar, get_args, get_type_hints

from daumoi.rulesets import nouns as n
from daumoi.rulesets.content import META, SECTIONS, TABLES, Content, RuleFileError
from daumoi.rulesets.rules import RuleSet

T = TypeVar("T")
CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


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

    sources = _rows(content, "sources", n.Source)
    sections = _rows(content, "sections", n.Section)
    for name in SECTIONS:
        if name not in sections:
            raise RuleFileError(f"sections.{name}: thiếu phần này (nguồn và tình trạng xác minh).")
    types = _rows(content, "types", n.DocumentType)
    authority = _authority(content, types, sections["authority"].verified)
    for where, cited in [
        *((f"sections.{code}", section.sources) for code, section in sections.items()),
        *((f"authority.rows.{row.key}", row.sources) for row in authority.values()),
    ]:
        if unknown_source := set(cited) - set(sources):
            raise RuleFileError(f"{where}.sources: «{min(unknown_source)}» không có trong bảng sources.")
    formulas = _part(content, "formulas", n.Words, beside=("rows",))
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
        urgency=_rows(content, "urgency", n.Urgency),
        circulation=tuple(_table(content, "circulation").get("marks", ())),
        secrecy=_rows(content, "secrecy", n.SecrecyLevel),
        copies=_rows(
            content, "copies", n.CopyKind, abbreviation=_table(content, "numbering.copies").get("abbreviation", "")
        ),
        retention=tuple(sorted(_rows(content, "retention", n.Retention).values(), key=lambda row: row.order)),
        deadlines=_part(content, "deadlines", n.Deadlines, beside=("moves_to", "overdue_from")),
        content=content,
    )


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


def _authority(content: Content, types: Mapping[str, Any], verified: bool) -> dict[str, n.AuthorityRow]:
    found = {}
    for where, kind, organ, row in _by_organ(content, "authority"):
        row.pop("basis", None), row.pop("confirmed_by", None), row.pop("confirmed_on", None)
        built = _build(n.AuthorityRow, {"verified": verified, **row, "body_kind": kind, "organ": organ}, where)
        if unknown := (built.allowed | set(built.conditional)) - set(types):
            raise RuleFileError(f"{where}.allowed: không có tên loại «{min(unknown)}».")
        found[built.key] = built
    return found


def _formula_rows(content: Content, verified: bool) -> dict[str, n.FormulaRow]:
    found = {}
    for where, kind, organ, row in _by_organ(content, "formulas"):
        row.pop("basis", None), row.pop("confirmed_by", None), row.pop("confirmed_on", None)
        found[f"{kind}.{organ}"] = _build(
            n.FormulaRow, {"verified": verified, **row, "body_kind": kind, "organ": organ}, where
        )
    return found


def _by_organ(content: Content, name: str) -> Iterator[tuple[str, str, str, Content]]:
    for kind, organs in _as_table(content[name].get("rows", {}), f"{name}.rows").items():
        if kind not in n.BODY_KINDS:
            raise RuleFileError(f"{name}.rows.{kind}: không có loại cơ quan này.")
        for organ, row in _as_table(organs, f"{name}.rows.{kind}").items():
            if organ not in n.ORGANS:
                raise RuleFileError(f"{name}.rows.{kind}.{organ}: không có tập thể này.")
            where = f"{name}.rows.{kind}.{organ}"
            yield where, kind, organ, dict(_as_table(row, where))


def _numbering(content: Content) -> n.Numbering:
    table = dict(_table(content, "numbering"))
    copies, congress = (
        _as_table(table.pop("copies", {}), "numbering.copies"),
        _as_table(table.pop("congress", {}), "numbering.congress"),
    )
    table.pop("joint", None)
    return _build(
        n.Numbering,
        {
            **table,
            "copies_abbreviation": copies.get("abbreviation", ""),
            "copies_period": copies.get("period", table.get("period")),
            "congress_code": congress.get("body_code", ""),
        },
        "numbering",
    )


def _elements(content: Content) -> Iterator[n.Element]:
    for code, row in _table(content, "elements").items():
        table = {"code": code, **_as_table(row, f"elements.{code}")}
        table.pop("given_by", None)
        built = _build(n.Element, table, f"elements.{code}")
        if unknown := {*built.needs, *built.needs_at_issue} - set(n.FIELD_NAMES):
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
