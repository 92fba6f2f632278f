"""What only SQLite does this way. One writer at a time; IMMEDIATE transactions are the lock."""

from collections.abc import Iterable, Sequence

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

from daumoi.core.engines.fulltext import Question, Row, Span, Term


def serialise(connection: BaseDatabaseWrapper, name: str) -> None:
    """Wait until no other transaction holds `name`. An IMMEDIATE transaction already excludes every other writer."""


def count_rows(connection: BaseDatabaseWrapper) -> None:
    """Let the planner of queries know how many rows there are of what.

    SQLite keeps no count by itself, and without
    one it begins a query at the wrong end.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def append_only(table: str, *keys: str) -> list[str]:
    """SQL statements that make the database refuse to change or remove rows of `table`.

    INSERT OR REPLACE removes the row it replaces without asking any delete trigger: with `keys`, each a condition
    over NEW that says which row of the table has the same unique key, such an insert is refused too.
    """
    message = f"{table} is append-only"
    statements = [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END;"
        for verb in ("UPDATE", "DELETE")
    ]
    if keys:
        # Where the primary key is no rowid, the rowid is one more key that can be named.
        held = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {key})" for key in ("rowid = NEW.rowid", *keys))
        statements.append(
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table} WHEN {held} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END;"
        )
    return statements


def not_append_only(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {table}_no_{verb};" for verb in ("update", "delete", "replace")]


# --- the full-text index: FTS5 over the rows of another table -------------------------------------

COLUMNS = "title, text, title_folded, text_folded, facets"


def fulltext_create(index: str, rows: str) -> list[str]:
    """The index `index` of the table `rows`, whose key is `ordinal`.

    Marks are kept: FTS5 would not fold đ, so folded words come in columns of
    their own. "_" belongs to a word, and words of a text never hold it: a
    facet can be asked for without naming its column.
    """
    return [
        (
            f"CREATE VIRTUAL TABLE {index} USING fts5({COLUMNS}, content='{rows}', content_rowid='ordinal', "
            "tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
        ),
    ]


def fulltext_drop(index: str) -> list[str]:
    return [f"DROP TABLE IF EXISTS {index}"]


def fulltext_put(connection: BaseDatabaseWrapper, index: str, rows: Iterable[Row]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {index}(rowid, {COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s)", _values(rows))


def fulltext_remove(connection: BaseDatabaseWrapper, index: str, rows: Iterable[Row]) -> None:
    """Take rows out. They must be exactly as they were put: FTS5 finds what to remove by the words."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {index}({index}, rowid, {COLUMNS}) VALUES ('delete', %s, %s, %s, %s, %s, %s)", _values(rows)
        )


