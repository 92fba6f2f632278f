"""`extract`: what papers say about themselves, read from their files."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from daumoi.cli.machinery import office
from daumoi.cli.machinery.frame import OK, PROBLEM, Commands, add_command, answer, tell


def register(commands: Commands) -> None:
    parser = add_command(commands, "extract", run, "đọc số, ngày, loại, cơ quan, trích yếu… từ tệp văn bản", facts=True)
    parser.add_argument("files", metavar="TỆP", nargs="+", help="PDF, Word, OpenDocument, RTF, ảnh hoặc .txt")


def run(args: argparse.Namespace) -> int:
    office.enter(office.home(args))
    from daumoi.core.errors import Refusal
    from daumoi.extraction import NAMES, extract
    from daumoi.extraction.sources import lines_of_file
    from daumoi.rulesets.actions import BUILTIN, builtin_content
    from daumoi.rulesets.parsing import parse

    sets = [parse(builtin_content(key)) for key in BUILTIN]
    facts: list[dict[str, Any]] = []
    lines: list[str] = []
    status = OK
    for name in args.files:
        try:
            found = extract(lines_of_file(Path(name)), sets)
        except (Refusal, OSError) as trouble:
            said = " ".join(trouble.reasons) if isinstance(trouble, Refusal) else f"{trouble.strerror}."
            tell(f"{name}: {said}")
            facts.append({"file": name, "problem": said})
            status = PROBLEM
            continue
        facts.append({"file": name, "particulars": asdict(found)})
        lines += ["", name] if lines else [name]
        lines += [
            f"  {NAMES[field]:18}  {seen.value}  (tin cậy {seen.confidence:.0%}, trang {seen.page + 1})"
            for field, seen in found.named()
        ] or ["  Không đọc được yếu tố nào."]
    answer(args, facts, lines)
    return status
