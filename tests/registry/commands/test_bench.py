"""`bench` finds the benches, shows what they measured, and says what is missing."""

import json
import os
import platform
import types

import pytest

from registry.commands import bench as command

RESULT = {"ours_ms": 1.5, "exact": True, "peers": {"Slow": {"ms": 150.0, "ratio": 100.0}, "Sized": {"bytes": 3}}}


@pytest.fixture
def measured(monkeypatch):
    """Benches that answer at once; the returned dictionary decides what."""
    answers = {"tests.bench.p1_certificate": RESULT}

    def loaded(place):
        if place not in answers:
            raise ImportError("No module named 'zen'")
        return types.SimpleNamespace(run=lambda: answers[place])

    monkeypatch.setattr(command, "_loaded", loaded)
    return answers


def test_each_bench_is_found_by_its_number():
    assert list(command.benches())[:4] == ["P1", "P2", "P3", "P4"]
    assert all(command._loaded(place).run for place in list(command.benches().values())[:1])


def test_json_is_the_published_shape(measured, capsys):
    assert command.bench("p1", as_json=True) == 0
    assert json.loads(capsys.readouterr().out) == {"P1": RESULT}


def test_the_table_names_machine_versions_medians_and_ratios(measured, capsys):
    assert command.bench("P1") == 0
    out = capsys.readouterr().out
    for part in (platform.python_version(), "weasyprint ", "1.500", "150.000", "100.0", "exact True", "Sized"):
        assert part in out


def test_a_size_shortens_the_long_run(measured, monkeypatch):
    monkeypatch.setenv(command.SIZE, "7")
    assert command.bench("P1", as_json=True, size=40) == 0
    assert os.environ[command.SIZE] == "40"


def test_missing_peers_are_named_with_what_to_install(measured, capsys):
    measured["tests.bench.p1_certificate"] = {
        "ours_ms": 1.0,
        "peers": {"Typst": {"missing": "No module named 'typst'"}},
    }
    assert command.bench("P1", "P5") == command.FAULT
    told = capsys.readouterr().err
    assert "P1, Typst: No module named 'typst'" in told
    assert "P5: No module named 'zen'" in told
    assert "--group bench" in told


def test_unknown_names_and_a_tree_without_benches_are_bad_use(monkeypatch, tmp_path, capsys):
    assert command.bench("P99") == command.BAD_USE
    assert "P1" in capsys.readouterr().err
    monkeypatch.setattr(command, "FOLDER", tmp_path)
    assert command.bench() == command.BAD_USE


def test_a_library_that_is_not_installed_has_no_version(monkeypatch):
    monkeypatch.setattr(command, "WATCHED", ("no-such-library-at-all",))
    assert command.versions() == ""


@pytest.mark.parametrize("text", [None, "nothing of use"])
def test_the_machine_is_named_without_proc(monkeypatch, tmp_path, text):
    file = tmp_path / "cpuinfo"
    if text is not None:
        file.write_text(text)
    monkeypatch.setattr(command, "Path", lambda _: file)
    assert platform.python_version() in command.machine()
