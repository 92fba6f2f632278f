"""What only PostgreSQL does this way."""

import re
import zlib
from collections.abc import Iterable, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from daumoi.core.engines.fulltext import Question, Row, Span, Term


def serialise(connection: BaseDatabaseWrapper, name: str) -> None:
    """Wait until no other transaction holds `name`; held until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(name.encode())])


def count_rows(connection: BaseDatabaseWrapper) -> None:
    """Let the planner of queries know how many rows there are of what.

    PostgreSQL does so by itself, but
    only after a while.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def append_only(table: str, *_keys: str) -> list[str]:
    """SQL statements that make the database refuse to change or remove rows of `table`.

    An insert of a key that is there is refused by the key itself, and ON CONFLICT DO UPDATE by the trigger.
    """
    return [
        (
            f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$;"
        ),
        (
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse();"
        ),
        (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse();"
        ),
    ]


def not_append_only(table: str) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_change ON {table};",
        f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table};",
        f"DROP FUNCTION IF EXISTS {table}_refuse();",
    ]


# --- the full-text index: a narrow table of tsvectors under one GIN index --------------------------

LONGEST_WORD = 60
VECTOR_BYTES = 900_000
LAST_POSITION = 16_383
GAP = 10
WORDS = re.compile(r"[^\W_]+")


def fulltext_create(index: str, _rows: str) -> list[str]:
    """The index `index`, which holds no text, only words and their places; title words weigh "A".

    One GIN index over all columns lets PostgreSQL skip through the long list
    of a common word by the short one of a rare word or an access key. Without
    the pending list of "fastupdate" a search never pays for earlier writes.
    """
    return [
        (
            f"CREATE TABLE {index} (ordinal bigint PRIMARY KEY, exact tsvector NOT NULL, folded tsvector NOT NULL, "
            "facets tsvector NOT NULL)"
        ),
        f"CREATE INDEX {index}_words ON {index} USING gin (facets, folded, exact) WITH (fastupdate = off)",
        f"ALTER TABLE {index} ALTER COLUMN facets SET STATISTICS 1000",
    ]


def fulltext_drop(index: str) -> list[str]:
    return [f"DROP TABLE IF EXISTS {index}"]


def fulltext_put(connection: BaseDatabaseWrapper, index: str, rows: Iterable[Row]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {index}(ordinal, exact, folded, facets) "
            "VALUES (%s, %s::tsvector, %s::tsvector, %s::tsvector)",
            list(map(_vectors, rows)),
        )


