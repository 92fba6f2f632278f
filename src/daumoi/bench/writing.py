"""Timing the two acts of writing: entering a paper, and giving numbers with many writers at once."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import uuid4

from django.db import connection, connections
from django.utils import timezone

from daumoi.bench.founding import Office
from daumoi.bench.measuring import ROUNDS, Figure, timed
from daumoi.bench.words import Writer
from daumoi.catalogue.actions import enter, point
from daumoi.catalogue.models import Kind
from daumoi.documents.actions import Description
from daumoi.files.models import StoredFile
from daumoi.incoming.actions.coming import Coming
from daumoi.incoming.actions.entering import register
from daumoi.numbering.models import Counter, Number
from daumoi.numbering.series import of_term
from daumoi.outgoing.actions.issuing import issue
from daumoi.outgoing.models import Draft, Proof, Signature, SignatureKind, State, Version
from daumoi.people.models import Person
from daumoi.signing.actions import create_ca, issue_certificate
from daumoi.signing.models import Certificate
from daumoi.signing.registry import seal_passphrase

WRITERS: Final = (1, 8, 32)
DRAFTS: Final = 640
TYPE: Final = "ket-luan"
PASSPHRASE: Final = "chi de do toc do"


@dataclass(frozen=True, slots=True)
class Race:
    """What came of some writers issuing papers of one series at once."""

    writers: int
    issued: int
    seconds: float
    per_second: float
    median: float
    p95: float
    most: float
    whole: bool
    """No number is missing and none was given twice."""


def facts(races: list[Race]) -> list[dict[str, Any]]:
    return [asdict(race) for race in races]


def registering(office: Office, *, rounds: int = ROUNDS) -> Figure:
    """The clerk enters papers into the register of the committee."""
    writer = Writer(int(time.time()))
    clerk = Person.objects.get(pk=office.clerk.pk)

    def enter_one(n: int) -> None:
        register(
            Description(
                issuer_name=f"{writer.office()} {writer.place()}",
                type_code="cong-van",
                type_name="Công văn",
                number=f"{uuid4().int % 10_000}-CV/TU",
                issued_on=timezone.localdate(),
                subject=writer.title("Công văn", timezone.localdate().year),
            ),
            Coming(at=timezone.now()),
            body=office.committee,
            actor=clerk,
        )

    return timed("vào sổ một văn bản", enter_one, rounds=rounds)


def races(office: Office) -> list[Race]:
    certify(office)
    return [_race(office, writers) for writers in WRITERS]


def _race(office: Office, writers: int) -> Race:
    drafts = signed_drafts(office, DRAFTS + writers)
    place = {"body": office.committee, "series": TYPE, "period": of_term(office.terms[-1]).key}
    before = Counter.objects.filter(**place).values_list("last", flat=True).first() or 0
    connections.close_all()
    context = multiprocessing.get_context("fork")
    barrier, told = context.Barrier(writers + 1), context.Queue()
    shares = [drafts[n::writers] for n in range(writers)]
    processes = [
        context.Process(target=_issue_all, args=(share, office.clerk.pk, barrier, told), daemon=True)
        for share in shares
    ]
    for process in processes:
        process.start()
    barrier.wait(120)
    start = time.perf_counter()
    answers = [told.get(timeout=600) for _process in processes]
    seconds = time.perf_counter() - start
    for process in processes:
        process.join()
    if problems := [answer for answer in answers if isinstance(answer, str)]:
        raise RuntimeError(f"a writer stopped: {problems[0]}")
    times = sorted(duration for answer in answers for duration in answer)
    given = sorted(Number.objects.filter(**place, value__gt=before).values_list("value", flat=True))
    return Race(
        writers, len(times), seconds, len(times) / seconds, times[len(times) // 2], times[int(len(times) * 0.95)],
        times[-1], given == list(range(before + 1, before + len(drafts) + 1)),
    )  # fmt: skip


def _issue_all(drafts: list[int], clerk_id: int, barrier: Any, told: Any) -> None:
    """One writer, in a process of its own. Tells its times, or what went wrong. The first paper warms it up."""
    try:
        times_of(drafts[:1], clerk_id, lambda: None)
        told.put(times_of(drafts[1:], clerk_id, lambda: barrier.wait(120)))
    except Exception as error:
        told.put(repr(error))
        barrier.abort()
    connection.close()


def times_of(drafts: list[int], clerk_id: int, ready: Callable[[], object]) -> list[float]:
    """Issue these drafts one after another, once `ready` returns; how long each took."""
    clerk = Person.objects.get(pk=clerk_id)
    mine = list(Draft.objects.filter(pk__in=drafts).select_related("body"))
    ready()
    times = []
    for draft in mine:
        start = time.perf_counter()
        issue(draft, actor=clerk)
        times.append((time.perf_counter() - start) * 1000)
    return times


def certify(office: Office) -> None:
    """The seal of the committee, without which nothing is issued."""
    if not Certificate.objects.exists():
        create_ca("Đo Lường", passphrase=PASSPHRASE, actor=None)
        issue_certificate(
            body=office.committee, person=None, position="", passphrase=seal_passphrase(office.committee),
            ca_passphrase=PASSPHRASE, actor=None,
        )  # fmt: skip


def signed_drafts(office: Office, count: int) -> list[int]:
    """Drafts that wait for their number. What they carry is real; their files are one empty one, which nobody opens."""
    writer, now = Writer(count), timezone.now()
    file, _made = StoredFile.objects.get_or_create(
        sha256="0" * 64, defaults={"size": 0, "media_type": "application/pdf", "suffix": "pdf"}
    )
    author, signer = office.reader, office.signer
    made = []
    for _ in range(count):
        subject = writer.title("Kết luận", now.year)
        entry = enter(
            Kind.DRAFT, body=office.committee, title=subject, day=timezone.localdate(),
            access={f"p{author.pk}": "người soạn"}, text=writer.text(now.year),
        )  # fmt: skip
        common = {"organ": "standing", "type_code": TYPE, "subject": subject}
        draft = Draft.objects.create(body=office.committee, entry=entry, author=author, unit=office.units[0], **common)
        point(entry, draft)
        version = Version.objects.create(
            draft=draft, n=1, text=writer.text(now.year), place="Đo Lường", signer=signer, position="Phó Bí thư",
            authority=["T/M BAN THƯỜNG VỤ"], docx=file, made_by=author,
            recipients=[{"body": office.office.pk, "name": office.office.name, "purpose": "lưu"}], **common,
        )  # fmt: skip
        Proof.objects.create(version=version, pdf=file, prepared=file, pages=2)
        signature = Signature.objects.create(
            draft=draft, version=version, kind=SignatureKind.PERSON, person=signer, certificate="0",
            certificate_name="đo", file_in=file, file_out=file,
        )  # fmt: skip
        Draft.objects.filter(pk=draft.pk).update(
            state=State.SIGNED, current=version, reviewed_version=version, reviewed_by=office.clerk, reviewed_at=now,
            signature=signature, signed_by=signer, signed_at=now,
        )  # fmt: skip
        made.append(draft.pk)
    return made
