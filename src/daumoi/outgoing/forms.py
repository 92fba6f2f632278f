"""The shape of what is typed about drafts and issued papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from daumoi import vietnamese
from daumoi.documents.models import Channel, Urgency
from daumoi.outgoing.models import PARTS, Resolution
from daumoi.outgoing.paper import Content
from daumoi.outgoing.rules.formal import SignerChoice, TypeOffer
from daumoi.people.models import Appointment, Body, Person, Unit
from daumoi.people.suggestions import bodies_matching

MOST_ROWS = 60
# Words typed while the form asks what another type changes are not overwritten by the answer.
KEPT = {"hx-preserve": "true"}


def parse_day(typed: str) -> date:
    try:
        return vietnamese.parse_date(typed, today=timezone.localdate())
    except ValueError as error:
        raise forms.ValidationError(str(error)) from None


# --- rows ---------------------------------------------------------------------------------------------


@dataclass
class Row:
    """One line of a list that grows: its words, what they stand for, and what they are for."""

    words: str = ""
    chosen: str = ""
    purpose: str = ""


@dataclass
class Rows:
    """A list in a form: base-words, base-chosen… Empty lines at the end invite the next one."""

    name: str
    rows: list[Row] = field(default_factory=list)

    @classmethod
    def read(cls, name: str, data: QueryDict) -> Rows:
        words, chosen, purposes = (data.getlist(f"{name}-{part}") for part in ("words", "chosen", "purpose"))
        rows = [
            Row(said.strip()[:500], _at(chosen, index), _at(purposes, index)[:200])
            for index, said in enumerate(words[:MOST_ROWS])
        ]
        return cls(name, [row for row in rows if row.words])

    def shown(self, spare: int = 1) -> list[Row]:
        return [*self.rows, *(Row() for _ in range(spare))]


def _at(values: list[str], index: int) -> str:
    return values[index].strip() if index < len(values) else ""


def rows_of(name: str, places: Iterable[dict[str, Any]], *, words: str, chosen: str) -> Rows:
    """The rows of a stored list."""
    return Rows(
        name,
        [Row(str(one[words]), str(one.get(chosen) or ""), str(one.get("purpose") or "")) for one in places],
    )


def places_of(rows: Rows) -> list[dict[str, Any]]:
    """Rows as places: a name that was only typed finds its body when exactly one body is called so."""
    chosen = Body.objects.in_bulk([int(row.chosen) for row in rows.rows if row.chosen.isdecimal()])
    found = []
    for row in rows.rows:
        body = chosen.get(int(row.chosen)) if row.chosen.isdecimal() else None
        if body is None or vietnamese.fold(body.name) != vietnamese.fold(row.words):
            body = _called(row.words)
        found.append({"body": body.pk if body else None, "name": row.words, "purpose": row.purpose})
    return found


def _called(words: str) -> Body | None:
    """The one body with this very name, whatever the marks."""
    wanted = vietnamese.fold(words)
    fitting = [body for body in bodies_matching(words)[:12] if vietnamese.fold(body.name) == wanted]
    return fitting[0] if len(fitting) == 1 else None


# --- the draft ------------------------------------------------------------------------------------------


class DraftForm(forms.Form):
    """Everything a version says. Types that may not be issued are shown, locked, with the reason beneath the form."""

    use_required_attribute = False

    organ = forms.ChoiceField(label="Tập thể ban hành")
    type_code = forms.ChoiceField(label="Loại văn bản")
    urgency = forms.ChoiceField(label="Độ khẩn", choices=Urgency.choices, required=False)
    subject = forms.CharField(
        label="Trích yếu",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, **KEPT}),
        error_messages={"required": "Chưa ghi trích yếu."},
    )
    text = forms.CharField(
        label="Nội dung", required=False, widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "true", **KEPT})
    )
    place = forms.CharField(label="Địa danh", max_length=100, required=False)
    keep_line = forms.CharField(label="Dòng lưu", max_length=200, required=False)
    signer = forms.ChoiceField(label="Người ký", required=False)
    authority = forms.CharField(
        label="Quyền hạn ký", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="như in trên văn bản; để trống khi cấp trưởng ký trực tiếp",
    )  # fmt: skip
    position = forms.CharField(label="Chức vụ", max_length=150, required=False)
    what_changed = forms.CharField(label="Lần này sửa gì", max_length=500, required=False)
    unit = forms.ModelChoiceField(
        label="Đơn vị soạn", queryset=Unit.objects.none(), required=False, empty_label="Không"
    )
    source_kind = forms.ChoiceField(
        label="Tệp Word",
        choices=[("made", "Hệ thống dựng theo mẫu"), ("own", "Tệp .docx tự soạn")],
        widget=forms.RadioSelect,
        required=False,
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        organs: list[tuple[str, str]],
        types: list[TypeOffer],
        signers: list[SignerChoice],
        units: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.signers = {choice.key: choice for choice in signers}
        self.types = types
        choose = "Chưa chọn"
        self.fields["organ"].choices = organs  # type: ignore[attr-defined]
        offered = [(offer.kind.code, offer.kind.name) for offer in types if offer.allowed]
        self.fields["type_code"].choices = offered  # type: ignore[attr-defined]
        self.fields["signer"].choices = [("", choose), *((one.key, one.label) for one in signers)]  # type: ignore[attr-defined]
        if units is None:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        data = self.data if self.is_bound else QueryDict()
        self.bases = Rows.read("base", data) if self.is_bound else Rows("base")  # type: ignore[arg-type]
        self.addressees = Rows.read("to", data) if self.is_bound else Rows("to")  # type: ignore[arg-type]
        self.recipients = Rows.read("cc", data) if self.is_bound else Rows("cc")  # type: ignore[arg-type]

    @property
    def locked_types(self) -> list[TypeOffer]:
        return [offer for offer in self.types if not offer.allowed]

    @property
    def own(self) -> bool:
        return bool(self["source_kind"].value() == "own")

    def content(self) -> Content:
        """What was typed, whether or not all of it is right: for the preview too."""
        said = {name: str(self[name].value() or "") for name in self.fields if name != "unit"}
        choice = self.signers.get(said["signer"])
        return Content(
            organ=said["organ"],
            type_code=said["type_code"],
            subject=said["subject"],
            text=said["text"],
            urgency=said["urgency"] if said["urgency"] in Urgency.values else Urgency.NORMAL,
            bases=[
                {"text": row.words, "entry": int(row.chosen) if row.chosen.isdecimal() else None}
                for row in self.bases.rows
            ],
            addressees=places_of(self.addressees),
            recipients=places_of(self.recipients),
            keep_line=said["keep_line"],
            place=said["place"],
            signer=choice.person if choice else None,
            by_order=choice.by_order if choice else False,
            authority=said["authority"].splitlines(),
            position=said["position"],
        )


def initial_of(content: Content, signers: Iterable[SignerChoice]) -> dict[str, Any]:
    """A version as the form shows it."""
    chosen = next(
        (
            one.key
            for one in signers
            if content.signer and one.person.pk == content.signer.pk and one.by_order == content.by_order
        ),
        "",
    )
    return {
        "organ": content.organ,
        "type_code": content.type_code,
        "urgency": content.urgency,
        "subject": content.subject,
        "text": content.text,
        "place": content.place,
        "keep_line": content.keep_line,
        "signer": chosen,
        "authority": "\n".join(content.authority),
        "position": content.position,
    }


# --- opinions -------------------------------------------------------------------------------------------


class Askable:
    """Whom a draft of a body can be put before: units and people of the body and its office, the bodies around it."""

    def __init__(self, body: Body) -> None:
        today = timezone.localdate()
        offices = {body.pk, body.registry.pk}
        around = Body.objects.here().filter(parent_id__in=[body.pk, *([body.parent_id] if body.parent_id else [])])
        self.found: dict[str, Unit | Body | Person] = {}
        self.groups: list[tuple[str, list[tuple[str, str]]]] = []
        units = Unit.objects.filter(body_id__in=offices, valid_to=None)
        self._add("Đơn vị", [("u", unit, unit.name) for unit in units])
        bodies = around.existing(today).exclude(pk__in=offices).order_by("sort_key")[:200]
        self._add("Cơ quan", [("b", other, other.name) for other in bodies])
        appointed = Appointment.objects.on(today).filter(body_id__in=offices, person__is_active=True)
        seen: dict[int, tuple[str, Any, str]] = {}
        for one in appointed.select_related("person").order_by("person__sort_key"):
            seen.setdefault(one.person_id, ("p", one.person, f"{one.person}, {one.position}"))
        self._add("Cá nhân", list(seen.values()))

    def _add(self, name: str, rows: list[tuple[str, Any, str]]) -> None:
        for letter, one, _label in rows:
            self.found[f"{letter}{one.pk}"] = one
        if rows:
            self.groups.append((name, [(f"{letter}{one.pk}", label) for letter, one, label in rows]))


class OpinionForm(forms.Form):
    asked = forms.MultipleChoiceField(
        label="Xin ý kiến của",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chưa chọn nơi xin ý kiến."},
    )
    question = forms.CharField(
        label="Nội dung cần xin ý kiến",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Chưa ghi nội dung cần xin ý kiến."},
    )
    due_on = forms.CharField(
        label="Trước ngày", required=False, max_length=40, widget=forms.TextInput(attrs={"data-date": ""}),
        help_text="quá ngày này, dự thảo không phải chờ nữa",
    )  # fmt: skip
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, askable: Askable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.askable = askable
        self.fields["asked"].choices = askable.groups  # type: ignore[attr-defined]

    def clean_due_on(self) -> date | None:
        typed = self.cleaned_data["due_on"].strip()
        return parse_day(typed) if typed else None

    def those(self) -> list[Unit | Body | Person]:
        return [self.askable.found[key] for key in self.cleaned_data["asked"]]


class AnswerForm(forms.Form):
    text = forms.CharField(
        label="Ý kiến",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Ý kiến chưa có nội dung. Nếu nhất trí, ghi «Nhất trí với dự thảo»."},
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)


class SettleForm(forms.Form):
    resolution = forms.ChoiceField(
        label="Xử lý",
        choices=Resolution.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Chưa chọn cách xử lý."},
    )
    reason = forms.CharField(
        label="Nội dung xử lý", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="bắt buộc khi tiếp thu một phần hoặc giải trình",
    )  # fmt: skip
    version = forms.CharField(required=False, widget=forms.HiddenInput)


# --- appraisal, signature, number -----------------------------------------------------------------------


class SheetForm(forms.Form):
    """Phiếu thẩm định: five parts, each in order or not, with a remark."""

    remark = forms.CharField(
        label="Nhận xét", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="bắt buộc khi trả lại; nơi soạn đọc được",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, name in PARTS.items():
            self.fields[key] = forms.ChoiceField(
                label=name, choices=[("ok", "đạt"), ("no", "chưa đạt")], required=False, widget=forms.RadioSelect
            )
            self.fields[f"{key}_remark"] = forms.CharField(label=f"{name}: ghi chú", required=False, max_length=500)

    @property
    def parts(self) -> list[tuple[str, Any, Any]]:
        return [(name, self[key], self[f"{key}_remark"]) for key, name in PARTS.items()]

    def sheet(self) -> dict[str, tuple[bool, str]]:
        data = self.cleaned_data
        return {key: (data[key] == "ok", data[f"{key}_remark"]) for key in PARTS if data.get(key)}


class SignForm(forms.Form):
    passphrase = forms.CharField(
        label="Mật khẩu ký",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Chưa nhập mật khẩu ký."},
        strip=False,
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)


class IssueForm(forms.Form):
    on = forms.CharField(label="Ngày ban hành", max_length=40, widget=forms.TextInput(attrs={"data-date": ""}))
    copies = forms.IntegerField(label="Số lượng bản", required=False, min_value=1, max_value=10_000)
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_on(self) -> date:
        return parse_day(self.cleaned_data["on"])


# --- deliveries and numbers -----------------------------------------------------------------------------


class SendForm(forms.Form):
    channel = forms.ChoiceField(
        label="Cách gửi", choices=[(one.value, one.label) for one in Channel if one != Channel.INSIDE]
    )
    note = forms.CharField(label="Ghi chú", required=False, max_length=300)
    version = forms.CharField(required=False, widget=forms.HiddenInput)


class RecallForm(forms.Form):
    deliveries = forms.MultipleChoiceField(
        label="Nơi nhận", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Chưa chọn nơi nhận."}
    )
    reason = forms.CharField(
        label="Lý do",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Đề nghị thu hồi cần ghi lý do."},
    )
    replacement = forms.CharField(
        label="Thay bằng văn bản số",
        required=False,
        max_length=100,
        help_text="để trống nếu chỉ thu hồi, không thay thế",
    )

    def __init__(self, *args: Any, deliveries: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deliveries"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.recipient_name} ({one.get_state_display().lower()})") for one in deliveries
        ]


class ReserveForm(forms.Form):
    series = forms.ChoiceField(label="Dãy số")
    count = forms.IntegerField(label="Giữ mấy số", min_value=1, max_value=500, initial=1)
    reason = forms.CharField(
        label="Lý do",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="văn bản mật ghi ngoài hệ thống, những ngày mất điện dùng sổ giấy…",
        error_messages={"required": "Giữ số cần ghi lý do."},
    )

    def __init__(self, *args: Any, series: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].choices = series  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Lý do",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Cần ghi lý do."},
    )
