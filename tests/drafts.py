"""Drafts for tests: each is produced by walking the real steps, with the real Word file, PDF and signatures."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from django.utils import timezone

from daumoi.core import office
from daumoi.jobs.models import Job
from daumoi.jobs.queue import run_one
from daumoi.outgoing import actions
from daumoi.outgoing.models import PARTS, Draft, State
from daumoi.outgoing.paper import Content
from daumoi.people.models import Body, Person
from daumoi.rulesets.actions import load_builtin
from daumoi.signing.actions import create_ca, issue_certificate
from daumoi.signing.models import Certificate
from daumoi.signing.registry import seal_passphrase
from tests.world import World

PASSPHRASE = "mat khau ky so"
PRINTED = Path(__file__).resolve().parent.parent / "var" / "test" / "printed"
ORDER = [State.DRAFTING, State.IN_REVIEW, State.REVIEWED, State.SIGNED, State.ISSUED]
ALL_GOOD = dict.fromkeys(PARTS, (True, ""))


@contextmanager
def printing_once() -> Iterator[None]:
    """LibreOffice prints the same Word file only once; the next runs find its PDF."""
    real = office.to_pdf

    def to_pdf(data: bytes, suffix: str = ".docx", **more: Any) -> bytes:
        known = PRINTED / f"{hashlib.sha256(data).hexdigest()}.pdf"
        if not known.exists():
            made = real(data, suffix, **more)
            PRINTED.mkdir(parents=True, exist_ok=True)
            arriving = known.with_suffix(f".{id(made)}")
            arriving.write_bytes(made)
            arriving.rename(known)
        return known.read_bytes()

    with mock.patch.object(office, "to_pdf", to_pdf):
        yield


def work(*, pages: bool = False) -> None:
    """Do the work that was promised; pictures of pages only when the test looks at them."""
    with printing_once():
        while True:
            if not pages:
                tomorrow = timezone.now() + timedelta(days=1)
                Job.objects.filter(name="files.render", done_at=None).update(run_after=tomorrow)
            if not run_one():
                return


def prepare(world: World) -> World:
    """Rule sets, the installation's authority, keys for those who sign and for the bodies themselves."""
    if not Certificate.objects.exists():
        load_builtin()
        create_ca("Văn phòng Tỉnh uỷ An Bình", passphrase=PASSPHRASE, actor=None)
        certify(world.tu)
        certify(world.tu, world.thanh, "Phó Bí thư")
    return world


def certify(body: Body, person: Person | None = None, position: str = "") -> Certificate:
    return issue_certificate(
        body=body,
        person=person,
        position=position,
        passphrase=PASSPHRASE if person else seal_passphrase(body),
        ca_passphrase=PASSPHRASE,
        actor=None,
    )


def content(world: World, **fields: Any) -> Content:
    """A conclusion of the standing committee, signed by the deputy secretary."""
    return Content(
        **{
            "organ": "standing",
            "type_code": "ket-luan",
            "subject": "về tình hình kinh tế, xã hội 11 tháng",
            "text": "1. Ghi nhận kết quả 11 tháng.\n2. Giao Văn phòng Tỉnh uỷ theo dõi.",
            "recipients": [
                {"body": world.xa.pk, "name": world.xa.name, "purpose": "để thực hiện"},
                {"body": None, "name": "Các đồng chí Tỉnh uỷ viên", "purpose": ""},
            ],
            "keep_line": "Lưu Văn phòng Tỉnh uỷ",
            "place": "An Bình",
            "signer": world.thanh,
            "authority": ["T/M BAN THƯỜNG VỤ"],
            "position": "Phó Bí thư",
            **fields,
        }
    )


def draft(world: World, state: str = State.DRAFTING, *, finished: bool = False, **fields: Any) -> Draft:
    """A draft by Lan of the general section, taken as far as `state` by those whose steps they are."""
    prepare(world)
    options = {name: fields.pop(name) for name in ("source", "own_docx", "unit", "actor") if name in fields}
    found = actions.create(
        body=fields.pop("body", world.tu),
        content=content(world, **fields),
        **{"actor": world.lan, "unit": world.tonghop, **options},
    )
    if state == State.DROPPED:
        return actions.drop(found, actor=world.lan, note="Không cần nữa")
    return walk(world, found, state, finished=finished)


def walk(world: World, found: Draft, state: str, *, finished: bool = False) -> Draft:
    """On from where it stands to `state`."""
    steps = {
        State.IN_REVIEW: lambda one: actions.submit(one, actor=world.lan),
        State.REVIEWED: lambda one: (work(), actions.approve(one, sheet=ALL_GOOD, actor=world.son))[1],
        State.SIGNED: lambda one: actions.sign(one, actor=world.thanh, passphrase=PASSPHRASE),
        State.ISSUED: lambda one: actions.issue(one, actor=world.ha),
    }
    for step in ORDER[ORDER.index(State(found.state)) + 1 : ORDER.index(State(state)) + 1]:
        found = steps[step](found)
    if finished:
        work()
        found.refresh_from_db()
    return found
