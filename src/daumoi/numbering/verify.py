"""Every number accounted for: none missing, none beyond its counter, dates in order, none without its paper."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef

from daumoi.journal.models import JournalEntry
from daumoi.numbering.models import Counter, Number, NumberStatus
from daumoi.numbering.series import labels_of
from daumoi.people.models import Body

# A paper that arrived yesterday may be registered after one of today: these books go by number only.
BY_ARRIVAL = {"den"}
# Series that are named by no type of paper.
OWN_NAMES = {"den": "văn bản đến", "ho-so": "hồ sơ"}
NAMED_GAPS = 20


@dataclass
class _Seen:
    """What one pass over a series gathers."""

    where: str
    expected: int = 1
    count: int = 0
    previous_day: Any = None
    gaps: list[str] = field(default_factory=list)

    @property
    def missing(self) -> str:
        """The gaps that an old register left, which may hide the row that is gone."""
        if not self.gaps:
            return ""
        shown = ", ".join(self.gaps[:NAMED_GAPS])
        more = f" và {len(self.gaps) - NAMED_GAPS} khoảng khác" if len(self.gaps) > NAMED_GAPS else ""
        return f" Các số không có trong sổ: {shown}{more}."


def problems(name_of: Callable[[str], str] = lambda key: key) -> Iterator[str]:
    """What is wrong with the numbers, in Vietnamese sentences. One pass in order, flat memory.

    A gap before a number that was imported from an old register is that
    register's own and is left to its report. `name_of` gives the words for the
    series of a type of paper.
    """
    where = _Words(name_of)
    counters = {(one.body_id, one.series, one.period): one for one in Counter.objects.all()}
    rows = Number.objects.order_by("body_id", "series", "period", "value").values_list(
        "body_id", "series", "period", "value", "given_on", "status", "is_imported", "entry_id"
    )
    for key, group in groupby(rows.iterator(chunk_size=5000), key=lambda row: row[:3]):
        seen = _Seen(where(*key))
        yield from _rows(seen, key[1], (row[3:] for row in group))
        yield from _against(counters.pop(key, Counter()), seen)
    for key, counter in counters.items():
        yield from _against(counter, _Seen(where(*key)))
    yield from _struck_in_silence(where)


def _rows(seen: _Seen, series: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    for value, day, status, imported, entry in rows:
        if value > seen.expected:
            missing = f"{seen.expected}" if value == seen.expected + 1 else f"{seen.expected}–{value - 1}"
            if imported:
                seen.gaps.append(missing)
            else:
                yield f"Thiếu số {missing} trong {seen.where}: không cấp, không giữ, không huỷ."
        if status == NumberStatus.ISSUED and entry is None:
            yield f"Số {value} trong {seen.where} ghi đã cấp nhưng không gắn với văn bản nào."
        if status == NumberStatus.ISSUED and not imported and series not in BY_ARRIVAL:
            if seen.previous_day and day < seen.previous_day:
                yield f"Số {value} trong {seen.where} ghi ngày {day:%d/%m/%Y}, sớm hơn số trước nó."
            seen.previous_day = day
        seen.expected, seen.count = value + 1, seen.count + 1


def _against(counter: Counter, seen: _Seen) -> Iterator[str]:
    if counter.given != seen.count:
        yield f"Bộ đếm của {seen.where} ghi {counter.given} dòng nhưng sổ có {seen.count} dòng.{seen.missing}"
    if counter.last != seen.expected - 1:
        yield f"Bộ đếm của {seen.where} ghi {counter.last} nhưng số cuối trong sổ là {seen.expected - 1}."


def _struck_in_silence(where: "_Words") -> Iterator[str]:
    """Striking a number is an act of somebody, with a reason, in the journal."""
    acts = JournalEntry.objects.filter(
        subject_type="numbering.number", subject_id=OuterRef("pk"), action="numbering.void"
    )
    silent = Number.objects.filter(~Exists(acts), status=NumberStatus.VOID).order_by("pk")
    for body, series, period, value in silent.values_list("body_id", "series", "period", "value").iterator():
        yield f"Số {value} trong {where(body, series, period)} ghi đã huỷ nhưng nhật ký không ghi việc huỷ."


class _Words:
    """«dãy Kết luận, nhiệm kỳ 2025-2030, của Tỉnh uỷ»: asked for once a series."""

    def __init__(self, name_of: Callable[[str], str]) -> None:
        self.name_of = name_of
        self.bodies = dict(Body.objects.values_list("pk", "name"))
        self.periods = labels_of(Counter.objects.values_list("period", flat=True).distinct())

    def __call__(self, body: int, series: str, period: str) -> str:
        name = OWN_NAMES.get(series) or self.name_of(series)
        label = self.periods.get(period) or labels_of([period])[period]
        return f"dãy {name}, {label}, của {self.bodies.get(body, 'cơ quan')}"
