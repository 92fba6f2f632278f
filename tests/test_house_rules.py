"""The rules of the house that no other tool knows, for every room. Each says what to do instead.

A place that must break one has its line and its reason in a list here, where everybody sees it.
"""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "daumoi"

MOST_LINES = 400
LONG: dict[str, str] = {
    "src/daumoi/bench/words.py": "word lists, one word a line",
    "src/daumoi/outgoing/forms.py": "the forms of nine pages; next to be split: drafts, deliveries, numbers",
    "tests/outgoing/test_actions.py": "every step and refusal of the way out, in its order; next to be split by step",
}
SETS_STATES_IN_BULK = {
    "src/daumoi/bench/writing.py": "signed drafts by the hundred, in a folder that holds only what the bench made",
}
# Views whose further reading starts from a thing that was read through the gate, or from a duty that was asked first.
BESIDE_THE_GATE = {
    "src/daumoi/outgoing/views/documents.py": "the draft and the history of a document already read through the gate",
    "src/daumoi/outgoing/views/drafts.py": "the printed forms of versions of a draft already read through the gate",
    "src/daumoi/outgoing/views/numbers.py": "numbers of the body at work, after asking for the duty of its registry",
    "src/daumoi/outgoing/views/register.py": "series and terms of the body at work; deliveries of documents one sees",
    "src/daumoi/outgoing/views/writing.py": "units, and the papers of entries already read through the gate",
}
NOT_ESCAPED = {
    "src/daumoi/core/templatetags/office.py": "icons are drawn by lucide; their names and classes are ours",
}
OTHER_GATES = {
    "Body.objects.here": "which bodies work here is known to everybody who works here",
    "Job.objects.in_state": "background jobs belong to nobody; the page first asks for an administrator",
    "Notice.objects.of": "a person's own notices",
    "JournalEntry.objects.of_bodies": "the journal of the bodies one answers for",
    "Delivery.objects.waiting_for": "what was sent to a body; the page first asks for the keeper of its register",
}

PYTHON = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
VIEWS = [path for path in PYTHON if path.name == "views.py" or path.parent.name == "views"]
MODELS = [path for path in PYTHON if path.name == "models.py" or path.parent.name == "models"]
VERBS = {"actions", "rules", "models", "jobs"}
BELOW_VIEWS = [path for path in PYTHON if path.stem in VERBS or path.parent.name in VERBS - {"jobs"}]
TEMPLATES = sorted(path for path in SOURCE.rglob("templates/**/*") if path.is_file())
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
OWN = [*PYTHON, *TESTS, *TEMPLATES, *DOCUMENTS, ROOT / "daumoi", ROOT / "pyproject.toml"]

RESTRICTIONS = {"require_safe", "require_GET", "require_POST", "require_http_methods"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def each_room(paths: list[Path]) -> pytest.MarkDecorator:
    """One test a room: the files of `paths` that lie in it."""
    rooms: dict[str, list[Path]] = {}
    for path in paths:
        parts = path.relative_to(ROOT).parts
        depth = 3 if parts[0] == "src" else 2
        rooms.setdefault("/".join(parts[:depth] if len(parts) > depth else parts[: depth - 1] or parts), []).append(
            path
        )
    return pytest.mark.parametrize("paths", rooms.values(), ids=rooms)


def complain(paths: list[Path], offences: Callable[[Path], Iterator[object]], instead: str) -> None:
    """Fail with every offence as file, place and words, and with what to do instead."""
    found = [f"{name(path)}: {offence}" for path in paths for offence in offences(path)]
    assert not found, "\n".join((f"{instead}:", *dict.fromkeys(found)))


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path))


def matches(pattern: str) -> Callable[[Path], Iterator[str]]:
    def look(path: Path) -> Iterator[str]:
        for number, line in enumerate(text(path).splitlines(), 1):
            if re.search(pattern, line):
                yield f"{number}: {line.strip()[:120]}"

    return look


