"""What every test stands on: the world, the collection of real papers, a closed network, a clean database."""

import itertools
import os
import random
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.test import TransactionTestCase

from tests import databases

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("DAUMOI_TEST_DATA") or ROOT.parent / "shared" / "data")
NO_DATA = "needs_data: the collection of real papers is not here (DAUMOI_TEST_DATA)"

# The machine under test may be busy: slowness is measured by `daumoi bench`, not by Hypothesis.
hypothesis.settings.register_profile("house", deadline=None, print_blob=True)
hypothesis.settings.load_profile("house")


# --- order and selection ----------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    # The workers of xdist inherit the environment, and must agree on one order.
    os.environ.setdefault("DAUMOI_TEST_SEED", str(random.SystemRandom().randrange(10**6)))


def pytest_report_header() -> list[str]:
    engine = "PostgreSQL" if os.environ.get("DAUMOI_DATABASE") else "SQLite"
    return [f"engine: {engine}; order: DAUMOI_TEST_SEED={os.environ['DAUMOI_TEST_SEED']}"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Another order every time, so that no test leans on the one before it."""
    random.Random(os.environ["DAUMOI_TEST_SEED"]).shuffle(items)
    wants_browser = "browser" in (config.option.markexpr or "")
    for item in items:
        if item.path.is_relative_to(ROOT / "tests" / "browser"):
            item.add_marker(pytest.mark.browser)
        reads_data = {"data", "test_data"} & set(getattr(item, "fixturenames", ())) or item.get_closest_marker(
            "needs_data"
        )
        if reads_data and not DATA.is_dir():
            item.add_marker(pytest.mark.skip(reason=NO_DATA))
    engine = "postgresql" if os.environ.get("DAUMOI_DATABASE") else "sqlite"
    foreign = [item for item in items if any(engine not in mark.args for mark in item.iter_markers("engine"))]
    items[:] = [item for item in items if item not in foreign]
    config.hook.pytest_deselected(items=foreign)
    if not wants_browser:
        journeys = [item for item in items if item.get_closest_marker("browser")]
        items[:] = [item for item in items if item not in journeys]
        config.hook.pytest_deselected(items=journeys)


# --- the collection of real papers --------------------------------------------------------------


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real papers; a test that asks for it is skipped by name where there is none."""
    return DATA


@pytest.fixture(scope="session")
def test_data(data: Path) -> Path:
    return data


# --- the world ----------------------------------------------------------------------------------


@pytest.fixture
def world(db: None) -> Any:
    from tests.world import World

    return World()


# --- no network but this machine ----------------------------------------------------------------


def _here(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    return host in {"localhost", "::1", ""} or host.startswith("127.")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """A test that calls another machine fails at the call."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            real = getattr(socket.socket, name)

            def guarded(self: socket.socket, address: Any, real: Any = real) -> Any:
                if not _here(address):
                    raise AssertionError(f"a test tried to reach {address}")
                return real(self, address)

            patch.setattr(socket.socket, name, guarded)
        look_up = socket.getaddrinfo

        def guarded_look_up(host: Any, *rest: Any, **more: Any) -> Any:
            if host is not None and not _here((host if isinstance(host, str) else bytes(host).decode(),)):
                raise AssertionError(f"a test tried to look up {host}")
            return look_up(host, *rest, **more)

        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


# --- the database and the stored files ----------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Start from the kept file of an earlier run; it lies in this run's own folder, so nobody else meets it."""
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        databases.keep_pristine()
    yield
    with django_db_blocker.unblock():
        databases.forget_pristine()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    from django.conf import settings

    place = settings.DATABASES["default"]
    if place["ENGINE"].endswith("sqlite3"):
        databases.start_from_template(place["TEST"]["NAME"])


@pytest.fixture(autouse=True, scope="session")
def committed_tests_leave_nothing() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: databases.restore_pristine())
        yield


WITH_DATABASE = {"db", "transactional_db", "live_server"}
stores = itertools.count(1)


@pytest.fixture(autouse=True)
def stored_files(request: pytest.FixtureRequest) -> Path | None:
    """Every test with a database has its own empty store, in the folder of this run."""
    if not (request.node.get_closest_marker("django_db") or WITH_DATABASE & set(request.fixturenames)):
        return None
    settings = request.getfixturevalue("settings")
    place: Path = settings.RUN / "stores" / str(next(stores))
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": backend, "OPTIONS": {"location": place}}}
    return place
