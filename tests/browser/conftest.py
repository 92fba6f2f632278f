"""A real Chromium in front of a real server: what a person sees, and nothing the browser complains about."""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from daumoi.people.models import Person
from tests.browser.manners import PASSWORD
from tests.drafts import prepare
from tests.world import World

PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FAILED = pytest.StashKey[bool]()
SEEN = Path(__file__).resolve().parents[2] / "var" / "test" / "seen"
PATIENCE = 10_000  # milliseconds
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("Chromium is not installed")
    # Playwright keeps an event loop in this thread, where Django would otherwise refuse its database.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as driver:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = driver.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash.setdefault(FAILED, False)
    item.stash[FAILED] |= report.failed
    return report


@pytest.fixture
def visit(request: pytest.FixtureRequest, chromium: Browser, live_server: Any) -> Iterator[Any]:
    """Open a browser for one more person: `visit()` gives a page; keywords go to the browser context.

    Addresses are relative to the server. At the end no page may have had an error in a script, and
    the security policy may have refused nothing. What a failed test last saw is kept as pictures in var/test/seen/.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def hear(message: Any) -> None:
        if message.type == "error" and ("Content Security Policy" in message.text or "Refused to" in message.text):
            complaints.append(message.text)

    def one_more(**options: Any) -> Page:
        options = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", "base_url": live_server.url, **options}
        contexts.append(chromium.new_context(**options))
        contexts[-1].set_default_timeout(PATIENCE)
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", hear)
        return page

    yield one_more
    if request.node.stash.get(FAILED, False):
        for at, context in enumerate(contexts):
            for page in context.pages:
                page.screenshot(path=SEEN / f"{request.node.name}-{at}.png", full_page=True)
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def page(visit: Any) -> Page:
    return visit()


@pytest.fixture
def new_office(transactional_db: None) -> World:
    """The small world before it has any key; everybody knows a password, and the server sees what is written."""
    world = World()
    Person.objects.update(password=make_password(PASSWORD))
    return world


@pytest.fixture
def world(new_office: World) -> World:
    """The same with its rules loaded and its keys given."""
    return prepare(new_office)
