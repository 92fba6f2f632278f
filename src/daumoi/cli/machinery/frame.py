"""The command line in Vietnamese: one parser for all commands, one way to print facts and refusals."""

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import IO, Any, NoReturn

OK, PROBLEM, USAGE, INTERRUPTED = 0, 1, 2, 130

Commands = Any  # what argparse calls _SubParsersAction, which it does not export

COMPLAINTS = {
    r"the following arguments are required: (.+)": r"thiếu {0}",
    r"unrecognized arguments: (.+)": r"không hiểu: {0}",
    r"argument (\S+): expected one argument": r"{0} cần một giá trị đi kèm",
    r"argument (.+?): invalid choice: (\S+).*": r"không có {1} trong danh sách của {0}",
    r"argument (.+?): invalid \S+ value: (.+)": r"{0} không nhận giá trị {1}",
    r"argument (\S+): not allowed with argument (\S+)": r"{0} không đi cùng {1}",
}


class Help(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str, **more: Any) -> None:
        super().__init__(prog, **{"max_help_position": 28, **more})

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Vietnamese and leaves with status 2 when it does not understand."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"formatter_class": Help, "allow_abbrev": False, "add_help": False, **more})
        self._positionals.title, self._optionals.title = "Tham số", "Tuỳ chọn"
        self.add_argument("-h", "--help", action="help", help="hiện phần trợ giúp này")

    def error(self, message: str) -> NoReturn:
        for english, vietnamese in COMPLAINTS.items():
            if found := re.fullmatch(english, message, re.DOTALL):
                message = vietnamese.format(*found.groups())
                break
        self.exit(USAGE, f"{self.prog}: {message}.\nGõ  {self.prog} --help  để xem cách dùng.\n")


def common_options() -> argparse.ArgumentParser:
    """Options that every command takes, before or after its name."""
    options = argparse.ArgumentParser(add_help=False)
    place = options.add_mutually_exclusive_group()
    suppress = argparse.SUPPRESS
    place.add_argument(
        "--home", metavar="THƯ_MỤC", default=suppress, help="thư mục của văn phòng (mặc định var/office)"
    )
    place.add_argument("--demo", action="store_true", default=suppress, help="dùng văn phòng minh hoạ (var/demo)")
    return options


def add_command(
    commands: Commands, name: str, run: Callable[[argparse.Namespace], int], summary: str, *, facts: bool = False
) -> argparse.ArgumentParser:
    """A sub-command called `name`. With `facts` it takes --json and prints through `answer`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=summary[:1].upper() + summary[1:] + ".", parents=[common_options()]
    )
    parser.set_defaults(run=run)
    if facts:
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON cho chương trình khác đọc")
    return parser


def answer(args: argparse.Namespace, facts: Any, lines: Iterable[str]) -> None:
    """The result of a command on standard output: `facts` as JSON when asked, else the lines for people."""
    if args.json:
        print(json.dumps(facts, ensure_ascii=False, indent=2, default=str))
    else:
        for line in lines:
            print(line)


def tell(text: str = "", *, to: IO[str] | None = None) -> None:
    """Progress and remarks: on standard error, so that standard output holds only results."""
    print(text, file=to or sys.stderr, flush=True)


class Complaint(Exception):
    """The command stops with this sentence; `status` is PROBLEM or USAGE."""

    def __init__(self, sentence: str, status: int = PROBLEM) -> None:
        super().__init__(sentence)
        self.status = status


def build(modules: Sequence[Any]) -> Parser:
    parser = Parser(
        prog="./daumoi",
        description="Đầu Mối: văn phòng điện tử của cấp uỷ. Hai lệnh để bắt đầu:\n\n"
        "  ./daumoi demo    mở văn phòng minh hoạ\n"
        "  ./daumoi up      mở văn phòng thật",
        parents=[common_options()],
    )
    commands = parser.add_subparsers(title="Các lệnh", metavar="LỆNH", dest="command", required=True)
    for module in modules:
        module.register(commands)
    return parser
