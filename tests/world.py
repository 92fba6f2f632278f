"""One small world of named people, in which every test lives.

Tỉnh uỷ An Bình (invented) with its Office, which keeps the registers of both;
Ban Tổ chức; Đảng uỷ xã Tân Lập, which keeps its own. A paper in some state is
always produced by walking the real steps.
"""

from datetime import date

from daumoi import vietnamese
from daumoi.people.models import Appointment, Body, Duty, Person, Rank, Term, Unit
from daumoi.people.naming import body_search_key, person_search_key

START = date(2025, 10, 10)


def body(name: str, kind: str, code: str, **fields: object) -> Body:
    return Body.objects.create(
        name=name,
        kind=kind,
        code=code,
        search_key=body_search_key(name, code),
        sort_key=vietnamese.sort_key(name),
        **{"is_here": True, "place": "An Bình", "valid_from": date(2020, 1, 1), **fields},
    )


def unit(of: Body, name: str) -> Unit:
    return Unit.objects.create(body=of, name=name, sort_key=vietnamese.sort_key(name))


class World:
    """The bodies and the people, each reachable by a short name."""

    def __init__(self) -> None:
        self.tu = body("Tỉnh uỷ An Bình", "province", "TU")
        self.vptu = body("Văn phòng Tỉnh uỷ An Bình", "office", "VPTU", parent=self.tu)
        self.tu.office = self.vptu
        self.tu.save()
        self.btc = body("Ban Tổ chức Tỉnh uỷ An Bình", "advisory", "BTCTU", parent=self.tu)
        self.xa = body("Đảng uỷ xã Tân Lập", "commune", "ĐU", parent=self.tu, place="Tân Lập")
        self.tw = body("Văn phòng Trung ương Đảng", "central", "VPTW", is_here=False)
        self.term = Term.objects.create(body=self.tu, name="2025-2030", ordinal="I", starts_on=START)
        self.xa_term = Term.objects.create(body=self.xa, name="2025-2030", ordinal="I", starts_on=date(2025, 8, 1))
        self.tonghop = unit(self.vptu, "Phòng Tổng hợp")
        self.hanhchinh = unit(self.vptu, "Phòng Hành chính")

        self.ha = self.person("ha", "Phạm Thu Hà", self.vptu, Duty.CLERK, "Văn thư", unit=self.hanhchinh)
        self.son = self.person("son", "Lê Hồng Sơn", self.vptu, Duty.CHIEF, "Chánh Văn phòng", rank=Rank.HEAD)
        self.thu = self.person("thu", "Đinh Anh Thư", self.vptu, Duty.ASSISTANT, "Thư ký", assists=self.son)
        self.minh = self.person("minh", "Trần Văn Minh", self.vptu, Duty.UNIT_HEAD, "Trưởng phòng", unit=self.tonghop)
        self.lan = self.person("lan", "Đỗ Thị Lan", self.vptu, Duty.SPECIALIST, "Chuyên viên", unit=self.tonghop)
        self.binh = self.person("binh", "Vũ Thanh Bình", self.vptu, Duty.SPECIALIST, "Chuyên viên", unit=self.hanhchinh)
        self.thanh = self.person("thanh", "Nguyễn Văn Thành", self.tu, Duty.LEADER, "Phó Bí thư", rank=Rank.DEPUTY)
        self.hoa = self.person("hoa", "Đặng Văn Hoà", self.btc, Duty.LEADER, "Trưởng ban", rank=Rank.HEAD)
        self.oanh = self.person("oanh", "Hồ Kim Oanh", self.xa, Duty.CLERK, "Văn thư")
        self.tri = self.person("tri", "Bùi Minh Trí", self.xa, Duty.CHIEF, "Chánh Văn phòng", rank=Rank.HEAD)
        self.admin = self.person("quantri", "Cao Quản Trị", self.vptu, Duty.ADMIN, "Quản trị hệ thống")
        self.khach = Person.objects.create(login="khach", full_name="Người Lạ", sort_key="khach", search_key="nguoi la")

    @property
    def people(self) -> list[Person]:
        return list(Person.objects.order_by("pk"))

    def person(
        self,
        login: str,
        name: str,
        at: Body,
        duty: str,
        position: str,
        *,
        unit: Unit | None = None,
        rank: str = Rank.STAFF,
        assists: Person | None = None,
    ) -> Person:
        found = Person.objects.create(
            login=login,
            full_name=name,
            email=f"{login}@anbinh.example",
            is_invented=True,
            kept_by=at,
            sort_key=vietnamese.name_sort_key(name),
            search_key=person_search_key(name, login),
        )
        Appointment.objects.create(
            person=found, body=at, unit=unit, duty=duty, position=position, rank=rank, assists=assists, starts_on=START
        )
        return found
