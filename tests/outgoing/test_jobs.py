"""Printing a version and finishing an issued paper, when things go wrong and when bodies differ."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from daumoi.core import office
from daumoi.core.errors import NotAllowed, NotReady, Refusal
from daumoi.files.actions import read_bytes
from daumoi.jobs.models import Job
from daumoi.jobs.queue import run_all
from daumoi.notices.models import Notice
from daumoi.outgoing import actions
from daumoi.outgoing.models import Proof, Signature, State
from daumoi.outgoing.rules.formal import rules_for, signers_for
from daumoi.people.models import Duty, Rank, Term
from daumoi.signing.registry import judge
from tests.drafts import ALL_GOOD, PASSPHRASE, certify, content, draft, prepare, work
from tests.world import body


def test_without_libreoffice_the_author_is_told_and_the_next_try_prints(world, monkeypatch):
    def missing(*_arguments, **_more):
        raise Refusal("Máy chủ chưa có LibreOffice.", advice="Nhờ quản trị cài gói.")

    paper = draft(world)
    with monkeypatch.context() as broken:
        broken.setattr(office, "to_pdf", missing)
        run_all()
    proof = Proof.objects.get(version=paper.current)
    assert proof.problems == ["Máy chủ chưa có LibreOffice.", "Nhờ quản trị cài gói."]
    with pytest.raises(NotReady, match="LibreOffice"):
        actions.submit(paper, actor=world.lan)
    paper = actions.edit(paper, content=content(world), actor=world.lan)
    work()
    assert actions.submit(paper, actor=world.lan).state == State.IN_REVIEW


def test_printing_twice_is_printing_once(world):
    from daumoi.outgoing.jobs import proof

    paper = draft(world)
    work()
    before = Proof.objects.get(version=paper.current)
    assert proof(paper.current_id) == "đã dựng"
    assert Proof.objects.get(version=paper.current).made_at == before.made_at


def test_a_draft_that_has_no_number_is_not_finished(world):
    from daumoi.outgoing.jobs import finish

    with pytest.raises(Refusal, match="chưa được cấp số"):
        finish(draft(world, State.SIGNED).pk)


def test_a_seal_that_was_withdrawn_meanwhile_is_said_and_the_number_stands(world):
    paper = draft(world, State.ISSUED)
    world.tu.certificates.filter(person=None).update(revoked_at=timezone.now(), revoke_reason="Đổi dấu")
    work()
    paper.refresh_from_db()
    assert paper.finished_at is None and "chưa có chứng thư" in paper.finish_problem
    assert Job.objects.get(name="outgoing.finish").failed_at is not None
    assert Notice.objects.filter(person=world.ha, cause="outgoing.finish").count() == 1
    certify(world.tu)
    with pytest.raises(NotAllowed):
        actions.finish_again(paper, actor=world.lan)
    actions.finish_again(paper, actor=world.ha)
    work()
    paper.refresh_from_db()
    assert paper.finished_at is not None and paper.finish_problem == ""
    with pytest.raises(NotReady):
        actions.finish_again(paper, actor=world.ha)


def test_another_text_appraised_while_one_is_being_signed_is_not_signed_by_mistake(world, monkeypatch):
    from daumoi.outgoing.actions import issuing

    paper = draft(world, State.REVIEWED)
    real = issuing._signature_of

    def meanwhile(found, passphrase):
        made = real(found, passphrase)
        other = actions.edit(found, content=content(world, text="1. Nội dung khác."), actor=world.lan)
        other = actions.submit(other, actor=world.lan)
        work()
        actions.approve(other, sheet=ALL_GOOD, actor=world.son)
        return made

    monkeypatch.setattr(issuing, "_signature_of", meanwhile)
    with pytest.raises(NotReady, match="vừa thay đổi trong lúc ký"):
        actions.sign(paper, actor=world.thanh, passphrase=PASSPHRASE)
    assert not Signature.objects.exists()


def written_by(world, issuer, actor, **fields):
    """A draft of another body, signed by whom the rules name first."""
    today = timezone.localdate()
    choice = signers_for(rules_for(issuer, today), issuer, fields["organ"], fields["type_code"], today)[0]
    signing = {"signer": choice.person, "authority": choice.lines, "position": choice.position}
    said = content(world, **signing, **fields)
    return actions.create(body=issuer, content=said, actor=actor)


def all_the_way(world, paper, author, reviewer, signer, clerk):
    actions.submit(paper, actor=author)
    work()
    actions.approve(paper, sheet=ALL_GOOD, actor=reviewer)
    actions.sign(paper, actor=signer, passphrase=PASSPHRASE)
    actions.issue(paper, actor=clerk)
    work()
    paper.refresh_from_db()
    return paper


def staff(world, where, prefix):
    """Author, reviewer and clerk of a body."""
    duties = {"author": Duty.SPECIALIST, "reviewer": Duty.REVIEWER, "clerk": Duty.CLERK}
    return [world.person(f"{prefix}-{name}", f"Người {name}", where, duty, name) for name, duty in duties.items()]


def test_a_state_body_numbers_by_the_year_in_its_own_form(world):
    prepare(world)
    ubnd = body("Uỷ ban nhân dân tỉnh An Bình", "state", "UBND")
    head = world.person("chutich", "Lương Văn Tám", ubnd, Duty.LEADER, "Chủ tịch", rank=Rank.HEAD)
    author, reviewer, clerk = staff(world, ubnd, "ubnd")
    certify(ubnd)
    certify(ubnd, head, "Chủ tịch")
    paper = written_by(world, ubnd, author, organ="self", type_code="quyet-dinh", subject="thành lập tổ công tác")
    paper = all_the_way(world, paper, author, reviewer, head, clerk)
    year = timezone.localdate().year
    assert (paper.document.number, paper.number.period) == ("01/QĐ-UBND", f"y{year}")
    assert len(judge(read_bytes(paper.document.attachments.get(role="main").file))) == 2
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        again = written_by(world, ubnd, author, organ="self", type_code="quyet-dinh", subject="về việc khác")
        again = all_the_way(world, again, author, reviewer, head, clerk)
    assert again.document.number == "01/QĐ-UBND" and again.number.period != paper.number.period


def test_a_cell_has_no_seal_and_signs_with_the_secretary_alone(world):
    prepare(world)
    cell = body("Chi bộ Văn phòng", "cell", "CB", parent=world.tu)
    Term.objects.create(body=cell, name="2025-2027", starts_on=timezone.localdate() - timedelta(days=30))
    head = world.person("bithu", "Trịnh Văn Chín", cell, Duty.LEADER, "Bí thư", rank=Rank.HEAD)
    author, reviewer, clerk = staff(world, cell, "cb")
    certify(cell, head, "Bí thư")
    paper = written_by(world, cell, author, organ="committee", type_code="ke-hoach", subject="sinh hoạt chuyên đề")
    paper = all_the_way(world, paper, author, reviewer, head, clerk)
    main = paper.document.attachments.get(role="main")
    assert paper.document.number == "01-KH/CB"
    assert [one.who for one in judge(read_bytes(main.file))] == ["Trịnh Văn Chín"]
