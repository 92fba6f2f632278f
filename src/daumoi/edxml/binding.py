"""From elements to records and back, by what the fields of the records say."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum, IntEnum
from functools import cache
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

from lxml import etree

from daumoi.edxml.model import Element, Remark
from daumoi.edxml.profile import CANONICAL, PROFILE
from daumoi.edxml.refusals import PacketRefused, Reason, shortened
from daumoi.edxml.text import local, read_day, read_moment, tidy, verbatim, write_day, write_moment
from daumoi.edxml.tree import Node

R = TypeVar("R")

MOST_EXTRAS: Final = 200
LARGEST: Final = 10**9
TRUTHS: Final = {"true": True, "1": True, "false": False, "0": False}
# Repeated, these leave no doubt about the paper: the first is taken and the rest remarked.
HARMLESS: Final = frozenset(
    {"OrganizationInCharge", "OrganAdd", "Email", "Telephone", "Fax", "Website", "Mobile", "TyperNotation"}
)


@dataclass(frozen=True, slots=True)
class Slot:
    """One field of a record: where it stands in the packet and what it holds."""

    attr: str
    element: Element
    type: Any
    many: bool
    optional: bool
    required: bool

    @property
    def path(self) -> str:
        return self.element.path

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.path, *PROFILE.aliases.get(self.path, ()))


@dataclass
class Notes:
    """What was odd while a packet was read, and what nobody asked for."""

    remarks: list[Remark] = field(default_factory=list)
    extras: list[tuple[str, str]] = field(default_factory=list)

    def remark(self, code: str, place: str, told: str) -> None:
        self.remarks.append(Remark(code, place, told))

    def extra(self, node: Node, path: str) -> None:
        if len(self.extras) < MOST_EXTRAS:
            self.extras.append((f"{path}/{node.name}", shortened(node.text, 500)))


def slots(record: Any) -> tuple[Slot, ...]:
    return _slots(record)


@cache
def _slots(record: type) -> tuple[Slot, ...]:
    hints = get_type_hints(record, include_extras=True)
    return tuple(_slot(each, *get_args(hints[each.name])) for each in fields(record))


def _slot(each: Any, hint: Any, element: Element) -> Slot:
    many = get_origin(hint) is tuple
    optional = get_origin(hint) in (Union, types.UnionType)
    kind = get_args(hint)[0] if many or optional else hint
    return Slot(each.name, element, kind, many, optional, each.default is MISSING)


# --- reading ------------------------------------------------------------------------------------------


def read_record(record: type[R], node: Node, notes: Notes, path: str) -> R:
    """The record that `node` describes. What cannot be understood is remarked; what would mislead is refused."""
    values: dict[str, Any] = {}
    asked: set[int] = set()
    for slot in slots(record):
        found = _found(node, slot, notes, asked, path)
        read = [value for child in found if (value := _value(child, slot, notes, path)) is not None]
        if slot.many:
            values[slot.attr] = tuple(value for value in read if not is_empty(value))
        elif read:
            values[slot.attr] = read[0]
        elif slot.required:
            raise PacketRefused(Reason.MISSING, f"{path}/{slot.path}")
    for child in node.children:
        if id(child) not in asked:
            notes.extra(child, path)
    return record(**values)


def _found(node: Node, slot: Slot, notes: Notes, asked: set[int], path: str) -> list[Node]:
    for spelling in slot.spellings:
        *outer, last = spelling.split("/")
        place: Node | None = node
        for step in outer:
            place = place.one(step) if place else None
            if place:
                asked.add(id(place))
        found = place.all(last) if place else []
        if found:
            asked.update(map(id, found))
            if len(found) > 1 and not slot.many:
                if last not in HARMLESS:
                    raise PacketRefused(Reason.REPEATED, f"{path}/{last}")
                notes.remark("repeated", f"{path}/{last}", f"{path}/{last} được ghi nhiều lần; lấy giá trị đầu.")
            return found
    return []


def _value(node: Node, slot: Slot, notes: Notes, path: str) -> Any:
    """None where the element says nothing, or nothing that is understood."""
    place = f"{path}/{slot.path}"
    if is_dataclass(slot.type):
        return read_record(slot.type, node, notes, place)  # type: ignore[arg-type]
    if slot.type is str:
        return verbatim(node.text) if slot.element.verbatim else tidy(node.text)
    said = tidy(node.text)
    if not said:
        return None
    value = _convert(said, slot.type)
    if value is None:
        if issubclass(slot.type, Enum) and not slot.optional:
            raise PacketRefused(Reason.UNKNOWN_VALUE, place, detail=said)
        notes.remark("not_understood", place, f"Không hiểu giá trị «{shortened(said)}» của {place}; để trống.")
    return value


def _convert(said: str, kind: Any) -> Any:
    if kind is bool:
        return TRUTHS.get(said.lower())
    if kind is datetime:
        return read_moment(said)
    if kind is date:
        return read_day(said)
    if kind is int or issubclass(kind, IntEnum):
        number = int(said) if said.isascii() and said.isdigit() and len(said) <= 9 else None
        known = number is not None and (kind is int or number in [each.value for each in kind])
        return kind(number) if known else None
    code = f"{int(said):02d}" if said.isascii() and said.isdigit() and len(said) <= 2 else said
    return kind(code) if code in [each.value for each in kind] else None


def is_empty(value: Any) -> bool:
    """Whether a value says nothing at all."""
    if is_dataclass(value):
        return all(is_empty(getattr(value, each.name)) for each in fields(value))
    return value is None or value == "" or value == ()


# --- writing ------------------------------------------------------------------------------------------


def tidied(record: R) -> R:
    """The same record as reading will give it back: composed letters, Vietnamese time, nothing empty in a list."""
    changed: dict[str, Any] = {}
    for slot in slots(type(record)):
        value = getattr(record, slot.attr)
        if slot.many:
            cleaned = (_tidied(each, slot) for each in value)
            changed[slot.attr] = tuple(each for each in cleaned if not is_empty(each))
        elif value is not None:
            changed[slot.attr] = _tidied(value, slot)
    return replace(record, **changed)  # type: ignore[type-var]


def _tidied(value: Any, slot: Slot) -> Any:
    if is_dataclass(value):
        return tidied(value)
    if isinstance(value, str) and not isinstance(value, Enum):
        return verbatim(value) if slot.element.verbatim else tidy(value)
    if slot.type is int and not 0 <= value < LARGEST:
        raise PacketRefused(Reason.OUT_OF_RANGE, slot.path)
    if isinstance(value, datetime):
        try:
            return local(value)
        except OverflowError as error:
            raise PacketRefused(Reason.OUT_OF_RANGE, slot.path) from error
    return value


def write_record(record: Any, parent: etree._Element) -> None:
    """Append the elements of a tidied record to `parent`, in the order of its fields."""
    for slot in slots(type(record)):
        value = getattr(record, slot.attr)
        *outer, last = slot.path.split("/")
        if slot.many and not value:
            continue
        place = parent
        for step in outer:
            place = sub(place, step)
        for each in value if slot.many else (value,):
            if is_dataclass(each):
                if slot.element.always or slot.optional or slot.many or not is_empty(each):
                    write_record(each, sub(place, last))
            elif slot.element.always or not is_empty(each):
                sub(place, last).text = _written(each, slot)


def sub(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{CANONICAL}}}{name}")


def _written(value: Any, slot: Slot) -> str:
    if isinstance(value, bool):
        return str(int(value)) if slot.element.digit else str(value).lower()
    if isinstance(value, datetime):
        return write_moment(value)
    if isinstance(value, date):
        return write_day(value)
    return str(value.value) if isinstance(value, Enum) else str(value)


def leaves(record: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every plain value of a record with its path (`OtherInfo/Priority`), empty ones included."""
    for slot in slots(type(record)):
        value = getattr(record, slot.attr)
        for each in value if slot.many else (value,):
            place = f"{path}{slot.path}"
            if is_dataclass(each):
                yield from leaves(each, f"{place}/")
            else:
                yield place, each
