"""Drafts need keys: their locks are made quick to open here."""

import pytest

from daumoi.signing import vault


@pytest.fixture(autouse=True)
def quick_locks(monkeypatch):
    monkeypatch.setattr(vault, "COST", 2**10)


@pytest.fixture
def as_(client):
    """A client that is the person."""

    def become(person):
        client.force_login(person)
        return client

    return become
