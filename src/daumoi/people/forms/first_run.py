"""What the first-run page asks."""

from typing import Any

from django import forms

from daumoi.core.errors import Refusal
from daumoi.core.fields import DayField
from daumoi.people import rules
from daumoi.people.actions.people import LOGIN, check_password_rules
from daumoi.people.first_run import Founding
from daumoi.people.models import BodyKind, Duty, Person

HERE = [
    BodyKind.PROVINCE, BodyKind.COMMUNE, BodyKind.PARTY_BODY, BodyKind.GRASSROOTS, BodyKind.CELL, BodyKind.ADVISORY,
    BodyKind.INSPECTION, BodyKind.STATE, BodyKind.MASS_ORG, BodyKind.OTHER,
]  # fmt: skip
ALSO = [
    Duty.CLERK, Duty.CHIEF, Duty.DEPUTY_CHIEF, Duty.REVIEWER, Duty.SPECIALIST, Duty.ARCHIVIST, Duty.LEADER,
]  # fmt: skip


class FirstRunForm(forms.Form):
    name = forms.CharField(label="Tên cơ quan", max_length=200, help_text="như in trên văn bản: Đảng uỷ xã Tân Lập")
    kind = forms.ChoiceField(label="Loại", choices=[("", "Chọn loại"), *[(kind, kind.label) for kind in HERE]])
    code = forms.CharField(
        label="Ký hiệu", max_length=30, required=False, help_text="TU, ĐU, CB…; để trống thì lấy theo loại"
    )
    place = forms.CharField(label="Địa danh", max_length=100, required=False, help_text="ghi trước ngày tháng")
    term = forms.CharField(label="Nhiệm kỳ hiện nay", max_length=60, required=False, help_text="2025-2030")
    ordinal = forms.CharField(label="Khoá", max_length=20, required=False, help_text="I, XV…")
    term_starts_on = DayField(label="Bắt đầu ngày", required=False, help_text="ngày sau ngày bế mạc đại hội")
    office = forms.CharField(
        label="Văn phòng giữ sổ", max_length=200, required=False, help_text="để trống nếu cấp uỷ tự giữ sổ"
    )
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    login = forms.CharField(
        label="Tên đăng nhập", max_length=60, help_text="chữ thường không dấu: thuha",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    password = forms.CharField(
        label="Mật khẩu", max_length=128, strip=False, help_text="ít nhất 10 ký tự",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label="Nhập lại mật khẩu", max_length=128, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    position = forms.CharField(
        label="Chức vụ", max_length=120, required=False, help_text="như in trên văn bản: Chánh Văn phòng"
    )
    duties = forms.MultipleChoiceField(
        label="Người này còn làm", required=False, choices=[(duty, duty.label) for duty in ALSO],
        widget=forms.CheckboxSelectMultiple, help_text="nơi ít người, một người có thể giữ nhiều việc",
    )  # fmt: skip

    def clean_login(self) -> str:
        login: str = self.cleaned_data["login"].strip().lower()
        if not LOGIN.fullmatch(login):
            raise forms.ValidationError("Dùng chữ thường không dấu, chữ số, dấu chấm, gạch nối; từ 2 ký tự.")
        return login

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind = data.get("kind")
        if kind in rules.COMMITTEES:
            if not data.get("term"):
                self.add_error("term", "Cấp uỷ làm việc theo nhiệm kỳ: cần tên nhiệm kỳ.")
            if not data.get("term_starts_on") and "term_starts_on" not in self.errors:
                self.add_error("term_starts_on", "Cần ngày bắt đầu nhiệm kỳ.")
        if kind and not data.get("code"):
            data["code"] = rules.BODY_CODES.get(BodyKind(kind), "")
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", "Hai lần nhập không giống nhau.")
        elif data.get("password"):
            try:
                check_password_rules(
                    data["password"], Person(login=data.get("login", ""), full_name=data.get("full_name", ""))
                )
            except Refusal as refusal:
                self.add_error("password", forms.ValidationError(refusal.reasons))
        return data

    def wishes(self) -> Founding:
        data = {**self.cleaned_data}
        del data["again"]
        return Founding(**data)
