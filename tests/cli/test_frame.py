"""The command line: Vietnamese, plain exit status, options before or after the command."""

import json
from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from daumoi.cli import __main__ as entrance
from daumoi.cli.machinery import frame, office
from daumoi.core.errors import Refusal


def parser(run=lambda args: 0):
    def register(commands):
        frame.add_command(commands, "hoi", run, "hỏi một câu", facts=True).add_argument("cau", metavar="CÂU")

    return frame.build([SimpleNamespace(register=register)])


@pytest.mark.parametrize("command", entrance.COMMANDS, ids=lambda module: module.__name__.rsplit(".", 1)[-1])
def test_every_command_explains_itself_in_vietnamese(command, capsys):
    command.register(commands := Mock())
    name = commands.add_parser.call_args.args[0]
    with pytest.raises(SystemExit) as left:
        frame.build([command]).parse_args([name, "--help"])
    text = capsys.readouterr().out
    assert left.value.code == frame.OK
    assert text.startswith(f"Cách dùng: ./daumoi {name}")
    assert not {"usage:", "options:", "positional arguments:", "show this help"} & set(text.splitlines())


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "thiếu LỆNH"),
        (["hoi"], "thiếu CÂU"),
        (["hoi", "a", "b"], "không hiểu: b"),
        (["hoi", "a", "--home"], "--home cần một giá trị đi kèm"),
        (["hoi", "a", "--home", "x", "--demo"], "--demo không đi cùng --home"),
        (["lạ"], "không có 'lạ' trong danh sách"),
    ],
)
def test_a_wrong_command_is_answered_in_a_sentence_with_status_2(words, complaint, capsys):
    with pytest.raises(SystemExit) as left:
        parser().parse_args(words)
    assert left.value.code == frame.USAGE
    assert complaint in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--home", "nha", "hoi", "a"], ["hoi", "a", "--home", "nha"]])
def test_the_office_is_named_before_or_after_the_command(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert office.home(parser().parse_args(words)) == tmp_path / "nha"


def test_without_a_name_it_is_the_real_office_and_demo_is_the_other(monkeypatch):
    monkeypatch.delenv("DAUMOI_HOME")
    assert office.home(parser().parse_args(["hoi", "a"])) == office.ROOT / "var/office"
    assert office.home(parser().parse_args(["hoi", "a", "--demo"])) == office.ROOT / "var/demo"


def test_facts_are_lines_for_people_and_json_for_programs(capsys):
    args = parser().parse_args(["hoi", "a"])
    frame.answer(args, {"số": 5}, ["Có 5 văn bản."])
    assert capsys.readouterr().out == "Có 5 văn bản.\n"
    args.json = True
    frame.answer(args, {"số": 5}, ["Có 5 văn bản."])
    assert json.loads(capsys.readouterr().out) == {"số": 5}


class Stop(SimpleNamespace):
    """A command that ends with what it is given."""

    def run(self, _args):
        raise self.error

    def register(self, commands):
        frame.add_command(commands, "dung", self.run, "dừng")


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (frame.Complaint("Chưa có văn phòng."), 1, "Chưa có văn phòng."),
        (frame.Complaint("Sai cách dùng.", frame.USAGE), 2, "Sai cách dùng."),
        (Refusal("Không làm được.", kept="Dữ liệu còn nguyên."), 1, "Dữ liệu còn nguyên."),
        (KeyboardInterrupt(), 130, "Đã dừng theo yêu cầu."),
        (FileNotFoundError(2, "No such file", "so.xlsx"), 1, "so.xlsx"),
        (ZeroDivisionError(), 1, "lỗi ngoài dự kiến"),
    ],
)
def test_whatever_stops_a_command_ends_in_a_sentence(error, status, sentence, monkeypatch, capsys):
    monkeypatch.setattr(entrance, "COMMANDS", [Stop(error=error)])
    assert entrance.main(["dung"]) == status
    assert sentence in capsys.readouterr().err
