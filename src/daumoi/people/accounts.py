"""Log-in: accounts are made by the office, never by a visitor; everything it says is Vietnamese."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from daumoi.core.words import tell
from daumoi.journal.actions import record
from daumoi.people.models import Person

log = logging.getLogger(__name__)

tell("people", log_in="đăng nhập", change_password="đổi mật khẩu của mình")

TOO_MANY = "Thử quá nhiều lần. Đồng chí đợi 5 phút rồi thử lại; tài khoản và dữ liệu không bị ảnh hưởng."
WRONG_CODE = "Mã không đúng hoặc đã hết hạn. Đồng chí nhập lại mã mới nhất."


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Tài khoản này đã được dừng.",
        "enter_current_password": "Mật khẩu hiện nay chưa đúng.",
        "incorrect_code": WRONG_CODE,
        "incorrect_password": "Mật khẩu chưa đúng.",
        "invalid_login": "Tên đăng nhập hoặc mật khẩu chưa đúng.",
        "too_many_login_attempts": TOO_MANY,
        "username_password_mismatch": "Tên đăng nhập hoặc mật khẩu chưa đúng.",
        "same_as_current": "Giá trị mới phải khác giá trị hiện nay.",
        "select_only_one": "Chỉ chọn một.",
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_username(self, username: str, shallow: bool = False) -> Any:
        return super().clean_username(username.strip().lower(), shallow=shallow)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Somebody guessing passwords gets the page that says so, not one more line in the form."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            raise ImmediateHttpResponse(respond_429(request)) from None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        log.warning("log-in refused: %s from %s", credentials.get("username", ""), self.get_client_ip(request))

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        record("people.log_in", user, actor=user, address=self.get_client_ip(request))
        return super().post_login(request, user, **kwargs)

    def set_password(self, user: Any, password: str) -> None:
        """A password its owner has chosen is no longer temporary."""
        person: Person = user
        person.set_password(password)
        person.must_change_password = False
        person.save(update_fields=["password", "must_change_password"])
        record("people.change_password", person, actor=person)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:account")


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "Chưa tắt được xác thực hai bước.",
        "cannot_generate_recovery_codes": "Bật xác thực hai bước trước khi tạo mã dự phòng.",
        "incorrect_code": WRONG_CODE,
    }

    def get_totp_label(self, user: Any) -> str:
        return str(user.login)

    def _get_site_name(self) -> str:
        return "Đầu Mối"

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002
        return f"Khoá {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"
