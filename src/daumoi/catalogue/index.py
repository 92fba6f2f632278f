"""The full-text index: what is put in, and how a word becomes a facet."""

import re
from collections.abc import Iterable, Mapping

from daumoi import vietnamese
from daumoi.catalogue.models import Access, Entry, IndexedText


def facet(name: str, value: object) -> str:
    """A word that stands for `name = value` in the index: facet("type", "cong-van") is "typecongvan"."""
    return re.sub(r"[^a-z0-9]", "", f"{name}{value}".lower())


def own_facets(entry: Entry) -> list[str]:
    """The facets every entry has by itself."""
    return [
        facet("kind", entry.kind),
        facet("body", entry.body_id),
        facet("year", entry.day.year),
        facet("type", entry.type_code or "khac"),
    ]


def put(
    entry: Entry,
    *,
    text: str | None = None,
    facets: Iterable[str] | None = None,
    keys: Mapping[str, str] | None = None,
    moved_from: int | None = None,
) -> None:
    """Write the entry's text into the index, in the caller's transaction; None keeps what was there."""
    old = IndexedText.objects.filter(entry=entry).first()
    if text is None:
        text = old.text if old else ""
    own = own_facets(entry)
    if facets is None:
        kept = [word for word in old.facets.split() if not word.startswith(("key", "kind", "body", "year", "type"))] if old else []
        facets = kept
    if keys is None:
        keys = dict.fromkeys(Access.objects.filter(entry=entry).values_list("key", flat=True), "")
    words = [*own, *facets, *(facet("key", key) for key in keys)]
    if old:
        old.delete()
    title = f"{entry.number} {entry.title} {entry.party}".strip()
    IndexedText.objects.create(
        ordinal=entry.ordinal, entry=entry,
        title=vietnamese.exact(title), text=vietnamese.nfc(text),
        title_folded=vietnamese.fold(title), text_folded=vietnamese.fold(text),
        facets=" ".join(dict.fromkeys(words)),
    )
