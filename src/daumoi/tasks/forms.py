"""The handling note as a form: a text, one lead, any number of co-operating and for-information lines."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from daumoi import vietnamese
from daumoi.calendar.book import deadline_in, deadline_on
from daumoi.calendar.rules import Deadline
from daumoi.people.duties import standing
from daumoi.people.models import Appointment, Body, Person, Unit
from daumoi.tasks.actions import Assignment
from daumoi.tasks.models import Role


class Targets:
    """The units and people a paper of a body can be given to, read in two queries."""

    def __init__(self, body: Body) -> None:
        self.body = body
        today = timezone.localdate()
        offices = {body.pk, body.registry.pk}
        self.units = {f"u{unit.pk}": unit for unit in Unit.objects.filter(body_id__in=offices, valid_to=None)}
        appointed = Appointment.objects.on(today).filter(body_id__in=offices, person__is_active=True)
        self.people: dict[str, Person] = {}
        self.posts: dict[str, str] = {}
        for appointment in appointed.select_related("person", "unit").order_by("person__sort_key"):
            key = f"p{appointment.person_id}"
            self.people[key] = appointment.person
            self.posts.setdefault(key, appointment.position)

    @property
    def choices(self) -> list[Any]:
        return [
            ("Đơn vị", [(key, unit.name) for key, unit in self.units.items()]),
            ("Cá nhân", [(key, f"{person.full_name}, {self.posts[key]}") for key, person in self.people.items()]),
        ]

    def assignment(self, role: str, key: str, due: Deadline | None = None) -> Assignment:
        return Assignment(
            role,
            unit=self.units.get(key),
            person=self.people.get(key),
            due_on=due.date if due else None,
            due_explained=due.explain() if due else "",
        )


class DirectForm(forms.Form):
    """Bút phê."""

    text = forms.CharField(label="Ý kiến chỉ đạo", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    lead = forms.ChoiceField(label="Chủ trì", required=False)
    days = forms.IntegerField(
        label="Số ngày làm việc", required=False, min_value=1, max_value=250, help_text="tính từ hôm nay, trừ ngày nghỉ"
    )
    due_on = forms.CharField(
        label="hoặc đến hết ngày", required=False, max_length=40, help_text="để trống nếu đã ghi số ngày"
    )
    support = forms.MultipleChoiceField(label="Phối hợp", required=False, widget=forms.CheckboxSelectMultiple)
    info = forms.MultipleChoiceField(label="Để biết", required=False, widget=forms.CheckboxSelectMultiple)
    on_behalf_of = forms.ChoiceField(label="Ghi thay cho", required=False)

    def __init__(self, *args: Any, targets: Targets, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets = targets
        for name in ("lead", "support", "info"):
            choices = targets.choices
            self.fields[name].choices = [("", "Chưa giao"), *choices] if name == "lead" else choices  # type: ignore[attr-defined]
        self.principals = {str(found.pk): found for found in Person.objects.filter(pk__in=standing(person).principals)}
        if self.principals:
            self.fields["on_behalf_of"].choices = [(key, str(found)) for key, found in self.principals.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["on_behalf_of"]

    def clean_due_on(self) -> date | None:
        typed = self.cleaned_data["due_on"].strip()
        if not typed:
            return None
        try:
            return vietnamese.parse_date(typed, today=timezone.localdate())
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("days") and data.get("due_on"):
            self.add_error("due_on", "Chỉ ghi số ngày hoặc ngày, không ghi cả hai.")
        if (data.get("days") or data.get("due_on")) and not data.get("lead"):
            self.add_error("lead", "Đã đặt hạn thì cần nơi chủ trì.")
        return data

    def due(self) -> Deadline | None:
        """The deadline with its explanation, or None."""
        data = self.cleaned_data
        if data.get("days"):
            return deadline_in(data["days"], timezone.localdate(), self.targets.body)
        if data.get("due_on"):
            return deadline_on(data["due_on"], self.targets.body)
        return None

    def lines(self) -> list[Assignment]:
        data, due = self.cleaned_data, self.due()
        lines = [self.targets.assignment(Role.LEAD, data["lead"], due)] if data.get("lead") else []
        lines += [self.targets.assignment(Role.SUPPORT, key, due) for key in data["support"]]
        lines += [self.targets.assignment(Role.INFO, key) for key in data["info"]]
        return lines

    def principal(self) -> Person | None:
        return self.principals.get(self.cleaned_data.get("on_behalf_of") or "")


class ReportForm(forms.Form):
    text = forms.CharField(label="Kết quả", widget=forms.Textarea(attrs={"rows": 4}), max_length=5000)


class ForwardForm(forms.Form):
    """To whom in the unit."""

    person = forms.ModelChoiceField(label="Giao cho", queryset=Person.objects.none())
    note = forms.CharField(label="Ý kiến", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, unit: Unit | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = Appointment.objects.on(timezone.localdate()).filter(unit=unit).values("person")
        self.fields["person"].queryset = Person.objects.filter(pk__in=inside, is_active=True)  # type: ignore[attr-defined]
