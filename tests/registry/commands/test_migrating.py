"""`migrate` brings an installation up; `makemigrations` finds nothing to write."""

import sqlite3
from contextlib import closing

import pytest

from registry.__main__ import main
from registry.commands import migrating
from registry.settings import Settings
from tests.databases import LEG

pytestmark = pytest.mark.may_block


@pytest.fixture(autouse=True)
def _installation(separate_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LVCE_DATA", str(separate_settings.data))
    monkeypatch.setenv("LVCE_DATABASE_URL", separate_settings.database_url)


def test_migrates_once_and_says_so(capsys):
    assert main(["migrate"]) == 0
    assert "+ 0001_initial" in capsys.readouterr().out
    assert main(["migrate"]) == 0
    assert "0 steps" in capsys.readouterr().out


@pytest.mark.skipif(LEG != "sqlite", reason="only the SQLite file is copied")
def test_says_where_the_copy_is(capsys, separate_settings):
    with closing(sqlite3.connect(separate_settings.sqlite_path)) as old:
        old.execute("CREATE TABLE older (a)")
    assert main(["migrate"]) == 0
    (copy,) = (separate_settings.data / "backups").iterdir()
    assert str(copy) in capsys.readouterr().out


def test_nothing_to_write(capsys, monkeypatch, tmp_path):
    async def nothing(*_: object, **__: object) -> list[object]:
        return []

    monkeypatch.setattr(migrating, "write_steps", nothing)
    assert main(["makemigrations"]) == 0
    assert "agree" in capsys.readouterr().out


def test_a_written_step_is_laid_out_and_named(capsys, monkeypatch, tmp_path):
    step = tmp_path / "0002_more.py"
    step.write_text("a = {'b':1}\n")

    async def one(_: object, name: str, *, initial: bool) -> list[object]:
        assert (name, initial) == ("more", True)
        return [step]

    monkeypatch.setattr(migrating, "write_steps", one)
    assert main(["makemigrations", "more", "--initial"]) == 0
    assert str(step) in capsys.readouterr().out
