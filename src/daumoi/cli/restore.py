"""`restore`: an office out of its backup, into an empty place, checked afterwards."""

import argparse
from pathlib import Path

from daumoi.cli import verify
from daumoi.cli.machinery import office, safekeeping
from daumoi.cli.machinery.frame import Commands, Complaint, add_command, tell


def register(commands: Commands) -> None:
    parser = add_command(commands, "restore", run, "khôi phục văn phòng từ bản sao lưu vào nơi trống", facts=True)
    parser.add_argument("file", metavar="TỆP", type=Path, help="tệp sao lưu")


def run(args: argparse.Namespace) -> int:
    place = office.home(args)
    if place.exists() and any(item.name not in {"run", "tmp"} for item in place.iterdir()):
        raise Complaint(f"{place} không trống; chỉ khôi phục vào một thư mục trống (chọn bằng --home).")
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o700)
    source = args.file.expanduser().resolve()
    safekeeping.lay_key(source, place)
    office.enter(place)
    facts = safekeeping.bring_back(source, place, tell)
    tell(f"Đã khôi phục {facts['files']} tệp từ bản sao lưu lập lúc {facts['made_at']}. Kiểm tra lại…")
    return verify.run(args)
