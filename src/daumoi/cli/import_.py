"""`import register`: an old register from a file into the books of a body."""

import argparse
from pathlib import Path
from typing import Any

from daumoi.cli.machinery import office
from daumoi.cli.machinery.frame import OK, PROBLEM, Commands, Complaint, add_command, answer, tell

BOOKS = {"incoming": "sổ văn bản đến", "outgoing": "sổ văn bản đi"}
SHOWN = 20


def register(commands: Commands) -> None:
    parser = add_command(commands, "import", run, "nhập sổ đăng ký văn bản cũ từ tệp", facts=True)
    parser.add_argument("what", metavar="register", choices=["register"], help="nhập sổ đăng ký văn bản")
    parser.add_argument("file", metavar="TỆP", help=".xlsx, .xls, .ods, .csv, .jsonl (hai loại sau có thể nén .gz)")
    parser.add_argument("--book", choices=list(BOOKS), help="sổ đến hay sổ đi (mặc định: đoán theo các cột)")
    parser.add_argument("--body", metavar="KÝ_HIỆU", help="ký hiệu cơ quan giữ sổ, ví dụ TU (mặc định: cơ quan gốc)")
    parser.add_argument("--as", dest="login", metavar="TÊN", help="tên đăng nhập của người nhập (mặc định: hệ thống)")


def run(args: argparse.Namespace) -> int:
    office.enter_prepared(args)
    from daumoi.exchange.actions import import_file
    from daumoi.people.models import Person

    path = Path(args.file)
    body = _body(args.body)
    actor = Person.objects.filter(login=args.login, is_active=True).first() if args.login else None
    if args.login and actor is None:
        raise Complaint(f"Không có người dùng {args.login!r}.")
    with path.open("rb") as file:
        batch = import_file(file, path.name, body=body, book=args.book or "", actor=actor, progress=_Teller())
    facts = _facts(batch)
    answer(args, facts, _lines(facts))
    return PROBLEM if facts["reported"] else OK


def _body(code: str | None) -> Any:
    from daumoi.people.models import Body

    bodies = Body.objects.here()
    if code:
        found = bodies.filter(code=code).order_by("pk").first()
        if found is None:
            known = ", ".join(sorted(set(bodies.exclude(code="").values_list("code", flat=True)))) or "chưa có"
            raise Complaint(f"Không có cơ quan ký hiệu {code!r}. Đang có: {known}.")
        return found
    found = bodies.filter(parent=None).order_by("pk").first() or bodies.order_by("pk").first()
    if found is None:
        raise Complaint("Chưa có cơ quan nào trong văn phòng này. Chạy  ./daumoi up  trước.")
    return found


def _facts(batch: Any) -> dict[str, Any]:
    from daumoi.exchange.check import PROBLEMS, REMARKS

    counts = batch.counts
    problems = batch.rows.exclude(problem="").order_by("position").values("place", "problem", "told")
    remarked = batch.rows.exclude(remarks=[]).order_by("position").values_list("place", "remarks")
    return {
        "batch": batch.pk,
        "file": batch.name,
        "sha256": batch.sha256,
        "body": batch.body.name,
        "book": batch.book,
        "columns": batch.mapping,
        "read": counts.get("read", 0),
        "imported": counts.get("imported", 0),
        "reported": sum(counts.get("problems", {}).values()),
        "reasons": [
            {"reason": kind, "words": PROBLEMS[kind], "count": n}
            for kind, n in sorted(counts.get("problems", {}).items())
        ],
        "remarks": [
            {"remark": kind, "words": REMARKS[kind], "count": n}
            for kind, n in sorted(counts.get("remarks", {}).items())
        ],
        "rows": list(problems),
        "remarked": [
            {"place": place, "remarks": [{"remark": kind, "words": words} for kind, words in remarks]}
            for place, remarks in remarked
        ],
        "notes": batch.notes,
    }


def _lines(facts: dict[str, Any]) -> list[str]:
    rows, remarked = facts["rows"], facts["remarked"]
    return [
        f"{facts['read']:>8}  dòng đã đọc",
        f"{facts['imported']:>8}  văn bản đã nhập vào {BOOKS[facts['book']]} của {facts['body']}",
        f"{facts['reported']:>8}  dòng phải báo lại, không vào sổ",
        *(f"{found['count']:>8}    {found['words']}" for found in facts["reasons"]),
        *(["Lưu ý ở các dòng đã nhập:"] if facts["remarks"] else []),
        *(f"{found['count']:>8}    {found['words']}" for found in facts["remarks"]),
        *(f"    {row['place']}: {' '.join(one['words'] for one in row['remarks'])}" for row in remarked[:SHOWN]),
        *_more(len(remarked)),
        *facts["notes"],
        *(["Các dòng phải báo lại:"] if rows else []),
        *(f"    {row['place']}: {row['told']}" for row in rows[:SHOWN]),
        *_more(len(rows)),
    ]


def _more(count: int) -> list[str]:
    if count <= SHOWN:
        return []
    return [f"    … và {count - SHOWN} dòng nữa; xem đủ ở trang «Nhập sổ cũ» hoặc thêm --json."]


class _Teller:
    """Says each kind of work once, and how far it is now and then."""

    def __init__(self) -> None:
        self.note, self.told = "", 0

    def __call__(self, done: int, total: int, note: str = "") -> None:
        if note != self.note or done - self.told >= 5000:
            self.note, self.told = note, done
            tell(f"{note}{f' {done}/{total}' if total and done else ''}…")
