"""Migration operations whose SQL differs between the two engines."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from django.db.migrations import RunPython

from daumoi.core.engines import MODULES


def per_engine(forwards: Callable[[ModuleType], list[str]], backwards: Callable[[ModuleType], list[str]]) -> RunPython:
    """Run the statements that the engine module in use gives for `forwards` (or `backwards`)."""

    def run(statements: Callable[[ModuleType], list[str]]) -> Callable[[Any, Any], None]:
        def apply(_apps: Any, schema_editor: Any) -> None:
            for statement in statements(MODULES[schema_editor.connection.vendor]):
                schema_editor.execute(statement, params=None)

        return apply

    return RunPython(run(forwards), run(backwards))
