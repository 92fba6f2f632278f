"""Where things lie on the pages of a PDF. Shared by whoever finds places and whoever writes into them."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Box:
    """A rectangle on a page, in PDF points from the lower left corner. Pages count from 0."""

    page: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass(frozen=True)
class Blank:
    """Room left in a line for a few characters, and how they are to be written there.

    `dotted` room holds printed dots, which what is written there has to cover.
    """

    box: Box
    baseline: float
    size: float
    italic: bool = False
    dotted: bool = False


@dataclass(frozen=True)
class Places:
    """The places of a paper that are filled after it was written.

    `year` is a place only where the year is left open; otherwise `printed_year` is what stands there.
    `missing` says in Vietnamese what was not found.
    """

    number: Blank | None = None
    day: Blank | None = None
    month: Blank | None = None
    year: Blank | None = None
    printed_year: int | None = None
    signature: Box | None = None
    seal: Box | None = None
    recorder: Box | None = None
    missing: list[str] = field(default_factory=list)
