"""What was backed up comes back whole; nothing else is taken for a backup."""

import fcntl
import shutil
import sqlite3
import tarfile
from contextlib import closing

import pytest

from registry.__main__ import main
from tests.databases import LEG

pytestmark = [pytest.mark.may_block, pytest.mark.skipif(LEG != "sqlite", reason="PostgreSQL has its own tools")]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    """An installation as `migrate` makes it, once for all: it is copied."""
    folder = tmp_path_factory.mktemp("migrated") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LVCE_DATA", str(folder))
        patch.delenv("LVCE_DATABASE_URL", raising=False)
        assert main(["migrate"]) == 0
    return folder


@pytest.fixture
def unmade(tmp_path, monkeypatch):
    """The folder of an installation that is still to be made."""
    folder = tmp_path / "data"
    monkeypatch.setenv("LVCE_DATA", str(folder))
    monkeypatch.delenv("LVCE_DATABASE_URL", raising=False)
    return folder


@pytest.fixture
def home(unmade, migrated):
    """The folder of an installation with all tables."""
    shutil.copytree(migrated, unmade)
    return unmade


def malls(home) -> int:
    with closing(sqlite3.connect(home / "lvce.sqlite3")) as database:
        return int(database.execute("SELECT count(*) FROM job_worker").fetchone()[0])


def add_mall(home, number: int) -> None:
    with closing(sqlite3.connect(home / "lvce.sqlite3")) as database:
        database.execute(
            "INSERT INTO job_worker (id, worker, seen_at) VALUES (?, ?, '2026-01-01')", [number, str(number)]
        )
        database.commit()


def test_database_and_files_come_back(home, tmp_path, capsys):
    add_mall(home, 1)
    (home / "files" / "sha256").mkdir(parents=True)
    (home / "files" / "sha256" / "a").write_text("kept")
    assert main(["backup", str(tmp_path / "b.tar")]) == 0
    add_mall(home, 2)
    (home / "files" / "sha256" / "a").unlink()
    (home / "files" / "sha256" / "b").write_text("newer")
    assert main(["restore", str(tmp_path / "b.tar")]) == 0
    assert malls(home) == 1
    assert sorted(path.name for path in (home / "files" / "sha256").iterdir()) == ["a", "b"]
    assert len(list((home / "backups").iterdir())) == 1
    assert main(["migrate"]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar", "data"]


def test_into_an_empty_folder(home, tmp_path, monkeypatch):
    add_mall(home, 1)
    assert main(["backup", str(tmp_path / "b.tar")]) == 0
    monkeypatch.setenv("LVCE_DATA", str(tmp_path / "elsewhere"))
    assert main(["restore", str(tmp_path / "b.tar")]) == 0
    assert malls(tmp_path / "elsewhere") == 1


@pytest.mark.parametrize("content", [b"", b"not a tar", None])
def test_what_is_no_backup_is_refused(home, tmp_path, capsys, content):
    add_mall(home, 1)
    if content is None:
        with tarfile.open(tmp_path / "b.tar", "w") as archive:
            archive.add(__file__, "lvce.sqlite3")
    else:
        (tmp_path / "b.tar").write_bytes(content)
    assert main(["restore", str(tmp_path / "b.tar")]) == 1
    assert "restore-not-a-backup" in capsys.readouterr().err
    assert malls(home) == 1


def test_not_while_it_is_served(home, tmp_path, capsys):
    main(["backup", str(tmp_path / "b.tar")])
    with (home / "serve.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert main(["restore", str(tmp_path / "b.tar")]) == 1
    assert "restore-while-serving" in capsys.readouterr().err


def test_nothing_to_back_up_and_data_elsewhere(unmade, tmp_path, capsys, monkeypatch):
    assert main(["backup", str(tmp_path / "b.tar")]) == 1
    monkeypatch.setenv("LVCE_DATABASE_URL", "postgres://db/lvce")
    assert main(["backup", str(tmp_path / "b.tar")]) == 1
    assert "pg_dump" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["/outside", "../outside", "a/../../outside", "link"])
def test_a_backup_that_reaches_outside_is_refused(home, tmp_path, capsys, name):
    """By ourselves too: not every Python 3.11 has a filter of its own."""
    assert main(["backup", str(tmp_path / "b.tar")]) == 0
    with tarfile.open(tmp_path / "b.tar", "a") as archive:
        member = tarfile.TarInfo(name)
        if name == "link":
            member.type, member.linkname = tarfile.SYMTYPE, "/etc"
        archive.addfile(member)
    assert main(["restore", str(tmp_path / "b.tar")]) == 1
    assert "restore-not-a-backup" in capsys.readouterr().err
