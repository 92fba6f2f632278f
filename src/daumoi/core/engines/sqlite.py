"""What only SQLite does this way. One writer at a time; IMMEDIATE transactions are the lock."""

from django.db.backends.base.base import BaseDatabaseWrapper


def serialise(connection: BaseDatabaseWrapper, name: str) -> None:
    """Wait until no other transaction holds `name`. An IMMEDIATE transaction already excludes every other writer."""


def append_only(table: str) -> list[str]:
    """SQL statements that make the database refuse to change or remove rows of `table`."""
    message = f"{table} is append-only"
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END;"
        for verb in ("UPDATE", "DELETE")
    ]


def not_append_only(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {table}_no_{verb};" for verb in ("update", "delete")]
