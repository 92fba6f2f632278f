"""The way of an outgoing paper, step by step, and every refusal on it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from daumoi.catalogue.models import Entry, Link, Relation
from daumoi.core.errors import NotAllowed, NotReady, Refusal, Stale
from daumoi.documents.models import Document
from daumoi.dossiers.actions import open_dossier
from daumoi.files.actions import read_bytes, store_file
from daumoi.jobs.models import Job
from daumoi.journal.actions import history
from daumoi.journal.models import JournalEntry
from daumoi.notices.models import Notice
from daumoi.numbering.models import Number
from daumoi.outgoing import actions
from daumoi.outgoing.models import Draft, Proof, Review, Signature, State, Version
from daumoi.outgoing.rules.steps import FLOW
from daumoi.people.models import Appointment, Delegation, Duty, Rank
from daumoi.signing.registry import judge
from daumoi.signing.validate import State as Verdict
from daumoi.signing.vault import WrongPassphrase
from tests.builders import entry as incoming_entry
from tests.drafts import ALL_GOOD, PASSPHRASE, certify, content, draft, prepare, walk, work

ARGUMENTS = {
    "edit": lambda world: {"content": content(world, text="1. Nội dung khác.")},
    "ask_opinion": lambda world: {"asked": [world.hanhchinh], "question": "Cho ý kiến"},
    "approve": lambda _world: {"sheet": ALL_GOOD},
    "return": lambda _world: {"note": "Viết lại"},
    "sign": lambda _world: {"passphrase": PASSPHRASE},
    "unsign": lambda _world: {"note": "Ký nhầm"},
    "drop": lambda _world: {"note": "Không cần"},
}


def press(world, step, paper, actor, **more):
    """Press a button with everything it asks for."""
    given = ARGUMENTS.get(step, lambda _world: {})(world)
    return actions.STEPS[step](paper, actor=actor, **given | more)


# --- the whole way --------------------------------------------------------------------------------------


def test_a_draft_travels_from_the_author_to_the_register_and_on_to_its_recipients(world):
    paper = draft(world, State.ISSUED, finished=True)

    assert paper.number.value == 1
    assert paper.document.number == "01-KL/TU"
    assert (paper.signed_by, paper.issued_by) == (world.thanh, world.ha)
    assert [one.action for one in history(paper)] == [
        "outgoing.create",
        "outgoing.submit",
        "outgoing.approve",
        "outgoing.sign",
        "outgoing.issue",
        "outgoing.finish",
    ]
    main, source = paper.document.attachments.all()
    assert (main.name, source.name) == ("01-KL-TU.pdf", "01-KL-TU.docx")
    assert [(one.who, one.state) for one in judge(read_bytes(main.file))] == [
        ("Nguyễn Văn Thành", Verdict.VALID),
        ("Tỉnh uỷ An Bình", Verdict.VALID),
    ]
    here, outside = paper.document.deliveries.all()
    assert (here.recipient, here.state) == (world.xa, "sent")
    assert (outside.recipient_name, outside.state) == ("Các đồng chí Tỉnh uỷ viên", "pending")


def test_the_issued_paper_says_what_the_version_said_and_stands_in_the_register(world):
    paper = draft(world, State.ISSUED)
    document = paper.document
    assert (document.issuer, document.type_code, document.signer_name) == (world.tu, "ket-luan", "Nguyễn Văn Thành")
    assert (document.subject, document.issued_on) == (paper.subject, timezone.localdate())
    assert document.pages == Proof.objects.get(version=paper.current).pages
    assert Number.objects.get().entry == document.entry
    assert document.entry.kind == "outgoing" and document.entry.number == "01-KL/TU"
    assert "Đảng uỷ xã Tân Lập" in document.entry.party


def test_the_sealed_paper_cannot_be_changed_by_anybody(world):
    paper = draft(world, State.ISSUED, finished=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(pk=paper.document_id).update(subject="khác")
    with pytest.raises(DatabaseError), transaction.atomic():
        paper.document.attachments.all().delete()


# --- versions ---------------------------------------------------------------------------------------------


def test_every_change_is_a_version_and_versions_never_change(world):
    paper = draft(world)
    paper = actions.edit(
        paper, content=content(world, text="1. Sửa."), actor=world.minh, what_changed="Gọn mục 1", token=paper.version
    )
    first, second = paper.versions.all()
    assert (first.n, second.n, paper.current, second.made_by) == (1, 2, second, world.minh)
    assert first.docx != second.docx
    for table in (Version, Review, Signature):
        if not table.objects.exists():
            continue
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.update(draft=paper)
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.all().delete()


def test_two_who_edit_from_the_same_page_do_not_overwrite_each_other(world):
    paper = draft(world)
    token = paper.version
    actions.edit(paper, content=content(world, text="1. Của Minh."), actor=world.minh, token=token)
    with pytest.raises(Stale):
        actions.edit(paper, content=content(world, text="1. Của Lan."), actor=world.lan, token=token)
    assert paper.versions.count() == 2


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.REVIEWED])
def test_a_change_after_submission_sends_the_draft_back_and_needs_a_new_appraisal(world, state):
    paper = draft(world, state)
    paper = press(world, "edit", paper, world.lan)
    assert (paper.state, paper.reviewed_version, paper.reviewed_by) == (State.DRAFTING, None, None)
    with pytest.raises(NotReady):
        press(world, "sign", paper, world.thanh)


def test_the_database_refuses_an_approval_of_an_older_text(world):
    paper = draft(world, State.REVIEWED)
    older = paper.current
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(pk=paper.pk).update(current=None)
    newer = Version.objects.create(
        draft=paper, n=2, organ="standing", type_code="ket-luan", subject="khác", docx=older.docx, made_by=world.lan,
        place="An Bình",
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(pk=paper.pk).update(current=newer)


@pytest.mark.parametrize(
    ("state", "column"),
    [
        (State.SIGNED, "signature"),
        (State.ISSUED, "number"),
        (State.ISSUED, "document"),
        (State.REVIEWED, "reviewed_by"),
    ],
)
def test_the_database_refuses_a_state_without_its_evidence(world, state, column):
    paper = draft(world, state)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(pk=paper.pk).update(**{column: None})


def test_a_word_file_of_ones_own_is_used_as_it_is(world):
    prepare(world)
    from daumoi.outgoing.paper import word_file

    made = word_file(world.tu, content(world, subject="về việc tự soạn"), timezone.localdate())
    own = store_file(made, "du-thao.docx")
    paper = draft(world, own_docx=own, text="", subject="về việc tự soạn")
    assert paper.current.docx == own and paper.current.own_upload
    paper = walk(world, paper, State.ISSUED, finished=True)
    assert paper.document.attachments.get(role="source").file == own


def test_a_word_file_without_room_for_the_number_is_not_submitted(world):
    prepare(world)
    from io import BytesIO

    import docx

    blank = docx.Document()
    blank.add_paragraph("Không có chỗ ghi số, không có chỗ ký.")
    raw = BytesIO()
    blank.save(raw)
    paper = draft(world, own_docx=store_file(raw.getvalue(), "thieu.docx"))
    work()
    proof = Proof.objects.get(version=paper.current)
    assert proof.prepared is None and any("chỗ ghi số" in problem for problem in proof.problems)
    with pytest.raises(NotReady, match="chỗ ghi số"):
        actions.submit(paper, actor=world.lan)


def test_a_broken_word_file_is_refused_before_anything_is_written(world):
    prepare(world)
    with pytest.raises(Refusal):
        draft(world, own_docx=store_file(b"PK\x03\x04 broken", "hong.docx"))
    assert not Draft.objects.exists()


# --- what may be drafted ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("organ", "type_code", "allowed"),
    [
        ("standing", "chi-thi", True),
        ("committee", "chi-thi", False),
        ("standing", "thong-cao", False),
        ("committee", "thong-cao", True),
        ("standing", "khac", False),
        ("congress", "nghi-quyet", False),
    ],
)
def test_a_type_is_drafted_only_where_the_organ_may_issue_it(world, organ, type_code, allowed):
    if allowed:
        assert draft(world, organ=organ, type_code=type_code).type_code == type_code
        return
    with pytest.raises(Refusal):
        draft(world, organ=organ, type_code=type_code)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(("who", "may"), [("lan", True), ("hoa", True), ("oanh", False), ("khach", False)])
def test_the_office_and_the_boards_draft_for_the_committee(world, who, may):
    prepare(world)
    actor = getattr(world, who)
    if may:
        assert actions.create(body=world.tu, content=content(world), actor=actor).author == actor
    else:
        with pytest.raises(NotAllowed):
            actions.create(body=world.tu, content=content(world), actor=actor)


def test_a_draft_without_a_subject_is_refused(world):
    with pytest.raises(Refusal, match="trích yếu"):
        draft(world, subject="  ")


MISSING = {
    "text": ("", "nội dung"),
    "recipients": ([], "nơi nhận"),
    "signer": (None, "người ký"),
    "place": ("", "địa danh"),
}


@pytest.mark.parametrize("what", MISSING)
def test_a_missing_element_is_named_before_submitting(world, what):
    empty, word = MISSING[what]
    paper = draft(world, **{what: empty})
    with pytest.raises(NotReady, match=word):
        actions.submit(paper, actor=world.lan)
    paper.refresh_from_db()
    assert paper.state == State.DRAFTING


def test_a_letter_needs_the_one_it_is_addressed_to(world):
    paper = draft(world, type_code="cong-van")
    with pytest.raises(NotReady, match="Kính gửi"):
        actions.submit(paper, actor=world.lan)
    paper = press(world, "edit", paper, world.lan)
    fine = content(world, type_code="cong-van", addressees=[{"body": world.xa.pk, "name": world.xa.name}])
    paper = actions.edit(paper, content=fine, actor=world.lan)
    assert actions.submit(paper, actor=world.lan).state == State.IN_REVIEW


# --- formulas (rules 9 to 12) -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("authority", "word"),
    [
        (["K/T BÍ THƯ"], "T/M"),
        ([], "T/M"),
        (["TM. BAN THƯỜNG VỤ"], "T/M"),
        (["T/L BAN THƯỜNG VỤ"], "văn bản giao ký"),
    ],
)
def test_a_committee_is_signed_for_and_never_by_a_deputy_for_the_head(world, authority, word):
    paper = draft(world, authority=authority)
    with pytest.raises(NotReady, match=word):
        actions.submit(paper, actor=world.lan)


@pytest.mark.parametrize(
    ("rank", "authority", "fine"),
    [
        (Rank.HEAD, [], True),
        (Rank.HEAD, ["K/T TRƯỞNG BAN"], False),
        (Rank.DEPUTY, ["K/T TRƯỞNG BAN"], True),
        (Rank.DEPUTY, [], False),
    ],
)
def test_the_head_of_a_board_signs_directly_and_a_deputy_for_the_head(world, rank, authority, fine):
    prepare(world)
    Appointment.objects.filter(person=world.hoa).update(rank=rank)
    mine = {"organ": "self", "type_code": "ke-hoach", "signer": world.hoa, "authority": authority, "position": "Ban"}
    paper = actions.create(body=world.btc, content=content(world, **mine), actor=world.hoa)
    if fine:
        assert actions.submit(paper, actor=world.hoa).state == State.IN_REVIEW
    else:
        with pytest.raises(NotReady, match=r"K/T|trực tiếp"):
            actions.submit(paper, actor=world.hoa)


BY_ORDER = {
    "type_code": "thong-bao",
    "authority": ["T/L BAN THƯỜNG VỤ"],
    "position": "Chánh Văn phòng",
    "by_order": True,
}


def delegated(world, **more):
    today = timezone.localdate()
    fields = {"delegate": world.son, "position": "Chánh Văn phòng", "basis": "Quy chế 01-QC/TU"}
    dates = {"type_codes": ["thong-bao"], "starts_on": today, "ends_on": today}
    return Delegation.objects.create(body=world.tu, **fields | dates | more)


def test_by_order_is_signed_under_a_delegation_in_force_that_day_and_for_that_type(world):
    prepare(world)
    certify(world.vptu, world.son, "Chánh Văn phòng")
    delegated(world)
    paper = draft(world, signer=world.son, **BY_ORDER)
    actions.submit(paper, actor=world.lan)
    work()
    reviewer = world.person("tuan", "Vũ Anh Tuấn", world.vptu, Duty.REVIEWER, "Thẩm định")
    paper = actions.approve(paper, sheet=ALL_GOOD, actor=reviewer)
    paper = actions.sign(paper, actor=world.son, passphrase=PASSPHRASE)
    assert paper.signed_by == world.son
    assert "Quy chế 01-QC/TU" in Signature.objects.get().basis


@pytest.mark.parametrize(
    "wrong",
    [
        {"type_codes": ["cong-van"]},
        {"ends_on": date(2026, 1, 1), "starts_on": date(2025, 12, 1)},
        {"organ": "committee"},
    ],
)
def test_by_order_without_a_fitting_delegation_is_refused(world, wrong):
    prepare(world)
    delegated(world, **wrong)
    paper = draft(world, signer=world.son, **BY_ORDER)
    with pytest.raises(NotReady, match="thẩm quyền ký thừa lệnh"):
        actions.submit(paper, actor=world.lan)


def test_a_signer_whose_post_ended_cannot_sign(world):
    paper = draft(world, State.REVIEWED)
    yesterday = timezone.localdate() - timedelta(days=1)
    Appointment.objects.filter(person=world.thanh).update(ends_on=yesterday)
    world.thanh.__dict__.pop("_standing", None)
    with pytest.raises(NotAllowed):
        press(world, "sign", paper, world.thanh)


# --- appraisal --------------------------------------------------------------------------------------------


def test_nobody_appraises_a_text_of_their_own(world):
    prepare(world)
    paper = actions.create(body=world.tu, content=content(world), actor=world.son, unit=world.tonghop)
    actions.submit(paper, actor=world.son)
    work()
    with pytest.raises(NotAllowed):
        press(world, "approve", paper, world.son)


def test_whoever_changed_the_text_last_does_not_appraise_it(world):
    deputy = world.person("yen", "Lý Hải Yến", world.vptu, Duty.DEPUTY_CHIEF, "Phó Chánh Văn phòng", unit=world.tonghop)
    paper = draft(world)
    paper = press(world, "edit", paper, deputy)
    actions.submit(paper, actor=world.lan)
    work()
    with pytest.raises(NotAllowed):
        press(world, "approve", paper, deputy)
    assert press(world, "approve", paper, world.son).state == State.REVIEWED


@pytest.mark.parametrize("sheet", [{}, {**ALL_GOOD, "form": (False, "Sai lề")}])
def test_an_incomplete_sheet_or_a_failed_part_approves_nothing(world, sheet):
    paper = draft(world, State.IN_REVIEW)
    work()
    with pytest.raises(NotReady):
        actions.approve(paper, sheet=sheet, actor=world.son)
    assert not Review.objects.exists()


def test_the_sheet_is_for_the_version_it_was_opened_on(world):
    paper = draft(world, State.IN_REVIEW)
    opened = paper.current
    paper = press(world, "edit", paper, world.lan)
    paper = actions.submit(paper, actor=world.lan)
    work()
    with pytest.raises(NotReady, match="đã thay đổi"):
        actions.approve(paper, sheet=ALL_GOOD, version=opened, actor=world.son)


def test_a_returned_draft_is_back_with_its_author_and_the_sheet_is_kept(world):
    paper = draft(world, State.IN_REVIEW)
    sheet = {"form": (False, "Thiếu số 0 ở ngày"), "scope": (True, "")}
    paper = actions.give_back(paper, sheet=sheet, actor=world.son, note="Sửa thể thức")
    review = Review.objects.get()
    assert (paper.state, review.decision, review.parts["form"]["remark"]) == (
        State.DRAFTING,
        "return",
        "Thiếu số 0 ở ngày",
    )
    assert Notice.objects.filter(person=world.lan, cause="outgoing.return").exists()
    with pytest.raises(NotReady, match="lý do"):
        press(world, "return", draft(world, State.IN_REVIEW), world.son, note=" ")


def test_the_signer_may_send_it_back_too(world):
    paper = press(world, "return", draft(world, State.REVIEWED), world.thanh)
    assert paper.state == State.DRAFTING and paper.reviewed_by is None


def test_approval_waits_for_the_printed_form(world):
    paper = draft(world, State.IN_REVIEW)
    with pytest.raises(NotReady, match="đang được dựng"):
        press(world, "approve", paper, world.son)


def test_those_who_must_read_a_draft_may_and_no_others(world):
    paper = draft(world)

    def readers():
        return {one.login for one in world.people if Draft.objects.visible_to(one).filter(pk=paper.pk).exists()}

    assert readers() == {"lan", "minh"}
    paper = actions.submit(paper, actor=world.lan)
    # Those who keep the register, and the leaders of the committee.
    assert readers() == {"lan", "minh", "son", "ha", "thu", "thanh"}


def test_a_signer_from_a_board_reads_the_draft_only_while_it_is_before_them(world):
    prepare(world)
    certify(world.btc, world.hoa, "Trưởng ban")
    delegated(world, delegate=world.hoa, position="Trưởng Ban Tổ chức")
    mine = BY_ORDER | {"signer": world.hoa, "position": "Trưởng Ban Tổ chức"}
    paper = draft(world, State.IN_REVIEW, **mine)
    sees = Draft.objects.visible_to(world.hoa).filter(pk=paper.pk)
    assert not sees.exists()
    paper = walk(world, paper, State.REVIEWED)
    assert sees.exists()
    press(world, "return", paper, world.hoa)
    assert not sees.exists()


# --- signature --------------------------------------------------------------------------------------------


def test_a_wrong_passphrase_signs_nothing(world):
    paper = draft(world, State.REVIEWED)
    with pytest.raises(WrongPassphrase):
        press(world, "sign", paper, world.thanh, passphrase="khong dung")
    assert not Signature.objects.exists()


def test_without_a_certificate_nobody_signs_and_it_is_said(world):
    paper = draft(world, State.REVIEWED)
    world.thanh.certificates.update(revoked_at=timezone.now(), revoke_reason="Mất khoá")
    with pytest.raises(NotReady, match="chứng thư"):
        press(world, "sign", paper, world.thanh)


def test_a_text_changed_while_it_is_being_signed_is_not_signed(world, monkeypatch):
    paper = draft(world, State.REVIEWED)
    from daumoi.outgoing.actions import issuing

    real = issuing._signature_of

    def meanwhile(found, passphrase):
        made = real(found, passphrase)
        press(world, "edit", found, world.lan)
        return made

    monkeypatch.setattr(issuing, "_signature_of", meanwhile)
    with pytest.raises(NotReady):
        press(world, "sign", paper, world.thanh)
    assert not Signature.objects.exists()


def test_a_signature_taken_back_stays_in_the_record_and_the_paper_can_be_signed_again(world):
    paper = draft(world, State.SIGNED)
    paper = press(world, "unsign", paper, world.thanh)
    assert (paper.state, paper.signature) == (State.REVIEWED, None)
    paper = press(world, "sign", paper, world.thanh)
    assert paper.state == State.SIGNED and Signature.objects.count() == 2


# --- number -----------------------------------------------------------------------------------------------


def test_numbers_run_by_type_within_the_term_and_are_printed_with_a_leading_zero(world):
    first = draft(world, State.ISSUED)
    second = draft(world, State.ISSUED, subject="về việc khác")
    other = draft(world, State.ISSUED, type_code="ke-hoach")
    assert [paper.document.number for paper in (first, second, other)] == ["01-KL/TU", "02-KL/TU", "01-KH/TU"]


def test_a_number_is_given_only_to_a_signed_paper_and_only_once(world):
    paper = draft(world, State.REVIEWED)
    with pytest.raises(NotReady):
        actions.issue(paper, actor=world.ha)
    paper = walk(world, paper, State.ISSUED)
    with pytest.raises(NotReady):
        actions.issue(paper, actor=world.ha)
    assert Number.objects.count() == 1


def test_the_day_is_not_before_the_signature_nor_in_the_future_nor_before_the_last_number(world):
    today = timezone.localdate()
    paper = draft(world, State.SIGNED)
    for wrong in (today + timedelta(days=1), today - timedelta(days=1)):
        with pytest.raises(Refusal):
            actions.issue(paper, actor=world.ha, on=wrong)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        later_paper = draft(world, State.ISSUED)
        with pytest.raises(Refusal, match="Số 1 của sổ"):
            actions.issue(paper, actor=world.ha, on=today)
        assert actions.issue(paper, actor=world.ha).number.value == 2
    assert later_paper.number.value == 1


def test_without_a_term_no_number_is_given_and_the_way_out_is_said(world):
    paper = draft(world, State.SIGNED)
    world.tu.terms.update(ends_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(NotReady, match="nhiệm kỳ"):
        actions.issue(paper, actor=world.ha)
    assert not Number.objects.exists() and not Document.objects.exists()


def test_without_a_seal_no_number_is_given(world):
    paper = draft(world, State.SIGNED)
    world.tu.certificates.filter(person=None).update(revoked_at=timezone.now(), revoke_reason="Đổi dấu")
    with pytest.raises(NotReady, match="chứng thư"):
        actions.issue(paper, actor=world.ha)
    assert not Number.objects.exists()


def test_a_failed_issue_gives_its_number_back(world, monkeypatch):
    paper = draft(world, State.SIGNED)
    with monkeypatch.context() as broken:
        broken.setattr("daumoi.flow.table.record", lambda *a, **k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.issue(paper, actor=world.ha)
    assert not Document.objects.exists() and not Number.objects.exists()
    assert not Job.objects.filter(name="outgoing.finish").exists()
    assert actions.issue(paper, actor=world.ha).number.value == 1


def test_papers_of_a_congress_share_one_series(world):
    from daumoi.people.models import Term

    today = timezone.localdate()
    Term.objects.filter(pk=world.term.pk).update(congress_from=today, congress_to=today)
    mine = {"organ": "presidium", "authority": ["T/M ĐOÀN CHỦ TỊCH"]}
    report = draft(world, State.ISSUED, type_code="bao-cao", **mine)
    notice = draft(world, State.ISSUED, type_code="thong-bao", **mine)
    assert [report.document.number, notice.document.number] == ["01-BC/ĐH", "02-TB/ĐH"]
    assert report.number.period == f"c{world.term.pk}"


# --- the chain --------------------------------------------------------------------------------------------


def test_an_answer_is_joined_to_the_paper_it_answers_and_falls_into_its_dossier(world):
    prepare(world)
    source = incoming_entry(world)
    base = incoming_entry(world, "Nghị quyết số 05-NQ/TU", number="05-NQ/TU")
    dossier = open_dossier(body=world.tu, title="Kinh tế 2026", source=source, actor=world.son)
    paper = draft(world, State.ISSUED, source=source, bases=[{"text": "Nghị quyết 05", "entry": base.pk}])
    chain = {(link.source_id, link.relation, link.target_id) for link in Link.objects.exclude(relation="filed_in")}
    assert chain == {
        (source.pk, Relation.FROM_PAPER, paper.entry_id),
        (paper.entry_id, Relation.ISSUED_AS, paper.document.entry_id),
        (source.pk, Relation.ANSWERS, paper.document.entry_id),
        (base.pk, Relation.BASED_ON, paper.document.entry_id),
    }
    assert {filing.entry_id for filing in dossier.filings.all()} == {source.pk, paper.entry_id, paper.document.entry_id}


# --- strangers and bystanders -------------------------------------------------------------------------------


@pytest.mark.parametrize("state", State)
def test_a_stranger_changes_nothing(world, state):
    paper = draft(world, state)
    acts, versions = JournalEntry.objects.count(), Version.objects.count()
    for step in FLOW.steps:
        for stranger in (world.khach, world.oanh, world.hoa, world.admin):
            with pytest.raises(NotAllowed):
                press(world, step, paper, stranger)
    paper.refresh_from_db()
    assert (paper.state, JournalEntry.objects.count(), Version.objects.count()) == (state, acts, versions)


WHO = {
    "edit": ({"lan", "minh"}, State.DRAFTING),
    "ask_opinion": ({"lan", "minh", "son"}, State.DRAFTING),
    "submit": ({"lan", "minh"}, State.DRAFTING),
    "withdraw": ({"lan", "minh"}, State.IN_REVIEW),
    "approve": ({"son"}, State.IN_REVIEW),
    "return": ({"son"}, State.IN_REVIEW),
    "sign": ({"thanh"}, State.REVIEWED),
    "unsign": ({"thanh", "son"}, State.SIGNED),
    "issue": ({"ha"}, State.SIGNED),
    "drop": ({"lan", "minh", "son"}, State.DRAFTING),
}


def test_the_table_of_rights_is_complete():
    assert set(WHO) == set(FLOW.steps) == set(actions.STEPS)


@pytest.mark.parametrize("step", WHO)
def test_each_step_belongs_to_those_whose_duty_it_is(world, step):
    allowed, state = WHO[step]
    paper = draft(world, state)
    offered = {one.login for one in world.people if any(o.step.name == step for o in FLOW.offered(paper, one))}
    # The deputy secretary leads the committee, not its office, but may ask about its drafts.
    assert offered - {"thanh"} == allowed - {"thanh"}
    assert ("thanh" in offered) == ("thanh" in allowed or step == "ask_opinion")


@pytest.mark.parametrize("step", sorted(FLOW.steps))
def test_each_step_leaves_exactly_its_lines_in_the_journal(world, step):
    paper = draft(world, WHO[step][1])
    work()
    before = history(paper).count()
    actor = getattr(world, sorted(WHO[step][0])[0])
    press(world, step, paper, actor)
    paper.refresh_from_db()
    line = history(paper).last()
    assert history(paper).count() == before + 1
    assert (line.action, line.actor_id, line.after) == (f"outgoing.{step}", actor.pk, paper.state)


def test_a_dropped_draft_stays_to_be_read_with_its_reason(world):
    paper = draft(world, State.DROPPED)
    assert paper.dropped_reason == "Không cần nữa"
    assert Entry.objects.visible_to(world.lan).filter(pk=paper.entry_id).exists()
    for step in FLOW.steps:
        assert step not in {offer.step.name for offer in FLOW.offered(paper, world.lan)}
