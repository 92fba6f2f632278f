"""On SQLite an insert may replace a row without asking the guards of UPDATE and DELETE: it is refused as well."""

from types import ModuleType

from django.db import migrations

from daumoi.core.engines.guards import allow_again, refuse_when
from daumoi.core.migrations_sql import per_engine

SEALED = "SELECT 1 FROM documents_document WHERE is_sealed AND"
GUARDS = [
    (
        "documents_document",
        "documents_sealed_replace",
        ["INSERT"],
        f"EXISTS ({SEALED} id = NEW.id) OR EXISTS ({SEALED} entry_id = NEW.entry_id)",
    ),
    (
        "documents_attachment",
        "documents_sealed_file_replace",
        ["INSERT"],
        f"EXISTS ({SEALED} id = (SELECT document_id FROM documents_attachment WHERE id = NEW.id))",
    ),
]
MESSAGE = "an issued document does not change"


def on_sqlite(engine: ModuleType, statements: list[str]) -> list[str]:
    return statements if engine.__name__.endswith(".sqlite") else []


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_sealed")]
    operations = [
        per_engine(
            lambda engine: on_sqlite(
                engine, [sql for guard in GUARDS for sql in refuse_when("sqlite", *guard, MESSAGE)]
            ),
            lambda engine: on_sqlite(engine, [sql for guard in GUARDS for sql in allow_again("sqlite", *guard[:3])]),
        )
    ]
