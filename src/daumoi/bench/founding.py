"""The office in which everything is measured: ten bodies, two terms, people with ordinary rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from daumoi.people.actions.appointments import appoint
from daumoi.people.actions.bodies import change_body, create_body
from daumoi.people.actions.people import create_person
from daumoi.people.actions.terms import open_term
from daumoi.people.actions.units import create_unit
from daumoi.people.models import Body, Duty, Person, Rank, Term, Unit

SINCE = date(2015, 1, 1)
READER, CLERK, SIGNER = "do-chuyen-vien", "do-van-thu", "do-lanh-dao"
UNITS = [
    "Phòng Tổng hợp",
    "Phòng Hành chính, Quản trị",
    "Phòng Tài chính Đảng",
    "Phòng Cơ yếu, Công nghệ thông tin",
    "Phòng Lưu trữ",
    "Phòng Nội chính",
    "Phòng Kinh tế, Xã hội",
    "Phòng Tổ chức, Xây dựng Đảng",
]
OTHERS = [
    ("Ban Tổ chức Tỉnh uỷ Đo Lường", "advisory", "BTCTU"),
    ("Uỷ ban Kiểm tra Tỉnh uỷ Đo Lường", "inspection", "UBKTTU"),
    ("Ban Tuyên giáo và Dân vận Tỉnh uỷ Đo Lường", "advisory", "BTGDVTU"),
    ("Ban Nội chính Tỉnh uỷ Đo Lường", "advisory", "BNCTU"),
    ("Đảng uỷ xã Tân Đo", "commune", "ĐUTĐ"),
    ("Đảng uỷ xã Hoà Lường", "commune", "ĐUHL"),
    ("Đảng uỷ phường Trung Tâm", "commune", "ĐUTT"),
    ("Đảng uỷ các cơ quan Đảng tỉnh", "party_body", "ĐUCQĐ"),
]


@dataclass(frozen=True)
class Office:
    """What the papers are spread over, and who measures."""

    committee: Body
    office: Body
    others: list[Body]
    units: list[Unit]
    terms: list[Term]
    reader: Person
    clerk: Person
    signer: Person

    @property
    def bodies(self) -> list[Body]:
        return [self.committee, self.office, *self.others]


def is_founded() -> bool:
    return Person.objects.filter(login=READER).exists()


def found() -> Office:
    """The office, made when it is not there yet."""
    if not is_founded():
        _found()
    committee, office = Body.objects.get(code="TU"), Body.objects.get(code="VPTU")
    return Office(
        committee,
        office,
        list(Body.objects.filter(code__in=[code for _name, _kind, code in OTHERS]).order_by("pk")),
        list(Unit.objects.filter(body=office).order_by("pk")),
        list(Term.objects.filter(body=committee).order_by("starts_on")),
        *(Person.objects.get(login=login) for login in (READER, CLERK, SIGNER)),
    )


def _found() -> None:
    committee = create_body(
        actor=None,
        name="Tỉnh uỷ Đo Lường",
        kind="province",
        code="TU",
        place="Đo Lường",
        is_here=True,
        valid_from=SINCE,
    )
    office = create_body(
        actor=None, name="Văn phòng Tỉnh uỷ Đo Lường", kind="office", code="VPTU", parent=committee,
        place="Đo Lường", is_here=True, valid_from=SINCE,
    )  # fmt: skip
    committee.refresh_from_db()
    committee = change_body(committee, actor=None, office=office)
    for name, kind, code in OTHERS:
        create_body(
            actor=None, name=name, kind=kind, code=code, parent=committee, place="Đo Lường", is_here=True,
            valid_from=SINCE,
        )  # fmt: skip
    units = [create_unit(office, actor=None, name=name, valid_from=SINCE) for name in UNITS]
    for name, start, end in (("2015-2020", 2015, 2020), ("2020-2025", 2020, 2025), ("2025-2030", 2025, None)):
        open_term(
            committee, actor=None, name=name, starts_on=date(start, 10, 10),
            ends_on=date(end, 10, 9) if end else None,
        )  # fmt: skip
    people = {
        READER: ("Đỗ Thị Đo", office, Duty.SPECIALIST, "Chuyên viên", Rank.STAFF, units[0]),
        CLERK: ("Phạm Thị Thư", office, Duty.CLERK, "Văn thư", Rank.STAFF, units[1]),
        SIGNER: ("Nguyễn Văn Lường", committee, Duty.LEADER, "Phó Bí thư", Rank.DEPUTY, None),
    }
    for login, (name, body, duty, position, rank, unit) in people.items():
        person, _password = create_person(
            actor=None, login=login, full_name=name, kept_by=body, password=None, is_invented=True
        )
        appoint(
            person, body, actor=None, duty=duty, position=position, rank=rank, unit=unit, starts_on=date(2015, 10, 10)
        )
