"""`web`: the web server alone in the foreground, for offices that run several processes under systemd."""

import argparse
import os

from daumoi.cli.machinery import office, serving
from daumoi.cli.machinery.frame import Commands, add_command


def register(commands: Commands) -> None:
    parser = add_command(commands, "web", run, "chỉ chạy máy chủ web (khi chạy nhiều tiến trình, nhiều máy)")
    parser.add_argument("--bind", metavar="ĐỊA_CHỈ", default="127.0.0.1:8000", help="mặc định 127.0.0.1:8000")
    parser.add_argument("--processes", metavar="N", type=int, default=1, help="số tiến trình (mặc định 1)")
    parser.add_argument("--threads", metavar="N", type=int, default=serving.THREADS, help="số luồng mỗi tiến trình")


def run(args: argparse.Namespace) -> int:
    office.enter_prepared(args)
    command = serving.gunicorn(args.bind, processes=args.processes, threads=args.threads)
    os.execv(command[0], command)
