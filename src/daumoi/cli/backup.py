"""`backup`: the whole office in one file, while people work."""

import argparse
from pathlib import Path

from daumoi.cli.machinery import office, safekeeping
from daumoi.cli.machinery.frame import OK, Commands, add_command, answer, tell


def register(commands: Commands) -> None:
    parser = add_command(commands, "backup", run, "sao lưu cả văn phòng vào một tệp (không cần dừng)", facts=True)
    parser.add_argument("file", metavar="TỆP", type=Path, help="tệp sao lưu sẽ tạo")


def run(args: argparse.Namespace) -> int:
    place = office.enter_prepared(args)
    facts = safekeeping.make(args.file.expanduser().resolve(), place, tell)
    answer(args, facts, [f"Đã sao lưu vào {facts['file']}: {facts['files']} tệp, {facts['size']} byte."])
    return OK
