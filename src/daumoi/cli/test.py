"""`test`: everything that is checked before a change is taken in, on both engines and in a browser."""

import argparse
import os
from collections.abc import Sequence

from daumoi.cli.machinery.frame import OK, PROBLEM, Commands, add_command
from daumoi.cli.machinery.judges import STEPS, Outcome, Wishes, chosen, judge


def register(commands: Commands) -> None:
    parser = add_command(commands, "test", run, "chạy mọi kiểm tra: mã nguồn, hai cơ sở dữ liệu, trình duyệt")
    parser.epilog = "Các bước: " + ", ".join(STEPS) + ".\nSau -- là tham số của pytest:  ./daumoi test -- tests/people"
    parser.add_argument("--only", metavar="BƯỚC", action="append", choices=STEPS, help="chỉ bước này (lặp lại được)")
    parser.add_argument("--fast", action="store_true", help="bỏ những bước lâu: PostgreSQL, trình duyệt, độ phủ")
    parser.add_argument("pytest", metavar="-- ...", nargs="*", help="tham số cho pytest")


def run(args: argparse.Namespace) -> int:
    wishes = Wishes(args.pytest, args.fast)
    outcomes = [judge(name, wishes) for name in chosen(args.only or (), wishes)]
    skipped = [f"{outcome.name}: {what}" for outcome in outcomes for what in outcome.skipped]
    strict = bool(os.environ.get("CI"))
    report(outcomes, skipped, strict)
    good = all(outcome.good for outcome in outcomes) and not (strict and skipped)
    return OK if good else PROBLEM


def report(outcomes: Sequence[Outcome], skipped: Sequence[str], strict: bool) -> None:
    print("\nBước          Kết quả      Thời gian    Đạt  Hỏng  Bỏ qua")
    for outcome in outcomes:
        verdict = "đạt" if outcome.good else "KHÔNG ĐẠT"
        counts = f"{outcome.passed:6} {outcome.failed:5} {len(outcome.skipped):7}"
        print(f"{outcome.name:<13} {verdict:<10} {outcome.seconds:8.1f} giây {counts}")
    if skipped:
        print(f"\nBỏ qua {len(skipped)}" + (" (với CI, mỗi phần bỏ qua là một lỗi):" if strict else ":"))
        for name in skipped:
            print(f"  - {name}")
    passed, failed = (sum(getattr(outcome, kind) for outcome in outcomes) for kind in ("passed", "failed"))
    print(f"\n{passed} passed, {failed} failed" + (f", {len(skipped)} skipped" if skipped else ""), flush=True)
