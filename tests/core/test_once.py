"""What a page reads once."""

from itertools import count

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from daumoi.core.once import once, once_a_page


def ask_three_times(method: str) -> list[int]:
    numbers = count()
    seen: list[int] = []

    def page(_request: object) -> HttpResponse:
        seen.extend(once("asked", lambda: next(numbers)) for _ in range(3))
        return HttpResponse()

    walk = once_a_page(page)
    for _ in range(2):
        walk(RequestFactory().generic(method, "/"))
    return seen


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_reading_page_asks_once_and_the_next_page_asks_again(method: str) -> None:
    assert ask_three_times(method) == [0, 0, 0, 1, 1, 1]


def test_a_request_that_writes_asks_each_time() -> None:
    assert ask_three_times("POST") == [0, 1, 2, 3, 4, 5]


def test_what_a_failing_page_remembered_is_forgotten() -> None:
    numbers = count()

    def page(_request: object) -> HttpResponse:
        once("asked", lambda: next(numbers))
        raise LookupError

    with pytest.raises(LookupError):
        once_a_page(page)(RequestFactory().get("/"))
    assert once("asked", lambda: next(numbers)) == 1
