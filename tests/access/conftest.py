"""One of everything; keys whose locks are quick to open."""

from __future__ import annotations

from typing import Any

import pytest

from daumoi.signing import vault
from tests.access.office import Office


@pytest.fixture
def office(world: Any, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(vault, "COST", 2**4)
    return Office(world)
