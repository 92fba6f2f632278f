"""A paper comes in: its number, its entry, its files, all or nothing; and it comes in once."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from daumoi.catalogue.models import Access, Entry
from daumoi.catalogue.search import find
from daumoi.core.errors import NotAllowed, NotReady, Refusal
from daumoi.documents.models import Document, Security, Urgency
from daumoi.files.models import StoredFile, Upload
from daumoi.incoming import actions, rules
from daumoi.incoming.actions import Answer, entering
from daumoi.incoming.duplicates import Doubled, twins
from daumoi.incoming.models import Arrival, Sender, State
from daumoi.jobs.queue import run_all
from daumoi.journal.actions import history
from daumoi.journal.models import JournalEntry
from daumoi.notices.models import Notice
from daumoi.numbering.models import Counter, Number
from tests.incoming.papers import coming, done, entered, letter, now, today, uploaded


def test_a_paper_gets_the_next_number_of_the_year_and_is_found_by_its_readers(world):
    first, second = entered(world), entered(world, "319-CV/BTCTU")

    assert (first.number, second.number) == (1, 2)
    assert first.period == f"y{today().year}"
    assert first.state == State.REGISTERED
    assert Number.objects.get(entry=first.entry).value == 1
    assert [entry.pk for entry in find(world.son, "318-CV/BTCTU", facets=["instate_registered"]).entries] == [
        first.entry_id
    ]
    assert Arrival.objects.visible_to(world.ha).count() == 2
    assert not Arrival.objects.visible_to(world.lan).exists()
    assert not Arrival.objects.visible_to(world.oanh).exists()
    assert [entry.action for entry in history(first)] == ["incoming.register"]
    assert first.entry.get_absolute_url() == first.get_absolute_url()


def test_each_body_counts_for_itself(world):
    entered(world)
    theirs = entered(world, "1-CV/TU", body=world.xa, actor=world.oanh)
    assert theirs.number == 1


def test_files_come_with_it_and_their_words_are_found(world):
    main, annex = uploaded(world), uploaded(world, "phu-luc.pdf")
    arrival = entered(world, uploads=[main, annex])
    assert list(arrival.document.attachments.values_list("name", "role")) == [
        ("318-CV-BTCTU.pdf", "main"),
        ("phu-luc.pdf", "annex"),
    ]
    assert not Upload.objects.visible_to(world.ha).waiting().exists()
    run_all()
    assert find(world.ha, "Cong van 318-CV-BTCTU.pdf").entries


def test_the_same_form_sent_twice_is_one_paper(world):
    token = uuid4()
    first = entered(world, token=token)
    assert entered(world, token=token) == first
    assert Arrival.objects.count() == 1
    assert Counter.objects.get(series="den").last == 1


def test_a_form_that_meets_its_twin_in_the_database_gives_the_twin(world):
    """As when both are sent at once: the look before finds nothing, the write does."""
    token = uuid4()
    first = entered(world, token=token, actor=world.son)
    assert entered(world, "319-CV/BTCTU", token=token) == first
    assert Arrival.objects.count() == 1
    assert Counter.objects.get(series="den").last == 1


def test_another_broken_constraint_is_not_swallowed(world, monkeypatch):
    def broken(*_args):
        raise IntegrityError("something else")

    monkeypatch.setattr(entering, "_entered", broken)
    with pytest.raises(IntegrityError):
        entered(world)


def test_a_failure_at_the_end_takes_everything_back(world, monkeypatch):
    upload = uploaded(world)
    with monkeypatch.context() as broken:
        broken.setattr(entering, "record", lambda *_a, **_k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            entered(world, uploads=[upload])
    assert not Arrival.objects.exists()
    assert not Document.objects.exists()
    assert not Entry.objects.exists()
    upload.refresh_from_db()
    assert upload.used_at is None
    assert entered(world, uploads=[upload]).number == 1


@pytest.mark.parametrize(
    ("who", "may"), [("ha", True), ("son", True), ("lan", False), ("oanh", False), ("khach", False), ("admin", False)]
)
def test_only_the_registry_enters_papers(world, who, may):
    if may:
        assert entered(world, actor=getattr(world, who))
    else:
        with pytest.raises(NotAllowed, match="Chỉ văn thư"):
            entered(world, actor=getattr(world, who))
        assert not Arrival.objects.exists()


# --- what is missing or cannot be ---------------------------------------------------------------------


def a_day(offset):
    return today() + timedelta(days=offset)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"issuer": None, "issuer_name": "  "}, "Chưa ghi nơi gửi"),
        ({"subject": ""}, "Chưa ghi trích yếu"),
        ({"issued_on": None}, "Chưa ghi ngày văn bản"),
        ({"issued_on": date(2999, 1, 1)}, "ở sau ngày đến"),
        ({"issued_on": date(1930, 2, 3)}, "Năm 1930 không hợp lý"),
        ({"security": Security.TUYET_MAT}, "không ghi trích yếu"),
    ],
)
def test_what_is_missing_or_cannot_be_is_said_in_a_sentence(world, changes, words):
    with pytest.raises(Refusal) as refused:
        entered(world, **changes)
    assert words in refused.value.reasons[0]
    assert not Arrival.objects.exists()


@pytest.mark.parametrize(
    ("offset", "words"), [(timedelta(days=2), "ở sau hôm nay"), (-timedelta(days=400), "đã quá một năm")]
)
def test_a_day_of_arrival_must_be_near(world, offset, words):
    with pytest.raises(Refusal, match=words):
        entered(world, issued_on=date(2020, 1, 1), coming=coming(at=now() + offset))


@pytest.mark.parametrize("urgency", [Urgency.VERY_URGENT, Urgency.FLASH, Urgency.FLASH_HOUR])
def test_a_very_urgent_paper_carries_its_hour(world, urgency):
    with pytest.raises(Refusal, match="phải ghi cả giờ đến"):
        entered(world, urgency=urgency, coming=coming(hour_known=False))
    assert entered(world, urgency=urgency).hour_known
    assert entered(world, "320-CV/BTCTU", urgency=Urgency.URGENT, coming=coming(hour_known=False))


def test_an_urgent_paper_is_told_to_the_chief_at_once(world):
    entered(world, urgency=Urgency.FLASH)
    notice = Notice.objects.get()
    assert notice.person == world.son
    assert "Hoả tốc: số đến 1" in notice.text


def test_odd_things_are_remarked_but_not_refused(world):
    odd = letter(world, "18/2019/NĐ-CP", issued_on=date(2020, 1, 5))
    assert len(rules.cautions(odd, today())) == 2
    assert "không giống số" in rules.cautions(letter(world, "khong ro"), today())[0]
    assert rules.cautions(letter(world), today()) == []


# --- secret papers ------------------------------------------------------------------------------------


def test_a_secret_paper_is_a_stub_and_what_was_uploaded_for_it_is_gone(world, stored_files):
    upload = uploaded(world)
    stub = entered(world, security=Security.MAT, uploads=[upload])
    run_all()

    assert stub.number == 1  # in the same series
    assert not stub.document.attachments.exists()
    assert not Upload.objects.exists()
    assert not StoredFile.objects.exists()
    assert not [path for path in stored_files.rglob("*") if path.is_file()]
    assert set(Access.objects.filter(entry=stub.entry).values_list("key", flat=True)) == {f"s{world.tu.pk}"}
    assert Arrival.objects.visible_to(world.ha).exists()
    assert not Arrival.objects.visible_to(world.lan).exists()


def test_a_top_secret_paper_has_no_subject_anywhere(world):
    stub = entered(world, security=Security.TUYET_MAT, subject="", urgency=Urgency.FLASH)
    assert stub.document.subject == ""
    assert stub.entry.title == "(Văn bản tuyệt mật, chỉ lưu phiếu theo dõi)"
    assert not Notice.objects.exists()


def test_the_journal_says_nothing_of_what_a_secret_paper_is(world):
    entered(world, security=Security.MAT, subject="Kế hoạch phòng thủ khu vực")
    told = str(list(JournalEntry.objects.filter(action="incoming.register").values_list("data", flat=True)))
    assert "phòng thủ" not in told
    assert "BTCTU" not in told


# --- has it come before? -------------------------------------------------------------------------------


def test_the_same_sender_number_and_day_stop_the_entry(world):
    first = entered(world)
    with pytest.raises(Doubled) as doubled:
        entered(world, "318 - CV/BTCTU", subject="Trích yếu gõ khác hẳn")
    assert doubled.value.twins[0].arrival == first
    assert "cùng nơi gửi, cùng số, cùng ngày" in doubled.value.reasons[0]
    assert Arrival.objects.count() == 1


def test_the_same_bytes_stop_the_entry_under_another_name(world):
    entered(world, uploads=[uploaded(world)])
    again = uploaded(world)
    with pytest.raises(Doubled, match="giống hệt từng byte"):
        entered(world, "999-CV/BTCTU", uploads=[again])
    again.refresh_from_db()
    assert again.used_at is None


def test_nearly_the_same_subject_is_only_remarked(world):
    entered(world)
    near = letter(world, "320-CV/BTCTU", subject="Về việc hoàn thiện hồ sơ quy hoạch cán bộ theo 318-CV/BTCTU")
    (twin,) = twins(world.tu, near, person=world.ha)
    assert not twin.sure
    assert "giống 100 %" in twin.why
    assert entered(world, "320-CV/BTCTU", subject=near.subject).number == 2


def test_other_senders_days_and_struck_lines_are_no_twins(world):
    entered(world)
    assert twins(world.tu, letter(world, issuer=world.tw, issuer_name=world.tw.name), person=world.ha) == []
    assert all(
        not twin.sure for twin in twins(world.tu, letter(world, issued_on=a_day(-1), subject="x"), person=world.ha)
    )
    struck = entered(world, "400-CV/BTCTU", subject="Đề nghị khác hẳn những văn bản kia")
    actions.strike(struck, actor=world.ha, note="Nhập nhầm.")
    assert entered(world, "400-CV/BTCTU", subject="Đề nghị khác hẳn những văn bản kia").number == 3


def test_a_freely_typed_sender_is_told_apart_by_its_words(world):
    entered(world, issuer=None, issuer_name="Công ty Điện lực An Bình")
    with pytest.raises(Doubled):
        entered(world, issuer=None, issuer_name="CÔNG TY ĐIỆN LỰC AN BÌNH")
    assert Sender.objects.get(body=world.tu).name == "Công ty Điện lực An Bình"


def test_a_clerk_who_has_looked_may_still_enter_it_with_a_reason(world):
    first = entered(world)
    seen = frozenset({first.pk})
    with pytest.raises(NotReady, match="cần ghi lý do"):
        entered(world, answer=Answer(seen))
    second = entered(world, answer=Answer(seen, reason="Bản gửi lại có bổ sung phụ lục."))
    assert second.number == 2
    assert history(second).get(action="incoming.keep_double").data["twins"] == "số đến 1"


def test_a_replacement_strikes_what_nobody_has_started_on(world):
    first = entered(world)
    second = entered(world, answer=Answer(frozenset({first.pk}), replaces=first))
    first.refresh_from_db()
    assert first.state == State.STRUCK
    assert first.struck_reason == "Được thay bằng số đến 2."
    assert second.entry.links_out.get().relation == "replaces"


def test_a_replacement_of_a_finished_paper_only_points_to_it(world):
    first = done(world)
    entered(world, answer=Answer(frozenset({first.pk}), replaces=first))
    first.refresh_from_db()
    assert first.state == State.DONE


def test_a_replacement_stays_inside_the_register(world):
    theirs = entered(world, "1-CV/TU", body=world.xa, actor=world.oanh)
    with pytest.raises(Refusal, match="không nằm trong sổ này"):
        entered(world, answer=Answer(replaces=theirs))


# --- the database's last line ---------------------------------------------------------------------------


def test_the_database_refuses_a_state_without_its_evidence(world):
    arrival = entered(world)
    for fields in ({"state": State.DONE}, {"state": State.STRUCK}, {"number": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Arrival.objects.filter(pk=arrival.pk).update(**fields)
