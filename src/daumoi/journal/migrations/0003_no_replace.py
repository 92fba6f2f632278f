"""An insert that would replace a line is a change of that line."""

from django.db import migrations

from daumoi.core.migrations_sql import per_engine

TABLE = "journal_journalentry"


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]
    operations = [
        per_engine(
            lambda engine: engine.not_append_only(TABLE) + engine.append_only(TABLE, "seq = NEW.seq"),
            lambda engine: engine.not_append_only(TABLE) + engine.append_only(TABLE),
        )
    ]
