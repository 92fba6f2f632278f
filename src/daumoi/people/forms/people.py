"""A person, a post, a delegation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from daumoi.core.fields import DayField
from daumoi.people import gates, rules
from daumoi.people.forms.fields import PersonField, bound_text
from daumoi.people.models import Appointment, Body, Duty, Person, Rank, Unit


class PersonForm(forms.Form):
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    login = forms.CharField(
        label="Tên đăng nhập", max_length=60, help_text="chữ thường không dấu: thuha",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    email = forms.EmailField(label="Thư điện tử", required=False)
    phone = forms.CharField(label="Điện thoại", max_length=30, required=False)


class PostForm(forms.Form):
    """A duty in a body. What `actor` may not give is not offered."""

    duty = forms.ChoiceField(label="Nhiệm vụ trong hệ thống")
    position = forms.CharField(label="Chức vụ", max_length=120, help_text="như in trên văn bản")
    unit = forms.ModelChoiceField(
        label="Đơn vị", queryset=Unit.objects.none(), required=False, empty_label="Không thuộc đơn vị nào"
    )
    rank = forms.ChoiceField(
        label="Cấp ký", choices=[("", "Theo chức vụ"), *Rank.choices], required=False,
        help_text="quyết định thể thức T/M, K/T, Q.",
    )  # fmt: skip
    assists = forms.ModelChoiceField(
        label="Giúp việc cho", queryset=Person.objects.none(), required=False, empty_label="Không",
        help_text="thư ký, trợ lý xem và nhập thay người này",
    )  # fmt: skip
    starts_on = DayField(label="Từ ngày")
    ends_on = DayField(label="Đến hết ngày", required=False)
    reason = forms.CharField(label="Căn cứ", max_length=300, required=False, help_text="số, ngày quyết định")

    def __init__(self, *args: Any, body: Body, actor: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        offered = [duty for duty in Duty if rules.appoints(actor, body, duty)]
        self.fields["duty"].choices = [("", "Chọn nhiệm vụ"), *[(duty, duty.label) for duty in offered]]  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.filter(body=body, valid_to=None)  # type: ignore[attr-defined]
        near = Appointment.objects.on(today).filter(body_id__in=_near(body)).values("person_id")
        self.fields["assists"].queryset = Person.objects.filter(pk__in=near, is_active=True)  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("duty") == Duty.ASSISTANT and not data.get("assists"):
            self.add_error("assists", "Thư ký, trợ lý giúp việc cho ai?")
        if data.get("duty") and data.get("position") and not data.get("rank"):
            data["rank"] = rules.rank_for(data["duty"], data["position"])
        return data


class NewPersonForm(PersonForm, PostForm):
    """A new account together with its first post."""

    field_order = ("full_name", "login", "email", "phone")


class AppointForm(PostForm):
    """A post for somebody who has an account already."""

    person = PersonField(label="Cán bộ")

    def __init__(self, *args: Any, body: Body, actor: Person, **kwargs: Any) -> None:
        super().__init__(*args, body=body, actor=actor, **kwargs)
        self.fields["person"].choices_from = gates.people_for(actor)  # type: ignore[attr-defined]

    @property
    def person_text(self) -> str:
        return bound_text(self, "person")


class DelegationForm(forms.Form):
    delegate = forms.ModelChoiceField(label="Người được giao", queryset=Person.objects.none(), empty_label="Chọn người")
    position = forms.CharField(label="Chức vụ khi ký", max_length=120, help_text="in dưới T/L: CHÁNH VĂN PHÒNG")
    organ = forms.ChoiceField(
        label="Thừa lệnh",
        choices=[("standing", "Ban Thường vụ"), ("committee", "Ban Chấp hành"), ("self", "Thủ trưởng cơ quan")],
    )
    basis = forms.CharField(label="Văn bản giao", max_length=300, help_text="số, ngày, trích yếu")
    type_codes = forms.MultipleChoiceField(
        label="Loại văn bản được ký",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="không chọn: mọi loại",
    )
    starts_on = DayField(label="Từ ngày")
    ends_on = DayField(label="Đến hết ngày", required=False)

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        near = Appointment.objects.on(today).filter(body_id__in={body.pk, body.registry.pk}).values("person_id")
        self.fields["delegate"].queryset = Person.objects.filter(pk__in=near, is_active=True)  # type: ignore[attr-defined]
        self.fields["type_codes"].choices = TYPES  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = today


# Types an order may be signed for (T/L); the names are those of the official list.
TYPES = [
    ("cong-van", "Công văn"),
    ("thong-bao", "Thông báo"),
    ("ke-hoach", "Kế hoạch"),
    ("bao-cao", "Báo cáo"),
    ("huong-dan", "Hướng dẫn"),
    ("quyet-dinh", "Quyết định"),
    ("chuong-trinh", "Chương trình"),
    ("to-trinh", "Tờ trình"),
    ("giay-moi", "Giấy mời"),
    ("giay-gioi-thieu", "Giấy giới thiệu"),
    ("phieu-chuyen", "Phiếu chuyển"),
]


def _near(body: Body) -> set[int]:
    """The body, its office, and the bodies whose registers it keeps: whom an assistant there may serve."""
    served = Body.objects.filter(office=body).values_list("pk", flat=True)
    return {body.pk, body.registry.pk, *served}
