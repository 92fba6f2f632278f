"""`manage`: Django's own commands, for developers (makemigrations, shell, dbshell, ...)."""

import argparse

from daumoi.cli.machinery import office
from daumoi.cli.machinery.frame import OK, Commands, add_command


def register(commands: Commands) -> None:
    parser = add_command(commands, "manage", run, "các lệnh của Django, dành cho người phát triển")
    parser.add_argument("arguments", metavar="...", nargs=argparse.REMAINDER, help="lệnh Django và tham số của nó")


def run(args: argparse.Namespace) -> int:
    office.enter(office.home(args))
    from django.core.management import execute_from_command_line

    execute_from_command_line(["./daumoi manage", *args.arguments])
    return OK
