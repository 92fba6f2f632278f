"""What expires with nobody looking: log-ins that ran out, links nobody used."""

from datetime import time

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils import timezone

from daumoi.jobs.queue import job
from daumoi.people.models import FirstLink


@job("people.sweep", "Dọn các phiên đăng nhập đã hết hạn", daily=time(2, 30))
def sweep() -> dict[str, int]:
    """Forget sessions that ended, the lines about them, and first links that ran out."""
    now = timezone.now()
    ended = Session.objects.filter(expire_date__lt=now).delete()[0]
    living = Session.objects.filter(pk=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(living)).delete()
    links = FirstLink.objects.filter(expires_at__lt=now).delete()[0]
    return {"sessions": ended, "links": links}
