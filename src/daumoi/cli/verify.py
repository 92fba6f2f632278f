"""`verify`: read everything again and name what is wrong."""

import argparse
from collections.abc import Callable, Iterable

from daumoi.cli.machinery import office
from daumoi.cli.machinery.frame import OK, PROBLEM, Commands, add_command, answer, tell

SHOWN = 200


def register(commands: Commands) -> None:
    add_command(commands, "verify", run, "kiểm tra nhật ký, tệp, số, bằng chứng và chỉ mục tìm", facts=True)


def run(args: argparse.Namespace) -> int:
    office.enter_prepared(args)
    from daumoi.catalogue import index
    from daumoi.documents import verify as evidence
    from daumoi.files import verify as stored
    from daumoi.journal import verify as chain
    from daumoi.numbering import verify as numbers
    from daumoi.outgoing import verify as issued
    from daumoi.rulesets.book import series_names

    checks: dict[str, Callable[[], Iterable[str]]] = {
        "nhật ký": chain.problems,
        "số đăng ký": lambda: numbers.problems(series_names()),
        "văn bản": evidence.problems,
        "bằng chứng ban hành": issued.problems,
        "tệp": stored.problems,
        "chỉ mục tìm": index.compare,
    }
    found: dict[str, list[str]] = {}
    for name, check in checks.items():
        tell(f"Kiểm tra {name}…")
        found[name] = list(check())
    total = sum(len(problems) for problems in found.values())
    lines = [f"{name}: {'khớp' if not problems else f'{len(problems)} chỗ sai'}" for name, problems in found.items()]
    for problems in found.values():
        lines += [f"  - {problem}" for problem in problems[:SHOWN]]
        if len(problems) > SHOWN:
            lines.append(f"  … và {len(problems) - SHOWN} chỗ nữa (xem đủ bằng --json)")
    answer(args, {"whole": total == 0, "problems": found}, lines)
    return PROBLEM if total else OK
