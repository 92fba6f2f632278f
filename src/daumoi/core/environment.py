"""Strict reading of the environment: a wrong value stops the start with a sentence.

A secret may also come from a file: NAME_FILE names it.
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name: str, default: str) -> str:
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def flag(name: str, default: bool) -> bool:
    value = text(name, str(default)).strip().lower()
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def number(name: str, default: int) -> int:
    value = text(name, str(default)).strip()
    if value.isascii() and value.isdigit():
        return int(value)
    raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")


def words(name: str, default: list[str]) -> list[str]:
    value = text(name, "")
    return [word.strip() for word in value.split(",") if word.strip()] if value else default


def secret_key(home: Path) -> str:
    """DAUMOI_SECRET_KEY, or a key made once and kept in the office's folder."""
    if key := text("DAUMOI_SECRET_KEY", ""):
        return key
    path = home / "secret.key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


def database(url: str, home: Path) -> dict[str, Any]:
    """The database: a file in the office's folder, or postgresql://user:password@host:port/name."""
    if not url:
        home.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / "office.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;"
                    "PRAGMA cache_size=-65536; PRAGMA mmap_size=1073741824; PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DAUMOI_DATABASE must start with postgresql:// (or be empty for SQLite).")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def files_location(url: str, home: Path) -> dict[str, Any]:
    """Where stored files lie: a folder of the office, another folder, or s3://bucket?endpoint=…"""
    if not url.startswith("s3://"):
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": Path(url) if url else home / "files"},
        }
    try:
        from botocore.config import Config
    except ImportError as error:
        raise ImproperlyConfigured("DAUMOI_FILES names a bucket, and the extra s3 is not installed.") from error
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": parts.netloc,
            "location": parts.path.strip("/"),
            "endpoint_url": options.get("endpoint"),
            "access_key": text("DAUMOI_S3_KEY", ""),
            "secret_key": text("DAUMOI_S3_SECRET", ""),
            # A bucket that does not answer is said within seconds, not minutes.
            "client_config": Config(connect_timeout=5, read_timeout=60, retries={"total_max_attempts": 3}),
            "file_overwrite": False,
            "querystring_auth": True,
        },
    }
