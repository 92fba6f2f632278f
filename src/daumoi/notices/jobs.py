"""Letters about notices: one letter for all that waits."""

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from daumoi.jobs.queue import job
from daumoi.notices.models import Notice
from daumoi.people.models import Person


@job("notices.mail", "Gửi thư thông báo")
def mail(person_id: int) -> int:
    """Send what has not been sent and not been seen; the number of notices in the letter.

    May run twice: only notices without `mailed_at` go, and a crash between
    sending and marking repeats a letter rather than losing one.
    """
    person = Person.objects.get(pk=person_id)
    waiting = list(Notice.objects.filter(person=person, seen_at=None, mailed_at=None).order_by("id"))
    if not waiting or not person.email or not person.wants_mail or not person.is_active:
        return 0
    words = {"person": person, "notices": waiting}
    send_mail(
        # A reason may have been written in several lines; the head of a letter has one.
        " ".join(render_to_string("notices/mail/subject.txt", words).split()),
        render_to_string("notices/mail/body.txt", words),
        None,
        [person.email],
    )
    Notice.objects.filter(pk__in=[notice.pk for notice in waiting]).update(mailed_at=timezone.now())
    return len(waiting)
