"""`bench`: how quick the program is with many papers, and how well it finds."""

import argparse
import os
import platform
import time
from pathlib import Path

from daumoi.cli.machinery import office, preparation
from daumoi.cli.machinery.frame import OK, PROBLEM, USAGE, Commands, Complaint, add_command, answer, tell


def register(commands: Commands) -> None:
    parser = add_command(
        commands, "bench", run, "đo tốc độ và độ chính xác khi tìm, trên dữ liệu dựng riêng", facts=True
    )
    parser.add_argument(
        "what", nargs="?", choices=["speed", "search", "extract"], default="speed",
        help="speed: tốc độ (mặc định); search: tìm đúng đến đâu, trên bộ câu hỏi đã chấm (DAUMOI_TEST_DATA); "
        "extract: đọc đúng yếu tố của văn bản đến đâu",
    )  # fmt: skip
    parser.add_argument(
        "--entries", metavar="N", type=int, default=100_000, help="số mục trong mục lục (mặc định 100000)"
    )
    parser.add_argument("--only-fill", action="store_true", help="chỉ dựng dữ liệu, không đo")


def run(args: argparse.Namespace) -> int:
    if args.entries < 1_000:
        raise Complaint("Cần ít nhất 1000 mục để đo.", USAGE)
    default = "var/bench/search" if args.what == "search" else f"var/bench/{args.entries}"
    place = Path(args.home).resolve() if getattr(args, "home", None) else office.ROOT / default
    if args.what == "extract":
        office.enter(place)
        return _extract(args)
    preparation.prepare(place)
    return _search(args) if args.what == "search" else _speed(args)


def machine() -> dict[str, object]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        version = cursor.fetchone()[0]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "engine": f"{connection.vendor} {version}",
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory, 1),
        "machine": platform.machine(),
    }


def _speed(args: argparse.Namespace) -> int:
    from django.conf import settings

    from daumoi.bench import founding, measuring, writing
    from daumoi.bench.filling import Filler
    from daumoi.catalogue.models import Entry
    from daumoi.people.models import Person

    if Person.objects.exists() and not founding.is_founded():
        raise Complaint("Ở đây có một văn phòng khác; đo tốc độ chỉ chạy trong văn phòng dựng riêng để đo.")
    found = founding.found()
    started = time.monotonic()
    filler = Filler(found, args.entries)
    filler.fill(lambda done, total: tell(f"  {done}/{total}") if done % 20_000 == 0 else None)
    spent = time.monotonic() - started
    tell(f"Dữ liệu sẵn sàng sau {spent:.0f} giây.")
    if args.only_fill:
        return OK
    settings.ALLOWED_HOSTS = ["localhost"]
    visible = Entry.objects.visible_to(found.reader).count()
    facts = {
        **machine(), "entries": args.entries, "visible": visible, "fill_seconds": round(spent, 1), "figures": [],
        "issuing": [],
    }  # fmt: skip
    figures = []
    for figure in measuring.pages(found):
        tell(f"  {figure.name}: {figure.median:.0f} ms")
        figures.append(figure)
    figures.append(writing.registering(found))
    races = writing.races(found)
    facts["figures"], facts["issuing"] = measuring.facts(figures), writing.facts(races)
    lines = [
        f"{facts['engine']}, {facts['cores']} nhân, {facts['memory_gib']} GiB, Python {facts['python']}",
        f"{args.entries} mục, người đo thấy {visible} mục ({visible / args.entries:.1%})",
        "",
        *measuring.table(figures),
        "",
        *(
            f"cấp số, {race.writers:>2} người cùng lúc: {race.per_second:.0f} số/giây, "
            f"trung vị {race.median:.0f} ms, p95 {race.p95:.0f} ms, {'đủ và không trùng' if race.whole else 'SAI SỐ'}"
            for race in races
        ),
    ]
    answer(args, facts, lines)
    return OK if all(race.whole for race in races) else PROBLEM


def _search(args: argparse.Namespace) -> int:
    from daumoi.bench import judged

    data = Path(os.environ.get("DAUMOI_TEST_DATA") or office.ROOT.parent / "shared" / "data")
    if not (data / "search").is_dir():
        raise Complaint("Không thấy bộ câu hỏi đã chấm. Đặt DAUMOI_TEST_DATA là thư mục chứa nó.")
    scores = judged.judge(data)
    lines = [f"{'':24}  {'câu hỏi':>8}  {'nDCG@10':>8}  {'R@10':>8}  {'R@100':>8}  {'trung vị':>9}  {'p95':>9}"]
    lines += [
        f"{s.name:24}  {s.questions:>8}  {s.ndcg10:>8.3f}  {s.recall10:>8.3f}  {s.recall100:>8.3f}  "
        f"{s.median_ms:>6.0f} ms  {s.p95_ms:>6.0f} ms"
        for s in scores
    ]
    answer(args, judged.facts(scores), lines)
    return OK


def _extract(args: argparse.Namespace) -> int:
    from daumoi.bench import extraction
    from daumoi.extraction import NAMES
    from daumoi.rulesets.actions import BUILTIN, builtin_content
    from daumoi.rulesets.parsing import parse

    data = Path(os.environ.get("DAUMOI_TEST_DATA") or office.ROOT.parent / "shared" / "data")
    if not (data / "files").is_dir():
        raise Complaint("Không thấy bộ văn bản có ghi sẵn yếu tố. Đặt DAUMOI_TEST_DATA là thư mục chứa nó.")
    cases = [*extraction.papers(data), *extraction.scans(data), *extraction.texts(data)]
    sets = [parse(builtin_content(key)) for key in BUILTIN]
    outcomes = extraction.judge(cases, sets, lambda case: tell(f"  {case.group}: {case.name}"))
    scores = extraction.scores(outcomes)
    lines = [f"{'':14}  {'':12}  {'':18}  {'văn bản':>8}  {'đúng':>6}  {'sai':>5}  {'tỷ lệ':>7}"]
    lines += [
        f"{s.group:14}  {s.half:12}  {NAMES[s.field]:18}  {s.papers:>8}  {s.right:>6}  {s.wrong:>5}  {s.share:>7.1%}"
        for s in scores
    ]
    answer(args, extraction.facts(scores, outcomes), lines)
    return OK
