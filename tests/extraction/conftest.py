import pytest

from daumoi.extraction import Particulars, extract_text
from daumoi.rulesets.actions import BUILTIN, builtin_content
from daumoi.rulesets.parsing import parse
from daumoi.rulesets.rules import RuleSet


@pytest.fixture(scope="session")
def sets() -> list[RuleSet]:
    """The rule sets that come with the program."""
    return [parse(builtin_content(key)) for key in BUILTIN]


@pytest.fixture
def read(sets):
    """Reads a text as the reception page does."""

    def read(text: str) -> Particulars:
        return extract_text(text, sets)

    return read
