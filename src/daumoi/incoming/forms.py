"""The registration form and its smaller kin."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone

from daumoi import vietnamese
from daumoi.documents.actions import Description
from daumoi.documents.models import Security, Urgency
from daumoi.incoming import rules
from daumoi.incoming.actions import Answer, Coming
from daumoi.incoming.models import Arrival, Door
from daumoi.people.models import Body, Person
from daumoi.rulesets.book import RuleBook, current_book
from daumoi.rulesets.nouns import OTHER

_MOMENT = re.compile(
    r"(?P<day>.*?)(?:[\s,]+(?P<hour>\d{1,2})\s*(?:[:hg.]|giờ)\s*(?P<minute>\d{2})?\s*)?$", re.IGNORECASE
)
SAME_AS_BEFORE = ("door", "issuer", "issuer_text", "type_code", "urgency")


def type_names(book: RuleBook | None = None) -> dict[str, str]:
    """The types a paper may be of, whoever issued it: those of the Party first, then what only the State has."""
    book, today = book or current_book(), timezone.localdate()
    names: dict[str, str] = {}
    for system in ("party", "state"):
        if found := book.covering(system, today):
            for kind in found.types_in_order():
                names.setdefault(kind.code, kind.name)
    names[OTHER.code] = OTHER.name
    return names


def parse_moment(typed: str) -> tuple[datetime, bool]:
    """The day and hour somebody typed, and whether an hour was there; ValueError with a sentence."""
    found = _MOMENT.fullmatch(typed.strip())
    day = vietnamese.parse_date(found["day"] if found else typed, today=timezone.localdate())
    if found is None or found["hour"] is None:
        return timezone.make_aware(datetime.combine(day, time())), False
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if hour > 23 or minute > 59:
        raise ValueError(f"Không có giờ {hour}:{minute:02d}. Hãy gõ giờ theo 24 giờ, ví dụ 24/11/2026 08:12.")
    return timezone.make_aware(datetime.combine(day, time(hour, minute))), True


def moment_words(at: datetime, hour_known: bool = True) -> str:
    local = timezone.localtime(at)
    return f"{local:%d/%m/%Y %H:%M}" if hour_known else f"{local:%d/%m/%Y}"


class PaperForm(forms.Form):
    """What is written about a paper that came: shared by entering and correcting."""

    # What must be filled depends on the level of secrecy, which the browser does not know.
    use_required_attribute = False

    arrived_at = forms.CharField(label="Đến lúc", max_length=40)
    urgency = forms.ChoiceField(label="Độ khẩn", choices=Urgency.choices, required=False)
    security = forms.ChoiceField(label="Độ mật", choices=Security.choices, required=False)
    number = forms.CharField(label="Số, ký hiệu", max_length=100, required=False)
    issued_on = forms.CharField(
        label="Ngày văn bản",
        max_length=40,
        error_messages={"required": "Chưa ghi ngày văn bản."},
        widget=forms.TextInput(attrs={"data-date": "", "inputmode": "numeric"}),
    )
    type_code = forms.ChoiceField(label="Loại", required=False)
    issuer = forms.CharField(label="Nơi gửi", required=False, widget=forms.HiddenInput)
    issuer_text = forms.CharField(label="Nơi gửi", max_length=300, required=False)
    signer_name = forms.CharField(label="Người ký", max_length=120, required=False)
    subject = forms.CharField(
        label="Trích yếu",
        max_length=1000,
        error_messages={"required": "Chưa ghi trích yếu."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    pages = forms.IntegerField(label="Số trang", required=False, min_value=1, max_value=20_000)
    copies = forms.IntegerField(label="Số bản", required=False, min_value=1, max_value=1_000)
    door = forms.ChoiceField(label="Đến bằng", choices=Door.choices, required=False)
    note = forms.CharField(label="Ghi chú", max_length=500, required=False)

    def __init__(self, *args: Any, types: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.types = types
        self.fields["type_code"].choices = [("", "Chưa rõ"), *types.items()]  # type: ignore[attr-defined]

    def clean_arrived_at(self) -> datetime:
        try:
            at, self.hour_known = parse_moment(self.cleaned_data["arrived_at"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
        return at

    def clean_issued_on(self) -> date | None:
        typed = self.cleaned_data["issued_on"].strip()
        if not typed:
            return None
        try:
            return vietnamese.parse_date(typed, today=timezone.localdate())
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def clean_issuer(self) -> Body | None:
        """The body chosen from the list; None for a name typed freely."""
        chosen = self.cleaned_data["issuer"]
        return Body.objects.filter(pk=chosen).first() if chosen.isdecimal() else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._name_the_sender(data)
        self._ask_less_of_stubs(data)
        if data.get("security") == Security.TUYET_MAT and data.get("subject"):
            # Not even shown again: what was typed leaves the page with this answer.
            self.data = {name: self.data[name] for name in self.data} | {"subject": ""}
            data["subject"] = ""
            self.add_error("subject", "Văn bản Tuyệt mật không ghi trích yếu vào hệ thống; phần vừa gõ đã được bỏ.")
        if not self.errors:
            coming = self.coming()
            for name, problem in rules.check(self.description(), coming.at, hour_known=coming.hour_known).items():
                self.add_error(name, problem)
        return data

    def _ask_less_of_stubs(self, data: dict[str, Any]) -> None:
        """A secret paper may come without a day that can be written down; Tuyệt mật has no subject here."""
        level = data.get("security") or Security.NORMAL
        if level != Security.NORMAL and not self["issued_on"].value():
            self.errors.pop("issued_on", None)
            data["issued_on"] = None
        if level == Security.TUYET_MAT and not self["subject"].value():
            self.errors.pop("subject", None)
            data["subject"] = ""

    def _name_the_sender(self, data: dict[str, Any]) -> None:
        """A name that was typed out in full means the body of that name."""
        typed = " ".join(data.get("issuer_text", "").split())
        body: Body | None = data.get("issuer")
        if body is not None and typed and vietnamese.fold(typed) != vietnamese.fold(body.name):
            body = None
        if body is None and typed:
            key = vietnamese.words(typed, folded=True)
            body = next(
                (
                    found
                    for found in Body.objects.filter(search_key__startswith=key, valid_to=None)[:20]
                    if vietnamese.fold(found.name) == vietnamese.fold(typed)
                ),
                None,
            )
        data["issuer"], data["issuer_text"] = body, typed

    def description(self) -> Description:
        data = self.cleaned_data
        body: Body | None = data.get("issuer")
        code = data.get("type_code") or OTHER.code
        return Description(
            issuer=body,
            issuer_name=body.name if body else data.get("issuer_text", ""),
            type_code=code,
            type_name=self.types.get(code, OTHER.name),
            number=" ".join(data.get("number", "").split()),
            issued_on=data.get("issued_on"),
            subject=" ".join(data.get("subject", "").split()),
            signer_name=" ".join(data.get("signer_name", "").split()),
            urgency=data.get("urgency") or Urgency.NORMAL,
            security=data.get("security") or Security.NORMAL,
            pages=data.get("pages"),
            copies=data.get("copies"),
        )

    def coming(self) -> Coming:
        data = self.cleaned_data
        return Coming(
            at=data["arrived_at"],
            hour_known=self.hour_known,
            door=data.get("door") or Door.PAPER,
            note=data.get("note", ""),
        )

    @property
    def issuer_words(self) -> str:
        """The sender as it stands in the field now."""
        return str(self["issuer_text"].value() or "")


class RegistrationForm(PaperForm):
    """A paper to be entered, with what the clerk said about papers like it."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    same = forms.ChoiceField(choices=[("", ""), ("keep", "keep"), ("replace", "replace")], required=False)
    same_reason = forms.CharField(label="Lý do vẫn vào sổ", max_length=300, required=False)
    replaces = forms.IntegerField(widget=forms.HiddenInput, required=False)
    keep_fields = forms.BooleanField(label="Nhập liên tục", required=False)

    def token_value(self) -> UUID:
        return self.cleaned_data.get("token") or uuid4()

    def answer(self, person: Person) -> Answer:
        data = self.cleaned_data
        seen = frozenset(int(pk) for pk in data.get("seen", "").split() if pk.isdecimal())
        replaced = None
        if data.get("same") == "replace" and data.get("replaces"):
            replaced = Arrival.objects.visible_to(person).filter(pk=data["replaces"]).first()
        # Twins count as looked at only once the clerk has said what this paper is to them.
        return Answer(seen if data.get("same") else frozenset(), data.get("same_reason", ""), replaced)


class CorrectionForm(PaperForm):
    reason = forms.CharField(label="Lý do sửa", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


def initial_of(arrival: Arrival) -> dict[str, Any]:
    """The form of an arrival as it stands in the register."""
    document = arrival.document
    return {
        "arrived_at": moment_words(arrival.arrived_at, arrival.hour_known),
        "urgency": document.urgency,
        "security": document.security,
        "number": document.number,
        "issued_on": f"{document.issued_on:%d/%m/%Y}" if document.issued_on else "",
        "type_code": document.type_code,
        "issuer": document.issuer_id or "",
        "issuer_text": document.issuer_name,
        "signer_name": document.signer_name,
        "subject": document.subject,
        "pages": document.pages,
        "copies": document.copies,
        "door": arrival.door,
        "note": arrival.note,
        "version": arrival.version,
    }


def kept_between(form: PaperForm) -> dict[str, str]:
    """The fields that stay from one paper to the next."""
    return {name: str(form[name].value() or "") for name in SAME_AS_BEFORE}
