"""What the pages of rule sets show, arranged for reading. No writing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, cast

from daumoi.rulesets.book import SYSTEMS, RuleBook
from daumoi.rulesets.content import SECTIONS, Content, compare, leaves, section_of, show_value
from daumoi.rulesets.labels import ELEMENTS, label_of, value_in_words
from daumoi.rulesets.nouns import (
    BODY_KINDS,
    ORGANS,
    AuthorityRow,
    DocumentType,
    Formula,
    Section,
    Source,
    System,
    organ_name,
)
from daumoi.rulesets.rules import RuleSet
from daumoi.rulesets.signing import formula_for

ABOUT = {"note", "clause", "sources", "verified", "basis", "confirmed_by", "confirmed_on"}
LAST = 99
SAYING_NOTHING = {"order", "verified", "basis", "confirmed_by", "confirmed_on"}


@dataclass(frozen=True)
class Part:
    """A section with its sources, as the pages list it."""

    section: Section
    sources: list[Source]


@dataclass(frozen=True)
class InForce:
    """What holds for one system on a day."""

    system: str
    name: str
    rules: RuleSet | None
    parts: list[Part] = field(default_factory=list)
    unverified: int = 0


def in_force(book: RuleBook, on: date) -> list[InForce]:
    found = []
    for system, name in SYSTEMS.items():
        if not book.of(system):
            found.append(InForce(system, name, None))
            continue
        rules = book.at(cast("System", system), on)
        listed = parts(rules)
        found.append(InForce(system, name, rules, listed, sum(not part.section.verified for part in listed)))
    return found


def parts(rules: RuleSet) -> list[Part]:
    return [part(rules, code) for code in SECTIONS]


def part(rules: RuleSet, code: str) -> Part:
    section = rules.sections[code]
    return Part(section, [rules.sources[source] for source in section.sources])


# --- who may issue what --------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    row: AuthorityRow
    name: str
    sources: str
    path: str


@dataclass(frozen=True)
class Line:
    """A type, and for each column: yes, no or if."""

    kind: DocumentType
    cells: list[str]


@dataclass(frozen=True)
class Matrix:
    """Who may issue what among bodies of one kind. `notes`: each remark with the organs it is about."""

    columns: list[Column]
    lines: list[Line]
    never: list[DocumentType]
    notes: dict[str, list[str]]

    @property
    def has_conditions(self) -> bool:
        return any("if" in line.cells for line in self.lines)


def body_kinds(rules: RuleSet) -> list[tuple[str, str]]:
    """The kinds of bodies about which the set says something, in their order."""
    said = {row.body_kind for row in rules.authority.values()}
    return [(kind, name) for kind, name in BODY_KINDS.items() if kind in said]


def matrix(rules: RuleSet, body_kind: str) -> Matrix:
    rows = [row for organ in ORGANS if (row := rules.authority.get(f"{body_kind}.{organ}"))]
    columns = [
        Column(row, _short(body_kind, row.organ), rules.cite(row.sources, row.clause), f"authority.rows.{row.key}")
        for row in rows
    ]
    lines = [Line(kind, [_cell(row, kind.code) for row in rows]) for kind in rules.types_in_order("named")]
    notes: dict[str, list[str]] = {}
    for column in columns:
        said = [column.row.note] if column.row.note else []
        said += [f"{rules.document_type(code).name}: {words}." for code, words in column.row.conditional.items()]
        for words in said:
            notes.setdefault(words, []).append(column.name)
    return Matrix(
        columns,
        [line for line in lines if set(line.cells) - {"no"}],
        [line.kind for line in lines if not set(line.cells) - {"no"}],
        notes,
    )


def _cell(row: AuthorityRow, code: str) -> str:
    return "if" if code in row.conditional else "yes" if code in row.allowed else "no"


def _short(body_kind: str, organ: str) -> str:
    return organ_name(body_kind, organ) if body_kind == "central" or organ == "self" else ORGANS[organ]


# --- signing -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Signing:
    issuer: str
    collective: bool
    head: Formula
    deputy: Formula | None
    verified: bool


def signing(rules: RuleSet) -> list[Signing]:
    rows = sorted(
        rules.formulas.values(),
        key=lambda row: (list(BODY_KINDS).index(row.body_kind), list(ORGANS).index(row.organ)),
    )
    return [
        Signing(
            organ_name(row.body_kind, row.organ),
            row.collective,
            formula_for(rules, row.body_kind, row.organ, "head"),
            formula_for(rules, row.body_kind, row.organ, "deputy") if row.deputy else None,
            row.verified,
        )
        for row in rows
    ]


# --- the form -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Written:
    """How an element is written."""

    name: str
    size: str
    case: str
    style: str


def written(rules: RuleSet) -> list[Written]:
    elements = rules.form.get("elements", {})
    return [
        Written(
            name,
            show_value(row.get("size")),
            "IN HOA" if row.get("upper") else "in thường",
            ", ".join(_style(row)),
        )
        for code, name in ELEMENTS.items()
        if (row := elements.get(code))
    ]


def _style(row: dict[str, Any]) -> Iterator[str]:
    yield "đậm" if row.get("bold") else "không đậm"
    yield "nghiêng" if row.get("italic") else "đứng"
    if row.get("underline"):
        yield "gạch chân"


def page_facts(rules: RuleSet) -> list[tuple[str, str]]:
    form = rules.form
    margins, text = form.get("margins", {}), form.get("text", {})
    paper = form.get("paper", [])
    return [
        ("Khổ giấy", " × ".join(show_value(side) for side in paper) + " mm" if paper else ""),
        ("Phông chữ", str(form.get("font", ""))),
        *(
            (f"Lề {name}", f"{show_value(margins[side])} mm")
            for side, name in (("top", "trên"), ("bottom", "dưới"), ("left", "trái"), ("right", "phải"))
            if side in margins
        ),
        *(
            (name, f"{show_value(text[key])} {unit}")
            for key, name, unit in (
                ("first_line", "Thụt đầu dòng", "mm"),
                ("paragraph_gap", "Cách đoạn tối thiểu", "pt"),
                ("line_pitch", "Giãn dòng cố định", "pt"),
                ("page_number_from_edge", "Số trang cách mép trên", "mm"),
            )
            if key in text
        ),
        ("Kết thúc nội dung", f"«{form.get('content_end', '')}»"),
    ]


# --- values and differences -------------------------------------------------------------------------


@dataclass(frozen=True)
class Value:
    path: str
    label: str
    shown: str


def values_of(content: Content, section: str) -> list[Value]:
    """Every value of a section, with its address, for correcting one."""
    return [
        _value(content, path, value)
        for path, value in _in_order(content, leaves(content))
        if section_of(path) == section
        and not path.startswith(("sections.", "sources."))
        and path.rpartition(".")[2] not in SAYING_NOTHING
    ]


def _value(content: Content, path: str, value: Any) -> Value:
    return Value(path, label_of(content, path), value_in_words(content, path, show_value(value), value) or "—")


def _in_order(content: Content, found: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Rows in the order that they give themselves, then by address."""

    def place(path: str) -> tuple[str, int, str]:
        table, *keys = path.split(".")
        row = content.get(table, {}).get(keys[0], {}) if keys else {}
        return table, row.get("order", 0) if isinstance(row, dict) else 0, path

    return sorted(found, key=lambda pair: place(pair[0]))


