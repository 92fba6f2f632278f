"""Taking in a table of bodies or people: tried row by row, then written all at once or not at all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from daumoi.core.db import fresh
from daumoi.core.errors import NotAllowed, NotReady, Refusal
from daumoi.core.words import tell
from daumoi.journal.actions import record
from daumoi.people import cells, rules
from daumoi.people.actions.appointments import appoint
from daumoi.people.actions.bodies import add_code, create_body
from daumoi.people.actions.people import create_person
from daumoi.people.models import Body, Duty, ImportSheet, Person
from daumoi.people.tables import COLUMNS, guess_mapping, read_table

tell("people", take_in="nhập {count} dòng từ tệp «{name}»")

UNFINISHED = 5


@dataclass
class Row:
    """What becomes of one row: `made` in words, or the `problems` that keep it out."""

    number: int
    title: str
    made: str = ""
    problems: list[str] = field(default_factory=list)
    pk: int | None = None


@dataclass
class Outcome:
    rows: list[Row]

    @property
    def good(self) -> list[Row]:
        return [row for row in self.rows if not row.problems]

    @property
    def bad(self) -> list[Row]:
        return [row for row in self.rows if row.problems]


class _Undo(Exception):
    """Takes a trial back."""


def start(*, actor: Person, kind: str, file_name: str, data: bytes, body: Body | None = None) -> ImportSheet:
    """Keep the table of a file and guess its columns. Nothing of it is taken in yet."""
    rules.demand(rules.looks_after_something(actor), "Chỉ người quản trị được nhập từ tệp.")
    if kind not in ImportSheet.Kind.values:
        raise Refusal("Chưa chọn nhập cơ quan hay cán bộ.")
    if body is not None:
        rules.demand(rules.administers(actor, body), "Chỉ người quản trị của cơ quan được nhập cán bộ vào đó.")
    header, rows = read_table(file_name, data)
    with transaction.atomic():
        mine = ImportSheet.objects.filter(made_by=actor, done_at=None)
        mine.filter(pk__in=list(mine.order_by("-pk").values_list("pk", flat=True)[UNFINISHED - 1 :])).delete()
        return ImportSheet.objects.create(
            kind=kind, file_name=file_name[-200:], body=body, header=header, rows=rows,
            mapping=guess_mapping(kind, header), made_by=actor,
        )  # fmt: skip


def map_columns(sheet: ImportSheet, mapping: dict[str, int], *, actor: Person, token: Any = None) -> ImportSheet:
    """Say which column means what."""
    with transaction.atomic():
        sheet = fresh(sheet, token)
        _demand_own(sheet, actor)
        known = {column.key for column in COLUMNS[sheet.kind]}
        sheet.mapping = {key: at for key, at in mapping.items() if key in known and 0 <= at < len(sheet.header)}
        sheet.version += 1
        sheet.save()
        return sheet


def missing_columns(sheet: ImportSheet) -> list[str]:
    return [column.label for column in COLUMNS[sheet.kind] if column.required and column.key not in sheet.mapping]


def trial(sheet: ImportSheet, *, actor: Person) -> Outcome:
    """Do everything, see what becomes of each row, and take it all back."""
    _demand_own(sheet, actor)
    outcome = Outcome([])
    with suppress(_Undo), transaction.atomic():
        outcome = _write(sheet, actor)
        raise _Undo
    for row in outcome.rows:
        row.pk = None
    return outcome


def take_in(sheet: ImportSheet, *, actor: Person, skip_problems: bool = False, token: Any = None) -> Outcome:
    """Write every row, or with `skip_problems` every row without one; if anything is in the way, nothing at all."""
    with transaction.atomic():
        sheet = fresh(sheet, token)
        _demand_own(sheet, actor)
        if missing := missing_columns(sheet):
            raise NotReady(f"Chưa chọn cột cho: {', '.join(missing)}.")
        outcome = _write(sheet, actor)
        if outcome.bad and not skip_problems:
            raise NotReady(
                f"Còn {len(outcome.bad)} dòng có vấn đề; chưa ghi dòng nào.",
                *[f"Dòng {row.number}: {' '.join(row.problems)}" for row in outcome.bad[:5]],
                advice="Sửa trong tệp rồi tải lại, hoặc chọn bỏ qua những dòng ấy.",
            )
        if not outcome.good:
            raise NotReady("Không có dòng nào ghi được.", advice="Sửa trong tệp rồi tải lại.")
        sheet.done_at = timezone.now()
        sheet.result = {
            "made": [row.pk for row in outcome.good],
            "skipped": [{"number": row.number, "title": row.title, "problems": row.problems} for row in outcome.bad],
        }
        sheet.version += 1
        sheet.save()
        record(
            "people.take_in",
            sheet,
            actor=actor,
            body_id=sheet.body_id,
            count=len(outcome.good),
            skipped=len(outcome.bad),
            name=sheet.file_name,
            kind=sheet.kind,
        )
        return outcome


def _demand_own(sheet: ImportSheet, actor: Person) -> None:
    rules.demand(sheet.made_by_id == actor.pk and rules.looks_after_something(actor), "Bảng này do người khác tải lên.")
    if sheet.done_at:
        raise NotReady("Bảng này đã ghi xong.", advice="Tải tệp khác lên nếu cần nhập thêm.")


def _write(sheet: ImportSheet, actor: Person) -> Outcome:
    """Each row behind its own savepoint, so that one that fails leaves the others standing."""
    verb: Callable[[dict[str, str], ImportSheet, Person], tuple[int, str]]
    verb = _body_row if sheet.kind == ImportSheet.Kind.BODIES else _person_row
    outcome = Outcome([])
    for number, texts in enumerate(sheet.rows, 2):
        values = {key: texts[at] for key, at in sheet.mapping.items()}
        row = Row(number, values.get("name") or values.get("full_name") or " · ".join(filter(None, texts))[:80])
        try:
            with transaction.atomic():
                row.pk, row.made = verb(values, sheet, actor)
        except NotAllowed as refusal:
            row.problems = list(refusal.reasons)
        except Refusal as refusal:
            row.problems = [*refusal.reasons]
        outcome.rows.append(row)
    return outcome


def _body_row(values: dict[str, str], sheet: ImportSheet, actor: Person) -> tuple[int, str]:
    body = create_body(
        actor=actor,
        name=cells.short(values.get("name", ""), 200, "Tên cơ quan"),
        short_name=cells.short(values.get("short_name", ""), 100, "Tên gọi tắt"),
        kind=cells.kind(values.get("kind", ""), values.get("name", "")),
        code=cells.short(values.get("code", ""), 30, "Ký hiệu"),
        parent=cells.body(values["parent"], "cấp trên") if values.get("parent") else None,
        place=cells.short(values.get("place", ""), 100, "Địa danh"),
        email=cells.email(values.get("email", "")),
        is_here=cells.yes(values.get("is_here", "")),
        valid_from=cells.day(values.get("valid_from", "")),
    )
    if values.get("party_code"):
        add_code(
            body,
            actor=actor,
            scheme="party",
            code=cells.short(values["party_code"], 60, "Mã"),
            valid_from=body.valid_from,
        )
    return body.pk, f"{body.get_kind_display()}{f', ký hiệu {body.code}' if body.code else ''}"


def _person_row(values: dict[str, str], sheet: ImportSheet, actor: Person) -> tuple[int, str]:
    body = cells.body(values["body"], "cơ quan") if values.get("body") else sheet.body
    if body is None:
        raise Refusal("Chưa rõ cán bộ này làm ở cơ quan nào.")
    full_name, position = (
        cells.short(values.get("full_name", ""), 120, "Họ và tên"),
        cells.short(values.get("position", ""), 120, "Chức vụ"),
    )
    if not full_name:
        raise Refusal("Thiếu họ và tên.")
    duty = cells.duty(values.get("duty", ""), position)
    login = values.get("login") or cells.free_login(full_name)
    person, _ = create_person(
        actor=actor,
        login=login,
        full_name=full_name,
        kept_by=body,
        email=cells.email(values.get("email", "")),
        phone=cells.short(values.get("phone", ""), 30, "Điện thoại"),
        password=None,
    )
    appoint(
        person,
        body,
        actor=actor,
        duty=duty,
        position=position,
        rank=rules.rank_for(duty, position),
        unit=cells.unit(values.get("unit", ""), body),
        starts_on=cells.day(values.get("starts_on", "")) or timezone.localdate(),
        ends_on=cells.day(values.get("ends_on", "")),
    )
    return person.pk, f"tên đăng nhập {person.login}, {Duty(duty).label.lower()} tại {body}"
