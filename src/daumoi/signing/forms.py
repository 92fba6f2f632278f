"""What is typed about keys. A passphrase is never drawn again, whatever else was wrong on the form."""

from __future__ import annotations

from typing import Any

from django import forms

from daumoi.people.forms.fields import TypedField, bound_text
from daumoi.people.models import Person
from daumoi.people.naming import found_by
from daumoi.signing import reading
from daumoi.signing.vault import SHORTEST_PASSPHRASE

SHORTEST_FOR_AUTHORITY = 12


class PassphraseField(forms.CharField):
    """A passphrase already chosen."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"autocomplete": kwargs.pop("autocomplete", "off")}
        super().__init__(strip=False, max_length=200, widget=forms.PasswordInput(attrs=attributes), **kwargs)


class NewPassphraseField(PassphraseField):
    def __init__(self, *, shortest: int = SHORTEST_PASSPHRASE, **kwargs: Any) -> None:
        words = f"Cần có ít nhất {shortest} ký tự."
        super().__init__(
            min_length=shortest, autocomplete="new-password", error_messages={"min_length": words}, **kwargs
        )


class TwiceForm(forms.Form):
    """A new passphrase and the same again, so that a slip of the finger does not lock a key for good."""

    passphrase = NewPassphraseField(label="Mật khẩu ký", help_text=f"ít nhất {SHORTEST_PASSPHRASE} ký tự")
    again = PassphraseField(label="Nhập lại", autocomplete="new-password")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "passphrase" in data and "again" in data and data["passphrase"] != data["again"]:
            self.add_error("again", "Hai lần nhập chưa giống nhau. Đồng chí nhập lại cả hai.")
        return data


class FoundForm(TwiceForm):
    passphrase = NewPassphraseField(
        label="Mật khẩu của nơi cấp",
        shortest=SHORTEST_FOR_AUTHORITY,
        help_text=f"một câu dài, ít nhất {SHORTEST_FOR_AUTHORITY} ký tự; hỏi mỗi lần cấp chứng thư",
    )
    understood = forms.BooleanField(label="Đã cất giữ mật khẩu theo cách của cơ quan; mất thì không lấy lại được")


class PostField(TypedField):
    nobody = "Chưa rõ «{text}» là ai, hoặc người này đã có chứng thư. Đồng chí gõ tên rồi chọn trong danh sách."

    def look_up(self, text: str) -> Any:
        condition = found_by(text.split(",")[0], "person__search_key")
        near = list(self.choices_from.filter(condition)[:2]) if self.choices_from is not None and condition else []
        return near[0] if len(near) == 1 else super().look_up(text)


class AuthorityForm(forms.Form):
    """Whatever is issued needs the passphrase of the authority."""

    ca_passphrase = PassphraseField(label="Mật khẩu của nơi cấp", help_text="do người lập nơi cấp giữ")


class IssueForm(TwiceForm, AuthorityForm):
    post = PostField(label="Cấp cho", help_text="chức vụ đang giữ; chứng thư ghi tên người, chức vụ và cơ quan")
    passphrase = NewPassphraseField(
        label="Mật khẩu ký ban đầu",
        help_text=f"ít nhất {SHORTEST_PASSPHRASE} ký tự; trao riêng cho người giữ, người giữ đổi lại",
    )
    field_order = ("post", "passphrase", "again", "ca_passphrase")

    def __init__(self, *args: Any, actor: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices_from = reading.posts(actor)  # type: ignore[attr-defined]

    @property
    def post_text(self) -> str:
        return bound_text(self, "post")


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Lý do", max_length=300, help_text="ghi vào nhật ký")


class RenewForm(TwiceForm, AuthorityForm, ReasonForm):
    passphrase = NewPassphraseField(
        label="Mật khẩu ký ban đầu",
        help_text=f"ít nhất {SHORTEST_PASSPHRASE} ký tự; trao riêng cho người giữ, người giữ đổi lại",
    )
    field_order = ("reason", "passphrase", "again", "ca_passphrase")


class RenewSealForm(AuthorityForm, ReasonForm):
    field_order = ("reason", "ca_passphrase")


class ChangeForm(TwiceForm):
    old = PassphraseField(label="Mật khẩu đang dùng", autocomplete="current-password")
    passphrase = NewPassphraseField(label="Mật khẩu mới", help_text=f"ít nhất {SHORTEST_PASSPHRASE} ký tự")
    field_order = ("old", "passphrase", "again")


class ChangeAuthorityForm(ChangeForm):
    passphrase = NewPassphraseField(
        label="Mật khẩu mới", shortest=SHORTEST_FOR_AUTHORITY, help_text=f"ít nhất {SHORTEST_FOR_AUTHORITY} ký tự"
    )
