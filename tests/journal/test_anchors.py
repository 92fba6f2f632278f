"""The head of each day is kept outside the database, and convicts whoever cuts or rewrites the journal."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core import mail
from django.db import connection

from daumoi.core.engines import engine
from daumoi.core.errors import Refusal
from daumoi.journal import anchors, jobs, verify
from daumoi.journal.actions import record
from daumoi.journal.models import Anchor, JournalEntry

EVENING = datetime(2026, 11, 24, 16, 50, tzinfo=UTC)  # 23:50 in Hà Nội


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def five(world):
    return [record("test.act", world.tu, actor=world.ha, n=n) for n in range(5)]


def tamper(table, sql, *values):
    """What somebody with the database password could do."""
    with connection.cursor() as cursor:
        for statement in engine().not_append_only(table):
            cursor.execute(statement)
        cursor.execute(sql, values)


def cut(five):
    tamper("journal_journalentry", "DELETE FROM journal_journalentry WHERE seq >= %s", five[3].seq)


def test_the_evening_writes_the_head_into_the_database_and_beside_it(five, home):
    with time_machine.travel(EVENING, tick=False):
        assert jobs.anchor() == jobs.anchor() == five[-1].seq
    assert Anchor.objects.get().hash == five[-1].hash
    (file,) = (home / "anchors").iterdir()
    assert (file.name, file.read_text()) == ("2026-11-24.txt", f"2026-11-24 {five[-1].seq} {five[-1].hash}\n")
    assert list(verify.problems()) == []


def test_a_cut_tail_is_found_by_the_anchor(five):
    anchors.anchor_today()
    cut(five)
    assert any("phần cuối đã bị cắt" in problem for problem in verify.problems())


def test_a_cut_tail_is_found_by_the_file_when_the_row_went_too(five):
    anchors.anchor_today()
    cut(five)
    Anchor.objects.all().delete()
    assert any("phần cuối đã bị cắt" in problem for problem in verify.problems())


def test_a_rewritten_chain_is_found_by_the_file(five):
    anchors.anchor_today()
    Anchor.objects.all().delete()
    tamper("journal_journalentry", "UPDATE journal_journalentry SET hash = %s WHERE seq = %s", "f" * 64, five[-1].seq)
    assert any("không khớp mốc ngày" in problem for problem in verify.problems())


def test_a_cut_journal_gets_no_new_anchor(five, world, home):
    anchors.anchor_today()
    kept = [file.read_text() for file in (home / "anchors").iterdir()]
    cut(five)
    with pytest.raises(Refusal, match="không còn khớp mốc ngày"):
        anchors.anchor_today()
    assert [file.read_text() for file in (home / "anchors").iterdir()] == kept


def test_a_file_that_is_no_anchor_is_named(five, home):
    anchors.anchor_today()
    (home / "anchors" / "2026-13-77.txt").write_text("2026-13-77 1 " + "a" * 64 + "\n")
    (home / "anchors" / "x.txt").write_text("mốc")
    assert [problem for problem in verify.problems() if "không đọc được" in problem] == [
        "Tệp mốc nhật ký anchors/2026-13-77.txt không đọc được.",
        "Tệp mốc nhật ký anchors/x.txt không đọc được.",
    ]


def test_the_anchor_travels_to_the_mailbox_that_was_named(five, settings):
    settings.ANCHOR_MAIL = "luu-tru@anbinh.example"
    anchors.anchor_today()
    (letter,) = mail.outbox
    assert letter.to == ["luu-tru@anbinh.example"] and f"{five[-1].seq} {five[-1].hash}" in letter.body


@pytest.mark.django_db
def test_an_empty_journal_has_no_anchor(home):
    assert not JournalEntry.objects.exists()
    assert jobs.anchor() is None
    assert not (home / "anchors").exists()
