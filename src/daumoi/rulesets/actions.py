"""Loading, correcting and confirming rule sets. Each is a new revision with a reason, and is in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from daumoi.core.errors import NotAllowed, Refusal, Stale
from daumoi.core.words import tell
from daumoi.journal.actions import record
from daumoi.people.duties import installation_of
from daumoi.rulesets.content import (
    SECTIONS,
    Content,
    RuleFileError,
    compare,
    confirmed,
    digest,
    read_toml,
    read_value,
    section_of,
    show_value,
    value_at,
    with_value,
)
from daumoi.rulesets.models import Origin, RuleSetRow
from daumoi.rulesets.parsing import parse
from daumoi.rulesets.rules import RuleSet

tell(
    "rulesets",
    load="nạp bộ quy định {title} (bản {revision})",
    revise="sửa quy định {path}: {old} → {new}",
    confirm="xác minh phần «{section}» của bộ quy định, căn cứ {basis}",
)

BUILTIN = ("party-2018", "party-2026", "state-2020")
MAX_FILE = 1_000_000


@dataclass(frozen=True)
class BuiltinReport:
    """What `load_builtin` did: keys loaded, keys already there, keys left because the office has its own revision."""

    loaded: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def may_change(person: Any) -> bool:
    """Rule sets are shared by every body of the installation: only who administers its top may change them."""
    return installation_of(person) is not None


def builtin_content(key: str) -> Content:
    """The rule set that comes with the program."""
    return read_toml(resources.files("daumoi.rulesets").joinpath("data", f"{key}.toml").read_bytes())


def load_builtin() -> BuiltinReport:
    """Bring the rule sets of the program into the database. Safe to run at every start.

    A set that the office has corrected or confirmed is left as it is; the page then offers the newer one.
    """
    report: dict[str, list[str]] = {"loaded": [], "unchanged": [], "left": []}
    for key in BUILTIN:
        with transaction.atomic():
            content = builtin_content(key)
            last = RuleSetRow.objects.filter(key=key).order_by("-revision").first()
            if last and RuleSetRow.objects.filter(key=key, origin=Origin.BUILTIN, sha256=digest(content)).exists():
                report["unchanged"].append(key)
            elif last and last.origin != Origin.BUILTIN:
                report["left"].append(key)
            else:
                _add(content, origin=Origin.BUILTIN, reason="Kèm theo chương trình.", actor=None, replaces=last)
                report["loaded"].append(key)
    return BuiltinReport(**{name: tuple(keys) for name, keys in report.items()})


def newer_builtin() -> list[str]:
    """Keys whose set in the program was never loaded because the office has its own revision."""
    keys = []
    for key in BUILTIN:
        rows = RuleSetRow.objects.filter(key=key)
        if rows.exists() and not rows.filter(sha256=digest(builtin_content(key))).exists():
            keys.append(key)
    return keys


def load_file(data: bytes, *, reason: str, actor: Any) -> RuleSetRow:
    """Load a rule file. A set with a known key becomes its next revision, replacing the one in use when both begin
    on the same day; one that begins later holds from its own first day on."""
    _require(actor, reason)
    if len(data) > MAX_FILE:
        raise Refusal("Tệp lớn hơn 1 MB, không phải là tệp quy định.")
    with transaction.atomic():
        try:
            content = read_toml(data)
            known = parse(content)
        except RuleFileError as error:
            raise Refusal(f"Không nạp được tệp: {error}", kept="Các bộ quy định đang dùng được giữ nguyên.") from error
        return _add(
            content,
            origin=Origin.FILE,
            reason=reason.strip(),
            actor=actor,
            replaces=_in_use(known.key, known.effective_from),
        )


def replaced_by_loading(found: RuleSet) -> RuleSetRow | None:
    """The revision that loading this set would replace, None when it would stand beside the others."""
    return _in_use(found.key, found.effective_from)


def load_newer_builtin(key: str, *, reason: str, actor: Any) -> RuleSetRow:
    """Replace the office's own revision by the newer set of the program."""
    _require(actor, reason)
    if key not in BUILTIN:
        raise Refusal("Chương trình không kèm bộ quy định này.")
    with transaction.atomic():
        content = builtin_content(key)
        return _add(
            content,
            origin=Origin.BUILTIN,
            reason=reason.strip(),
            actor=actor,
            replaces=_in_use(key, date.fromisoformat(content["effective_from"])),
        )


