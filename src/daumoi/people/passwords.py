"""Passwords: how long, and the temporary ones an administrator hands over."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError

# Letters and digits that nobody confuses when a slip of paper is copied by hand.
LETTERS = "abcdefghkmnpqrstuvwxyz23456789"


class LongEnough:
    def __init__(self, min_length: int = 10) -> None:
        self.min_length = min_length

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < self.min_length:
            raise ValidationError(f"Mật khẩu cần ít nhất {self.min_length} ký tự.", code="too_short")

    def get_help_text(self) -> str:
        return f"Ít nhất {self.min_length} ký tự."


def temporary_password() -> str:
    """Four groups of four: long enough for a day, short enough to read out."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
