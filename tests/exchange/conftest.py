"""Old registers are judged by the rules of their day."""

import pytest

from daumoi.rulesets.actions import load_builtin


@pytest.fixture(autouse=True)
def rules(db: None) -> None:
    load_builtin()
