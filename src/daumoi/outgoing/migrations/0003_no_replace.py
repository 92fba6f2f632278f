"""An insert that would replace a version, a sheet or a signature is a change of it."""

from django.db import migrations

from daumoi.core.migrations_sql import per_engine

TABLES = {
    "outgoing_version": ["draft_id = NEW.draft_id AND n = NEW.n"],
    "outgoing_review": ["id = NEW.id"],
    "outgoing_signature": ["NEW.kind = 'organisation' AND kind = 'organisation' AND draft_id = NEW.draft_id"],
}


class Migration(migrations.Migration):
    dependencies = [("outgoing", "0002_append_only")]
    operations = [
        per_engine(
            lambda engine: [
                sql
                for table, keys in TABLES.items()
                for sql in engine.not_append_only(table) + engine.append_only(table, *keys)
            ],
            lambda engine: [
                sql for table in TABLES for sql in engine.not_append_only(table) + engine.append_only(table)
            ],
        )
    ]
