"""`create-admin`: an administrator made at the keyboard of the server; also the way back in when none is left."""

import argparse

from daumoi.cli.machinery import office
from daumoi.cli.machinery.frame import OK, Commands, add_command, answer


def register(commands: Commands) -> None:
    parser = add_command(commands, "create-admin", run, "lập tài khoản quản trị, hoặc mở lại đường vào", facts=True)
    parser.add_argument("--login", metavar="TÊN", required=True, help="tên đăng nhập; đã có thì được cấp lại mật khẩu")
    parser.add_argument("--name", metavar="HỌ_TÊN", default="", help="họ và tên")
    parser.add_argument("--body", metavar="KÝ_HIỆU", default="", help="ký hiệu cơ quan (mặc định: cơ quan gốc)")


def run(args: argparse.Namespace) -> int:
    office.enter_prepared(args)
    from daumoi.people.first_run import create_admin

    person, temporary = create_admin(login=args.login, full_name=args.name, body_code=args.body)
    facts = {"login": person.login, "name": person.full_name, "temporary_password": temporary}
    lines = [
        f"{person.full_name} ({person.login}) quản trị văn phòng này từ hôm nay.",
        f"Mật khẩu tạm, chỉ hiện một lần: {temporary}",
    ]
    answer(args, facts, lines)
    return OK
