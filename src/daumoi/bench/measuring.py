"""Timing pages and searches through the test client, as an ordinary person with limited rights."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from random import Random
from typing import Any, Final
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Max
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from daumoi.bench.founding import Office
from daumoi.bench.words import RARE_PLACES
from daumoi.catalogue.models import Entry, Kind
from daumoi.catalogue.search import count
from daumoi.people.models import Person
from daumoi.vietnamese import thousands

ROUNDS: Final = 40
COMMON: Final = ("kế hoạch", "báo cáo", "cán bộ", "công tác", "thực hiện", "đơn vị", "hội nghị", "tỉnh uỷ")
SEVERAL: Final = (
    "quy hoạch cán bộ",
    "thu ngân sách quý",
    "chuyển đổi số xã",
    "giải ngân vốn đầu tư công",
    "dân vận khéo",
)
PHRASES: Final = ('"luân chuyển cán bộ"', '"bảo vệ bí mật nhà nước"', '"xây dựng nông thôn mới"', '"tiếp công dân"')
BARE: Final = (
    "quy hoach can bo",
    "chuyen doi so",
    "phong chong thien tai",
    "giam ngheo ben vung",
    "dai hoi dang bo co so",
)
SENTENCES: Final = (
    "những đơn vị nào chưa gửi báo cáo về giải ngân vốn đầu tư công",
    "kinh phí thực hiện khám sức khoẻ định kỳ cho người cao tuổi lấy từ nguồn nào",
    "vì sao lùi thời hạn sắp xếp bộ máy và tinh giản biên chế ở các xã",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured of one thing, in milliseconds; `found` is how many it found, where it says so."""

    name: str
    rounds: int
    median: float
    p95: float
    most: float
    queries: int | None = None
    found: str = ""


def facts(figures: list[Figure]) -> list[dict[str, Any]]:
    return [asdict(figure) for figure in figures]


def table(figures: list[Figure]) -> Iterator[str]:
    width = max(len(figure.name) for figure in figures)
    yield f"{'':{width}}  {'lần':>5}  {'trung vị':>9}  {'p95':>9}  {'lâu nhất':>9}  {'truy vấn':>8}  tìm được"
    for f in figures:
        queries = "" if f.queries is None else str(f.queries)
        times = "  ".join(f"{value:>9.1f}" for value in (f.median, f.p95, f.most))
        yield f"{f.name:{width}}  {f.rounds:>5}  {times}  {queries:>8}  {f.found}"


