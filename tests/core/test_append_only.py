"""What the database refuses for every table whose rows are only added: to change, to remove, and to replace a row."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from daumoi.documents.models import Attachment, Document
from daumoi.journal.models import JournalEntry
from daumoi.outgoing.models import Review, Signature, State, Version
from tests.drafts import draft

ONLY_ADDED = [JournalEntry, Version, Review, Signature]
# The same key again; the same number of the draft, or the same seal, under another key.
UNIQUE = {Version: {"pk": 9_999}, Signature: {"pk": 9_999}}


@pytest.fixture
def issued(world):
    return draft(world, State.ISSUED, finished=True)


def refused(sql, values=()):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def put_again(model, row, **other):
    """Insert the row once more so that it would take the place of the one that is there."""
    fields = model._meta.concrete_fields
    values = [
        field.get_db_prep_save(
            other.get("pk", row.pk) if field.primary_key else getattr(row, field.attname), connection
        )
        for field in fields
    ]
    names = ", ".join(field.column for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table, key = model._meta.db_table, model._meta.pk.column
    if connection.vendor == "sqlite":
        return f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", values
    change = ", ".join(f"{field.column} = EXCLUDED.{field.column}" for field in fields if not field.primary_key)
    return f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT ({key}) DO UPDATE SET {change}", values


def test_the_list_is_complete(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_delete'"
            if connection.vendor == "sqlite"
            else "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%_no_change'"
        )
        guarded = {row[0] for row in cursor.fetchall()}
    assert guarded == {model._meta.db_table for model in ONLY_ADDED}
    assert guarded <= {model._meta.db_table for model in apps.get_models()}


@pytest.mark.parametrize("model", ONLY_ADDED)
def test_a_row_is_neither_changed_nor_removed_nor_replaced(issued, model):
    row = model.objects.latest("pk")
    table, key = model._meta.db_table, model._meta.pk.column
    kept = list(model.objects.order_by("pk").values())
    refused(f"UPDATE {table} SET {key} = {key} WHERE {key} = %s", [row.pk])
    refused(f"DELETE FROM {table} WHERE {key} = %s", [row.pk])
    refused(*put_again(model, row))
    for other in [UNIQUE[model]] if model in UNIQUE else []:
        refused(*put_again(model, row, **other))
    assert list(model.objects.order_by("pk").values()) == kept


@pytest.mark.parametrize("model", [Document, Attachment])
def test_what_was_issued_is_not_replaced(issued, model):
    row = model.objects.latest("pk")
    kept = list(model.objects.order_by("pk").values())
    refused(*put_again(model, row))
    refused(*put_again(model, row, pk=9_999))
    assert list(model.objects.order_by("pk").values()) == kept


@pytest.mark.engine("sqlite")  # PostgreSQL has no such number
def test_the_row_number_of_sqlite_is_no_way_around(issued):
    row = JournalEntry.objects.latest("pk")
    sql, values = put_again(JournalEntry, row, pk=9_999)
    refused(sql.replace("(seq", "(rowid, seq").replace("VALUES (", "VALUES (1, "), values)
