"""One cell of a table somebody brought, read as what it means; what cannot be read is refused with a sentence."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from daumoi import vietnamese
from daumoi.core.errors import Refusal
from daumoi.people.models import Body, BodyKind, Duty, Person, Unit
from daumoi.people.suggestions import bodies_matching

# What a kind of body is called in the lists of offices, and how its name begins; folded.
KIND_WORDS = {
    "xa": BodyKind.COMMUNE,
    "phuong": BodyKind.COMMUNE,
    "dac khu": BodyKind.COMMUNE,
    "dang uy xa": BodyKind.COMMUNE,
    "dang uy phuong": BodyKind.COMMUNE,
    "dang uy dac khu": BodyKind.COMMUNE,
    "dang uy co so": BodyKind.GRASSROOTS,
    "dang uy": BodyKind.PARTY_BODY,
    "tinh uy": BodyKind.PROVINCE,
    "thanh uy": BodyKind.PROVINCE,
    "chi bo": BodyKind.CELL,
    "van phong": BodyKind.OFFICE,
    "uy ban kiem tra": BodyKind.INSPECTION,
    "uy ban nhan dan": BodyKind.STATE,
    "so": BodyKind.STATE,
    "ban": BodyKind.ADVISORY,
    "mat tran": BodyKind.MASS_ORG,
    "doan the": BodyKind.MASS_ORG,
    "trung uong": BodyKind.CENTRAL,
}
# How a position begins, and the duty that goes with it; the first that fits.
POSITION_WORDS = {
    "pho chanh van phong": Duty.DEPUTY_CHIEF,
    "chanh van phong": Duty.CHIEF,
    "van thu": Duty.CLERK,
    "luu tru": Duty.ARCHIVIST,
    "truong phong": Duty.UNIT_HEAD,
    "bi thu": Duty.LEADER,
    "pho bi thu": Duty.LEADER,
    "truong ban": Duty.LEADER,
    "pho truong ban": Duty.LEADER,
    "chu nhiem": Duty.LEADER,
    "pho chu nhiem": Duty.LEADER,
}
YES, NO = {"co", "x", "1", "yes", "true"}, {"", "khong", "0", "no", "false"}


def free_login(full_name: str) -> str:
    """«Phạm Thu Hà» is ha.pt, and ha.pt2 when that is taken."""
    *others, given = vietnamese.words(full_name, folded=True).split() or ["canbo"]
    base = f"{given}.{''.join(word[0] for word in others)}" if others else given
    taken = set(Person.objects.filter(login__startswith=base).values_list("login", flat=True))
    return next(login for login in (base, *(f"{base}{n}" for n in range(2, len(taken) + 3))) if login not in taken)


def short(text: str, most: int, name: str) -> str:
    if len(text) > most:
        raise Refusal(f"{name} dài quá {most} ký tự.")
    return text


def email(text: str) -> str:
    if text:
        try:
            validate_email(text)
        except ValidationError:
            raise Refusal(f"«{text}» không phải địa chỉ thư điện tử.") from None
    return text


def day(text: str) -> date | None:
    if not text:
        return None
    try:
        return vietnamese.parse_date(text, today=timezone.localdate())
    except ValueError as error:
        raise Refusal(str(error)) from None


def yes(text: str) -> bool:
    folded = vietnamese.fold(text).strip()
    if folded in YES | NO:
        return folded in YES
    raise Refusal(f"Cột «Trên hệ thống này» ghi «{text}»; chỉ ghi có hoặc không.")


def kind(text: str, name: str) -> str:
    """By its code, its name in the list, a usual word for it; an empty cell is read from the name of the body."""
    folded = vietnamese.words(text, folded=True)
    for kind in BodyKind:
        if folded in {kind.value, vietnamese.words(str(kind.label), folded=True)}:
            return kind
    if folded in KIND_WORDS:
        return KIND_WORDS[folded]
    if folded:
        raise Refusal(f"Chưa rõ loại «{text}».")
    words = f"{vietnamese.words(name, folded=True)} "
    return next((found for start, found in KIND_WORDS.items() if words.startswith(f"{start} ")), BodyKind.OTHER)


def body(text: str, role: str) -> Body:
    near = list(bodies_matching(text).filter(valid_to=None)[:12])
    for spelled in (vietnamese.exact, vietnamese.fold):
        same = [body for body in near if spelled(body.name) == spelled(text)]
        if len(same) == 1:
            return same[0]
    coded = [body for body in near if body.code and vietnamese.exact(body.code) == vietnamese.exact(text)]
    if len(coded) == 1:
        return coded[0]
    if len(near) == 1:
        return near[0]
    raise Refusal(f"{'Không thấy' if not near else 'Có nhiều'} {role} khớp «{text}».")


def unit(text: str, body: Body) -> Unit | None:
    if not text:
        return None
    for unit in Unit.objects.filter(body=body, valid_to=None):
        if vietnamese.fold(unit.name) == vietnamese.fold(text):
            return unit
    raise Refusal(f"«{body}» chưa có đơn vị «{text}».")


def duty(text: str, position: str) -> str:
    """By its code or its name; an empty cell is read from the position."""
    folded = vietnamese.words(text or position, folded=True)
    for duty in Duty:
        if folded in {duty.value, vietnamese.words(str(duty.label), folded=True)}:
            return duty
    if text:
        raise Refusal(f"Chưa rõ nhiệm vụ «{text}».")
    return next((found for start, found in POSITION_WORDS.items() if folded.startswith(start)), Duty.SPECIALIST)