@dataclass(frozen=True)
class Difference:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Differences:
    """What differs in one section; `about` when it is only words about sources."""

    title: str
    rows: list[Difference]
    about: bool = False


def differences(before: Content, after: Content) -> list[Differences]:
    """What changed between two sets, section by section; the words about sources come last."""
    listed = []
    for change in compare(before, after):
        about = is_about(change.path)
        if change.path.rpartition(".")[2] == "order":
            continue
        title = "Nguồn và tình trạng xác minh" if about else _title(after, before, change.section)
        shown = [
            value_in_words(content, change.path, show_value(value), value) if value is not None else "—"
            for content, value in ((before, change.before), (after, change.after))
        ]
        label = label_of(after if change.after is not None else before, change.path)
        listed.append(
            (_rank(change.path, change.section), title, Difference(label, shown[0] or "(trống)", shown[1] or "(trống)"))
        )
    listed.sort(key=lambda row: row[0])
    return [
        Differences(title, [row[2] for row in rows], rank == LAST)
        for (rank, title), rows in groupby(listed, key=lambda row: (row[0], row[1]))
    ]


def _title(after: Content, before: Content, section: str) -> str:
    for content in (after, before):
        if found := content.get("sections", {}).get(section, {}).get("title"):
            return str(found)
    return "Bộ quy định"


def is_about(path: str) -> bool:
    """Words about where a rule comes from, not the rule."""
    return path.startswith(("sections.", "sources.")) or path.rpartition(".")[2] in ABOUT


def _rank(path: str, section: str) -> int:
    if is_about(path):
        return LAST
    return SECTIONS.index(section) + 1 if section in SECTIONS else 0


def example_number(rules: RuleSet) -> str:
    """How a number looks under the set."""
    body = "TU" if rules.system == "party" else "UBND"
    number = "5".zfill(rules.numbering.width)
    shown = rules.numbering.style.format_map({"number": number, "abbreviation": "NQ", "body": body})
    return f"{rules.numbering.word} {shown}"
