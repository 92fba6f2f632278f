"""`search`: what a named person finds."""

import argparse

from daumoi.cli.machinery import office
from daumoi.cli.machinery.frame import OK, USAGE, Commands, Complaint, add_command, answer, tell


def register(commands: Commands) -> None:
    parser = add_command(commands, "search", run, "tìm như một người trong văn phòng", facts=True)
    parser.add_argument("query", metavar="CÂU_HỎI", help="số, ký hiệu, chữ trong trích yếu hoặc nội dung")
    parser.add_argument("--as", dest="login", metavar="TÊN", required=True, help="tên đăng nhập của người tìm")
    parser.add_argument("--limit", metavar="N", type=int, default=20, help="số mục in ra (mặc định 20)")
    parser.add_argument("--newest", action="store_true", help="mới nhất trước (mặc định: sát nhất trước)")


def run(args: argparse.Namespace) -> int:
    if not 1 <= args.limit <= 1000:
        raise Complaint("--limit là số từ 1 đến 1000.", USAGE)
    office.enter_prepared(args)
    from daumoi.catalogue.search import count, find
    from daumoi.people.models import Person

    person = Person.objects.filter(login__iexact=args.login, is_active=True).first()
    if person is None:
        raise Complaint(f"Không có ai tên đăng nhập là {args.login}.")
    page = find(person, args.query, order="newest" if args.newest else "relevance", limit=args.limit)
    total = page.total.value if page.total.exact else count(person, args.query)
    for note in page.notes:
        tell(note)
    facts = {
        "query": args.query,
        "as": person.login,
        "total": total,
        "widened": page.widened,
        "notes": page.notes,
        "results": [
            {
                "id": entry.pk,
                "kind": entry.kind,
                "number": entry.number,
                "subject": entry.title,
                "date": entry.day,
                "party": entry.party,
            }
            for entry in page.entries
        ],
    }
    lines = [f"{entry.pk:>9}  {entry.day:%d/%m/%Y}  {entry.number:<22}  {entry.title}" for entry in page.entries]
    answer(args, facts, [*lines, f"Tổng số: {total}"])
    return OK
