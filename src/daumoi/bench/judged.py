"""How well search finds: judged questions over real texts, measured as nDCG@10, R@10 and R@100.

Two sets: questions people asked about articles of law, with human judgments;
and titles of question pages over official documents, judged by script. Each
also typed without marks.
"""

import gzip
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from math import log2
from pathlib import Path
from typing import Any

from daumoi import vietnamese
from daumoi.catalogue.bulk import Item, enter_many, point_many
from daumoi.catalogue.index import LONGEST_TEXT
from daumoi.catalogue.models import Kind
from daumoi.catalogue.readable import readable
from daumoi.catalogue.search import find
from daumoi.people.models import Appointment, Body, Duty, Person

ARTICLES, DOCUMENTS = "ALQAC", "silver"
BATCH = 200


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one set."""

    name: str
    questions: int
    ndcg10: float
    recall10: float
    recall100: float
    median_ms: float
    p95_ms: float


def fill(data: Path) -> dict[str, Person]:
    """Two offices with one reader each, the articles in one and the documents in the other; the readers by set."""
    readers: dict[str, Person] = {}
    for name, papers in ((ARTICLES, _articles(data)), (DOCUMENTS, _documents(data))):
        body, _ = Body.objects.get_or_create(
            name=f"Kho {name}", kind="other", search_key=name.lower(), sort_key=name, is_here=True
        )
        reader, created = Person.objects.get_or_create(
            login=f"doc-{name.lower()}",
            defaults={"full_name": f"Người đọc {name}", "sort_key": name, "search_key": name},
        )
        if created:
            Appointment.objects.create(
                person=reader, body=body, duty=Duty.SPECIALIST, position="Chuyên viên", starts_on=date(2000, 1, 1)
            )
            while batch := [_item(row, body) for row in islice(papers, BATCH)]:
                entries = enter_many(Kind.INCOMING, batch, body=body)
                point_many(entries, [entry.pk for entry in entries])
        readers[name] = reader
    return readers


def judge(data: Path) -> list[Score]:
    readers = fill(data)
    sets = [(ARTICLES, "alqac_queries.jsonl.gz"), (DOCUMENTS, "doc_queries_silver.jsonl.gz")]
    scores = []
    for name, file in sets:
        questions = list(_lines(data / "search" / file))
        scores.append(_score(name, readers[name], questions))
        bare = [{**question, "query": vietnamese.fold(question["query"])} for question in questions]
        scores.append(_score(f"{name}, gõ không dấu", readers[name], bare))
    return scores


def facts(scores: Iterable[Score]) -> list[dict[str, Any]]:
    return [asdict(score) for score in scores]


def _score(name: str, reader: Person, questions: list[dict[str, Any]]) -> Score:
    totals = [0.0, 0.0, 0.0]
    times: list[float] = []
    for question in questions:
        start = time.perf_counter()
        page = find(reader, question["query"], order="relevance", limit=100)
        times.append((time.perf_counter() - start) * 1000)
        ids = [entry.party for entry in page.entries]
        totals = [a + b for a, b in zip(totals, _measures(ids, question["relevant"]), strict=True)]
    times.sort()
    n = len(questions)
    ndcg10, recall10, recall100 = (total / n for total in totals)
    return Score(name, n, ndcg10, recall10, recall100, times[n // 2], times[int(n * 0.95)])


def _measures(found: list[str], relevant: dict[str, int]) -> tuple[float, float, float]:
    gain = sum((2 ** relevant.get(pk, 0) - 1) / log2(rank + 2) for rank, pk in enumerate(found[:10]))
    best = sorted(relevant.values(), reverse=True)[:10]
    ideal = sum((2**grade - 1) / log2(rank + 2) for rank, grade in enumerate(best))
    recall10, recall100 = (len(relevant.keys() & set(found[:cut])) / len(relevant) for cut in (10, 100))
    return gain / ideal, recall10, recall100


def _articles(data: Path) -> Iterator[dict[str, str]]:
    for row in _lines(data / "search" / "alqac_articles.jsonl.gz"):
        title, _, text = row["text"].partition("\n")
        yield {"id": row["id"], "title": f"{row['law']}, Điều {row['article']}. {title}", "text": text, "number": ""}


def _documents(data: Path) -> Iterator[dict[str, str]]:
    for row in _lines(data / "corpus" / "documents.jsonl.gz"):
        title = f"{row['doc_type'] or ''} {row['subject'] or ''}".strip()
        yield {"id": row["id"], "title": title[:1000], "text": row["body"] or "", "number": row["number_symbol"] or ""}


def _item(row: dict[str, str], body: Body) -> Item:
    text = readable(row["text"][:LONGEST_TEXT])
    return Item(
        title=row["title"],
        day=date(2026, 1, 1),
        access={f"b{body.pk}": "đọc"},
        number=row["number"][:100],
        party=row["id"],
        text=text,
        folded=vietnamese.words(text, folded=True),
    )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
