"""`up`: open the real office: prepare its folder, start web and background work, stay until stopped."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from daumoi.cli.machinery import office, serving
from daumoi.cli.machinery.frame import OK, PROBLEM, Commands, add_command, tell
from daumoi.cli.machinery.preparation import prepare
from daumoi.cli.machinery.processes import Supervisor


def register(commands: Commands) -> None:
    parser = add_command(commands, "up", run, "mở văn phòng thật (dữ liệu trong var/office)")
    serving_options(parser)


def serving_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", metavar="TÊN", default="127.0.0.1", help="0.0.0.0 để máy khác trong cơ quan vào được")
    parser.add_argument("--port", metavar="SỐ", type=int, help="cổng (mặc định: cổng trống đầu tiên từ 8000)")
    parser.add_argument("--no-serve", action="store_true", help="chỉ chuẩn bị, không mở")


def run(args: argparse.Namespace) -> int:
    place = office.home(args)
    place.mkdir(parents=True, exist_ok=True)
    with office.held(place) as lock:
        port = None if args.no_serve else serving.free_port(args.host, args.port)
        prepare(place)
        if port is None:
            tell(f"Văn phòng ở {place} đã sẵn sàng. Mở bằng  ./daumoi up")
            return OK
        addresses = serving.addresses(args.host, port)
        office.note(lock, pid=os.getpid(), address=addresses[0])
        opened = ["Văn phòng đã mở:", *(f"    {address}" for address in addresses), *first_steps(addresses[0])]
        return serve(place, args.host, port, opened)


def first_steps(address: str) -> list[str]:
    """The one-time link of an office that has nobody to administer it yet."""
    from daumoi.people.first_run import make_link

    path = make_link()
    if not path:
        return []
    return [
        "Văn phòng chưa được lập. Mở đường dẫn này để ghi cơ quan và người quản trị đầu tiên",
        "(dùng một lần, trong 24 giờ; lần mở sau có đường dẫn mới):",
        f"    {address.rstrip('/')}{path}",
    ]


def serve(place: Path, host: str, port: int, lines: Sequence[str]) -> int:
    """Run web and workers; print `lines` when the office answers."""
    from django.conf import settings
    from django.db import connections

    connections.close_all()
    hosts = [*serving.LOCAL_HOSTS]
    if host not in ("127.0.0.1", "localhost", "::1"):
        hosts += serving.own_names()
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    children = [serving.web(place, bind, hosts), *serving.workers(place, settings.WORKERS)]
    known_as = (settings.ALLOWED_HOSTS or ["localhost"])[0]

    def announce() -> None:
        for line in lines:
            print(line)
        print("Dừng: Ctrl+C", flush=True)

    if Supervisor(children).run(lambda: serving.answers(host, port, known_as), announce):
        tell("\nĐã đóng văn phòng.")
        return OK
    tell("Văn phòng không mở được. Những dòng cuối của nhật ký:")
    for child in children:
        if child.crashes:
            tell(f"--- {child.log}\n{child.last_words()}")
    return PROBLEM
