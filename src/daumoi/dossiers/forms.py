"""Opening a dossier, and what goes into it."""

from typing import Any

from django import forms

from daumoi.people.models import Body, Unit


class DossierForm(forms.Form):
    title = forms.CharField(
        label="Tiêu đề hồ sơ", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="việc gì, của ai, năm nào",
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        label="Đơn vị", queryset=Unit.objects.none(), required=False, empty_label="Không thuộc đơn vị nào"
    )

    def __init__(self, *args: Any, body: Body, units: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Unit.objects.filter(body_id__in={body.pk, body.registry.pk}, valid_to=None)
        self.fields["unit"].queryset = mine  # type: ignore[attr-defined]
        first = next((unit for unit in mine if unit.pk in units), None)
        self.fields["unit"].initial = first.pk if first else None


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
