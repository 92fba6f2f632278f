"""The forms of log-in in Vietnamese: allauth's own, without its English labels and placeholders."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms


def named(form: forms.Form, **labels: str) -> None:
    """Give fields their labels; placeholders and foreign help texts go."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.help_text = ""
        if name in labels:
            field.label = labels[name]


class LoginForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named(self, login="Tên đăng nhập", password="Mật khẩu")


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named(self, oldpassword="Mật khẩu hiện nay", password1="Mật khẩu mới", password2="Nhập lại mật khẩu mới")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, second_time = data.get("password1"), self.data.get("password2")
        if first and first == data.get("oldpassword"):
            self.add_error("password1", "Mật khẩu mới phải khác mật khẩu hiện nay.")
        if first and second_time and first != second_time:
            self.errors.pop("password2", None)
            self.add_error("password2", "Hai lần nhập không giống nhau.")
        return data


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named(self, password="Mật khẩu")


class SecondFactorForm(second.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named(self, code="Mã xác thực")


class SecondFactorAgainForm(second.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named(self, code="Mã xác thực")


class ActivateTOTPForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named(self, code="Mã sáu số đang hiện")


class AddKeyForm(webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named(self, name="Tên khoá", passwordless="Đăng nhập không cần mật khẩu")


class EditKeyForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named(self, name="Tên khoá")
