"""What people type on the pages of rule sets."""

from __future__ import annotations

from typing import Any

from django import forms


class ReviseForm(forms.Form):
    value = forms.CharField(label="Giá trị mới", required=False, max_length=4000)
    reason = forms.CharField(
        label="Lý do, căn cứ", max_length=500, help_text="văn bản nào quy định như vậy; ghi vào nhật ký"
    )

    def __init__(self, *args: Any, current: str = "", hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].initial = current
        self.fields["value"].help_text = hint
        if len(current) > 90:
            self.fields["value"].widget = forms.Textarea(attrs={"rows": 4})


class ConfirmForm(forms.Form):
    basis = forms.CharField(
        label="Căn cứ xác minh",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="đã đối chiếu với văn bản nào, điều khoản nào",
    )


class LoadForm(forms.Form):
    file = forms.FileField(label="Tệp quy định (.toml)", required=False)
    text = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label="Lý do, căn cứ", max_length=500)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not cleaned.get("text"):
            self.add_error("file", "Chọn tệp cần nạp.")
        return cleaned

    def data_bytes(self) -> bytes:
        """The file chosen now, or the one shown in the preview before."""
        chosen = self.cleaned_data.get("file")
        return chosen.read() if chosen else str(self.cleaned_data["text"]).encode()
