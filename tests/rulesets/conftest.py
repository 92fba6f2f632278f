from importlib import resources

import pytest

from daumoi.rulesets.actions import load_builtin
from tests.world import World


@pytest.fixture
def loaded(world: World) -> World:
    """The world with the rule sets of the program."""
    load_builtin()
    return world


def toml_of(key: str, *changes: tuple[str, str]) -> bytes:
    """A rule file of the program with some words changed."""
    text = resources.files("daumoi.rulesets").joinpath("data", f"{key}.toml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()
