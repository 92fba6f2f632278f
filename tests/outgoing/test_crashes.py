"""A process dies between any two statements of issuing: nothing acknowledged is lost, no number is doubled."""

import os
import subprocess
import sys
import textwrap
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from daumoi.documents.models import Delivery, Document
from daumoi.jobs.models import Job
from daumoi.numbering.models import Counter, Number
from daumoi.outgoing import actions
from daumoi.outgoing.models import Draft, State
from daumoi.people.duties import standing
from tests.drafts import draft, work
from tests.world import World

ROOT = Path(__file__).resolve().parent.parent.parent


class Killed(BaseException):
    """Not an Exception: nothing in the program catches it, as nothing catches a kill."""


@contextmanager
def dying_before(statement=None):
    """Count the statements of the block; die before the one with this number."""
    seen = [0]

    def counted(execute, sql, params, many, context):
        if sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):  # the fences of the test's own transaction
            return execute(sql, params, many, context)
        seen[0] += 1
        if seen[0] - 1 == statement:  # once: what follows is the database undoing the transaction
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        yield seen


@contextmanager
def undone():
    """Whatever happens inside is as if it had not happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def register_is_whole():
    """Every number has its paper, every issued draft its number; nothing is half there."""
    numbers = list(Number.objects.order_by("value").values_list("value", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    last = Counter.objects.values_list("last", flat=True).first() or 0
    assert last == len(numbers) == Document.objects.filter(entry__kind="outgoing").count()
    assert Draft.objects.filter(state=State.ISSUED).count() == len(numbers)
    assert Job.objects.filter(name="outgoing.finish").count() == len(numbers)
    assert not Number.objects.filter(entry=None).exists()


def test_killed_before_any_statement_of_issuing_the_number_goes_back(world):
    paper = draft(world, State.SIGNED)
    standing(world.ha)  # known from now on, so that every try takes the same statements
    with undone(), dying_before() as total:
        actions.issue(Draft.objects.get(pk=paper.pk), actor=world.ha)
    assert total[0] > 30
    for statement in range(total[0]):
        with dying_before(statement), pytest.raises(Killed):
            actions.issue(Draft.objects.get(pk=paper.pk), actor=world.ha)
        register_is_whole()
        assert Draft.objects.get(pk=paper.pk).state == State.SIGNED
    assert actions.issue(paper, actor=world.ha).number.value == 1
    register_is_whole()


def finished_once(paper):
    paper.refresh_from_db()
    assert paper.finished_at is not None and paper.document.is_sealed
    assert [one.role for one in paper.document.attachments.all()] == ["main", "source"]
    assert Delivery.objects.filter(document=paper.document).count() == 2
    assert paper.signatures.filter(kind="organisation").count() == 1


def another_worker_comes():
    """The lease of the dead one has run out."""
    Job.objects.filter(done_at=None, name="outgoing.finish").update(leased_until=None, run_after=timezone.now())
    work()


def died(statement):
    """Whether the worker died before this statement; it came to the end of its work otherwise."""
    try:
        with dying_before(statement):
            work()
    except Killed:
        return True
    return False


def test_killed_while_finishing_the_next_worker_finishes_what_was_acknowledged(world):
    paper = draft(world, State.ISSUED)
    statement, still_dying = 0, True
    while still_dying:
        with undone():
            still_dying = died(statement)
            another_worker_comes()
            finished_once(paper)
        paper = Draft.objects.get(pk=paper.pk)
        statement += 9
    assert statement > 50


def test_finishing_twice_changes_nothing(world):
    paper = draft(world, State.ISSUED, finished=True)
    from daumoi.outgoing.jobs import finish

    assert finish(paper.pk) == "đã xong"
    finished_once(paper)


# --- a real kill ------------------------------------------------------------------------------------------

CHILD = """
    import os
    import django
    django.setup()
    from django.conf import settings
    settings.SECRET_KEY = {secret!r}
    settings.DATABASES["default"].update({database!r})
    settings.STORAGES = {storages!r}
    from django.db import connection
    from daumoi.outgoing import actions
    from daumoi.outgoing.models import Draft
    from daumoi.people.models import Person

    def dies(execute, sql, params, many, context):
        if sql.startswith("INSERT") and '"catalogue_entry"' in sql:
            os._exit(9)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(dies):
        actions.issue(Draft.objects.get(pk={pk}), actor=Person.objects.get(login="ha"))
"""


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_after_taking_the_number_has_not_taken_it():
    world = World()
    paper = draft(world, State.SIGNED)
    wanted = {"NAME", "USER", "HOST", "PORT"}
    database = {key: str(value) for key, value in connection.settings_dict.items() if key in wanted}
    place = {
        **settings.STORAGES["default"],
        "OPTIONS": {"location": str(settings.STORAGES["default"]["OPTIONS"]["location"])},
    }
    source = textwrap.dedent(CHILD).format(
        secret=settings.SECRET_KEY, database=database, storages={**settings.STORAGES, "default": place}, pk=paper.pk
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    done = subprocess.run(
        [sys.executable, "-c", source], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 9, done.stderr
    register_is_whole()
    assert actions.issue(paper, actor=world.ha).number.value == 1
    register_is_whole()
