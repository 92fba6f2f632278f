from django.db import migrations

from daumoi.core.migrations_sql import per_engine


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [
        per_engine(
            lambda engine: engine.append_only("journal_journalentry"),
            lambda engine: engine.not_append_only("journal_journalentry"),
        )
    ]
