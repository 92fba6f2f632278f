"""Freezing a statement."""

from django import forms

from daumoi.core.fields import DayField


class FreezeForm(forms.Form):
    cutoff = DayField(label="Mốc số liệu (hết ngày)")
    note = forms.CharField(label="Ghi chú", required=False, max_length=300)
