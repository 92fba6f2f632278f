"""The two databases of the program, and everything in which they differ.

SQLite carries the embedded office, PostgreSQL the scaled-out one. Both modules
offer the same functions; the rest of the program asks `engine()`.
"""

from types import ModuleType

from django.db import DEFAULT_DB_ALIAS, connections

from daumoi.core.engines import postgresql, sqlite

MODULES: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def engine(using: str = DEFAULT_DB_ALIAS) -> ModuleType:
    return MODULES[connections[using].vendor]
