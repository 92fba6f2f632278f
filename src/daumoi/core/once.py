"""What a page reads once: remembered while the page is made, forgotten with it.

Only pages that change nothing remember; a request that writes reads afresh each time.
"""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import TypeVar

from django.http import HttpRequest, HttpResponse

T = TypeVar("T")

_PAGE: ContextVar[dict[Hashable, object] | None] = ContextVar("page", default=None)


def once(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives, asked at most once a page. Whoever takes it must not change it."""
    page = _PAGE.get()
    if page is None:
        return read()
    if key not in page:
        page[key] = read()
    return page[key]  # type: ignore[return-value]


class once_a_page:
    """Opens the memory for a page that only reads, and closes it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        token = _PAGE.set({})
        try:
            return self.get_response(request)
        finally:
            _PAGE.reset(token)