def timed(name: str, call: Callable[[int], Any], *, rounds: int = ROUNDS, found: str = "") -> Figure:
    """Call it again and again with 0, 1, 2, …; twice before counting begins. The queries are those of one more call."""
    for n in range(2):
        call(n)
    times = []
    gc.collect()
    for n in range(rounds):
        start = time.perf_counter()
        call(n)
        times.append((time.perf_counter() - start) * 1000)
    with CaptureQueriesContext(connection) as captured:
        call(0)
    times.sort()
    return Figure(
        name, rounds, times[len(times) // 2], times[min(len(times) - 1, int(len(times) * 0.95))], times[-1],
        len(captured.captured_queries), found,
    )  # fmt: skip


class Walker:
    """A logged-in person who opens pages."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.client = Client(headers={"host": "localhost"})
        self.client.force_login(person)

    def open(self, address: str) -> bytes:
        answer = self.client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        return answer.content

    def rotating(self, addresses: list[str]) -> Callable[[int], bytes]:
        return lambda n: self.open(addresses[n % len(addresses)])


def pages(office: Office, *, rounds: int = ROUNDS) -> Iterator[Figure]:
    """The pages of the rooms, then the searches."""
    reader = Walker(office.reader)
    seen = _seen(office.reader)
    register = {"xem": "nam", "tu": "1/1/2016", "den": "31/12/2030"}  # whole pages, in a young office too
    deep = str(_deep(office.reader))
    addresses: dict[str, list[str]] = {
        "bàn làm việc": [_to("desk:desk")],
        "sổ đến, trang đầu": [_to("incoming:list", query=register)],
        "sổ đến, đang xử lý": [_to("incoming:list")],
        "sổ đến, trang sâu": [_to("incoming:list", query={**register, "sau": deep})],
        "sổ đến, lọc": [
            _to("incoming:list", query={**register, "loai": code, "q": words})
            for code, words in (("cong-van", "cán bộ"), ("bao-cao", "quý"), ("thong-bao", "hội nghị"))
        ],
        "sổ đi, trang đầu": [_to("outgoing:register")],
        "sổ đi, trang sâu": [_to("outgoing:register", query={"sau": deep})],
        "dự thảo": [_to("outgoing:list")],
        "hồ sơ công việc": [_to("dossiers:list")],
        "chi tiết văn bản đến": [_to("incoming:detail", pk) for pk in seen[Kind.INCOMING]],
        "chi tiết văn bản đi": [_to("outgoing:document", pk) for pk in seen[Kind.OUTGOING]],
        "chuỗi": [_to("catalogue:chain", pk) for pk in seen[Kind.OUTGOING]],
        "thống kê nhiệm kỳ": [_to("synthesis:term", term.pk) for term in office.terms[:1]],
    }
    for name, choices in addresses.items():
        yield timed(name, reader.rotating(choices), rounds=rounds)
    yield from searches(reader, rounds)
    clerk = Walker(office.clerk)
    yield timed("văn thư: bàn làm việc", clerk.rotating(addresses["bàn làm việc"]), rounds=rounds)
    yield timed("văn thư: sổ đến, trang đầu", clerk.rotating(addresses["sổ đến, trang đầu"]), rounds=rounds)
    yield timed("văn thư: sổ đi, trang đầu", clerk.rotating(addresses["sổ đi, trang đầu"]), rounds=rounds)
    for order, label in (("moi", "mới nhất"), ("sat", "sát nhất")):
        yield timed(f"văn thư: tìm chữ thường gặp, {label}", clerk.rotating(_questions(COMMON, order)), rounds=rounds)


def searches(walker: Walker, rounds: int) -> Iterator[Figure]:
    numbers = [entry.number for entry in Entry.objects.visible_to(walker.person).order_by("-pk")[:8]]
    asked: dict[str, tuple[str, ...]] = {
        "chữ thường gặp": COMMON,
        "nhiều chữ": SEVERAL,
        "chữ hiếm": RARE_PLACES,
        "cụm từ": PHRASES,
        "không dấu": BARE,
        "theo số": tuple(numbers),
    }
    for name, texts in asked.items():
        found = ", ".join(_found(walker.person, text) for text in texts[:4])
        for order, label in (("moi", "mới nhất"), ("sat", "sát nhất")):
            yield timed(f"tìm {name}, {label}", walker.rotating(_questions(texts, order)), found=found, rounds=rounds)
    yield timed("tìm cả câu hỏi dài", walker.rotating(_questions(SENTENCES, "sat")), rounds=rounds)
    typed = [
        _to("catalogue:quick", query={"q": text}) for text in ("chuyen d", "quy ho", "128-k", "kế hoạch k", "dan v")
    ]
    yield timed("gợi ý khi gõ", walker.rotating(typed), rounds=rounds)


def _questions(texts: tuple[str, ...], order: str) -> list[str]:
    return [_to("catalogue:search", query={"q": text, "xep": order}) for text in texts]


def _found(person: Person, text: str) -> str:
    return thousands(count(person, text))


def _to(name: str, *args: int, query: dict[str, str] | None = None) -> str:
    return reverse(name, args=args) + (f"?{urlencode(query)}" if query else "")


def _seen(person: Person) -> dict[str, list[int]]:
    """Some things of each kind that the person may see, spread over all the years."""
    last = Entry.objects.aggregate(last=Max("pk"))["last"] or 1
    random, found = Random(1), {}
    for kind in (Kind.INCOMING, Kind.OUTGOING):
        visible = Entry.objects.visible_to(person).filter(kind=kind).order_by("pk")
        starts = [random.randrange(1, max(2, last * 9 // 10)) for _ in range(20)]
        found[kind] = [
            pk for start in starts if (pk := visible.filter(pk__gt=start).values_list("pk", flat=True).first())
        ]
    return {str(kind): pks for kind, pks in found.items()}


def _deep(person: Person) -> int:
    """The key of a page four fifths down the list of everything the person sees."""
    last = Entry.objects.aggregate(last=Max("pk"))["last"] or 1
    entry = Entry.objects.visible_to(person).filter(pk__gt=last // 5).order_by("pk").first()
    return entry.ordinal or 0 if entry else 0