def called(node: ast.AST) -> str:
    """The last word of what is called or used as a decorator: `require_safe`, `visible_to`, ..."""
    if isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def shown(node: ast.AST) -> str:
    return f"{getattr(node, 'lineno', '?')}: {ast.unparse(node).splitlines()[0][:120]}"


# --- size and shape -----------------------------------------------------------------------------


@each_room([*PYTHON, *TESTS])
def test_a_file_has_one_subject(paths: list[Path]) -> None:
    def too_long(path: Path) -> Iterator[str]:
        lines = len(text(path).splitlines())
        if lines > MOST_LINES and name(path) not in LONG:
            yield f"{lines} lines"

    complain(paths, too_long, "split it by noun")


@each_room([path for path in PYTHON if not path.is_relative_to(SOURCE / "cli") and path.name != "apps.py"])
def test_rooms_import_each_other_at_the_top_of_the_file(paths: list[Path]) -> None:
    """An import inside a function hides a cycle. (Commands and `ready` wait for Django to be set up.)"""

    def hidden(path: Path) -> Iterator[str]:
        for function in functions(path):
            for node in ast.walk(function):
                named = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                if isinstance(node, ast.Import):
                    named = [alias.name for alias in node.names]
                if any(module.startswith("daumoi") for module in named):
                    yield shown(node)

    complain(paths, hidden, "move the noun down instead of importing inside a function")


@each_room(BELOW_VIEWS)
def test_no_request_below_the_views(paths: list[Path]) -> None:
    def takes_request(path: Path) -> Iterator[str]:
        for function in functions(path):
            if any(argument.arg == "request" for argument in (*function.args.args, *function.args.kwonlyargs)):
                yield shown(function)

    complain(paths, takes_request, "take the person as `actor`, not the request")


@each_room(MODELS)
def test_saving_has_no_effects(paths: list[Path]) -> None:
    def overridden(path: Path) -> Iterator[str]:
        return (shown(function) for function in functions(path) if function.name in {"save", "delete", "save_base"})

    complain(paths, overridden, "write an action instead of overriding save or delete")


# --- states and gates ---------------------------------------------------------------------------


def sets_state(node: ast.AST) -> bool:
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = [part for target in node.targets for part in getattr(target, "elts", [target])]
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        targets = [node.target]
    elif isinstance(node, ast.Call) and called(node) == "update":
        return any(keyword.arg == "state" for keyword in node.keywords)
    elif isinstance(node, ast.Call) and called(node) == "setattr":
        return any(isinstance(argument, ast.Constant) and argument.value == "state" for argument in node.args)
    return any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets)


@each_room(
    [path for path in PYTHON if not path.is_relative_to(SOURCE / "flow") and name(path) not in SETS_STATES_IN_BULK]
)
def test_only_the_flow_sets_a_state(paths: list[Path]) -> None:
    complain(
        paths,
        lambda path: (shown(node) for node in ast.walk(tree(path)) if sets_state(node)),
        "take a step of the flow instead",
    )


