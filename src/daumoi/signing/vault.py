"""Private keys at rest: readable only with the passphrase they were locked with.

scrypt makes every guess of a passphrase cost a tenth of a second and 64 MB; AES-256-GCM refuses a wrong one.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from daumoi.core.errors import Refusal

FORMAT = b"DM1"
SALT, NONCE = 16, 12
COST = 2**16
SHORTEST_PASSPHRASE = 8


class WrongPassphrase(Refusal):
    """The key stays locked."""

    title = "Chưa mở được khoá ký"

    def __init__(self) -> None:
        super().__init__(
            "Mật khẩu ký không đúng.",
            kept="Văn bản chưa được ký, không có gì thay đổi.",
            advice="Nhập lại mật khẩu ký; nếu đã quên, đề nghị quản trị cấp chứng thư mới.",
        )


def lock(key: EllipticCurvePrivateKey, passphrase: str, *, bound_to: str) -> bytes:
    """The key, unreadable without the passphrase. `bound_to` (the serial) must be told again to open it."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Refusal(f"Mật khẩu ký cần có ít nhất {SHORTEST_PASSPHRASE} ký tự.", advice="Đặt mật khẩu ký dài hơn.")
    plain = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    return FORMAT + salt + nonce + AESGCM(_derived(passphrase, salt)).encrypt(nonce, plain, bound_to.encode())


def unlock(locked: bytes, passphrase: str, *, bound_to: str) -> EllipticCurvePrivateKey:
    """The key, or `WrongPassphrase`."""
    body = locked.removeprefix(FORMAT)
    salt, nonce, sealed = body[:SALT], body[SALT : SALT + NONCE], body[SALT + NONCE :]
    try:
        plain = AESGCM(_derived(passphrase, salt)).decrypt(nonce, sealed, bound_to.encode())
    except InvalidTag:
        raise WrongPassphrase from None
    key = serialization.load_der_private_key(plain, None)
    assert isinstance(key, EllipticCurvePrivateKey)
    return key


def _derived(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=COST, r=8, p=1).derive(passphrase.encode())
