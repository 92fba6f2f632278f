"""The steps of `./daumoi test`: what is run, in which order, and what each found."""

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from daumoi.cli.machinery import postgres, system
from daumoi.cli.machinery.frame import Complaint, tell
from daumoi.cli.machinery.office import ROOT

PLACE = ROOT / "var" / "test"
PYTHON = [sys.executable, "-P"]
FLOORS = "from importlinter.cli import lint_imports_command as judge; judge()"
NO_TESTS_COLLECTED = 5


@dataclass
class Outcome:
    """What one step found. `skipped` names what was not tried, and why."""

    name: str
    good: bool = True
    seconds: float = 0.0
    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Wishes:
    """What the person asked of pytest: arguments of their own; fast means no coverage."""

    pytest: Sequence[str] = ()
    fast: bool = False


def environment(**more: str) -> dict[str, str]:
    """A clean environment: nothing of a real office, of a shell's PostgreSQL, of a developer's habits."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "PYTEST_", "DAUMOI_"))}
    kept |= {name: value for name, value in os.environ.items() if name.startswith("DAUMOI_TEST_")}
    home = PLACE / "home"
    home.mkdir(parents=True, exist_ok=True)
    return kept | {"DAUMOI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "daumoi.settings"} | more


def quiet(*commands: Sequence[str], **more: str) -> Callable[[Wishes, Outcome], None]:
    """A step of commands that speak only when they find something."""

    def work(_wishes: Wishes, outcome: Outcome) -> None:
        for command in commands:
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=environment(**more),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            if done.returncode != 0:
                outcome.good = False
                tell(done.stdout.rstrip())

    return work


def programs(_wishes: Wishes, outcome: Outcome) -> None:
    """Programs of the operating system: installed where that is allowed, else named."""
    wanted = system.missing(system.TESTS)
    if wanted and system.can_install():
        system.install(wanted)
        wanted = system.missing(system.TESTS)
    if wanted:
        tell(system.advice(wanted))
        outcome.skipped += [f"{need.name}: chưa cài trên máy này" for need in wanted]


def templates(wishes: Wishes, outcome: Outcome) -> None:
    files = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("src/daumoi/*/templates/**/*.html"))
    if files:
        djade = Path(sys.executable).parent / "djade"
        quiet([str(djade), "--check", "--target-version", "5.2", *files])(wishes, outcome)


def pytest(
    wishes: Wishes, outcome: Outcome, *choice: str, workers: int = 1, measured: bool = False, **more: str
) -> None:
    """Run pytest, its output as it comes; count from its own report."""
    PLACE.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="report-", suffix=".xml", dir=PLACE)
    os.close(handle)
    report = Path(name)
    command = [*PYTHON, "-m", *(["coverage", "run", "-m"] if measured else []), "pytest", "-q", f"--junitxml={report}"]
    command += [*choice, *(["-n", str(workers)] if workers > 1 else []), *wishes.pytest]
    try:
        status = subprocess.call(
            command,
            cwd=ROOT,
            env=environment(DJANGO_SETTINGS_MODULE="tests.settings", **more),
            stdin=subprocess.DEVNULL,
        )
        outcome.good = status in (0, NO_TESTS_COLLECTED if wishes.pytest else 0)
        if report.stat().st_size:
            count(report, outcome)
        elif status != NO_TESTS_COLLECTED:
            outcome.failed += 1
    finally:
        report.unlink()


def count(report: Path, outcome: Outcome) -> None:
    """Passed, failed (errors too) and skipped by name, from a JUnit report that pytest has just written."""
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        skipped = case.find("skipped")
        if skipped is not None:
            name = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}"
            outcome.skipped.append(f"{name}: {skipped.get('message', '')}")
        elif case.find("failure") is not None or case.find("error") is not None:
            outcome.failed += 1
        else:
            outcome.passed += 1


def workers_for(wishes: Wishes) -> int:
    """Two processes pay off for the whole suite only; a few chosen tests start faster in one."""
    return min(2, os.cpu_count() or 1) if not wishes.pytest else 1


def on_sqlite(wishes: Wishes, outcome: Outcome) -> None:
    measured = not wishes.fast and not wishes.pytest
    if measured:
        quiet([*PYTHON, "-m", "coverage", "erase"])(wishes, outcome)
    pytest(wishes, outcome, workers=workers_for(wishes), measured=measured)


def on_postgres(wishes: Wishes, outcome: Outcome) -> None:
    if system.postgres_programs() is None:
        outcome.skipped.append("mọi kiểm thử trên PostgreSQL: chưa cài PostgreSQL")
        return
    with postgres.cluster(PLACE) as address:
        # The rules of the house read files, not a database: once is enough.
        choice = [] if wishes.pytest else ["--ignore=tests/test_house_rules.py"]
        pytest(wishes, outcome, *choice, workers=workers_for(wishes), DAUMOI_DATABASE=address)


def in_browser(wishes: Wishes, outcome: Outcome) -> None:
    if not system.program(*system.CHROMIUM)():
        outcome.skipped.append("mọi hành trình trong trình duyệt: chưa cài Chromium")
        return
    if not (ROOT / "tests" / "browser").is_dir():
        return
    pytest(wishes, outcome, "-m", "browser")


DJANGO = [*PYTHON, "-m", "django"]
STEPS: dict[str, tuple[str, Callable[[Wishes, Outcome], None]]] = {
    "system": ("chương trình của hệ điều hành", programs),
    "lint": ("ruff check", quiet([*PYTHON, "-m", "ruff", "check", "--quiet", "."])),
    "format": ("ruff format --check", quiet([*PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."])),
    "templates": ("djade --check", templates),
    "floors": ("lint-imports", quiet([*PYTHON, "-c", FLOORS])),
    "types": ("mypy", quiet([*PYTHON, "-m", "mypy"])),
    "migrations": ("makemigrations --check", quiet([*DJANGO, "makemigrations", "--check", "--dry-run"])),
    "check": (
        "check --deploy",
        quiet(
            [*DJANGO, "check", "--fail-level", "WARNING"],
            [*DJANGO, "check", "--deploy", "--fail-level", "WARNING"],
            DAUMOI_TLS="1",
        ),
    ),
    "sqlite": ("pytest trên SQLite", on_sqlite),
    "coverage": (
        "rules, actions, flow: 99 %",
        quiet([*PYTHON, "-m", "coverage", "combine", "--quiet"], [*PYTHON, "-m", "coverage", "report"]),
    ),
    "postgres": ("pytest trên PostgreSQL", on_postgres),
    "browser": ("pytest trong Chromium", in_browser),
}
SLOW = {"coverage", "postgres", "browser"}


def chosen(only: Sequence[str], wishes: Wishes) -> list[str]:
    if only:
        return [name for name in STEPS if name in only]
    names = [name for name in STEPS if not (wishes.fast and name in SLOW)]
    return [name for name in names if not (wishes.pytest and name == "coverage")]


def judge(name: str, wishes: Wishes) -> Outcome:
    label, work = STEPS[name]
    tell(f"\n── {name}: {label}")
    outcome, started = Outcome(name), time.monotonic()
    try:
        work(wishes, outcome)
    except Complaint as complaint:
        outcome.good = False
        tell(str(complaint))
    outcome.seconds = time.monotonic() - started
    outcome.good = outcome.good and outcome.failed == 0
    return outcome