def goes_round_the_gate(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
        manager = node.value.attr in {"objects", "_default_manager"}
        return manager and node.attr != "visible_to" and ast.unparse(node) not in OTHER_GATES
    bare = isinstance(node, ast.Call) and called(node) in {"get_object_or_404", "get_list_or_404"}
    return bare and isinstance(node.args[0], ast.Name) and node.args[0].id[:1].isupper()  # type: ignore[attr-defined]


@each_room([path for path in VIEWS if name(path) not in BESIDE_THE_GATE])
def test_views_read_through_the_gate(paths: list[Path]) -> None:
    """`Model.objects` is followed by `visible_to`, and nothing is fetched from a bare model."""
    complain(
        paths,
        lambda path: (shown(node) for node in ast.walk(tree(path)) if goes_round_the_gate(node)),
        "start from `visible_to(person)`",
    )


def pages(resolver: URLResolver) -> Iterator[Callable[..., object]]:
    """Our own functions behind the addresses of the program."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from pages(pattern)
        elif pattern.callback.__module__.startswith("daumoi."):
            yield inspect.unwrap(pattern.callback)


def test_pages_say_which_methods_they_take() -> None:
    served = {(page.__module__, page.__name__) for page in pages(get_resolver())}

    def open_to_all(path: Path) -> Iterator[str]:
        module = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
        for node in tree(path).body:
            page = isinstance(node, ast.FunctionDef) and (module, node.name) in served
            if page and not RESTRICTIONS & set(map(called, node.decorator_list)):  # type: ignore[attr-defined]
                yield shown(node)

    complain(PYTHON, open_to_all, "decorate with require_safe, require_POST or require_http_methods")


@each_room(PYTHON)
def test_every_form_keeps_its_token(paths: list[Path]) -> None:
    def exempt(path: Path) -> Iterator[str]:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Name | ast.Attribute) and called(node) == "csrf_exempt":
                yield shown(node)

    complain(paths, exempt, "no page is exempt from the CSRF token")


# --- pages --------------------------------------------------------------------------------------


@each_room(PAGES)
def test_pages_escape_what_they_show(paths: list[Path]) -> None:
    trusting = matches(r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off")
    complain(paths, trusting, "make the markup with format_html, so that the page need not trust it")


@each_room([path for path in PYTHON if name(path) not in NOT_ESCAPED])
def test_code_escapes_what_it_shows(paths: list[Path]) -> None:
    def trusting(path: Path) -> Iterator[str]:
        for node in ast.walk(tree(path)):
            marks = isinstance(node, ast.Call) and called(node) in {"mark_safe", "SafeString", "SafeText"}
            if marks and not all(isinstance(argument, ast.Constant) for argument in node.args):  # type: ignore[attr-defined]
                yield shown(node)

    complain(paths, trusting, "use format_html, or give the place and its reason in NOT_ESCAPED")


@each_room(PAGES)
def test_pages_have_no_inline_script_or_style(paths: list[Path]) -> None:
    script = r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")"
    inline = matches(script + r"|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:")
    complain(paths, inline, "the content security policy refuses it: use a class or a data- attribute")


# --- words and documents ------------------------------------------------------------------------


@each_room(OWN)
def test_nothing_names_one_machine(paths: list[Path]) -> None:
    places = "|".join(("work", "root", "home/[a-z]+"))
    one_machine = matches(rf"(?<![\w.~])/(?:{places})/\w|/tmp/[a-z]")
    complain(paths, one_machine, "no path of one machine: take it from settings or tmp_path")


@each_room(OWN)
def test_nothing_is_left_for_later(paths: list[Path]) -> None:
    words = "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3, "HA" + "CK"))
    unfinished = matches(rf"\b(?:{words})\b|raise NotImplemented" + "Error")
    complain(paths, unfinished, "finish it, or leave its button away")


def document(title: str) -> str:
    path = ROOT / "docs" / title
    return text(path) if path.exists() else ""


@pytest.mark.parametrize(
    "model", [model.__name__ for model in apps.get_models() if model.__module__.startswith("daumoi.")]
)
def test_every_noun_is_in_the_glossary(model: str) -> None:
    assert f"`{model}`" in document("glossary.md"), f"add `{model}` and its Vietnamese to docs/glossary.md"


def variables() -> list[str]:
    named: set[str] = set()
    for path in (*PYTHON, *TESTS, ROOT / "daumoi"):
        named |= set(re.findall(r"\bDAUMOI_[A-Z0-9]+(?:_[A-Z0-9]+)*\b", text(path)))
    return sorted(variable for variable in named if variable.removesuffix("_FILE") not in named - {variable})


@pytest.mark.parametrize("variable", variables())
def test_every_variable_is_described(variable: str) -> None:
    described = re.search(rf"\b{variable}\b", document("operations.md"))
    assert described, f"describe {variable} in docs/operations.md"
