"""The full-text index: what of an entry goes in, how a word becomes a facet, and how the index is kept true.

Whoever may see an entry is part of what is indexed (`key_u12`), so permission
is inside every search and never applied to its results.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from django.db import connection, transaction
from django.db.models import F

from daumoi import vietnamese
from daumoi.catalogue.models import Access, Entry, IndexedText, Unindexed
from daumoi.catalogue.readable import readable
from daumoi.core.engines import engine
from daumoi.core.engines.fulltext import Row

INDEX = "catalogue_fts"
ROWS = "catalogue_indexedtext"
COLUMNS = ("ordinal", "title", "text", "title_folded", "text_folded", "facets")
LONGEST_TEXT = 1_000_000
BATCH = 500

_NOT_FACET = re.compile(r"[\W_]+")


def facet(name: str, value: object) -> str:
    """The word that stands for `name = value` in the index: facet("type", "cong-van") is "type_cong_van"."""
    return _NOT_FACET.sub("_", vietnamese.fold(f"{name} {value}")).strip("_")


def own_facets(entry: Entry) -> list[str]:
    """The facets that every entry has by itself."""
    words = [
        facet("kind", entry.kind),
        facet("body", entry.body_id),
        facet("year", entry.day.year),
        facet("type", entry.type_code or "khac"),
    ]
    if entry.number_key:
        words.append(facet("no", entry.number_key) + "_")
    return words


def row_of(entry: Entry, *, text: str, keys: Iterable[str]) -> Row:
    """What the index must hold for the entry."""
    words = [*own_facets(entry), *entry.facets.split(), *(facet("key", key) for key in sorted(keys))]
    title = readable(f"{entry.number} {entry.title} {entry.party}".strip())
    return Row(
        ordinal=entry.ordinal or 0,
        title=title,
        text=text,
        title_folded=f"{vietnamese.words(title, folded=True)} {entry.number_key}".strip(),
        text_folded=vietnamese.words(text, folded=True),
        facets=" ".join(dict.fromkeys(words)),
    )


def put(entry: Entry, *, text: str, keys: Iterable[str]) -> None:
    """Put a new entry into the index, in the caller's transaction."""
    row = row_of(entry, text=readable(text[:LONGEST_TEXT]), keys=keys)
    write([(entry.pk, row)])
    engine().fulltext_put(connection, INDEX, [row])


def follow(entry: Entry, *, text: str | None = None) -> None:
    """Make the index say what the entry says, in the caller's transaction; `text` None keeps the text that is there.

    The caller holds the entry locked since before the change (core.db.locked),
    so that of two who change it at once the second one indexes what both have
    done.
    """
    kept = readable(text[:LONGEST_TEXT]) if text is not None else ""
    old, waiting = _held(entry)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM catalogue_access WHERE entry_id = %s", [entry.pk])
        held_keys = [key for (key,) in cursor.fetchall()]
    if text is None and old:
        kept = old.text
    new = row_of(entry, text=kept, keys=held_keys)
    if new == old and not waiting:
        return
    if waiting:
        Unindexed.objects.filter(entry=entry).delete()
    elif old:
        engine().fulltext_remove(connection, INDEX, [old])
    write([(entry.pk, new)], fresh=old is None)
    engine().fulltext_put(connection, INDEX, [new])


def _held(entry: Entry) -> tuple[Row | None, bool]:
    """The row of the entry, and whether it still waits to be put into the index."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(COLUMNS)}, EXISTS (SELECT 1 FROM catalogue_unindexed WHERE entry_id = %s) "
            f"FROM {ROWS} WHERE entry_id = %s",
            [entry.pk, entry.pk],
        )
        found = cursor.fetchone()
    return (Row(*found[:-1]), bool(found[-1])) if found else (None, False)


def remove(entry: Entry) -> None:
    """Take the entry out of the index."""
    old, waiting = _held(entry)
    if old is None:
        return
    if waiting:
        Unindexed.objects.filter(entry=entry).delete()
    else:
        engine().fulltext_remove(connection, INDEX, [old])
    IndexedText.objects.filter(entry=entry).delete()


# --- rebuilding -----------------------------------------------------------------------------------


def start_rebuild() -> None:
    """Empty the index and note that every entry has to go in again. Whatever is put meanwhile goes in at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        engine().fulltext_empty(connection, INDEX)
        cursor.execute("DELETE FROM catalogue_unindexed")
        cursor.execute("INSERT INTO catalogue_unindexed (entry_id) SELECT id FROM catalogue_entry")


