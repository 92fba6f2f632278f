"""A body, its identifiers, its units, its end, its terms."""

from __future__ import annotations

from typing import Any

from django import forms

from daumoi.core.fields import DayField
from daumoi.people.forms.fields import BodyField, bound_text
from daumoi.people.models import Body, BodyCode, BodyKind

SCHEMES = BodyCode._meta.get_field("scheme").choices


class BodyForm(forms.Form):
    name = forms.CharField(label="Tên cơ quan", max_length=200)
    short_name = forms.CharField(label="Tên gọi tắt", max_length=100, required=False)
    kind = forms.ChoiceField(label="Loại", choices=[("", "Chọn loại"), *BodyKind.choices])
    code = forms.CharField(label="Ký hiệu trên văn bản", max_length=30, required=False, help_text="TU, VPTU, ĐU…")
    parent = BodyField(label="Cấp trên", required=False)
    is_here = forms.BooleanField(label="Làm việc trên hệ thống này", required=False)
    office = BodyField(
        label="Văn phòng giữ sổ", required=False, choices_from=Body.objects.here(),
        help_text="để trống khi cơ quan tự giữ sổ",
    )  # fmt: skip
    place = forms.CharField(label="Địa danh trên văn bản", max_length=100, required=False)
    email = forms.EmailField(label="Thư điện tử", required=False)
    valid_from = DayField(label="Hoạt động từ ngày", required=False)

    def __init__(self, *args: Any, governs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not governs:
            del self.fields["is_here"], self.fields["office"]

    @property
    def parent_text(self) -> str:
        return bound_text(self, "parent")

    @property
    def office_text(self) -> str:
        return bound_text(self, "office")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("office") and not data.get("is_here"):
            self.add_error("office", "Chỉ cơ quan làm việc trên hệ thống này mới có văn phòng giữ sổ.")
        return data


class EndForm(forms.Form):
    on = DayField(label="Làm việc đến hết ngày")
    successor = BodyField(label="Cơ quan kế tục", required=False, help_text="nhận việc và sổ sách, nếu có")
    reason = forms.CharField(
        label="Căn cứ",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="số, ngày văn bản quyết định",
    )

    @property
    def successor_text(self) -> str:
        return bound_text(self, "successor")


class CodeForm(forms.Form):
    scheme = forms.ChoiceField(label="Bảng mã", choices=SCHEMES)  # type: ignore[arg-type]
    code = forms.CharField(label="Mã", max_length=60)
    valid_from = DayField(label="Từ ngày", required=False)
    valid_to = DayField(label="Đến hết ngày", required=False)


class DayForm(forms.Form):
    """The day something ends."""

    on = DayField(label="Đến hết ngày")


class EndWithReasonForm(DayForm):
    reason = forms.CharField(label="Căn cứ hoặc lý do", max_length=500, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class UnitForm(forms.Form):
    name = forms.CharField(label="Tên đơn vị", max_length=200)
    valid_from = DayField(label="Từ ngày", required=False)


class UnitNameForm(forms.Form):
    name = forms.CharField(label="Tên đơn vị", max_length=200)


class TermForm(forms.Form):
    """A term opened: by the days of its congress, or by a first day."""

    name = forms.CharField(label="Tên nhiệm kỳ", max_length=60, help_text="2025-2030")
    ordinal = forms.CharField(label="Khoá", max_length=20, required=False, help_text="I, XV…")
    congress_from = DayField(label="Đại hội khai mạc", required=False, help_text="tính cả phiên trù bị")
    congress_to = DayField(label="Đại hội bế mạc", required=False)
    plenum_from = DayField(
        label="Hội nghị lần thứ nhất", required=False, help_text="chỉ ghi khi họp trong những ngày đại hội"
    )
    starts_on = DayField(
        label="Hoặc bắt đầu từ ngày", required=False, help_text="khi cấp uỷ được chỉ định, không qua đại hội"
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not data.get("congress_to") and not data.get("starts_on"):
            self.add_error("congress_to", "Cần ngày bế mạc đại hội, hoặc ngày bắt đầu nhiệm kỳ.")
        if data.get("congress_to") and data.get("starts_on"):
            self.add_error("starts_on", "Đã có ngày đại hội thì ngày bắt đầu được tính; để trống ô này.")
        return data


class TermChangeForm(forms.Form):
    name = forms.CharField(label="Tên nhiệm kỳ", max_length=60)
    ordinal = forms.CharField(label="Khoá", max_length=20, required=False)
    starts_on = DayField(label="Từ ngày")
    ends_on = DayField(label="Đến hết ngày", required=False, help_text="để trống khi chưa có đại hội kế tiếp")
    congress_from = DayField(label="Đại hội khai mạc", required=False)
    congress_to = DayField(label="Đại hội bế mạc", required=False)
