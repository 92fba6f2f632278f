"""`./daumoi` itself: what it decides before there is an environment. Nothing is installed here."""

import ast
import errno
import os
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def daumoi(tmp_path, monkeypatch):
    """The script as a module, in a project folder of its own."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = SourceFileLoader("daumoi_start", str(ROOT / "daumoi"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    for name in ("uv.lock", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(module, "ROOT", str(tmp_path))
    for name, place in {
        "VENV": ".venv",
        "STAMP": ".venv/stamp",
        "TOOLS": "var/tools",
        "PYTHON": ".venv/python",
    }.items():
        monkeypatch.setattr(module, name, str(tmp_path / place))
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    for name in list(os.environ):
        if name.startswith(("PIP_", "UV_", "SSL_", "DAUMOI_FILES")):
            monkeypatch.delenv(name)
    return module


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["demo"], set()),
        (["up", "--port", "8000"], set()),
        (["test"], {"dev", "s3"}),
        (["--home", "test", "up"], set()),
        (["--home=x", "test", "--fast"], {"dev", "s3"}),
        ([], set()),
    ],
)
def test_only_the_tests_need_the_tools_of_developers(daumoi, words, parts):
    assert daumoi.wanted_parts(words) == parts


def test_an_office_on_s3_gets_its_driver(daumoi, monkeypatch):
    monkeypatch.setenv("DAUMOI_FILES", "s3://bucket")
    assert daumoi.wanted_parts(["up"]) == {"s3"}


def test_an_environment_is_used_until_the_lock_or_the_folder_changes(daumoi, tmp_path):
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv/python").touch()
    assert daumoi.stamped_parts(fresh=True) is None
    stamp = f'{{"fingerprint": "{daumoi.fingerprint()}", "parts": ["dev"]}}'
    (tmp_path / ".venv/stamp").write_text(stamp)
    assert daumoi.stamped_parts(fresh=True) == {"dev"}

    (tmp_path / "uv.lock").write_text("another version")
    assert daumoi.stamped_parts(fresh=True) is None
    assert daumoi.stamped_parts(fresh=False) == {"dev"}

    (tmp_path / ".venv/python").unlink()
    assert daumoi.stamped_parts(fresh=False) is None


def test_what_pip_knows_about_mirror_and_certificates_is_told_to_uv(daumoi, tmp_path, monkeypatch):
    certificates = tmp_path / "ca.crt"
    certificates.touch()
    configuration = tmp_path / "pip.conf"
    configuration.write_text(f"[global]\nindex-url = https://pypi.example.vn/simple\ncert = {certificates}\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(configuration))
    monkeypatch.setenv("VIRTUAL_ENV", "/somebody/elses")
    environment = daumoi.uv_environment()
    assert environment["UV_DEFAULT_INDEX"] == "https://pypi.example.vn/simple"
    assert environment["SSL_CERT_FILE"] == str(certificates)
    assert "VIRTUAL_ENV" not in environment


def test_the_public_registry_is_no_mirror(daumoi, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "https://pypi.org/simple")
    assert "UV_DEFAULT_INDEX" not in daumoi.uv_environment()


def test_uv_that_cannot_be_had_is_asked_for_in_two_languages(daumoi, monkeypatch, capsys):
    monkeypatch.setattr(daumoi.shutil, "which", lambda name: None)
    monkeypatch.setattr(daumoi, "fetch_with_pip", lambda python: False)
    monkeypatch.setattr(daumoi, "fetch_with_throwaway_venv", lambda: False)
    assert daumoi.main(["up"]) == 1
    said = capsys.readouterr().err
    assert "sudo apt-get install python3-venv python3-pip" in said
    assert "uv is missing" in said


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.EROFS, "chỉ cho đọc"), (errno.EACCES, "không có quyền"), (errno.ENOSPC, "Đĩa đã đầy")],
)
def test_a_folder_that_cannot_be_written_is_named(daumoi, monkeypatch, capsys, number, sentence):
    def refuse(*_args, **_more):
        raise OSError(number, os.strerror(number), daumoi.TOOLS)

    monkeypatch.setattr(daumoi.os, "makedirs", refuse)
    assert daumoi.main(["up"]) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert daumoi.TOOLS in said


def test_ctrl_c_while_preparing_is_no_traceback(daumoi, monkeypatch, capsys):
    def interrupt(_parts):
        raise KeyboardInterrupt

    monkeypatch.setattr(daumoi, "make_environment", interrupt)
    assert daumoi.main(["up"]) == 130
    assert "Đã dừng theo yêu cầu" in capsys.readouterr().err


def test_an_old_python_is_told_which_one_is_needed(daumoi, monkeypatch, capsys):
    monkeypatch.setattr(daumoi.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(daumoi.shutil, "which", lambda name: None)
    assert daumoi.main(["up"]) == 1
    assert "máy này đang dùng Python 3.9" in capsys.readouterr().err


def test_the_script_can_be_read_by_an_old_python():
    ast.parse((ROOT / "daumoi").read_text(encoding="utf-8"), feature_version=(3, 7))
