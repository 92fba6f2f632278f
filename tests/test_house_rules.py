"""The rules of the house that no other tool knows. Each says what to do instead.

A room that must break one has its place and its reason in a list here, where everybody sees it.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "daumoi"

MOST_LINES = 400
LONG: dict[str, str] = {}
NOT_ESCAPED = {
    "src/daumoi/core/templatetags/office.py": "icons are drawn by lucide; their names and classes are ours",
}
OTHER_GATES = {
    "Job.objects.in_state": "background jobs belong to nobody; the page first asks for an administrator",
    "Notice.objects.of": "a person's own notices",
}

PYTHON = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
VIEWS = [path for path in PYTHON if path.name == "views.py" or path.parent.name == "views"]
MODELS = [path for path in PYTHON if path.name == "models.py" or path.parent.name == "models"]
BELOW_VIEWS = [path for path in PYTHON if path.stem in {"actions", "rules", "models", "jobs", "queue"}]
TEMPLATES = sorted(path for path in SOURCE.rglob("templates/**/*") if path.is_file())
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
OWN = [
    path
    for path in (*PYTHON, *TESTS, *TEMPLATES, *DOCUMENTS, ROOT / "daumoi", ROOT / "pyproject.toml")
    if path.exists()
]

RESTRICTIONS = {"require_safe", "require_GET", "require_POST", "require_http_methods"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def each(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=name)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def called(node: ast.AST) -> str:
    """The last word of what is called or used as a decorator: `require_safe`, `visible_to`, ..."""
    if isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def complain(offences: list[str], instead: str) -> None:
    assert not offences, f"{instead}\n" + "\n".join(offences)


# --- size and shape -----------------------------------------------------------------------------


@each([*PYTHON, *TESTS])
def test_a_file_has_one_subject(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES or name(path) in LONG, f"{lines} lines: split it by noun"


@each(PYTHON)
def test_rooms_import_each_other_at_the_top_of_the_file(path: Path) -> None:
    """An import inside a function hides a cycle. (Commands and `ready` wait for Django to be set up.)"""
    if path.is_relative_to(SOURCE / "cli") or path.name == "apps.py":
        return
    offences = sorted(
        {
            f"line {node.lineno}: {ast.unparse(node)}"
            for function in functions(path)
            for node in ast.walk(function)
            if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("daumoi"))
            or (isinstance(node, ast.Import) and any(alias.name.startswith("daumoi") for alias in node.names))
        }
    )
    complain(offences, "move the noun down instead of importing inside a function")


@each(BELOW_VIEWS)
def test_no_request_below_the_views(path: Path) -> None:
    offences = [
        f"line {function.lineno}: {function.name}"
        for function in functions(path)
        if any(argument.arg == "request" for argument in (*function.args.args, *function.args.kwonlyargs))
    ]
    complain(offences, "take the person as `actor`, not the request")


@each(MODELS)
def test_saving_has_no_effects(path: Path) -> None:
    offences = [
        f"line {function.lineno}: {function.name}"
        for function in functions(path)
        if function.name in {"save", "delete", "save_base"}
    ]
    complain(offences, "write an action instead of overriding save or delete")


# --- states and gates ---------------------------------------------------------------------------


@each(PYTHON)
def test_only_the_flow_sets_a_state(path: Path) -> None:
    if path.is_relative_to(SOURCE / "flow"):
        return
    offences = []
    for node in ast.walk(tree(path)):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = [part for target in node.targets for part in getattr(target, "elts", [target])]
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        sets = any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets)
        updates = (
            isinstance(node, ast.Call)
            and called(node) == "update"
            and any(keyword.arg == "state" for keyword in node.keywords)
        )
        by_name = (
            isinstance(node, ast.Call)
            and called(node) == "setattr"
            and any(isinstance(argument, ast.Constant) and argument.value == "state" for argument in node.args)
        )
        if sets or updates or by_name:
            offences.append(f"line {node.lineno}: {ast.unparse(node)}")  # type: ignore[attr-defined]
    complain(offences, "take a step of the flow instead")


@each(VIEWS)
def test_views_read_through_the_gate(path: Path) -> None:
    """`Model.objects` is followed by `visible_to`, and nothing is fetched from a bare model."""
    offences = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
            manager = node.value
            gated = node.attr == "visible_to" or ast.unparse(node) in OTHER_GATES
            if manager.attr in {"objects", "_default_manager"} and not gated:
                offences.append(f"line {node.lineno}: {ast.unparse(node)}")
        if (
            isinstance(node, ast.Call)
            and called(node) in {"get_object_or_404", "get_list_or_404"}
            and isinstance(node.args[0], ast.Name)
            and node.args[0].id[:1].isupper()
        ):
            offences.append(f"line {node.lineno}: {ast.unparse(node)}")
    complain(offences, "start from `visible_to(person)`")


@each(VIEWS)
def test_views_say_which_methods_they_take(path: Path) -> None:
    offences = [
        f"line {node.lineno}: {node.name}"
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.args.args
        and node.args.args[0].arg == "request"
        and not node.name.startswith("_")
        and not RESTRICTIONS & {called(decorator) for decorator in node.decorator_list}
    ]
    complain(offences, "decorate with require_safe, require_POST or require_http_methods (helpers start with _)")


@each(PYTHON)
def test_every_form_keeps_its_token(path: Path) -> None:
    offences = [
        f"line {node.lineno}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name | ast.Attribute) and called(node) == "csrf_exempt"
    ]
    complain(offences, "no page is exempt from the CSRF token")


# --- pages --------------------------------------------------------------------------------------


@each(PAGES)
def test_pages_escape_what_they_show(path: Path) -> None:
    pattern = r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off"
    complain(found(path, pattern), "make the markup with format_html, so that the page need not trust it")


@each(PYTHON)
def test_code_escapes_what_it_shows(path: Path) -> None:
    if name(path) in NOT_ESCAPED:
        return
    offences = [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and called(node) in {"mark_safe", "SafeString", "SafeText"}
        and not all(isinstance(argument, ast.Constant) for argument in node.args)
    ]
    complain(offences, "use format_html, or give the place and its reason in NOT_ESCAPED")


@each(PAGES)
def test_pages_have_no_inline_script_or_style(path: Path) -> None:
    script = r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")"
    pattern = script + r"|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:"
    complain(found(path, pattern), "the content security policy refuses it: use a class or a data- attribute")


# --- words and documents ------------------------------------------------------------------------


def found(path: Path, pattern: str) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [f"line {number}: {line.strip()[:120]}" for number, line in enumerate(lines, 1) if re.search(pattern, line)]


def document(called_: str) -> str:
    path = ROOT / "docs" / called_
    return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.mark.parametrize(
    "model",
    [model.__name__ for model in apps.get_models() if model.__module__.startswith("daumoi.")],
)
def test_every_noun_is_in_the_glossary(model: str) -> None:
    assert f"`{model}`" in document("glossary.md"), f"add `{model}` and its Vietnamese to docs/glossary.md"


def variables() -> list[str]:
    named: set[str] = set()
    for path in (*PYTHON, *TESTS, ROOT / "daumoi"):
        named |= set(re.findall(r"\bDAUMOI_[A-Z0-9]+(?:_[A-Z0-9]+)*\b", path.read_text(encoding="utf-8")))
    return sorted(variable for variable in named if variable.removesuffix("_FILE") not in named - {variable})


@pytest.mark.parametrize("variable", variables())
def test_every_variable_is_described(variable: str) -> None:
    described = re.search(rf"\b{variable}\b", document("operations.md"))
    assert described, f"describe {variable} in docs/operations.md"


@each(OWN)
def test_nothing_names_one_machine(path: Path) -> None:
    places = "|".join(("work", "root", "home/[a-z]+"))
    complain(
        found(path, rf"(?<![\w.~])/(?:{places})/\w|/tmp/[a-z]"),
        "no path of one machine: take it from settings or tmp_path",
    )


@each(OWN)
def test_nothing_is_left_for_later(path: Path) -> None:
    words = "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3, "HA" + "CK"))
    complain(found(path, rf"\b(?:{words})\b|raise NotImplemented" + "Error"), "finish it, or leave its button away")
