"""Who may look after what: bodies, units, people, terms. The program itself (no actor) may."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from daumoi import vietnamese
from daumoi.core.errors import NotAllowed
from daumoi.people.duties import holds, installation_of
from daumoi.people.models import Body, BodyKind, Duty, Person, Rank

# Kinds of body that work by terms of office, from congress to congress.
COMMITTEES = frozenset(
    {BodyKind.CENTRAL, BodyKind.PROVINCE, BodyKind.COMMUNE, BodyKind.PARTY_BODY, BodyKind.GRASSROOTS, BodyKind.CELL}
)
# Committees whose registers are usually kept by an office of their own.
HAVE_OFFICES = frozenset({BodyKind.PROVINCE, BodyKind.COMMUNE, BodyKind.PARTY_BODY})
OFFICE_CODES = {BodyKind.PROVINCE: "VPTU", BodyKind.COMMUNE: "VPĐU", BodyKind.PARTY_BODY: "VPĐU"}
BODY_CODES = {BodyKind.PROVINCE: "TU", BodyKind.COMMUNE: "ĐU", BodyKind.PARTY_BODY: "ĐU", BodyKind.CELL: "CB"}


def governs(actor: Person | None) -> bool:
    """Whether the person looks after the whole installation: founds bodies here and names their administrators."""
    return actor is None or installation_of(actor) is not None


def administers(actor: Person | None, body: Body) -> bool:
    """Whether the person looks after the people and units of the body."""
    return actor is None or holds(actor, Duty.ADMIN, body.pk)


def looks_after_something(actor: Person) -> bool:
    return holds(actor, Duty.ADMIN)


def changes_body(actor: Person | None, body: Body) -> bool:
    """A body that works here is changed by those responsible for it; a correspondent by any administrator."""
    if actor is None or administers(actor, body) or governs(actor):
        return True
    return not body.is_here and looks_after_something(actor)


def adds_correspondents(actor: Person | None) -> bool:
    """Whoever registers papers meets new senders first."""
    return actor is None or holds(actor, {Duty.ADMIN, Duty.CLERK})


def appoints(actor: Person | None, body: Body, duty: str) -> bool:
    """Whoever governs may name an administrator anywhere; everything else is for the body's own administrator."""
    return administers(actor, body) or (governs(actor) and duty == Duty.ADMIN)


def keeps_account(actor: Person | None, person: Person) -> bool:
    """Whose password and name the actor may set. Appointing somebody from elsewhere gives no hold on the account."""
    if actor is None or governs(actor):
        return True
    return person.kept_by_id is not None and holds(actor, Duty.ADMIN, person.kept_by_id)


def demand(allowed: bool, words: str) -> None:
    if not allowed:
        raise NotAllowed(words)


def next_term_start(congress_to: date, plenum_from: date | None) -> date:
    """A term begins the day after the congress closes, or on the day the first plenum opens if that sits within it."""
    return plenum_from if plenum_from and plenum_from <= congress_to else congress_to + timedelta(days=1)


def changed(obj: Any, fields: Mapping[str, Any]) -> dict[str, list[str]]:
    """The fields whose value differs: {their Vietnamese name: [before, after]}."""
    found = {}
    for name, value in fields.items():
        before = getattr(obj, name)
        if before != value:
            found[str(obj._meta.get_field(name).verbose_name)] = [shown(before), shown(value)]
    return found


def shown(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, bool):
        return "có" if value else "không"
    return "" if value is None else str(value)


def told(changes: Mapping[str, list[str]]) -> str:
    """«tên cơ quan «A» thành «B»; thêm địa danh «C»» for the history of the record."""
    words = []
    for name, (before, after) in changes.items():
        if before and after:
            words.append(f"{name} «{before}» thành «{after}»")
        elif after:
            words.append(f"thêm {name} «{after}»")
        else:
            words.append(f"bỏ {name} «{before}»")
    return "; ".join(words)


def rank_for(duty: str, position: str) -> str:
    """What the signing formula makes of a position, as a proposal: «Phó …» is a deputy, «Quyền …» acts."""
    if duty not in {Duty.LEADER, Duty.CHIEF, Duty.DEPUTY_CHIEF}:
        return Rank.STAFF
    words = vietnamese.words(position, folded=True)
    if words.startswith("pho "):
        return Rank.DEPUTY
    if words.startswith("quyen "):
        return Rank.ACTING
    return Rank.DEPUTY if duty == Duty.DEPUTY_CHIEF else Rank.HEAD
