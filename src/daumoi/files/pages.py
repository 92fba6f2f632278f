"""Reads and draws the pages of a PDF or picture. Runs as a process of its own, under limits.

A hostile or broken file may hang, crash or eat memory: here that ends this
process, never the office. Uses nothing of the program.

    pages.py look FILE            -> pages, sizes, text as JSON
    pages.py words FILE FIRST LAST -> pages, and of each page its size and the words of its layer with their places
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
from pypdfium2 import raw

MEMORY = 2 * 1024**3
MAX_TEXT_PAGES = 3_000
MAX_TEXT = 1_000_000
MAX_SIZES = 400
PDF_MARK = b"%PDF-"
MAX_LETTERS = 20_000
SAME_WORD = 0.4  # of its height may lie between two letters of a word
COVERED = 0.6  # of a word, and it cannot be read any more
A4 = (595.276, 841.89)


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


def words(path: Path, first: int, last: int) -> dict[str, Any]:
    """The words on pages `first` to `last` as [text, left, bottom, right, top], in points from the lower left corner.

    What was stamped on the paper later (number, day and signatures of a signed paper) is among them, and hides the
    words it was stamped over. A picture has no words, and the size of the sheet of A4 it fits.
    """
    if not is_pdf(path):
        sizes = look(path)["sizes"]
        fits = [min(A4[0] / max(width, 1), A4[1] / max(height, 1)) for width, height in sizes]
        read = [
            {"size": [width * fit, height * fit], "words": []} for (width, height), fit in zip(sizes, fits, strict=True)
        ]
        return {"pages": len(read), "read": read[first - 1 : last]}
    with pypdfium2.PdfDocument(path) as document:
        document.init_forms()
        count = len(document)
        return {"pages": count, "read": [_words(document, number) for number in range(first - 1, min(last, count))]}


def _words(document: pypdfium2.PdfDocument, index: int) -> dict[str, Any]:
    try:
        page = document[index]
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        page.close()
        page = document[index]
    except pypdfium2.PdfiumError:
        return {"size": list(A4), "words": []}
    size, (left, bottom, _, _) = list(page.get_size()), page.get_cropbox()
    layer = page.get_textpage()
    found: list[list[Any]] = []
    fresh = True
    for at in range(min(layer.count_chars(), MAX_LETTERS)):
        letter = chr(raw.FPDFText_GetUnicode(layer, at)).replace("\x02", "-")  # how a hyphen at the end of a line comes
        if letter.isspace() or letter in "\0\ufffe\uffff" or raw.FPDFText_IsGenerated(layer, at) == 1:
            fresh = True
            continue
        try:
            box = layer.get_charbox(at, loose=True)
        except pypdfium2.PdfiumError:
            continue
        box = (box[0] - left, box[1] - bottom, box[2] - left, box[3] - bottom)
        if fresh or not _continues(found[-1], box):
            found.append([letter, *box])
        else:
            word = found[-1]
            word[0] += letter
            word[1:] = [min(word[1], box[0]), min(word[2], box[1]), max(word[3], box[2]), max(word[4], box[3])]
        fresh = False
    layer.close()
    page.close()
    return {"size": size, "words": _uncovered(found)}


def _continues(word: list[Any], box: tuple[float, float, float, float]) -> bool:
    height = max(word[4] - word[2], 1.0)
    return -height < box[0] - word[3] < SAME_WORD * height and box[1] < word[4] and word[2] < box[3]


def _uncovered(found: list[list[Any]]) -> list[list[Any]]:
    """The words over which no later one was printed."""
    kept: list[list[Any]] = []
    by_height: dict[int, list[list[Any]]] = {}
    for word in reversed(found):
        _, left, bottom, right, top = word
        middle = int((bottom + top) / 2 / 10)
        area = max((right - left) * (top - bottom), 0.01)
        near = [later for row in (middle - 1, middle, middle + 1) for later in by_height.get(row, ())]
        hidden = any(
            max(0.0, min(right, later[3]) - max(left, later[1])) * max(0.0, min(top, later[4]) - max(bottom, later[2]))
            > COVERED * area
            for later in near
        )
        if not hidden:
            kept.append(word)
            by_height.setdefault(middle, []).append(word)
    return kept[::-1]


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
        elif verb == "words":
            answer = words(Path(path), *map(int, rest))
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
