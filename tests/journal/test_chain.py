"""The journal convicts: an edit, a deletion, an insertion and a cut tail are all found."""

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from daumoi.core.engines import engine
from daumoi.journal import verify
from daumoi.journal.actions import record
from daumoi.journal.chain import canonical
from daumoi.journal.models import JournalEntry
from tests.helpers import at_once
from tests.world import World


@pytest.fixture
def five(world):
    return [record("test.act", world.tu, actor=world.ha, reason=f"lần {n}", n=n) for n in range(5)]


def tamper(sql, *values):
    """What somebody with the database password could do."""
    with connection.cursor() as cursor:
        for statement in engine().not_append_only("journal_journalentry"):
            cursor.execute(statement)
        cursor.execute(sql, values)


def test_an_untouched_chain_is_whole(five):
    assert list(verify.problems()) == []


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_change_a_row(five, verb):
    rows = JournalEntry.objects.filter(seq=five[2].seq)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(reason="khác") if verb == "update" else rows.delete()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal_journalentry SET reason = 'khác' WHERE seq = %s",
        "UPDATE journal_journalentry SET actor_name = 'Ai đó' WHERE seq = %s",
        "UPDATE journal_journalentry SET at = '2020-01-01 00:00:00+00:00' WHERE seq = %s",
        "UPDATE journal_journalentry SET data = '{}' WHERE seq = %s",
        "DELETE FROM journal_journalentry WHERE seq = %s",
    ],
)
def test_a_changed_or_missing_row_is_named(five, sql):
    tamper(sql, five[2].seq)
    found = list(verify.problems())
    assert found and any(str(five[2].seq) in problem or str(five[3].seq) in problem for problem in found)


texts = st.text(max_size=20)


@given(texts, texts, texts, texts)
def test_two_different_acts_never_share_a_form(a, b, c, d):
    """Moving characters from one field to the next changes the canonical form."""

    def entry(actor_name, action):
        from datetime import UTC, datetime

        return JournalEntry(
            seq=1, at=datetime(2026, 1, 1, tzinfo=UTC), actor_name=actor_name, action=action,
            subject_type="x", subject_id=1, data={}, previous="0" * 64,
        )  # fmt: skip

    assert (canonical(entry(a, b)) == canonical(entry(c, d))) == ((a, b) == (c, d))


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_make_one_chain(db):
    world = World()

    def write():
        with transaction.atomic():
            record("test.act", world.tu, actor=world.ha)

    outcomes = at_once(*[write] * 8)
    assert outcomes == [None] * 8
    assert list(verify.problems()) == []
    assert JournalEntry.objects.filter(action="test.act").count() == 8
