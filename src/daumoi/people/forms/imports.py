"""A table brought by somebody, and which of its columns means what."""

from __future__ import annotations

from typing import Any

from django import forms

from daumoi.people import gates
from daumoi.people.models import Body, ImportSheet, Person
from daumoi.people.tables import COLUMNS


class UploadForm(forms.Form):
    kind = forms.ChoiceField(
        label="Nhập gì", choices=ImportSheet.Kind.choices, widget=forms.RadioSelect, initial=ImportSheet.Kind.BODIES
    )
    body = forms.ModelChoiceField(
        label="Cán bộ của cơ quan",
        queryset=Body.objects.none(),
        required=False,
        empty_label="Theo cột «Cơ quan» trong tệp",
    )
    file = forms.FileField(
        label="Tệp", help_text=".xlsx, .xls, .ods hoặc .csv (UTF-8); nhiều nhất 1.000 dòng",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.xlsb,.ods,.csv"}),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = gates.insides_for(actor).filter(pk__in=gates.managed_ids(actor)).order_by("sort_key")
        self.fields["body"].queryset = mine  # type: ignore[attr-defined]


class MappingForm(forms.Form):
    """One choice a meaning: which column of the file holds it."""

    def __init__(self, *args: Any, sheet: ImportSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "không có"), *[(str(at), _heading(at, name)) for at, name in enumerate(sheet.header)]]
        for column in COLUMNS[sheet.kind]:
            self.fields[column.key] = forms.ChoiceField(
                label=column.label,
                choices=choices,
                required=column.required,
                initial=str(sheet.mapping.get(column.key, "")),
            )

    def mapping(self) -> dict[str, int]:
        return {key: int(at) for key, at in self.cleaned_data.items() if at}


def _heading(at: int, name: str) -> str:
    letter = chr(65 + at) if at < 26 else f"{chr(64 + at // 26)}{chr(65 + at % 26)}"
    return f"cột {letter}: {name[:60]}" if name else f"cột {letter}"
