"""`search`: find as a named person, with that person's rights and no more."""

import argparse

from daumoi.cli.machinery import office
from daumoi.cli.machinery.frame import OK, Commands, Complaint, add_command, answer


def register(commands: Commands) -> None:
    parser = add_command(commands, "search", run, "tìm văn bản với quyền của một người", facts=True)
    parser.add_argument("query", metavar="CÂU_HỎI", help="số, trích yếu hoặc nội dung; có dấu hay không dấu")
    parser.add_argument(
        "--as", dest="login", metavar="TÊN_ĐĂNG_NHẬP", required=True, help="tìm với quyền của người này"
    )
    parser.add_argument("--limit", metavar="SỐ", type=int, default=20, help="số dòng in ra (mặc định 20)")


def run(args: argparse.Namespace) -> int:
    office.enter_prepared(args)
    from daumoi.catalogue.search import count, find
    from daumoi.people.models import Person

    person = Person.objects.filter(login__iexact=args.login, is_active=True).first()
    if person is None:
        raise Complaint(f"Không có người dùng {args.login!r} trong văn phòng này.")
    page = find(person, args.query, order="relevance", limit=max(1, min(args.limit, 500)))
    total = page.total.value if page.total.exact else count(person, args.query)
    facts = {
        "query": args.query,
        "as": person.login,
        "total": total,
        "notes": page.notes,
        "results": [
            {"id": entry.pk, "kind": entry.kind, "number": entry.number, "subject": entry.title, "date": entry.day}
            for entry in page.entries
        ],
    }
    lines = [f"{entry.pk:>8}  {entry.number:<22}  {entry.title}" for entry in page.entries]
    answer(args, facts, [*lines, *page.notes, f"{total:>8}  tổng số"])
    return OK
