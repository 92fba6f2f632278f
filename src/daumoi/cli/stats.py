"""`stats`: the sentence of a term, its groups and the total, from the register."""

import argparse

from daumoi.cli.machinery import office
from daumoi.cli.machinery.frame import OK, Commands, Complaint, add_command, answer


def register(commands: Commands) -> None:
    parser = add_command(commands, "stats", run, "đếm văn bản ban hành trong nhiệm kỳ", facts=True)
    parser.add_argument("what", metavar="term", choices=["term"], help="đếm theo nhiệm kỳ")
    parser.add_argument("--term", metavar="TÊN", help="tên nhiệm kỳ, ví dụ 2015-2020 (mặc định: nhiệm kỳ hiện nay)")
    parser.add_argument("--body", metavar="KÝ_HIỆU", help="ký hiệu cơ quan, ví dụ TU (mặc định: cơ quan gốc)")


def run(args: argparse.Namespace) -> int:
    office.enter_prepared(args)
    from daumoi.people.models import Body, Term
    from daumoi.rulesets.book import type_name
    from daumoi.synthesis.counting import tally

    bodies = Body.objects.here().filter(terms__isnull=False).distinct()
    bodies = bodies.filter(code=args.body) if args.body else bodies.order_by("parent_id", "pk")
    # The root committee first: PostgreSQL and SQLite sort nulls differently, so say it.
    body = next((found for found in bodies if found.parent_id is None), None) or bodies.first()
    if body is None:
        raise Complaint("Chưa có cơ quan nào có nhiệm kỳ trong văn phòng này.")
    terms = Term.objects.filter(body=body).order_by("-starts_on")
    term = terms.filter(name=args.term).first() if args.term else terms.first()
    if term is None:
        known = ", ".join(terms.values_list("name", flat=True)) or "chưa có"
        raise Complaint(f"Không có nhiệm kỳ {args.term!r} của {body}. Đang có: {known}.")
    found = tally(body, term, person=None)
    facts = {
        "body": body.name,
        "term": term.name,
        "from": term.starts_on,
        "to": term.ends_on,
        "sentence": found.sentence,
        "groups": [{"name": line.name, "types": line.types, "count": line.count} for line in found.lines],
        "others": [{"type": line.name, "name": type_name(line.name), "count": line.count} for line in found.others],
        "total": found.total,
    }
    lines = [
        found.sentence,
        *(f"{line.count:>8}  {line.name}" for line in found.lines),
        *(f"{line.count:>8}  {type_name(line.name)} (khác)" for line in found.others),
        f"{found.total:>8}  tổng số",
    ]
    answer(args, facts, lines)
    return OK
