"""The test database as the migrations leave it, kept aside and put back after tests that commit.

Django's own way, `flush`, deletes rows: the triggers that protect the journal refuse that, the
search index is no table it knows, and rows written by migrations would be gone for the next test.
"""

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import django
import psycopg
from django.db import connection, connections

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "var" / "test" / "templates"


def migrations_fingerprint() -> str:
    digest = hashlib.sha256(django.__version__.encode())
    files = [*ROOT.glob("src/daumoi/*/migrations/*.py"), *ROOT.glob("src/daumoi/core/**/*.py"), ROOT / "uv.lock"]
    for path in sorted(files):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def template() -> Path:
    """Where a migrated SQLite file is kept between runs: a changed migration means another file."""
    return TEMPLATES / f"{migrations_fingerprint()}.sqlite3"


def start_from_template(name: str) -> bool:
    """Begin with the kept file, if there is one; Django's `migrate` then finds nothing to do."""
    try:
        _copy(template(), Path(name))
    except sqlite3.OperationalError:  # none yet, or just replaced by another run
        Path(name).unlink(missing_ok=True)
        return False
    return True


def keep_pristine() -> None:
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        connection.close()
        _copy(Path(name), Path(f"{name}.pristine"))
        if not template().exists():
            TEMPLATES.mkdir(parents=True, exist_ok=True)
            for outdated in TEMPLATES.glob("*.sqlite3*"):
                outdated.unlink(missing_ok=True)
            arriving = template().with_suffix(f".{os.getpid()}")
            _copy(Path(name), arriving)
            arriving.rename(template())
    else:
        connections.close_all()
        _postgres(
            f'DROP DATABASE IF EXISTS "{_name()}_pristine"',
            f'CREATE DATABASE "{_name()}_pristine" TEMPLATE "{_name()}"',
        )


def restore_pristine() -> None:
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        connection.close()
        _copy(Path(f"{name}.pristine"), Path(name))
    else:
        connections.close_all()
        _postgres(
            f'DROP DATABASE "{_name()}" WITH (FORCE)', f'CREATE DATABASE "{_name()}" TEMPLATE "{_name()}_pristine"'
        )


def forget_pristine() -> None:
    if connection.vendor == "postgresql":
        connections.close_all()
        _postgres(f'DROP DATABASE IF EXISTS "{_name()}_pristine"')


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _copy(source: Path, target: Path) -> None:
    """Page by page through SQLite itself, so that open connections to the target stay right."""
    reading = f"{source.as_uri()}?mode=ro"
    with closing(sqlite3.connect(reading, uri=True)) as giving, closing(sqlite3.connect(target, timeout=20)) as taking:
        giving.backup(taking)


def _postgres(*statements: str) -> None:
    place = connection.settings_dict
    with psycopg.connect(
        host=place["HOST"] or None,
        port=place["PORT"] or None,
        user=place["USER"] or None,
        password=place["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as server:
        for statement in statements:
            server.execute(statement)  # type: ignore[arg-type]
