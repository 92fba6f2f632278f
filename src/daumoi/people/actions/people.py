"""Accounts of people: made, corrected, given a temporary password, stopped and reopened."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from daumoi import vietnamese
from daumoi.core.db import fresh
from daumoi.core.errors import NotReady, Refusal
from daumoi.core.words import tell
from daumoi.journal.actions import record
from daumoi.people import rules
from daumoi.people.models import Body, Person
from daumoi.people.naming import person_search_key
from daumoi.people.passwords import temporary_password

tell(
    "people",
    create_person="lập tài khoản «{login}» cho {name}",
    change_person="sửa thông tin: {what}",
    reset_password="cấp lại mật khẩu tạm",
    deactivate="dừng tài khoản",
    reactivate="mở lại tài khoản",
)

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
NOT_KEPT = "Tài khoản này do cơ quan khác giữ; đồng chí không sửa được."


def create_person(
    *,
    actor: Person | None,
    login: str,
    full_name: str,
    kept_by: Body | None,
    email: str = "",
    phone: str = "",
    password: str | None = "",
    is_invented: bool = False,
) -> tuple[Person, str]:
    """A new account and its temporary password (empty when the owner chose `password` on the spot).

    With `password` None nobody can log in yet: a whole list is entered first, passwords are handed out after.
    """
    if kept_by is not None:
        rules.demand(
            rules.administers(actor, kept_by) or rules.governs(actor),
            "Chỉ người quản trị của cơ quan được lập tài khoản cho cơ quan ấy.",
        )
    else:
        rules.demand(
            rules.governs(actor), "Chỉ người quản trị toàn hệ thống được lập tài khoản không thuộc cơ quan nào."
        )
    person = Person(kept_by=kept_by, is_invented=is_invented)
    _fill(person, login=login, full_name=full_name, email=email, phone=phone)
    temporary = ""
    if password:
        check_password_rules(password, person)
    elif password is not None:
        password = temporary = temporary_password()
    person.set_password(password)
    person.must_change_password = bool(temporary)
    with transaction.atomic():
        _saved(person)
        record(
            "people.create_person",
            person,
            actor=actor,
            body_id=kept_by.pk if kept_by else None,
            login=person.login,
            name=person.full_name,
        )
    return person, temporary


def change_person(person: Person, *, actor: Person | None, token: str | int | None = None, **fields: Any) -> Person:
    """Correct name, log-in name, address or telephone."""
    with transaction.atomic():
        person = fresh(person, token)
        rules.demand(rules.keeps_account(actor, person), NOT_KEPT)
        before = {name: getattr(person, name) for name in ("login", "full_name", "email", "phone")}
        _fill(person, **{**before, **fields})
        after = {name: getattr(person, name) for name in before}
        what = rules.changed(Person(**before), after)
        if not what:
            return person
        person.version += 1
        _saved(person)
        record(
            "people.change_person", person, actor=actor, body_id=person.kept_by_id, what=rules.told(what), changes=what
        )
        return person


def reset_password(person: Person, *, actor: Person | None, token: str | int | None = None) -> str:
    """A new temporary password, told once. Whoever was logged in is out, and must choose an own one."""
    with transaction.atomic():
        person = fresh(person, token)
        rules.demand(rules.keeps_account(actor, person), NOT_KEPT)
        if not person.is_active:
            raise NotReady("Tài khoản đang dừng.", advice="Mở lại tài khoản trước khi cấp mật khẩu.")
        temporary = temporary_password()
        person.set_password(temporary)
        person.must_change_password = True
        person.version += 1
        person.save()
        record("people.reset_password", person, actor=actor, body_id=person.kept_by_id)
        return temporary


def deactivate(person: Person, *, actor: Person | None, reason: str, token: str | int | None = None) -> Person:
    """Nobody can log in with the account any more; what the person did stays."""
    if not reason.strip():
        raise Refusal("Dừng tài khoản cần ghi lý do.")
    with transaction.atomic():
        person = fresh(person, token)
        rules.demand(rules.keeps_account(actor, person), NOT_KEPT)
        if actor is not None and actor.pk == person.pk:
            raise Refusal("Không tự dừng tài khoản của mình được.", advice="Nhờ người quản trị khác.")
        if not person.is_active:
            raise NotReady("Tài khoản đã dừng.")
        person.is_active = False
        person.version += 1
        person.save()
        record("people.deactivate", person, actor=actor, body_id=person.kept_by_id, reason=reason.strip())
        return person


def reactivate(person: Person, *, actor: Person | None, reason: str, token: str | int | None = None) -> Person:
    if not reason.strip():
        raise Refusal("Mở lại tài khoản cần ghi lý do.")
    with transaction.atomic():
        person = fresh(person, token)
        rules.demand(rules.keeps_account(actor, person), NOT_KEPT)
        if person.is_active:
            raise NotReady("Tài khoản đang dùng được.")
        person.is_active = True
        person.version += 1
        person.save()
        record("people.reactivate", person, actor=actor, body_id=person.kept_by_id, reason=reason.strip())
        return person


def check_password_rules(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refusal(*error.messages) from None


def _fill(person: Person, *, login: str, full_name: str, email: str, phone: str) -> None:
    person.login = login.strip().lower()
    person.full_name = " ".join(vietnamese.nfc(full_name).split())
    person.email, person.phone = email.strip(), phone.strip()
    if not LOGIN.fullmatch(person.login):
        raise Refusal(
            "Tên đăng nhập dùng chữ thường không dấu, chữ số, dấu chấm, gạch nối; từ 2 ký tự.",
            advice="Ví dụ: thuha, pham.ha.",
        )
    if not person.full_name:
        raise Refusal("Cần có họ và tên.")
    person.sort_key = vietnamese.name_sort_key(person.full_name)[:400]
    person.search_key = person_search_key(person.full_name, person.login)


def _saved(person: Person) -> Person:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise Refusal(f"Tên đăng nhập «{person.login}» đã có người dùng.", advice="Chọn tên khác.") from None
    return person
