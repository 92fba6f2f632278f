"""What a signature and a seal look like on the page, drawn as small one-page PDFs.

The person's mark is blue, the body's mark red, as the rules ask. Both say that they are internal:
a drawn seal never pretends to be the engraved one. An office that has the pictures of its real marks gives those.
"""

import io
from datetime import datetime
from typing import Any

import pikepdf
import typst
from PIL import Image, UnidentifiedImageError

from daumoi.core.errors import Refusal
from daumoi.core.page import Box
from daumoi.signing.fonts import font_folder

PERSON = """
#let data = sys.inputs
#set page(width: float(data.width) * 1pt, height: float(data.height) * 1pt, margin: 0pt, fill: none)
#set text(font: "Liberation Serif", lang: "vi", fill: rgb("#1f3fa8"))
#context {
  let hand(size) = text(size: size, style: "italic", data.name)
  let room = float(data.width) * 0.9pt
  let natural = measure(hand(22pt)).width
  let size = calc.min(22pt, 22pt * (room / natural))
  let long = measure(hand(size)).width
  place(center + horizon, dy: -9pt, rotate(-5deg, hand(size)))
  place(center + horizon, dy: 4pt, rotate(-5deg, curve(
    stroke: (paint: rgb("#1f3fa8"), thickness: 0.9pt, cap: "round"),
    curve.move((0pt, 3pt)),
    curve.cubic((long * 0.3, -3pt), (long * 0.55, 7pt), (long * 0.72, 1pt)),
    curve.cubic((long * 0.8, -2pt), (long * 0.9, -1pt), (long * 1.04, -4pt)),
  )))
  place(center + bottom, dy: -7pt, text(size: 6.5pt, data.note))
}
"""

SEAL = """
#let data = sys.inputs
#let side = float(data.width) * 1pt
#let red = rgb("#c8102e")
#set page(width: side, height: side, margin: 0pt, fill: none)
#set text(font: "Liberation Serif", lang: "vi", fill: red, weight: "bold")
#let middle = side / 2
#let ring(radius, thickness) = place(center + horizon, circle(radius: radius, stroke: thickness + red))
#let arc(words, radius, size, upper) = context {
  let letters = words.clusters()
  let spread = letters.map(letter => measure(text(size: size, letter)).width + size * 0.06)
  let total = spread.sum()
  let most = radius * (if upper { 4.2 } else { 2.2 })
  let fit = calc.min(1.0, most / total)
  let angle(length) = length / radius * 1rad
  let at = -total * fit / 2
  for (letter, room) in letters.zip(spread) {
    let turn = angle(at + room * fit / 2)
    let shown = text(size: size * fit, top-edge: "cap-height", bottom-edge: "baseline", letter)
    let extent = measure(shown)
    let (x, y, tilt) = if upper {
      (middle + radius * calc.sin(turn), middle - radius * calc.cos(turn), turn)
    } else {
      (middle + radius * calc.sin(turn), middle + radius * calc.cos(turn), -turn)
    }
    place(top + left, dx: x - extent.width / 2, dy: y - extent.height / 2, rotate(tilt, shown))
    at += room * fit
  }
}
#ring(middle - 1pt, 1.8pt)
#ring(middle - 3.6pt, 0.6pt)
#ring(middle * 0.58, 0.6pt)
#arc(data.name, middle * 0.76, 9.5pt, true)
#arc(data.note, middle * 0.76, 6pt, false)
#let tip(k, radius) = (middle * 0.34 + radius * calc.sin(k * 36deg), middle * 0.34 - radius * calc.cos(k * 36deg))
#place(center + horizon, dy: -2pt, polygon(
  fill: red, ..range(10).map(k => tip(k, middle * (if calc.even(k) { 0.34 } else { 0.135 }))),
))
"""

LARGEST_PICTURE = 2000  # pixels on a side


def person_mark(box: Box, *, name: str, at: datetime, picture: bytes | None = None) -> bytes:
    """The blue mark of a person: the given picture of the hand signature, or the name and the time of signing."""
    if picture:
        return _picture(box, picture)
    note = f"Ký số nội bộ: {at:%d/%m/%Y %H:%M:%S}"
    return _drawn(PERSON, width=box.width, height=box.height, name=name, note=note)


def seal_mark(box: Box, *, name: str, picture: bytes | None = None) -> bytes:
    """The red mark of a body: the given picture of its seal, or a drawn one that says it is internal."""
    if picture:
        return _picture(box, picture)
    return _drawn(SEAL, width=min(box.width, box.height), name=name.upper(), note="CHỮ KÝ SỐ NỘI BỘ")


def clean_picture(data: bytes) -> bytes:
    """A picture of a signature or seal as a PNG that keeps its transparency; white paper becomes transparent.

    Refuses what is not a picture.
    """
    try:
        with Image.open(io.BytesIO(data)) as opened:
            picture = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise Refusal("Không đọc được tệp ảnh chữ ký.", advice="Hãy dùng ảnh PNG nền trong suốt.") from None
    picture.thumbnail((LARGEST_PICTURE, LARGEST_PICTURE))
    if picture.getchannel("A").getextrema() == (255, 255):  # nothing in it is transparent: a scan on white paper
        lightness = picture.convert("L")
        picture.putalpha(lightness.point(lambda value: max(0, min(255, (245 - value) * 4))))
    result = io.BytesIO()
    picture.save(result, "PNG")
    return result.getvalue()


def _drawn(source: str, **inputs: str | float) -> bytes:
    folders: list[Any] = [str(font_folder())]
    return typst.compile(
        source.encode(),
        format="pdf",
        font_paths=folders,
        ignore_system_fonts=True,
        sys_inputs={key: str(value) for key, value in inputs.items()},
        pdf_tags=False,
    )


def _picture(box: Box, picture: bytes) -> bytes:
    """The picture as large as the box allows, in its own proportions."""
    with Image.open(io.BytesIO(clean_picture(picture))) as opened:
        image = opened.copy()
    page = pikepdf.new()
    page.add_blank_page(page_size=(box.width, box.height))
    scale = min(box.width / image.width, box.height / image.height)
    wide, high = image.width * scale, image.height * scale
    mask = page.make_stream(
        image.getchannel("A").tobytes(), **_image(image.width, image.height, pikepdf.Name.DeviceGray)
    )
    drawing = page.make_stream(
        image.convert("RGB").tobytes(), **_image(image.width, image.height, pikepdf.Name.DeviceRGB), SMask=mask
    )
    left, bottom = (box.width - wide) / 2, (box.height - high) / 2
    sheet = page.pages[0]
    sheet.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Mark=drawing))
    sheet.Contents = page.make_stream(f"q {wide:.3f} 0 0 {high:.3f} {left:.3f} {bottom:.3f} cm /Mark Do Q".encode())
    result = io.BytesIO()
    page.save(result, compress_streams=True)
    return result.getvalue()


def _image(width: int, height: int, colours: pikepdf.Name) -> dict[str, object]:
    return {
        "Type": pikepdf.Name.XObject,
        "Subtype": pikepdf.Name.Image,
        "Width": width,
        "Height": height,
        "ColorSpace": colours,
        "BitsPerComponent": 8,
    }
