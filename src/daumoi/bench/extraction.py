"""How well the particulars of papers are read: real papers whose fields somebody wrote down.

Three sets. Papers: born-digital files, read from their text layer. Scans: the same files and real scans, read by
Tesseract; the files are first printed, laid askew, blurred and spotted as a scanner does. Texts: official documents of
which only the words are left, without places and often with their columns run together. Each set has two halves, by
the fingerprint of the name: rules are written looking at one and measured on the other.

A field counts where the paper shows it: the file by its list of fields, a text where the value can be found in it.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import random
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from daumoi.core import office
from daumoi.extraction import Line, Particulars, extract
from daumoi.extraction.lines import lines_of_pages, lines_of_text
from daumoi.extraction.script import flat
from daumoi.extraction.sources import lines_of_file
from daumoi.files import reading
from daumoi.numbering.notation import normalise
from daumoi.rulesets.rules import RuleSet
from daumoi.vietnamese import words

PAPERS, SCANS, TEXTS = "bản điện tử", "bản quét", "văn bản chữ"
DEVELOPED, HELD_OUT = "nửa để viết", "nửa để đo"
FIELDS: Final = ("number", "issued_on", "type", "issuer", "subject", "signer")
LABELS: Final = {
    "number": "number_symbol",
    "issued_on": "issued_on",
    "type": "doc_type",
    "issuer": "issuer",
    "subject": "subject",
    "signer": "signer",
}
SAME: Final = 0.95  # of the letters of a subject, after folding
DPI: Final = 200
HEAD: Final = 5_000

_HEADED: Final = re.compile(r"\bcong\s+hoa\s+xa\s+hoi|\bdang\s+cong\s+san\s+viet")
_LEAD: Final = re.compile(r"^(?:v v|ve viec|ve)\s+")
_LONG_FORMS: Final = (("ubnd", "uy ban nhan dan"), ("hdnd", "hoi dong nhan dan"), ("tp", "thanh pho"))


@dataclass(frozen=True)
class Case:
    """A paper with the fields somebody wrote down, and how to get its lines."""

    name: str
    group: str
    labels: dict[str, str]
    lines: Callable[[], list[Line]] = field(repr=False)

    @property
    def half(self) -> str:
        even = hashlib.sha256(self.name.encode()).digest()[0] % 2 == 0
        return DEVELOPED if even else HELD_OUT


@dataclass(frozen=True)
class Outcome:
    """One field of one paper: what was expected and what was suggested, with how much confidence."""

    case: str
    group: str
    half: str
    field: str
    expected: str
    found: str
    confidence: float
    right: bool


@dataclass(frozen=True)
class Score:
    group: str
    half: str
    field: str
    papers: int
    right: int
    wrong: int
    """Suggested, and not what the paper says; the others were left open."""

    @property
    def share(self) -> float:
        return self.right / self.papers if self.papers else 0.0


def judge(
    cases: Iterable[Case], sets: list[RuleSet], tell: Callable[[Case], None] = lambda case: None
) -> list[Outcome]:
    """Every labelled field of every case."""
    outcomes: list[Outcome] = []
    for case in cases:
        tell(case)
        found = extract(case.lines(), sets)
        outcomes += [
            Outcome(case.name, case.group, case.half, name, expected, *_compared(found, name, expected))
            for name, expected in case.labels.items()
        ]
    return outcomes


def _compared(found: Particulars, name: str, expected: str) -> tuple[str, float, bool]:
    suggestion = getattr(found, name)
    if suggestion is None:
        return "", 0.0, False
    above = found.superior.value if found.superior else ""
    return suggestion.value, suggestion.confidence, is_right(name, expected, suggestion.value, above)


def scores(outcomes: Iterable[Outcome]) -> list[Score]:
    """Per group, half and field."""
    counted: dict[tuple[str, str, str], list[int]] = {}
    for outcome in outcomes:
        count = counted.setdefault((outcome.group, outcome.half, outcome.field), [0, 0, 0])
        count[0] += 1
        count[1] += outcome.right
        count[2] += bool(outcome.found) and not outcome.right
    return [
        Score(group, half, name, *counted[group, half, name])
        for group in (PAPERS, SCANS, TEXTS)
        for half in (DEVELOPED, HELD_OUT)
        for name in FIELDS
        if (group, half, name) in counted
    ]


def facts(figures: Iterable[Score], outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """For programs: the scores, and every field that was not right, with what was suggested instead."""
    return {
        "scores": [{**asdict(score), "share": round(score.share, 4)} for score in figures],
        "misses": [asdict(outcome) for outcome in outcomes if not outcome.right],
    }


# --- what is right ----------------------------------------------------------------------------------


def is_right(name: str, expected: str, found: str, superior: str = "") -> bool:
    """Number and date exactly; the rest without marks and capitals; a subject with one letter in twenty misread."""
    if name == "number":
        return normalise(expected) == normalise(found)
    if name == "issued_on":
        return expected == found
    if name == "subject":
        wanted, said = _plain_subject(expected), _plain_subject(found)
        return wanted == said or SequenceMatcher(None, wanted, said, autojunk=False).ratio() >= SAME
    if name == "issuer":
        wanted, said = _plain_name(re.sub(r"\s*\(.*\)", "", expected)), _plain_name(found)
        # A list that gives only a province is right about whose paper it is.
        place = re.match(r"(?:tinh|thanh pho) ", wanted) is not None
        return wanted == said or (place and wanted in f"{_plain_name(superior)} {said}")
    return words(expected, folded=True) == words(found, folded=True)


def _plain_subject(text: str) -> str:
    return _LEAD.sub("", words(text, folded=True))


def _plain_name(text: str) -> str:
    name = words(text, folded=True)
    for short, long in _LONG_FORMS:
        name = re.sub(rf"\b{short}\b", long, name)
    return name.replace(" va ", " ")


# --- the sets ---------------------------------------------------------------------------------------


def papers(data: Path) -> Iterator[Case]:
    """Born-digital files from their text layer, and scans as they are."""
    for path, row in _files(data):
        group = SCANS if "scan" in row["kind"] else PAPERS
        yield Case(path.name, group, _labels(row), lambda path=path: lines_of_file(path))  # type: ignore[misc]


def scans(data: Path) -> Iterator[Case]:
    """The born-digital files again, as a scanner would give them."""
    for path, row in _files(data):
        if "scan" not in row["kind"]:
            yield Case(path.name, SCANS, _labels(row), lambda path=path, row=row: _scanned(path, row))  # type: ignore[misc]


def texts(data: Path) -> Iterator[Case]:
    """Documents of which only the words are left, with the fields that can be found in them."""
    with gzip.open(data / "corpus" / "documents.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row["body_kind"] not in ("full", "pdf_text_layer", "ocr_excerpt"):
                continue
            body = row["body"]
            if not _HEADED.search(flat(body[:1_500])):
                continue  # the page of a web site about the paper
            labels = {name: value for name, value in _labels(row).items() if _is_shown(name, value, body, row)}
            if labels:
                yield Case(row["id"], TEXTS, labels, lambda body=body: lines_of_text(body))  # type: ignore[misc]


def _files(data: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for line in (data / "files" / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["kind"] != "xlsx":
            yield data / "files" / row["file"], row


def _labels(row: dict[str, Any]) -> dict[str, str]:
    return {name: row[label] for name, label in LABELS.items() if row.get(label)}


def _is_shown(name: str, value: str, body: str, row: dict[str, Any]) -> bool:
    head = body[:HEAD]
    if name == "number":
        return _squeezed(value) in _squeezed(head)
    if name == "issued_on":
        year, month, day = (int(part) for part in value.split("-"))
        said = rf"ngay\s*0?{day}\s*thang\s*0?{month}\s*nam\s*{year}"
        return re.search(said, flat(head)) is not None
    if name == "issuer":
        return _plain_name(value) in _plain_name(head[:1_500])
    if name == "signer":
        return words(value, folded=True) in words(body, folded=True)
    if name == "subject":
        # Some lists give the symbol in place of the subject, or the heading of their own page.
        heading = _HEADED.search(flat(head))
        symbol = words(row["number_symbol"] or "-", folded=True)
        below = words(head[heading.start() if heading else 0 :], folded=True)
        return symbol not in words(value, folded=True) and _plain_subject(value) in below
    return words(value, folded=True) in words(head, folded=True) or value == "Công văn"


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", normalise(text) if len(text) < 100 else text).casefold()


# --- scanning ---------------------------------------------------------------------------------------


def _scanned(path: Path, row: dict[str, Any]) -> list[Line]:
    """The pages that carry fields, printed and scanned, read by Tesseract."""
    with tempfile.TemporaryDirectory(prefix="daumoi-bench-") as folder:
        paper = Path(folder) / "paper.pdf"
        paper.write_bytes(path.read_bytes() if path.suffix == ".pdf" else office.to_pdf(path.read_bytes(), path.suffix))
        _, pages = reading.words(paper, 1, 60)
        name = row.get("signer") or "Nơi nhận"
        signed = [at for at, page in enumerate(pages) if name in " ".join(word.text for word in page.words)]
        wanted = sorted({0, min(1, len(pages) - 1), *signed[-1:]})
        scan = Path(folder) / "scan.pdf"
        _scan(paper, wanted, scan, random.Random(path.name))
        read = [
            replace(page, words=reading.recognised_words(scan, at + 1, page.width, page.height))
            for at, page in enumerate(pages[number] for number in wanted)
        ]
        return lines_of_pages(read)


def _scan(paper: Path, wanted: list[int], scan: Path, chance: random.Random) -> None:
    pictures = []
    with pypdfium2.PdfDocument(paper) as document:
        document.init_forms()
        for number in wanted:
            picture = document[number].render(scale=DPI / 72, may_draw_forms=True).to_pil().convert("L")
            picture = picture.rotate(chance.uniform(-0.8, 0.8), fillcolor=255, resample=Image.Resampling.BICUBIC)
            picture = picture.filter(ImageFilter.GaussianBlur(0.7))
            picture = ImageChops.add(picture, Image.effect_noise(picture.size, 28), offset=-128)
            kept = io.BytesIO()
            picture.save(kept, "JPEG", quality=70)
            pictures.append(Image.open(kept).convert("RGB"))
    pictures[0].save(scan, "PDF", resolution=DPI, save_all=True, append_images=pictures[1:])