def rebuild(progress: Callable[[int, int], None] | None = None) -> int:
    """Index what waits, newest first, a batch a transaction; stop it anywhere and call it again to go on."""
    total, done = Unindexed.objects.count(), 0
    while count := _rebuild_batch():
        done += count
        if progress:
            progress(done, total)
    engine().fulltext_settle(connection, INDEX)
    return done


def _rebuild_batch() -> int:
    with transaction.atomic():
        waiting = Unindexed.objects.order_by("-entry_id")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        ids = list(waiting.values_list("entry_id", flat=True)[:BATCH])
        pairs = list(_expected(Entry.objects.filter(pk__in=ids)))
        IndexedText.objects.filter(entry_id__in=ids).delete()
        write(pairs)
        engine().fulltext_put(connection, INDEX, [row for _pk, row in pairs])
        Unindexed.objects.filter(entry_id__in=ids).delete()
        return len(ids)


# --- comparing ------------------------------------------------------------------------------------


def compare() -> Iterator[str]:
    """One sentence for everything in which the index and the database differ; none when all is well."""
    waiting = Unindexed.objects.count()
    if waiting:
        yield f"Chỉ mục tìm kiếm đang dựng dở: còn {vietnamese.thousands(waiting)} mục chưa vào chỉ mục."
    held = IndexedText.objects.exclude(entry__unindexed__isnull=False)
    for entries in _batches():
        rows = {text.entry_id: _row(text) for text in IndexedText.objects.filter(entry__in=entries)}
        for pk, row in _expected(entries):
            if pk not in rows:
                yield f"Mục {pk} chưa có trong chỉ mục tìm kiếm."
            elif rows[pk] != row:
                others = ", ".join(name for name in Row.__slots__ if getattr(rows[pk], name) != getattr(row, name))
                yield f"Mục {pk} trong chỉ mục tìm kiếm khác với mục lục ({others})."
    names = {
        "missing": "Dòng {} chưa có trong chỉ mục toàn văn.",
        "extra": "Chỉ mục toàn văn có dòng {} không còn trong mục lục.",
        "differs": "Chỉ mục toàn văn giữ chữ khác với mục lục ở dòng {}.",
    }
    waiting_ordinals = (
        set(IndexedText.objects.filter(entry__unindexed__isnull=False).values_list("ordinal", flat=True))
        if waiting
        else set()
    )
    for kind, ordinal in engine().fulltext_differences(connection, INDEX, ROWS):
        if ordinal is None:
            if not waiting:
                yield "Chỉ mục toàn văn giữ chữ khác với mục lục; cần dựng lại chỉ mục."
        elif ordinal not in waiting_ordinals:
            yield names[kind].format(ordinal)
    orphans = held.filter(ordinal__isnull=False).exclude(ordinal=F("entry__ordinal")).values_list("entry_id", flat=True)
    for pk in orphans.iterator():
        yield f"Mục {pk} nằm sai thứ tự trong chỉ mục tìm kiếm."


def _batches() -> Iterator[list[Entry]]:
    after = 0
    while batch := list(Entry.objects.filter(pk__gt=after).order_by("pk")[:BATCH]):
        yield batch
        after = batch[-1].pk


def _expected(entries: Iterable[Entry]) -> Iterator[tuple[int, Row]]:
    """The rows that the entries should have, by what the database says now."""
    entries = list(entries)
    texts = dict(IndexedText.objects.filter(entry__in=entries).values_list("entry_id", "text"))
    access = Access.objects.filter(entry__in=entries).order_by("entry_id").values_list("entry_id", "key")
    keys = {pk: [key for _pk, key in group] for pk, group in groupby(access, key=lambda pair: pair[0])}
    for entry in entries:
        yield entry.pk, row_of(entry, text=texts.get(entry.pk, ""), keys=set(keys.get(entry.pk, ())))


def _row(held: IndexedText) -> Row:
    return Row(held.ordinal, held.title, held.text, held.title_folded, held.text_folded, held.facets)


def write(pairs: Iterable[tuple[int, Row]], *, fresh: bool = True) -> None:
    """Keep the rows of these entries; `fresh` where there are none yet."""
    marks = ", ".join(["%s"] * (len(COLUMNS) + 1))
    sets = ", ".join(f"{name} = %s" for name in COLUMNS)
    if fresh:
        sql = f"INSERT INTO {ROWS} ({', '.join(COLUMNS)}, entry_id) VALUES ({marks})"
    else:
        sql = f"UPDATE {ROWS} SET {sets} WHERE entry_id = %s"
    values = [(*(getattr(row, name) for name in COLUMNS), pk) for pk, row in pairs]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)
