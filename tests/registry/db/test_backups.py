"""A copy is whole, sound and alone; old ones go."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from registry.db.backups import KEPT, backup_before_change, copy_database
from registry.errors import Unavailable


@pytest.fixture
def live(tmp_path: Path) -> Path:
    path = tmp_path / "live #1?.sqlite3"
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE mall (name TEXT)")
        made.executemany("INSERT INTO mall VALUES (?)", [(str(number) * 50,) for number in range(2000)])
        made.commit()
    return path


def test_copies_what_is_only_in_the_write_ahead_log(live, tmp_path):
    with closing(sqlite3.connect(live)) as writer:
        writer.execute("INSERT INTO mall VALUES ('new')")
        writer.commit()
        copy_database(live, tmp_path / "out" / "copy.sqlite3")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["copy.sqlite3"]
    with closing(sqlite3.connect(tmp_path / "out" / "copy.sqlite3")) as copy:
        assert copy.execute("SELECT count(*) FROM mall").fetchone() == (2001,)


def test_a_damaged_database_is_not_taken_for_a_backup(live, tmp_path):
    with closing(sqlite3.connect(live)) as made:
        made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(live.read_bytes())
    content[5 * 4096 : 7 * 4096] = b"\xff" * 2 * 4096
    live.write_bytes(content)
    with pytest.raises((Unavailable, sqlite3.DatabaseError)):
        copy_database(live, tmp_path / "copy.sqlite3")
    assert not (tmp_path / "copy.sqlite3").exists()


def test_only_the_newest_copies_stay(live, tmp_path):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    made = [
        backup_before_change(live, tmp_path / "backups", start + timedelta(minutes=number))
        for number in range(KEPT + 2)
    ]
    assert sorted((tmp_path / "backups").iterdir()) == made[2:]
