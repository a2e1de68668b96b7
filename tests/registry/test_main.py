"""One line for a fault, no stack trace, no secret; 0 fine, 1 a fault, 2 bad use."""

import importlib
import os
import subprocess
import sys

import pytest

from registry.__main__ import COMMANDS, main

pytestmark = pytest.mark.may_block


@pytest.mark.parametrize("arguments", [["nonsense"], ["migrate", "--nonsense"], ["backup"]])
def test_bad_use_exits_2(arguments, capsys):
    assert main(arguments) == 2
    assert "Error" in capsys.readouterr().err


def test_help_names_every_command(capsys):
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    for word, place, _ in COMMANDS:
        assert word in out
        module, function = place.split(":")
        assert getattr(importlib.import_module(f"registry.commands.{module}"), function)


def test_a_wrong_setting_is_named_without_its_value(capsys, monkeypatch):
    monkeypatch.setenv("LVCE_PORT", "hunter2")
    assert main(["check"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("LVCE_PORT: ")
    assert "hunter2" not in err


def test_a_fault_is_one_line(capsys, monkeypatch):
    monkeypatch.setenv("LVCE_DATABASE_URL", "mysql://db/lvce")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert main(["migrate"]) == 1
    assert capsys.readouterr().err == (
        "[database-url] The database address must begin with postgres:// or sqlite://."
        " Set LVCE_DATABASE_URL, or leave it empty for SQLite in the data folder.\n"
    )


def test_a_pipe_that_knows_no_chinese_makes_no_fault():
    command = [sys.executable, "-m", "registry", "--help"]
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    run = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (run.returncode, b"monitor" in run.stdout) == (0, True)
