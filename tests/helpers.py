"""Small tools for tests of every room."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import connection, connections

PATIENCE = 60
PAUSE = 0.3


class Meeting:
    """A pause inside a critical section: whoever comes in first waits a moment there for a second one.

    Behind a lock nobody else comes in, and the first one goes on alone. Without it two stand inside
    at once: `met` says so, and whatever they write is written from the same stale reading.
    """

    def __init__(self) -> None:
        self.met = False
        self._door = threading.Barrier(2, action=self._note)

    def _note(self) -> None:
        self.met = True

    def within(self, monkeypatch: Any, place: Any, *names: str) -> "Meeting":
        """Pause after each call of these functions of `place`: those that take the lock, or are called behind it."""
        for name in names:
            monkeypatch.setattr(place, name, self._pausing(getattr(place, name), self._wait))
        return self

    def before(self, monkeypatch: Any, place: Any, name: str) -> "Meeting":
        """Pause before each call: where the first one would write, and hold the second one up by that alone."""
        monkeypatch.setattr(place, name, self._pausing(self._wait, getattr(place, name), real=1))
        return self

    def _wait(self, *_args: Any, **_more: Any) -> None:
        with suppress(threading.BrokenBarrierError):  # nobody came, or the pause was taken already
            self._door.wait(PAUSE)

    def _pausing(self, first: Callable[..., Any], then: Callable[..., Any], real: int = 0) -> Callable[..., Any]:
        def pausing(*args: Any, **more: Any) -> Any:
            return (first(*args, **more), then(*args, **more))[real]

        return pausing


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls at the same moment, each in a thread with its own connection.

    Gives what each returned, or the exception it raised, in the order of the calls. The test needs
    `django_db(transaction=True)`: threads see only what is committed.
    """
    barrier = threading.Barrier(len(calls))
    outcomes: list[Any] = [None] * len(calls)

    def go(place: int, call: Callable[[], Any]) -> None:
        try:
            barrier.wait(PATIENCE)
            outcomes[place] = call()
        except Exception as error:
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=pair, daemon=True) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for somebody for ever"
    return outcomes


def unguard(*tables: str) -> None:
    """Take the triggers of these tables away, as somebody with the database password could; the test rolls it back."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in tables:
                cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
                for (name,) in cursor.fetchall():
                    cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
