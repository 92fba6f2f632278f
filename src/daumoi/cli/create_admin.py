"""`create-admin`: an administrator made at the keyboard of the server; also the way back in when none is left."""

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

from daumoi.cli.machinery import office
from daumoi.cli.machinery.frame import OK, USAGE, Commands, Complaint, add_command, answer

if TYPE_CHECKING:
    from daumoi.people.models import Body

POSITION = "Quản trị hệ thống"


def register(commands: Commands) -> None:
    parser = add_command(commands, "create-admin", run, "lập tài khoản quản trị, hoặc giao quyền quản trị", facts=True)
    parser.add_argument("--login", metavar="TÊN", required=True, help="tên đăng nhập; đã có thì được giao thêm quyền")
    parser.add_argument("--name", metavar="HỌ_TÊN", help="họ và tên (cần cho tài khoản mới)")
    parser.add_argument("--email", metavar="THƯ", default="", help="thư điện tử")
    parser.add_argument("--body", metavar="KÝ_HIỆU", help="ký hiệu cơ quan, ví dụ TU (mặc định: cơ quan gốc)")
    parser.add_argument("--position", metavar="CHỨC_VỤ", default=POSITION, help=f"chức vụ (mặc định: {POSITION})")
    parser.add_argument("--ask-password", action="store_true", help="hỏi mật khẩu thay vì cấp mật khẩu tạm")


def run(args: argparse.Namespace) -> int:
    office.enter_prepared(args)
    from django.db import transaction
    from django.utils import timezone

    from daumoi.people.actions.appointments import appoint
    from daumoi.people.actions.people import create_person
    from daumoi.people.models import Duty, Person

    body = chosen_body(args.body)
    person, temporary = Person.objects.filter(login__iexact=args.login).first(), ""
    with transaction.atomic():
        if person is None:
            if not args.name:
                raise Complaint("Tài khoản mới cần họ và tên: thêm --name 'Nguyễn Văn A'.", USAGE)
            person, temporary = create_person(
                actor=None,
                login=args.login,
                full_name=args.name,
                kept_by=body,
                email=args.email,
                password=asked() if args.ask_password else "",
            )
        today = timezone.localdate()
        appoint(person, body, actor=None, duty=Duty.ADMIN, position=args.position, starts_on=today)
    facts = {"login": person.login, "name": person.full_name, "body": body.name, "temporary_password": temporary}
    lines = [f"{person.full_name} ({person.login}) là người quản trị của {body} từ hôm nay."]
    if temporary:
        lines.append(f"Mật khẩu tạm, chỉ hiện một lần: {temporary}")
    answer(args, facts, lines)
    return OK


def chosen_body(code: str | None) -> "Body":
    from django.db.models import Q

    from daumoi.people.models import Body

    here = Body.objects.here()
    found = here.filter(code=code) if code else here.filter(Q(parent=None) | Q(parent__is_here=False))
    if len(found) == 1:
        return found[0]
    if not here:
        raise Complaint(
            "Văn phòng chưa có cơ quan nào: mở lần đầu bằng  ./daumoi up  rồi làm theo đường dẫn trên màn hình."
        )
    known = ", ".join(f"{body.code} ({body})" for body in (found or here))
    raise Complaint(f"Chọn một cơ quan bằng --body. Đang có: {known}.", USAGE)


def asked() -> str:
    """A password typed twice; from a pipe, its first line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Mật khẩu: ")
    if first != getpass.getpass("Gõ lại mật khẩu: "):
        raise Complaint("Hai lần gõ không giống nhau; chưa lập tài khoản.")
    return first
