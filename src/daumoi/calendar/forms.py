"""What people type on the pages of the calendar."""

from __future__ import annotations

from typing import Any

import python_calamine
from django import forms

from daumoi.calendar.facts import ReadTable, read_csv, read_rows
from daumoi.calendar.models import DayKind
from daumoi.core.fields import DayField

MAX_FILE = 2_000_000


class AddForm(forms.Form):
    kind = forms.ChoiceField(label="Loại")
    first = DayField(label="Ngày")
    last = DayField(label="Đến hết ngày", required=False, help_text="để trống khi chỉ một ngày")
    instead_of = DayField(label="Làm bù ngày", required=False, help_text="thứ bảy làm bù, chỉ cho ngày nghỉ hoán đổi")
    name = forms.CharField(label="Tên gọi", max_length=120)
    source = forms.CharField(label="Căn cứ", max_length=300, help_text="số, ngày của thông báo; lý do")

    def __init__(self, *args: Any, national: bool, office: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            choice for choice in DayKind.choices if (office if choice[0] == DayKind.OFFICE_OFF else national)
        ]


class RemoveForm(forms.Form):
    reason = forms.CharField(
        label="Lý do", max_length=300, help_text="ghi vào nhật ký; các hạn tính sau đó theo lịch mới"
    )


class AnnounceForm(forms.Form):
    year = forms.IntegerField(widget=forms.HiddenInput, min_value=2000, max_value=2100)
    announced = forms.BooleanField(label="Đã có lịch chính thức", required=False)
    source = forms.CharField(label="Căn cứ", max_length=300, help_text="số, ngày của thông báo lịch nghỉ")


class CountForm(forms.Form):
    """A question to the calendar: what is the deadline."""

    start = DayField(label="Kể từ ngày")
    amount = forms.IntegerField(label="Số ngày", min_value=0, max_value=1000)
    unit = forms.ChoiceField(
        label="Tính theo", choices=[("working", "ngày làm việc"), ("calendar", "ngày")], required=False
    )


class ImportForm(forms.Form):
    file = forms.FileField(label="Tệp lịch (.csv, .xlsx)", required=False)
    text = forms.CharField(required=False, widget=forms.HiddenInput)
    source = forms.CharField(label="Căn cứ", max_length=300, help_text="số, ngày của thông báo lịch nghỉ")
    announced = forms.BooleanField(label="Đây là lịch chính thức của năm", required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if not file and not cleaned.get("text"):
            self.add_error("file", "Chọn tệp cần nhập.")
        elif file and file.size > MAX_FILE:
            self.add_error("file", "Tệp lớn hơn 2 MB, không phải là lịch của một năm.")
        elif not self.errors:
            try:
                cleaned["table"] = self._read(file)
            except (UnicodeDecodeError, python_calamine.CalamineError, ValueError):
                self.add_error("file", "Không đọc được tệp. Lưu lại dạng .xlsx hoặc .csv (UTF-8) rồi chọn lại.")
        return cleaned

    def _read(self, file: Any) -> ReadTable:
        if not file:
            return read_csv(str(self.cleaned_data["text"]))
        if file.name.lower().endswith((".xlsx", ".xls", ".ods")):
            sheet = python_calamine.load_workbook(file).get_sheet_by_index(0)
            return read_rows(sheet.to_python())
        return read_csv(file.read().decode("utf-8-sig"))
