"""What every test about incoming papers stands on: the rules in force are loaded."""

import pytest

from daumoi.rulesets.actions import load_builtin


@pytest.fixture
def world(world):
    load_builtin()
    return world


@pytest.fixture
def clerk(client, world):
    client.force_login(world.ha)
    return client


@pytest.fixture
def chief(client, world):
    client.force_login(world.son)
    return client
