"""What was appraised and signed cannot be changed afterwards, whoever writes."""

from django.db import migrations

from daumoi.core.migrations_sql import per_engine

TABLES = ["outgoing_version", "outgoing_review", "outgoing_signature"]


class Migration(migrations.Migration):
    dependencies = [("outgoing", "0001_initial")]
    operations = [
        per_engine(
            lambda engine: [sql for table in TABLES for sql in engine.append_only(table)],
            lambda engine: [sql for table in TABLES for sql in engine.not_append_only(table)],
        )
    ]
