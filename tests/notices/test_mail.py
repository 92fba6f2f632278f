"""Letters about notices, through a real mail server on this machine."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.utils import timezone

from daumoi.jobs.models import Job
from daumoi.jobs.queue import later, run_all, run_one
from daumoi.notices.actions import MAIL_DELAY, notify, see
from daumoi.notices.jobs import mail
from daumoi.notices.models import Notice
from daumoi.rulesets.actions import load_builtin
from tests.incoming.papers import directed, entered

WORDS = "Chủ trì, hạn 05/12/2026: 318-CV/BTCTU “Rà soát & bổ sung quy hoạch”"


class Box:
    """What the server took; `answers` are given to the next letters instead of taking them."""

    def __init__(self):
        self.letters, self.answers = [], []

    async def handle_DATA(self, _server, _session, envelope):
        if self.answers:
            return self.answers.pop(0)
        letter = message_from_bytes(envelope.content, policy=default)
        self.letters.append((envelope.rcpt_tos, str(letter["Subject"]).strip(), letter.get_content()))
        return "250 OK"


class Server(Controller):
    """A server on a port the system chooses."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def box(settings):
    """A mail server of our own; everything the program sends goes there."""
    found = Box()
    server = Server(found, hostname="127.0.0.1", port=0, server_hostname="localhost")
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = server.port
    yield found
    server.stop()


@pytest.fixture
def ready(world):
    """The clerk wants letters."""
    return wants(world.ha)


def wants(person):
    person.wants_mail = True
    person.save()
    return person


def after(delay=MAIL_DELAY):
    """Do what waits, that much later."""
    with time_machine.travel(timezone.now() + delay + timedelta(seconds=1)):
        return run_all()


def test_notices_of_one_quarter_of_an_hour_travel_in_one_letter(box, ready):
    notify([ready], WORDS, cause="test")
    run_all()
    assert box.letters == []
    notify([ready], "Yêu cầu làm lại: 12-TTr/ĐU", cause="test")
    after()
    ((to, subject, text),) = box.letters
    assert to == ["ha@anbinh.example"]
    assert subject == "2 thông báo mới · Đầu Mối"
    assert "Kính gửi đồng chí Phạm Thu Hà" in text
    assert WORDS in text and "12-TTr/ĐU" in text and "có thể tắt thư" in text


def test_one_notice_is_its_own_subject_in_one_line_and_unspoilt(box, ready):
    notify([ready], f"{WORDS}.\nLý do: cần “gấp”\r\nBcc: ai-do@example.com", cause="test")
    after()
    ((to, subject, _text),) = box.letters
    assert subject.startswith("Chủ trì, hạn 05/12/2026: 318-CV/BTCTU “Rà soát & bổ sung") and "\n" not in subject
    assert to == ["ha@anbinh.example"]


def test_what_is_urgent_goes_at_once_even_when_a_letter_is_promised(box, ready):
    notify([ready], "Thường", cause="test")
    notify([ready], "Hoả tốc: số đến 7", cause="test", urgent=True)
    run_all()
    assert len(box.letters) == 1 and "Hoả tốc: số đến 7" in box.letters[0][2]
    after()
    assert len(box.letters) == 1


def test_only_those_who_want_letters_and_still_work_here_get_them(box, world):
    world.binh.wants_mail = False
    world.binh.save()
    notify([world.binh, world.khach], WORDS, cause="test")  # one wants none, the other has no address
    assert not Job.objects.filter(name="notices.mail").exists()
    notify([world.ha, world.lan, world.minh], WORDS, cause="test")
    world.ha.wants_mail = False
    world.ha.save()
    world.lan.is_active = False
    world.lan.save()
    after()
    assert [to for to, _subject, _text in box.letters] == [["minh@anbinh.example"]]


def test_what_was_seen_in_the_program_is_not_sent(box, ready):
    notify([ready], WORDS, cause="test")
    see(ready)
    after()
    assert box.letters == []


def test_a_job_done_twice_sends_once(box, ready):
    notify([ready], WORDS, cause="test")
    assert mail(ready.pk) == 1 and mail(ready.pk) == 0
    later("notices.mail", person_id=ready.pk)
    after()
    assert len(box.letters) == 1
    assert Notice.objects.get().mailed_at is not None


def test_a_server_that_fails_is_asked_again(box, ready):
    box.answers = ["451 busy, come again"]
    notify([ready], WORDS, cause="test", urgent=True)
    assert run_one()
    job = Job.objects.get(name="notices.mail")
    assert (job.state, job.attempts) == ("retrying", 1) and "451" in job.last_error
    assert box.letters == [] and Notice.objects.get().mailed_at is None
    assert run_all() == 0  # not at once
    after(timedelta(minutes=1))
    job.refresh_from_db()
    assert job.state == "done" and len(box.letters) == 1


def test_a_server_that_is_not_there_is_asked_again(ready, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = 1
    notify([ready], WORDS, cause="test", urgent=True)
    assert run_one()
    assert Job.objects.get(name="notices.mail").state == "retrying"


def test_no_letter_says_what_a_secret_paper_is_about(box, world):
    load_builtin()
    for person in (world.minh, world.lan, world.son):
        wants(person)
    directed(world, entered(world, "77-CV/BTCTU", subject="Phương án nhân sự đặc biệt", security="mat"))
    assert Notice.objects.exists()
    after()
    assert box.letters
    for _to, subject, text in box.letters:
        said = f"{subject} {text}"
        assert "nhân sự" not in said and "77-CV" not in said
        assert "văn bản mật" in said
