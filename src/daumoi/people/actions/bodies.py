"""Founding, changing and ending bodies; their identifiers. A body never disappears."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from daumoi import vietnamese
from daumoi.core.db import fresh, locked
from daumoi.core.errors import NotReady, Refusal
from daumoi.core.words import tell
from daumoi.journal.actions import record
from daumoi.people import rules
from daumoi.people.models import Body, BodyCode, BodyKind, Person
from daumoi.people.naming import body_search_key

tell(
    "people",
    create_body="ghi cơ quan «{name}»",
    change_body="sửa cơ quan: {what}",
    end_body="cho cơ quan kết thúc sau ngày {day}{heir}",
    reopen_body="bỏ ngày kết thúc của cơ quan",
    add_code="ghi mã định danh {code}",
    end_code="cho mã định danh {code} hết hiệu lực sau ngày {day}",
)

FIELDS = (
    "name", "short_name", "kind", "code", "parent", "office", "place", "is_here", "email", "valid_from",
)  # fmt: skip


def keys(name: str, short_name: str, code: str, codes: list[str]) -> dict[str, str]:
    return {
        "search_key": body_search_key(name, short_name, code, *codes),
        "sort_key": vietnamese.sort_key(name)[:500],
    }


def create_body(
    *,
    actor: Person | None,
    name: str,
    kind: str,
    short_name: str = "",
    code: str = "",
    parent: Body | None = None,
    office: Body | None = None,
    place: str = "",
    is_here: bool = False,
    email: str = "",
    valid_from: date | None = None,
) -> Body:
    """A new body: one that works here (only whoever governs), or a correspondent."""
    if is_here:
        rules.demand(
            rules.governs(actor), "Chỉ người quản trị toàn hệ thống được lập cơ quan làm việc trên hệ thống này."
        )
    else:
        rules.demand(rules.adds_correspondents(actor), "Chỉ người quản trị hoặc văn thư được thêm nơi gửi, nơi nhận.")
    values = _cleaned(
        name=name, kind=kind, short_name=short_name, code=code, parent=parent, office=office, place=place,
        is_here=is_here, email=email, valid_from=valid_from,
    )  # fmt: skip
    with transaction.atomic():
        _refuse_a_double(values)
        body = _saved(Body(**values, **keys(values["name"], values["short_name"], values["code"], [])))
        record("people.create_body", body, actor=actor, body_id=body.pk, name=body.name, kind=body.kind, code=body.code)
        return body


def add_correspondent(
    name: str, *, actor: Person | None, kind: str = BodyKind.OTHER, code: str = "", email: str = ""
) -> Body:
    """A sender or receiver that is not here yet; one of that very name is given back instead of doubled."""
    name = " ".join(vietnamese.nfc(name).split())
    # Hà Lâm is not Hạ Lam; but whoever types without any marks means the one that is there.
    spelled = vietnamese.exact if vietnamese.has_marks(name) else vietnamese.fold
    near = Body.objects.filter(search_key__startswith=vietnamese.words(name, folded=True))
    for body in near.existing(timezone.localdate()):
        if spelled(body.name) == spelled(name):
            return body
    return create_body(actor=actor, name=name, kind=kind, code=code, email=email)


def change_body(body: Body, *, actor: Person | None, token: str | int | None = None, **fields: Any) -> Body:
    """Correct what is written about a body. Its end has an action of its own."""
    with transaction.atomic():
        body = fresh(body, token)
        rules.demand(rules.changes_body(actor, body), "Đồng chí không phụ trách cơ quan này nên không sửa được.")
        values = _cleaned(**{**{name: getattr(body, name) for name in FIELDS}, **fields})
        if values["is_here"] != body.is_here or values["parent"] != body.parent:
            rules.demand(
                rules.governs(actor) or (not body.is_here and not values["is_here"]),
                "Chỉ người quản trị toàn hệ thống được đổi cấp trên hoặc đưa cơ quan vào, ra khỏi hệ thống.",
            )
        _refuse_a_circle(body, values["parent"], "cấp trên", "parent")
        _refuse_a_circle(body, values["office"], "văn phòng giữ sổ", "office")
        if values["is_here"] is False and body.is_here and body.appointments.on(timezone.localdate()).exists():  # type: ignore[attr-defined]
            raise NotReady(
                "Cơ quan còn người đang giữ nhiệm vụ nên chưa đưa ra khỏi hệ thống được.",
                advice="Kết thúc các phân công trước.",
            )
        what = rules.changed(body, values)
        if not what:
            return body
        _refuse_a_double(values, besides=body.pk)
        for name, value in values.items():
            setattr(body, name, value)
        _refresh_keys(body)
        body.version += 1
        _saved(body)
        record("people.change_body", body, actor=actor, body_id=body.pk, what=rules.told(what), changes=what)
        return body


def end_body(
    body: Body,
    *,
    actor: Person | None,
    on: date,
    reason: str,
    successor: Body | None = None,
    token: str | int | None = None,
) -> Body:
    """The body works to the end of that day; its papers stay, its successor is named."""
    if not reason.strip():
        raise Refusal("Kết thúc một cơ quan cần ghi căn cứ.")
    with transaction.atomic():
        body = fresh(body, token)
        rules.demand(
            rules.governs(actor) or (not body.is_here and rules.changes_body(actor, body)),
            "Chỉ người quản trị toàn hệ thống được cho một cơ quan kết thúc.",
        )
        if body.valid_to:
            raise NotReady(f"Cơ quan đã kết thúc sau ngày {body.valid_to:%d/%m/%Y}.")
        if body.valid_from and on < body.valid_from:
            raise Refusal(f"Ngày kết thúc trước ngày bắt đầu {body.valid_from:%d/%m/%Y}.")
        if successor is not None:
            _refuse_a_circle(body, successor, "cơ quan kế tục", "successor")
        body.valid_to, body.successor = on, successor
        body.version += 1
        _saved(body)
        record(
            "people.end_body",
            body,
            actor=actor,
            body_id=body.pk,
            reason=reason.strip(),
            day=f"{on:%d/%m/%Y}",
            heir=f", kế tục là {successor}" if successor else "",
        )
        return body


def reopen_body(body: Body, *, actor: Person | None, reason: str, token: str | int | None = None) -> Body:
    """The end was a mistake."""
    if not reason.strip():
        raise Refusal("Bỏ ngày kết thúc cần ghi lý do.")
    with transaction.atomic():
        body = fresh(body, token)
        rules.demand(
            rules.governs(actor) or (not body.is_here and rules.changes_body(actor, body)),
            "Chỉ người quản trị toàn hệ thống được bỏ ngày kết thúc.",
        )
        if body.valid_to is None:
            raise NotReady("Cơ quan đang hoạt động, không có ngày kết thúc để bỏ.")
        before = f"{body.valid_to:%d/%m/%Y}"
        body.valid_to, body.successor = None, None
        body.version += 1
        _saved(body)
        record("people.reopen_body", body, actor=actor, body_id=body.pk, reason=reason.strip(), day=before)
        return body


def add_code(
    body: Body,
    *,
    actor: Person | None,
    scheme: str,
    code: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> BodyCode:
    """An identifier of the body in one scheme. Of the codes in force, each belongs to one body only."""
    code = code.strip()
    if not code:
        raise Refusal("Mã định danh để trống.")
    if valid_from and valid_to and valid_to < valid_from:
        raise Refusal("Ngày hết hiệu lực của mã trước ngày bắt đầu.")
    with transaction.atomic():
        body = locked(body)
        rules.demand(rules.changes_body(actor, body), "Đồng chí không phụ trách cơ quan này nên không ghi mã được.")
        holder = BodyCode.objects.filter(scheme=scheme, code=code, valid_to=None).select_related("body").first()
        if holder and valid_to is None:
            raise Refusal(
                f"Mã {code} đang thuộc «{holder.body}».", advice="Cho mã ấy hết hiệu lực trước, hoặc xem lại mã."
            )
        found = BodyCode.objects.create(body=body, scheme=scheme, code=code, valid_from=valid_from, valid_to=valid_to)
        _refresh_keys(body)
        body.save(update_fields=["search_key"])
        record("people.add_code", body, actor=actor, body_id=body.pk, code=code, scheme=scheme)
        return found


def end_code(code: BodyCode, *, actor: Person | None, on: date) -> BodyCode:
    with transaction.atomic():
        code = locked(code)
        rules.demand(rules.changes_body(actor, code.body), "Đồng chí không phụ trách cơ quan này.")
        if code.valid_to:
            raise NotReady(f"Mã {code} đã hết hiệu lực sau ngày {code.valid_to:%d/%m/%Y}.")
        if code.valid_from and on < code.valid_from:
            raise Refusal("Ngày hết hiệu lực của mã trước ngày bắt đầu.")
        code.valid_to = on
        code.save(update_fields=["valid_to"])
        record("people.end_code", code.body, actor=actor, body_id=code.body_id, code=code.code, day=f"{on:%d/%m/%Y}")
        return code


def _cleaned(**values: Any) -> dict[str, Any]:
    for name in ("name", "short_name", "code", "place", "email"):
        values[name] = " ".join(vietnamese.nfc(values[name] or "").split())
    if not values["name"]:
        raise Refusal("Cơ quan cần có tên.")
    if values["kind"] not in BodyKind.values:
        raise Refusal("Chưa chọn loại cơ quan.")
    if values["office"] is not None and not values["is_here"]:
        raise Refusal("Chỉ cơ quan làm việc trên hệ thống này mới có văn phòng giữ sổ.")
    if values["office"] is not None and not values["office"].is_here:
        raise Refusal(f"«{values['office']}» không làm việc trên hệ thống này nên không giữ sổ được.")
    if values["office"] is not None and values["office"].office_id:
        raise Refusal(f"Sổ của «{values['office']}» đã do nơi khác giữ, nên nơi ấy không giữ sổ cho cơ quan khác được.")
    return values


def _refuse_a_circle(body: Body, above: Body | None, words: str, through: str) -> None:
    seen = {body.pk}
    while above is not None:
        if above.pk in seen:
            raise Refusal(f"Không đặt được: «{body}» sẽ trở thành {words} của chính mình.")
        seen.add(above.pk)
        above = getattr(above, through)


def _refuse_a_double(values: dict[str, Any], besides: int | None = None) -> None:
    """Two bodies of the same name under the same superior, both alive, are one body entered twice."""
    words = vietnamese.words(values["name"], folded=True)
    alive = Body.objects.filter(search_key__startswith=words, parent=values["parent"], valid_to=None)
    for other in alive.exclude(pk=besides or 0):
        if vietnamese.exact(other.name) == vietnamese.exact(values["name"]):
            raise Refusal(
                f"Đã có cơ quan «{other.name}» cùng cấp trên.", advice="Dùng cơ quan ấy, hoặc đặt tên phân biệt rõ hơn."
            )


def _refresh_keys(body: Body) -> None:
    codes = list(body.codes.values_list("code", flat=True)) if body.pk else []  # type: ignore[attr-defined]
    for name, value in keys(body.name, body.short_name, body.code, codes).items():
        setattr(body, name, value)


def _saved(body: Body) -> Body:
    try:
        with transaction.atomic():
            body.save()
    except IntegrityError:
        raise Refusal(
            f"Ký hiệu «{body.code}» đang được một cơ quan cấp cao nhất khác trên hệ thống này dùng.",
            advice="Chọn cấp trên cho cơ quan, hoặc đặt ký hiệu khác.",
        ) from None
    return body
