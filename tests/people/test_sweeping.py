"""Log-ins that ran out are forgotten every night; those that go on are not touched."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from daumoi.people import jobs
from daumoi.people.models import FirstLink


@pytest.mark.django_db
def test_only_what_ran_out_is_swept(client, world):
    now = timezone.now()
    client.force_login(world.ha)
    living = client.session.session_key
    UserSession.objects.create(user=world.ha, session_key=living, ip="127.0.0.1", user_agent="")
    Session.objects.create(session_key="x" * 32, session_data="", expire_date=now - timedelta(hours=1))
    UserSession.objects.create(user=world.ha, session_key="x" * 32, ip="127.0.0.1", user_agent="")
    FirstLink.objects.create(digest="a" * 64, expires_at=now - timedelta(hours=1))
    FirstLink.objects.create(digest="b" * 64, expires_at=now + timedelta(hours=1))

    assert jobs.sweep() == {"sessions": 1, "links": 1}

    assert [session.pk for session in Session.objects.all()] == [living]
    assert [line.session_key for line in UserSession.objects.all()] == [living]
    assert FirstLink.objects.count() == 1
    assert client.get("/").status_code == 200