def revise(row: RuleSetRow, path: str, text: str, *, reason: str, actor: Any) -> RuleSetRow:
    """Correct one value, for all days the set covers. `text` is the new value as a person types it."""
    _require(actor, reason)
    with transaction.atomic():
        row = _still_in_use(row)
        try:
            old = value_at(row.content, path)
            content = with_value(row.content, path, read_value(text, old))
            if section_of(path) == "" or path.startswith("sections."):
                raise RuleFileError(f"{path}: phần này đổi bằng cách nạp tệp hoặc xác minh.")
            parse(content)
        except RuleFileError as error:
            raise Refusal(f"Không sửa được: {error}", kept="Giá trị cũ được giữ nguyên.") from error
        if content == row.content:
            raise Refusal("Giá trị mới giống giá trị đang dùng.", kept="Không có gì thay đổi.")
        made = _write(content, origin=Origin.EDIT, reason=reason.strip(), actor=actor, replaces=row)
        record(
            "rulesets.revise",
            made,
            actor=actor,
            body_id=installation_of(actor),
            reason=reason.strip(),
            path=path,
            old=show_value(old),
            new=show_value(value_at(content, path)),
            revision=made.revision,
        )
    return made


def confirm(row: RuleSetRow, section: str, *, basis: str, actor: Any, line: str = "") -> RuleSetRow:
    """Mark a section, or one row of it (`line`, an address such as authority.rows.office.self), as verified."""
    if not may_change(actor):
        raise NotAllowed("Chỉ người quản trị hệ thống được xác minh quy định.")
    if not basis.strip():
        raise Refusal("Cần ghi căn cứ xác minh: đã đối chiếu với văn bản nào.")
    if section not in SECTIONS or (line and section_of(line) != section):
        raise Refusal("Không có phần này trong bộ quy định.")
    if line and not _is_organ_row(line):
        raise Refusal("Chỉ xác minh riêng từng dòng ở bảng thẩm quyền và thể thức đề ký.")
    with transaction.atomic():
        row = _still_in_use(row)
        today = timezone.localdate()
        try:
            content = confirmed(row.content, section, row=line, basis=basis.strip(), by=str(actor), on=today)
            parse(content)
        except RuleFileError as error:
            raise Refusal(f"Không xác minh được: {error}") from error
        made = _write(content, origin=Origin.CONFIRM, reason=basis.strip(), actor=actor, replaces=row)
        record(
            "rulesets.confirm",
            made,
            actor=actor,
            body_id=installation_of(actor),
            reason=basis.strip(),
            section=content["sections"][section]["title"],
            line=line,
            basis=basis.strip(),
            revision=made.revision,
        )
    return made


# --- inside -----------------------------------------------------------------------


def _require(actor: Any, reason: str) -> None:
    if not may_change(actor):
        raise NotAllowed("Chỉ người quản trị hệ thống được thay đổi bộ quy định.")
    if not reason.strip():
        raise Refusal("Cần ghi lý do thay đổi.")


def _is_organ_row(line: str) -> bool:
    keys = line.split(".")
    return len(keys) == 4 and keys[0] in ("authority", "formulas") and keys[1] == "rows"


def _in_use(key: str, begins: date) -> RuleSetRow | None:
    """The revision of this key in use that began on this very day."""
    return RuleSetRow.objects.filter(key=key, replaced_by=None, effective_from=begins).order_by("-revision").first()


def _still_in_use(row: RuleSetRow) -> RuleSetRow:
    if RuleSetRow.objects.select_for_update(of=("self",)).filter(replaces=row).exists():
        raise _stale()
    return row


def _stale() -> Stale:
    return Stale(
        "Bộ quy định này vừa có bản mới hơn.",
        kept="Phần vừa nhập chưa được ghi; bản của người kia được giữ nguyên.",
        advice="Mở bản đang dùng rồi làm lại.",
    )


def _add(content: Content, *, origin: str, reason: str, actor: Any, replaces: RuleSetRow | None) -> RuleSetRow:
    before = replaces.content if replaces else {}
    if before == content:
        raise Refusal("Nội dung giống hệt bản đang dùng.", kept="Không có gì thay đổi.")
    made = _write(content, origin=origin, reason=reason, actor=actor, replaces=replaces)
    record(
        "rulesets.load",
        made,
        actor=actor,
        body_id=installation_of(actor) if actor else None,
        reason=reason,
        title=made.title,
        revision=made.revision,
        sha256=made.sha256,
        changed=len(compare(before, content)) if before else 0,
    )
    return made


def _write(content: Content, *, origin: str, reason: str, actor: Any, replaces: RuleSetRow | None) -> RuleSetRow:
    found = parse(content)
    last = (
        RuleSetRow.objects.filter(key=found.key).order_by("-revision").values_list("revision", flat=True).first() or 0
    )
    try:
        with transaction.atomic():
            return RuleSetRow.objects.create(
                system=found.system,
                key=found.key,
                revision=last + 1,
                title=found.title,
                effective_from=found.effective_from,
                effective_to=found.effective_to,
                content=content,
                sha256=digest(content),
                verified=found.verified,
                origin=origin,
                replaces=replaces,
                reason=reason,
                loaded_by=actor,
            )
    except IntegrityError:
        raise _stale() from None
