"""`demo`: the demonstration office, filled by the real actions, ready to be looked around in."""

import argparse
import os
import shutil
from pathlib import Path

from daumoi.cli import up
from daumoi.cli.machinery import office, serving, system
from daumoi.cli.machinery.frame import OK, USAGE, Commands, Complaint, add_command, tell
from daumoi.cli.machinery.preparation import prepare

MARK = ".demonstration"
BUILT = "built\n"
BEGUN, BUILT = "begun", "built"


def register(commands: Commands) -> None:
    parser = add_command(commands, "demo", run, "mở văn phòng minh hoạ (dữ liệu trong var/demo)")
    up.serving_options(parser)
    parser.add_argument("--reset", action="store_true", help="xoá văn phòng minh hoạ cũ, làm lại từ đầu")


def run(args: argparse.Namespace) -> int:
    place = office.home(args, "var/demo")
    place.mkdir(parents=True, exist_ok=True)
    refuse_a_real_office(place)
    mark = place / MARK
    with office.held(place) as lock:
        port = None if args.no_serve else serving.free_port(args.host, args.port)
        half_done = mark.exists() and mark.read_text() == BEGUN
        if half_done:
            tell("Lần trước dừng giữa chừng; làm lại văn phòng minh hoạ từ đầu.")
        if args.reset or half_done:
            empty(place)
        if not mark.exists():
            mark.write_text(BEGUN)
        prepare(place, [("nội dung minh hoạ (lần đầu mất vài phút)", fill)])
        mark.write_text(BUILT)
        if port is None:
            tell(f"Văn phòng minh hoạ ở {place} đã sẵn sàng. Mở bằng  ./daumoi demo")
            return OK
        addresses = serving.addresses(args.host, port)
        office.note(lock, pid=os.getpid(), address=addresses[0])
        opened = ["Văn phòng minh hoạ đã mở:", *(f"    {address}" for address in addresses), *guide()]
        return up.serve(place, args.host, port, opened)


def fill() -> None:
    """Build the content once."""
    from daumoi.demo.build import build, is_built

    if not is_built():
        if not system.LIBREOFFICE.there():
            raise Complaint("Văn phòng minh hoạ cần in văn bản. " + system.advice([system.LIBREOFFICE]))
        build(lambda words: tell(f"      {words}"))


def guide() -> list[str]:
    """Who to log in as in order to see what."""
    from daumoi.demo.office import GUIDE, PASSWORD

    people = [f"    {login:<10} {words}" for login, words in GUIDE]
    return [f"Đăng nhập bằng một trong những người minh hoạ, mật khẩu {PASSWORD} (cũng là mật khẩu khoá ký):", *people]


def refuse_a_real_office(place: Path) -> None:
    """Invented people must never get into an office that works, nor may --reset reach it."""
    if (place / "office.sqlite3").exists() and not (place / MARK).exists():
        raise Complaint(f"{place} là một văn phòng thật, không phải văn phòng minh hoạ; không đụng đến.", USAGE)


def empty(place: Path) -> None:
    """Remove everything in the folder but the lock that holds it."""
    if os.environ.get("DAUMOI_DATABASE") or os.environ.get("DAUMOI_FILES"):
        raise Complaint("--reset chỉ xoá dữ liệu trong thư mục; hãy bỏ DAUMOI_DATABASE và DAUMOI_FILES.", USAGE)
    for item in place.iterdir():
        if item.is_dir() and not item.is_symlink():
            if item.name != "run":
                shutil.rmtree(item)
        else:
            item.unlink()
