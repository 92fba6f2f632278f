"""Small tools for tests of every room."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections

PATIENCE = 60


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
