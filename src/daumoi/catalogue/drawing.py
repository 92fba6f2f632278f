"""Where the boxes and arrows of a chain stand: layers from left to right. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

WIDTH: Final = 158
HEIGHT: Final = 62
ACROSS: Final = 40
DOWN: Final = 16
MARGIN: Final = 8
TIP: Final = 6


@dataclass(frozen=True, slots=True)
class Node:
    """A thing of the chain: its layer (causes below 0, results above) and its age."""

    id: int
    level: int
    age: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow from what led to what came of it."""

    source: int
    target: int


@dataclass(frozen=True, slots=True)
class Box:
    """A node in its place; `x` and `y` are its upper left corner."""

    id: int
    x: int
    y: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def text_x(self) -> int:
        return self.x + 10

    @property
    def type_y(self) -> int:
        return self.y + 17

    @property
    def name_y(self) -> int:
        return self.y + 35

    @property
    def sub_y(self) -> int:
        return self.y + 52

    @property
    def seal_x(self) -> int:
        return self.x + self.width - 12

    @property
    def seal_y(self) -> int:
        return self.y + 12


@dataclass(frozen=True, slots=True)
class Arrow:
    """The line of an edge and its tip, as SVG path data."""

    line: str
    tip: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything in its place on a sheet of this size."""

    width: int
    height: int
    boxes: list[Box]
    arrows: list[Arrow]


def layout(nodes: Sequence[Node], edges: Sequence[Edge]) -> Drawing:
    """Every node in the column of its layer, near the nodes it is joined to; no two boxes touch."""
    columns = _columns(nodes, edges)
    tallest = max((len(column) for column in columns.values()), default=0)
    height = 2 * MARGIN + max(tallest * (HEIGHT + DOWN) - DOWN, HEIGHT)
    boxes: dict[int, Box] = {}
    for place, level in enumerate(sorted(columns)):
        column = columns[level]
        used = len(column) * (HEIGHT + DOWN) - DOWN
        top = (height - used) // 2
        for row, pk in enumerate(column):
            boxes[pk] = Box(pk, MARGIN + place * (WIDTH + ACROSS), top + row * (HEIGHT + DOWN))
    width = MARGIN + len(columns) * (WIDTH + ACROSS)  # what goes round the last column needs room on the right
    arrows = [
        _arrow(boxes[edge.source], boxes[edge.target])
        for edge in edges
        if edge.source in boxes and edge.target in boxes
    ]
    return Drawing(width, height, list(boxes.values()), arrows)


def _columns(nodes: Sequence[Node], edges: Sequence[Edge]) -> dict[int, list[int]]:
    """The layers, each ordered so that arrows cross little: by the middle of the neighbours nearer to layer 0."""
    near: dict[int, list[int]] = {node.id: [] for node in nodes}
    for edge in edges:
        if edge.source in near and edge.target in near:
            near[edge.source].append(edge.target)
            near[edge.target].append(edge.source)
    columns: dict[int, list[int]] = {}
    place: dict[int, float] = {}
    for level in sorted({node.level for node in nodes}, key=lambda level: (abs(level), level)):
        inside = [node for node in nodes if node.level == level]
        columns[level] = [
            node.id for node in sorted(inside, key=lambda node: (_middle(node, near, place), -node.age, node.id))
        ]
        place.update({pk: row - (len(inside) - 1) / 2 for row, pk in enumerate(columns[level])})
    return columns


def _middle(node: Node, near: Mapping[int, list[int]], place: Mapping[int, float]) -> float:
    placed = [place[pk] for pk in near[node.id] if pk in place]
    return fmean(placed) if placed else 0.0


def _arrow(source: Box, target: Box) -> Arrow:
    y1, y2 = source.y + HEIGHT // 2, target.y + HEIGHT // 2
    if target.x > source.x:
        x1, x2 = source.x + WIDTH, target.x - TIP
        bend = min(16, (x2 - x1) // 2)
        line = f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
        return Arrow(line, f"M{x2 - 1} {y2 - 3.5}L{x2 + TIP - 1} {y2}L{x2 - 1} {y2 + 3.5}z")
    # Back to an earlier layer, or inside one: out on the right and round.
    x1, x2 = source.x + WIDTH, target.x + WIDTH + TIP
    out = max(x1, x2) + ACROSS // 2
    line = f"M{x1} {y1}C{out} {y1} {out} {y2} {x2} {y2}"
    return Arrow(line, f"M{x2 + 1} {y2 - 3.5}L{x2 - TIP + 1} {y2}L{x2 + 1} {y2 + 3.5}z")
