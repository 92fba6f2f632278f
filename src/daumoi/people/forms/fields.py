"""A body or a person chosen by typing a few letters; typed words alone are enough when there is no script."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from daumoi import vietnamese
from daumoi.people.models import Body, Person
from daumoi.people.naming import found_by
from daumoi.people.suggestions import bodies_matching


class TypedWidget(forms.HiddenInput):
    """Reads the chosen id and the words typed beside it (`<name>_text`)."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return {"id": data.get(name, ""), "text": (data.get(f"{name}_text") or "").strip()}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_text" not in data


class TypedField(forms.Field):
    """Give `choices_from` a queryset. `bound_text(form, name)` is what the text box shows again."""

    widget = TypedWidget
    nobody = "Chưa rõ «{text}» là nơi nào. Đồng chí gõ vài chữ rồi chọn trong danh sách gợi ý."

    def __init__(self, *, choices_from: QuerySet | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices_from = choices_from

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return value["id"]
        return getattr(value, "pk", value)

    def label_of(self, found: Any) -> str:
        return str(found)

    def look_up(self, text: str) -> Any:
        raise forms.ValidationError(self.nobody.format(text=text))

    def clean(self, value: Any) -> Any:
        value = value or {"id": "", "text": ""}
        found = None
        if str(value["id"]).isdecimal() and self.choices_from is not None:
            found = self.choices_from.filter(pk=int(value["id"])).first()
        # Without a script the hidden id stays when the words change: then the words count.
        if (
            found is not None
            and value["text"]
            and vietnamese.exact(self.label_of(found)) != vietnamese.exact(value["text"])
        ) or (found is None and value["text"]):
            found = self.look_up(value["text"])
        elif found is not None and not value["text"]:
            found = None
        if found is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return found


class BodyField(TypedField):
    def __init__(self, *, choices_from: QuerySet | None = None, **kwargs: Any) -> None:
        super().__init__(choices_from=Body.objects.all() if choices_from is None else choices_from, **kwargs)

    def look_up(self, text: str) -> Any:
        assert self.choices_from is not None
        near = list(bodies_matching(text).filter(pk__in=self.choices_from.values("pk"))[:12])
        for spelled in (vietnamese.exact, vietnamese.fold):
            same = [body for body in near if spelled(body.name) == spelled(text)]
            if len(same) == 1:
                return same[0]
        if len(near) == 1:
            return near[0]
        return super().look_up(text)


class PersonField(TypedField):
    nobody = "Chưa rõ «{text}» là ai. Đồng chí gõ vài chữ rồi chọn trong danh sách, hoặc ghi đúng tên đăng nhập."

    def look_up(self, text: str) -> Any:
        """By the exact log-in name anybody is found, so that a person may serve two bodies; by name one's own only."""
        if by_login := Person.objects.filter(login__iexact=text).first():
            return by_login
        condition = found_by(text)
        near = list(self.choices_from.filter(condition)[:2]) if self.choices_from is not None and condition else []
        return near[0] if len(near) == 1 else super().look_up(text)


def bound_text(form: forms.Form, name: str) -> str:
    """The words of the text box: as typed, else the name of the initial choice."""
    if form.is_bound:
        return str(form.data.get(f"{name}_text", ""))
    initial = form.initial.get(name)
    field = form.fields[name]
    if isinstance(initial, int) and isinstance(field, TypedField) and field.choices_from is not None:
        initial = field.choices_from.filter(pk=initial).first()
    return str(initial) if initial is not None else ""
