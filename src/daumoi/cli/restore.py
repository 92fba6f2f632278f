"""`restore`: an office out of its backup, into an empty place, checked afterwards."""

import argparse
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from daumoi.cli import verify
from daumoi.cli.machinery import office, safekeeping
from daumoi.cli.machinery.frame import Commands, Complaint, add_command, tell

OURS = {"run", "tmp"}


def register(commands: Commands) -> None:
    parser = add_command(commands, "restore", run, "khôi phục văn phòng từ bản sao lưu vào nơi trống", facts=True)
    parser.add_argument("file", metavar="TỆP", type=Path, help="tệp sao lưu")


def run(args: argparse.Namespace) -> int:
    place = office.home(args)
    if place.exists() and any(item.name not in OURS for item in place.iterdir()):
        raise Complaint(f"{place} không trống; chỉ khôi phục vào một thư mục trống (chọn bằng --home).")
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o700)
    source = args.file.expanduser().resolve()
    with office.held(place), nothing_left_of_a_failure(place):
        safekeeping.lay_key(source, place)
        office.enter(place)
        facts = safekeeping.bring_back(source, place, tell)
    tell(f"Đã khôi phục {facts['files']} tệp từ bản sao lưu lập lúc {facts['made_at']}. Kiểm tra lại…")
    return verify.run(args)


@contextmanager
def nothing_left_of_a_failure(place: Path) -> Iterator[None]:
    """What could not be restored whole is not there at all, so that the same command can be typed again."""
    try:
        yield
    except BaseException:
        for item in place.iterdir():
            if item.name not in OURS:
                shutil.rmtree(item) if item.is_dir() else item.unlink()
        raise
