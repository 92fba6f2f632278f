"""The body a person is working for in this session."""

from django.http import HttpRequest

from daumoi.people.duties import standing
from daumoi.people.models import Body, Person

SESSION_KEY = "body"


def person_of(request: HttpRequest) -> Person:
    """The person who asks; every page that calls this stands behind the log-in."""
    assert isinstance(request.user, Person)
    return request.user


def choices(person: Person) -> list[Body]:
    """The bodies the person may work for: own bodies and those whose registers the office keeps, committees first."""
    bodies = [body for body in standing(person).bodies if body.is_here]
    return sorted(bodies, key=lambda body: (body.office_id is None and body.parent_id is not None, body.sort_key))


def body_of(request: HttpRequest) -> Body | None:
    """The body chosen in this session, else the committee served, else the person's own; None without a post.

    Remembered on the request (not as `_body`, where Django keeps the bytes sent): one query a page.
    """
    if not hasattr(request, "_working_body"):
        request._working_body = _chosen(request)  # type: ignore[attr-defined]
    found: Body | None = request._working_body  # type: ignore[attr-defined]
    return found


def bodies_of(request: HttpRequest) -> list[Body]:
    if not hasattr(request, "_working_bodies"):
        person = request.user
        request._working_bodies = choices(person) if isinstance(person, Person) else []  # type: ignore[attr-defined]
    found: list[Body] = request._working_bodies  # type: ignore[attr-defined]
    return found


def _chosen(request: HttpRequest) -> Body | None:
    bodies = bodies_of(request)
    wanted = request.session.get(SESSION_KEY)
    return next((body for body in bodies if body.pk == wanted), bodies[0] if bodies else None)
