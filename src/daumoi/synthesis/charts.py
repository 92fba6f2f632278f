"""The columns of a term by month, as plain geometry: the template draws it, the stylesheet colours it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 1000, 260
LEFT, RIGHT, TOP, BOTTOM = 34, 8, 14, 30
CLASSES = ("t-kl", "t-tb", "t-kh", "t-ct", "t-nq")


@dataclass(frozen=True)
class Piece:
    x: float
    y: float
    width: float
    height: float
    css: str


@dataclass(frozen=True)
class Column:
    """A month: its pieces from the ground up, where it lies, what it counts."""

    month: date
    total: int
    x: float
    width: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Chart:
    columns: tuple[Column, ...]
    ticks: tuple[tuple[float, int], ...]
    years: tuple[tuple[float, int], ...]
    legend: tuple[tuple[str, str, int], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    ground: int = HEIGHT - BOTTOM


def months_between(first: date, last: date) -> list[date]:
    """The first days of all months from `first` to `last`."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(count)]


def draw(
    groups: Sequence[tuple[str, Sequence[str]]], counts: dict[tuple[date, str], int], first: date, last: date
) -> Chart:
    """Stacked columns, the largest group at the ground; the groups beyond the fifth share the last colour."""
    of_type = {code: name for name, types in groups for code in types}
    by_month: dict[date, Counter[str]] = {month: Counter() for month in months_between(first, last)}
    sizes: Counter[str] = Counter()
    for (day, code), n in counts.items():
        month, name = day.replace(day=1), of_type.get(code)
        if name is not None and month in by_month:
            by_month[month][name] += n
            sizes[name] += n
    ranked = [(_css(rank), name, size) for rank, (name, size) in enumerate(sizes.most_common())]
    most = max((sum(month.values()) for month in by_month.values()), default=0) or 1
    step = _step(most)
    top = -(-most // step) * step
    scale, pitch = (HEIGHT - TOP - BOTTOM) / top, (WIDTH - LEFT - RIGHT) / max(1, len(by_month))
    columns = tuple(
        _column(month, named, LEFT + place * pitch, pitch, scale, ranked)
        for place, (month, named) in enumerate(by_month.items())
    )
    ticks = tuple((round(HEIGHT - BOTTOM - value * scale, 2), value) for value in range(0, top + 1, step))
    years = tuple(
        (column.x, column.month.year) for column in columns if column.month.month == 1 or column is columns[0]
    )
    return Chart(columns, ticks, years, tuple(ranked))


def _column(
    month: date, named: Counter[str], x: float, pitch: float, scale: float, ranked: Sequence[tuple[str, str, int]]
) -> Column:
    width, y, pieces = max(1.0, min(18.0, pitch * 0.78)), float(HEIGHT - BOTTOM), []
    for css, name, _size in ranked:
        if height := named[name] * scale:
            y -= height
            pieces.append(Piece(round(x + (pitch - width) / 2, 2), round(y, 2), round(width, 2), round(height, 2), css))
    return Column(month, sum(named.values()), round(x, 2), round(pitch, 2), tuple(pieces))


def _css(rank: int) -> str:
    return CLASSES[min(rank, len(CLASSES) - 1)]


def _step(top: int) -> int:
    """A round distance between grid lines that gives four to six of them."""
    for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000, 50_000):
        if top / step <= 5:
            return step
    return 100_000
