"""The shape of input: a file, and what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from daumoi.exchange.mapping import meanings_of
from daumoi.exchange.models import Batch, Book
from daumoi.people.models import Body


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Tệp sổ cũ",
        allow_empty_file=True,
        help_text="Excel (.xlsx, .xls, .ods), .csv hoặc .jsonl; hai loại sau có thể nén .gz. Dòng đầu là tên các cột.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt,.tsv,.jsonl,.json,.gz"}),
    )
    book = forms.ChoiceField(label="Nhập vào", choices=Book.choices, widget=forms.RadioSelect, initial=Book.OUTGOING)
    body = forms.ChoiceField(label="Sổ của")

    def __init__(self, *args: Any, bodies: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {str(body.pk): body for body in bodies}
        self.fields["body"].choices = [(pk, body.name) for pk, body in self.bodies.items()]  # type: ignore[attr-defined]

    def clean_body(self) -> Body:
        return self.bodies[self.cleaned_data["body"]]


class ColumnsForm(forms.Form):
    """One choice for each thing a register says; the choices are the columns of the file."""

    def __init__(self, *args: Any, batch: Batch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = dict(batch.mapping)
        choices = [("", "không có trong tệp"), *((name, name) for name in batch.columns)]
        for meaning in meanings_of(batch.book):
            self.fields[meaning.key] = forms.ChoiceField(
                label=meaning.label, choices=choices, required=False, help_text=meaning.hint
            )