def fulltext_empty(connection: BaseDatabaseWrapper, index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {index}({index}) VALUES ('delete-all')")


def fulltext_settle(connection: BaseDatabaseWrapper, index: str) -> None:
    """Put a freshly filled index into its quickest shape."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")
        cursor.execute("PRAGMA optimize")


def fulltext_ordinals(connection: BaseDatabaseWrapper, index: str, question: Question, span: Span) -> list[int]:
    """The ordinals that answer the question, in order."""
    where, params = _where(index, question, span)
    order = "DESC" if span.newest_first else "ASC"
    limit = f" LIMIT {span.limit:d}" if span.limit is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid FROM {index} WHERE {where} ORDER BY rowid {order}{limit}", params)
        return [row[0] for row in cursor.fetchall()]


def fulltext_each(
    connection: BaseDatabaseWrapper, index: str, questions: Sequence[Question], span: Span
) -> list[list[int]]:
    """The ordinals that answer each of many questions, in order, for the cost of one query."""
    order = "DESC" if span.newest_first else "ASC"
    limit = f" LIMIT {span.limit:d}" if span.limit is not None else ""
    parts: list[str] = []
    params: list[int | str] = []
    for number, question in enumerate(questions):
        where, values = _where(index, question, span)
        newest = f"SELECT rowid FROM {index} WHERE {where} ORDER BY rowid {order}{limit}"
        parts.append(f"SELECT {number}, rowid FROM ({newest}) AS q{number}")
        params += values
    found: list[list[int]] = [[] for _question in questions]
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), params)
            for number, ordinal in cursor.fetchall():
                found[number].append(ordinal)
    return found


def fulltext_page(
    connection: BaseDatabaseWrapper, index: str, question: Question, span: Span, whole: Span
) -> tuple[list[int], int]:
    """The ordinals of one span and how many there are in another, for the cost of one query."""
    where, params = _where(index, question, span)
    order = "DESC" if span.newest_first else "ASC"
    limit = f" LIMIT {span.limit:d}" if span.limit is not None else ""
    page = f"SELECT rowid FROM {index} WHERE {where} ORDER BY rowid {order}{limit}"
    where, more = _where(index, question, whole)
    limit = f" LIMIT {whole.limit:d}" if whole.limit is not None else ""
    counted = f"SELECT count(*) FROM (SELECT rowid FROM {index} WHERE {where}{limit}) AS found"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 0, rowid FROM ({page}) AS page UNION ALL SELECT 1, ({counted})", [*params, *more])
        rows = cursor.fetchall()
    return [row[1] for row in rows if not row[0]], next(row[1] for row in rows if row[0])


def fulltext_count(connection: BaseDatabaseWrapper, index: str, question: Question, span: Span) -> int:
    """How many answer the question; with a limit, no more than that are counted."""
    where, params = _where(index, question, span)
    limit = f" LIMIT {span.limit:d}" if span.limit is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT rowid FROM {index} WHERE {where}{limit})", params)
        return int(cursor.fetchone()[0])


def fulltext_differences(connection: BaseDatabaseWrapper, index: str, rows: str) -> Iterable[tuple[str, int | None]]:
    """("missing" | "extra", ordinal) for what only one side has, ("differs", None) when the words are others."""
    with connection.cursor() as cursor:
        for kind, one, key, other, other_key in [
            ("missing", rows, "ordinal", f"{index}_docsize", "id"),
            ("extra", f"{index}_docsize", "id", rows, "ordinal"),
        ]:
            cursor.execute(
                f"SELECT {key} FROM {one} AS one "
                f"WHERE NOT EXISTS (SELECT 1 FROM {other} AS other WHERE other.{other_key} = one.{key}) ORDER BY 1"
            )
            yield from [(kind, row[0]) for row in cursor.fetchall()]
        try:
            cursor.execute(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")
        except DatabaseError:
            yield "differs", None


def _values(rows: Iterable[Row]) -> list[tuple[int | str, ...]]:
    return [(row.ordinal, row.title, row.text, row.title_folded, row.text_folded, row.facets) for row in rows]


def _where(index: str, question: Question, span: Span) -> tuple[str, list[int | str]]:
    parts = [f"{index} MATCH %s"]
    params: list[int | str] = [_match(question)]
    if span.above is not None:
        parts.append("rowid > %s")
        params.append(span.above)
    if span.below is not None:
        parts.append("rowid < %s")
        params.append(span.below)
    return " AND ".join(parts), params


def _match(question: Question) -> str:
    """The question in FTS5's own words."""
    wanted = [" OR ".join(map(_facet, choice)) for choice in question.facets]
    wanted += [" OR ".join(map(_term, choice)) for choice in question.words]
    match = " AND ".join(f"({part})" for part in wanted)
    for term in question.without:
        match = f"({match}) NOT {_term(term)}"
    return match


def _facet(word: str) -> str:
    return f"{_quoted(word.removesuffix('*'))} *" if word.endswith("*") else _quoted(word)


def _term(term: Term) -> str:
    suffix = "_folded" if term.folded else ""
    columns = f"{{title{suffix}}}" if term.title else f"{{title{suffix} text{suffix}}}"
    return f"{columns} : {_quoted(' '.join(term.tokens))}{' *' if term.prefix else ''}"


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'
