"""Form fields that read what people type."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from daumoi import vietnamese


class DayField(forms.CharField):
    """A day as an office writes it: 24/11/2026, 24-11-26, 24/11 (this year), 24112026; cleaned to a date or None.

    A day that does not exist, or outside 1930-2100, is refused with a sentence.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"data-date": "", "inputmode": "numeric", "autocomplete": "off"})
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if isinstance(value, date):
            return value
        if not typed:
            return None
        try:
            day = vietnamese.parse_date(typed, today=timezone.localdate())
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
        if not 1930 <= day.year <= 2100:
            raise forms.ValidationError(f"Năm {day.year} không hợp lý. Đồng chí xem lại ngày.")
        return day

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value
