"""One of everything that an office keeps, each made by the real steps.

What lies here belongs to the Provincial Committee and its Office.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone

from daumoi.calendar.actions import add_days
from daumoi.calendar.models import DayKind
from daumoi.documents import actions as documents
from daumoi.documents import delivery as way
from daumoi.dossiers.actions import open_dossier
from daumoi.exchange import actions as exchange
from daumoi.jobs.models import Job
from daumoi.jobs.queue import run_all
from daumoi.notices.models import Notice
from daumoi.numbering.actions import reserve
from daumoi.outgoing import actions as outgoing
from daumoi.outgoing.models import Proof, State
from daumoi.people.actions import appointments, bodies, imports
from daumoi.people.models import Duty
from daumoi.rulesets.models import RuleSetRow
from daumoi.signing.registry import certificate_of
from daumoi.synthesis.actions import freeze
from daumoi.tasks.models import Phrase
from tests.drafts import draft, prepare, work
from tests.files import papers as made
from tests.incoming.papers import directed, entered, lead_of, letter, today, uploaded
from tests.world import World

REGISTER = (
    "Số, ký hiệu;Ngày ban hành;Trích yếu\n05-NQ/TU;20/11/2015;về phát triển rừng\n06-NQ/TU;30/02/2016;về biển đảo"
)
PEOPLE = "Họ và tên,Chức vụ,Tên đăng nhập,Nhiệm vụ\nLý Văn An,Chuyên viên,an,Chuyên viên\n"


class Office:
    """The world with one of everything in it."""

    def __init__(self, world: World) -> None:
        self.world = prepare(world)
        self.nga = world.person("nga", "Lý Thị Nga", world.xa, Duty.ADMIN, "Quản trị")
        self.tuan = world.person("tuan", "Mai Anh Tuấn", world.vptu, Duty.DEPUTY_CHIEF, "Phó Chánh Văn phòng")
        self._came_in()
        self._went_out()
        self._is_kept()
        self._is_brought_in()
        self._is_drawn()

    def person(self, name: str) -> Any:
        """Somebody by their short name, as they stand in the database now."""
        known = getattr(self, name, None) or getattr(self.world, name)
        return type(known).objects.get(pk=known.pk)

    def _came_in(self) -> None:
        world = self.world
        self.arrival = directed(world, entered(world, uploads=[uploaded(world)]))
        self.line = lead_of(self.arrival)
        self.waiting = entered(world, "9-CV/BTCTU", subject="Về việc chưa cho ý kiến")
        self.upload = uploaded(world, "khac.pdf", made.pdf(1, "Cong van khac"))
        sent = documents.capture("outgoing", letter(world, "77-CV/BTCTU"), body=world.btc, day=today())
        stored = uploaded(world, "kem.pdf", made.pdf(1, "Tep kem"), person=world.ha).file
        self.enclosed = documents.attach(sent, stored, "kem.pdf")
        (self.coming,) = way.deliver(sent, [way.Recipient(world.tu.name, world.tu)], actor=None)

    def _went_out(self) -> None:
        world = self.world
        self.draft = draft(world, subject="về việc đang soạn")
        (self.opinion,) = outgoing.ask_opinion(
            draft(world, subject="về việc xin ý kiến"), asked=[world.hanhchinh], question="Cho ý kiến", actor=world.lan
        )
        self.vetted = draft(world, State.IN_REVIEW, subject="về việc thẩm định")
        self.ready = draft(world, State.REVIEWED, subject="về việc ký")
        self.signed = draft(world, State.SIGNED, subject="về việc cấp số")
        self.issued = draft(world, State.ISSUED, finished=True, source=self.arrival.entry)
        self.document = self.issued.document
        self.inside, self.outside = self.document.deliveries.order_by("position")
        self.recall = way.ask_recall(self.inside, reason="Ghi nhầm", actor=world.ha)

    def _is_kept(self) -> None:
        world = self.world
        self.dossier = open_dossier(
            body=world.tu, title="Kinh tế 2026", unit=world.tonghop, source=self.arrival.entry, actor=world.lan
        )
        self.filing = self.dossier.filings.get(entry=self.arrival.entry)
        self.certificate = certificate_of(world.tu, world.thanh)
        self.statement = freeze(world.term, cutoff=today(), actor=world.son)
        (self.number,) = reserve(
            world.tu, "ket-luan", f"t{world.term.pk}", count=1, on=today(), reason="Chờ bản giấy", actor=world.ha
        )
        self.phrase = Phrase.objects.create(body=world.tu, owner=world.lan, text="Giao phòng tham mưu.")
        self.notice = Notice.objects.filter(person=world.minh).first()
        self.device = Authenticator.objects.create(
            user=world.lan, type=Authenticator.Type.WEBAUTHN, data={"name": "khoá"}
        )
        self.rules = RuleSetRow.objects.latest("pk")
        (self.day,) = add_days(
            date(2027, 1, 1), kind=DayKind.HOLIDAY, name="Tết Dương lịch", source="Thông báo 1", actor=world.admin
        )
        self.code = bodies.add_code(world.tu, scheme="party", code="H01.02", actor=world.admin)
        self.post = world.binh.appointments.get()
        self.delegation = appointments.delegate(
            world.son, world.tu, actor=world.admin, position="Chánh Văn phòng", basis="Quyết định 1", starts_on=today()
        )

    def _is_brought_in(self) -> None:
        world = self.world
        self.sheet = imports.start(
            actor=world.admin, kind="people", file_name="can-bo.csv", data=PEOPLE.encode(), body=world.vptu
        )
        self.batch = self._batch()
        run_all()
        self.batch.refresh_from_db()
        self.checked = exchange.put_columns(self._read(), self.batch.mapping, actor=world.ha)
        run_all()
        self.checked.refresh_from_db()
        self.stalled = self._batch()
        Job.objects.filter(name="exchange.read", done_at=None).update(unique_key=None, failed_at=timezone.now())
        self.job = Job.objects.in_state("failed").get()

    def _batch(self) -> Any:
        return exchange.receive(
            BytesIO(REGISTER.encode()), "sổ cũ.csv", body=self.world.tu, book="outgoing", actor=self.world.ha
        )

    def _read(self) -> Any:
        batch = self._batch()
        run_all()
        batch.refresh_from_db()
        return batch

    def _is_drawn(self) -> None:
        """The pages that somebody will ask for; drawing the others as well would take long."""
        work()
        attached = self.arrival.document.attachments.get()
        self.attached, self.main = attached, self.document.attachments.get(role="main")
        files = [attached.file_id, self.enclosed.file_id, self.upload.file_id, self.signed.signature.file_out_id]
        files.append(Proof.objects.get(version=self.draft.current).pdf_id)
        jobs = Job.objects.filter(name="files.render", done_at=None)
        jobs.filter(payload__file_id__in=files).update(run_after=timezone.now())
        work(pages=True)