def fulltext_remove(connection: BaseDatabaseWrapper, index: str, rows: Iterable[Row]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {index} WHERE ordinal = ANY(%s)", [[row.ordinal for row in rows]])


def fulltext_empty(connection: BaseDatabaseWrapper, index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {index}")


def fulltext_settle(connection: BaseDatabaseWrapper, index: str) -> None:
    """Put a freshly filled index into its quickest shape."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {index}")


def fulltext_ordinals(connection: BaseDatabaseWrapper, index: str, question: Question, span: Span) -> list[int]:
    """The ordinals that answer the question, in order."""
    where, params = _where(question, span)
    order = "DESC" if span.newest_first else "ASC"
    limit = f" LIMIT {span.limit:d}" if span.limit is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ordinal FROM {index} WHERE {where} ORDER BY ordinal {order}{limit}", params)
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
        where, values = _where(question, span)
        newest = f"SELECT ordinal FROM {index} WHERE {where} ORDER BY ordinal {order}{limit}"
        parts.append(f"SELECT {number}, ordinal FROM ({newest}) AS q{number}")
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
    where, params = _where(question, span)
    order = "DESC" if span.newest_first else "ASC"
    limit = f" LIMIT {span.limit:d}" if span.limit is not None else ""
    page = f"SELECT ordinal FROM {index} WHERE {where} ORDER BY ordinal {order}{limit}"
    where, more = _where(question, whole)
    limit = f" LIMIT {whole.limit:d}" if whole.limit is not None else ""
    counted = f"SELECT count(*) FROM (SELECT 1 FROM {index} WHERE {where}{limit}) AS found"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 0, ordinal FROM ({page}) AS page UNION ALL SELECT 1, ({counted})", [*params, *more])
        rows = cursor.fetchall()
    return [row[1] for row in rows if not row[0]], next(row[1] for row in rows if row[0])


def fulltext_count(connection: BaseDatabaseWrapper, index: str, question: Question, span: Span) -> int:
    """How many answer the question; with a limit, no more than that are counted."""
    where, params = _where(question, span)
    limit = f" LIMIT {span.limit:d}" if span.limit is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT 1 FROM {index} WHERE {where}{limit}) AS found", params)
        return int(cursor.fetchone()[0])


def fulltext_differences(connection: BaseDatabaseWrapper, index: str, rows: str) -> Iterable[tuple[str, int | None]]:
    """("missing" | "extra" | "differs", ordinal) for what the index holds otherwise than the rows."""
    with connection.cursor() as cursor:
        for kind, one, other in (("missing", rows, index), ("extra", index, rows)):
            cursor.execute(
                f"SELECT ordinal FROM {one} AS one "
                f"WHERE NOT EXISTS (SELECT 1 FROM {other} AS other WHERE other.ordinal = one.ordinal) ORDER BY 1"
            )
            yield from [(kind, row[0]) for row in cursor.fetchall()]
        after = -1
        while True:
            cursor.execute(
                "SELECT ordinal, title, text, title_folded, text_folded, facets "
                f"FROM {rows} WHERE ordinal > %s ORDER BY ordinal LIMIT 500",
                [after],
            )
            batch = [Row(*row) for row in cursor.fetchall()]
            if not batch:
                return
            after = batch[-1].ordinal
            columns = [list(column) for column in zip(*map(_vectors, batch), strict=True)]
            cursor.execute(
                f"SELECT ordinal FROM {index} "
                "JOIN unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS w(o, e, f, a) ON ordinal = o "
                "WHERE exact <> e::tsvector OR folded <> f::tsvector OR facets <> a::tsvector ORDER BY 1",
                columns,
            )
            yield from [("differs", row[0]) for row in cursor.fetchall()]


def _vectors(row: Row) -> tuple[int, str, str, str]:
    return (
        row.ordinal,
        _vector(WORDS.findall(row.title.lower()), WORDS.findall(row.text.lower())),
        _vector(row.title_folded.split(), row.text_folded.split()),
        " ".join(map(_quoted, sorted(set(row.facets.split())))),
    )


def _vector(title: list[str], text: list[str]) -> str:
    """A tsvector as text: every word with its places, none beyond what PostgreSQL can hold."""
    places: dict[str, list[str]] = {}
    size = 0
    for words, weight, start in ((title, "A", 1), (text, "", len(title) + GAP)):
        for position, word in enumerate(words, start):
            word = word[:LONGEST_WORD]
            known = places.get(word)
            if known is None:
                size += len(word.encode()) + 8
                if size > VECTOR_BYTES:
                    break
                known = places[word] = []
            if len(known) < 255 and size <= VECTOR_BYTES:
                size += 2
                known.append(f"{min(position, LAST_POSITION)}{weight}")
    return " ".join(f"{_quoted(word)}:{','.join(at)}" for word, at in places.items())


def _where(question: Question, span: Span) -> tuple[str, list[int | str]]:
    parts: list[str] = []
    params: list[int | str] = []
    if question.facets:
        parts.append("facets @@ %s::tsquery")
        params.append(" & ".join(f"({' | '.join(map(_facet, choice))})" for choice in question.facets))
    for column, folded in (("folded", True), ("exact", False)):
        # A choice between both columns cannot be one tsquery; the callers never make one.
        wanted = [choice for choice in question.words if choice[0].folded is folded]
        unwanted = [term for term in question.without if term.folded is folded]
        if wanted or unwanted:
            parts.append(f"{column} @@ %s::tsquery")
            params.append(
                " & ".join(
                    [f"({' | '.join(map(_term, choice))})" for choice in wanted]
                    + [f"!({_term(term)})" for term in unwanted]
                )
            )
    if span.above is not None:
        parts.append("ordinal > %s")
        params.append(span.above)
    if span.below is not None:
        parts.append("ordinal < %s")
        params.append(span.below)
    return " AND ".join(parts), params


def _facet(word: str) -> str:
    return f"{_quoted(word.removesuffix('*'))}:*" if word.endswith("*") else _quoted(word)


def _term(term: Term) -> str:
    labels = ["A" if term.title else ""] * len(term.tokens)
    if term.prefix:
        labels[-1] += "*"
    words = [
        _quoted(token[:LONGEST_WORD]) + (f":{label}" if label else "")
        for token, label in zip(term.tokens, labels, strict=True)
    ]
    return " <-> ".join(words) if len(words) == 1 else f"({' <-> '.join(words)})"


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
