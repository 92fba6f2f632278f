from django.db import migrations

from daumoi.core.migrations_sql import per_engine


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [
        per_engine(
            lambda engine: engine.fulltext_create("catalogue_fts", "catalogue_indexedtext"),
            lambda engine: engine.fulltext_drop("catalogue_fts"),
        )
    ]
