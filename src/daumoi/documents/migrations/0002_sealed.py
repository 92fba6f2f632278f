from types import ModuleType

from django.db import migrations

from daumoi.core.engines.guards import allow_again, refuse_when
from daumoi.core.migrations_sql import per_engine

GUARDS = [
    (
        "documents_document",
        "documents_sealed",
        ["UPDATE", "DELETE"],
        "OLD.is_sealed",
    ),
    (
        "documents_attachment",
        "documents_sealed_file",
        ["UPDATE", "DELETE"],
        "(SELECT is_sealed FROM documents_document WHERE id = OLD.document_id)",
    ),
    (
        "documents_attachment",
        "documents_sealed_add",
        ["INSERT"],
        "(SELECT is_sealed FROM documents_document WHERE id = NEW.document_id)",
    ),
]
MESSAGE = "an issued document does not change"


def vendor(engine: ModuleType) -> str:
    return engine.__name__.rpartition(".")[2]


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [
        per_engine(
            lambda engine: [sql for guard in GUARDS for sql in refuse_when(vendor(engine), *guard, MESSAGE)],
            lambda engine: [sql for guard in GUARDS for sql in allow_again(vendor(engine), *guard[:3])],
        )
    ]
