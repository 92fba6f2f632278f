"""The verbs on batches of old registers: the only writers of this room."""

from daumoi.exchange.actions.batches import (
    again,
    drop,
    import_file,
    import_rows,
    put_columns,
    receive,
    start,
)
from daumoi.exchange.actions.staging import check, prepare, read
from daumoi.exchange.actions.writing import write

__all__ = [
    "again",
    "check",
    "drop",
    "import_file",
    "import_rows",
    "prepare",
    "put_columns",
    "read",
    "receive",
    "start",
    "write",
]
