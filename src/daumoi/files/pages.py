"""Reads and draws the pages of a PDF or picture. Runs as a process of its own, under limits.

A hostile or broken file may hang, crash or eat memory: here that ends this
process, never the office. Uses nothing of the program.

    pages.py look FILE            -> pages, sizes, text as JSON
    pages.py draw FILE FOLDER FIRST LAST SIDE [DPI]  -> FOLDER/<page>.webp (or .png at a DPI)
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageSequence

MEMORY = 2 * 1024**3
MAX_TEXT_PAGES = 3_000
MAX_TEXT = 1_000_000
MAX_SIZES = 400
PDF_MARK = b"%PDF-"


def is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        return PDF_MARK in file.read(1024)


def look(path: Path) -> dict[str, Any]:
    if not is_pdf(path):
        with Image.open(path) as picture:
            sizes = [[frame.width, frame.height] for frame in ImageSequence.Iterator(picture)]
        return {"pages": len(sizes), "sizes": sizes[:MAX_SIZES], "text": ""}
    with pypdfium2.PdfDocument(path) as document:
        count = len(document)
        sizes, texts, length = [], [], 0
        for number in range(min(count, MAX_TEXT_PAGES)):
            try:
                page = document[number]
            except pypdfium2.PdfiumError:
                sizes.append([595, 842])
                texts.append("")
                continue
            if number < MAX_SIZES:
                sizes.append([round(side) for side in page.get_size()])
            if length < MAX_TEXT:
                layer = page.get_textpage()
                text = layer.get_text_bounded(errors="ignore").replace("\x00", "")
                layer.close()
                texts.append(text)
                length += len(text)
            page.close()
    return {"pages": count, "sizes": sizes[:MAX_SIZES], "text": "\f".join(texts)[:MAX_TEXT]}


def draw(path: Path, folder: Path, first: int, last: int, side: int, dpi: int = 0) -> dict[str, Any]:
    """Pages `first` to `last` (from 1) as pictures, no side longer than `side`."""
    made = []
    if is_pdf(path):
        with pypdfium2.PdfDocument(path) as document:
            document.init_forms()  # without it number, date and signatures of a signed paper would not be drawn
            for number in range(first, min(last, len(document)) + 1):
                page = document[number - 1]
                width, height = page.get_size()
                scale = min(dpi / 72 if dpi else side, side / max(width, height, 1))
                picture = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
                made.append(_save(picture, folder, number, dpi))
                page.close()
    else:
        with Image.open(path) as source:
            for number, frame in enumerate(ImageSequence.Iterator(source), start=1):
                if not first <= number <= last:
                    continue
                picture = frame.convert("RGB")
                picture.thumbnail((side, side))
                made.append(_save(picture, folder, number, dpi))
    return {"made": made}


def _save(picture: Image.Image, folder: Path, number: int, dpi: int) -> list[Any]:
    path = folder / (f"{number}.png" if dpi else f"{number}.webp")
    if dpi:
        picture.convert("L").save(path)
    else:
        picture.save(path, quality=80, method=3)
    return [number, path.name]


def main(arguments: list[str]) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    Image.MAX_IMAGE_PIXELS = 250_000_000
    verb, path, *rest = arguments
    try:
        if verb == "look":
            answer = look(Path(path))
        else:
            answer = draw(Path(path), Path(rest[0]), *map(int, rest[1:]))
    except pypdfium2.PdfiumError as error:
        answer = {"problem": "password" if "password" in str(error).lower() else "broken"}
    except MemoryError:
        answer = {"problem": "memory"}
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        answer = {"problem": "broken"}
    json.dump(answer, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
