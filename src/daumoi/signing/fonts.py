"""The letters we write into a PDF: Liberation Serif, as wide as Times New Roman, with every Vietnamese letter."""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from daumoi.core.errors import Refusal

FOLDERS = (
    "/usr/share/fonts/truetype/liberation2",
    "/usr/share/fonts/truetype/liberation",
    "/usr/share/fonts/liberation-serif",
    "/usr/share/fonts/liberation",
    "/usr/share/fonts/liberation-fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
)
REGULAR, ITALIC = "LiberationSerif-Regular.ttf", "LiberationSerif-Italic.ttf"
FIRST, LAST = 32, 126  # what a number or a day can be written with


@dataclass(frozen=True)
class Face:
    """A small font of plain letters and digits, ready to be put into a PDF. Measures in thousandths of the size."""

    name: str
    data: bytes
    widths: tuple[int, ...]
    ascent: int
    descent: int
    box: tuple[int, int, int, int]
    cap_height: int
    slant: float

    def width(self, text: str, size: float) -> float:
        """The width of `text` in points."""
        return sum(self.widths[ord(letter) - FIRST] for letter in text) * size / 1000

    def can_write(self, text: str) -> bool:
        return all(FIRST <= ord(letter) <= LAST for letter in text)


def font_folder() -> Path:
    """The folder of Liberation Serif on this machine; refuses with the package to install."""
    for folder in map(Path, FOLDERS):
        if (folder / REGULAR).exists() and (folder / ITALIC).exists():
            return folder
    raise Refusal(
        "Máy chủ chưa có phông chữ Liberation Serif nên chưa ký được văn bản.",
        kept="Văn bản vẫn được giữ nguyên, chưa có chữ ký nào.",
        advice="Nhờ quản trị cài gói fonts-liberation2 (hoặc fonts-liberation), rồi ký lại.",
    )


@cache
def face(*, italic: bool) -> Face:
    """The upright or the slanted face, cut down to what numbers and dates need."""
    options = subset.Options(layout_features=[], name_IDs=[], notdef_outline=True, glyph_names=False, hinting=False)
    options.drop_tables += ["FFTM"]
    font = TTFont(font_folder() / (ITALIC if italic else REGULAR))
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=range(FIRST, LAST + 1))
    cutter.subset(font)
    unit = 1000 / font["head"].unitsPerEm
    letters, metrics, head = font.getBestCmap(), font["hmtx"], font["head"]
    data = io.BytesIO()
    font.save(data)
    return Face(
        name="DMXXXI+LiberationSerif-Italic" if italic else "DMXXXR+LiberationSerif",
        data=data.getvalue(),
        widths=tuple(round(metrics[letters[code]][0] * unit) for code in range(FIRST, LAST + 1)),
        ascent=round(font["hhea"].ascent * unit),
        descent=round(font["hhea"].descent * unit),
        box=(round(head.xMin * unit), round(head.yMin * unit), round(head.xMax * unit), round(head.yMax * unit)),
        cap_height=round(font["OS/2"].sCapHeight * unit),
        slant=font["post"].italicAngle,
    )
