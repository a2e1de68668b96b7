"""Copies of the SQLite file while it is in use. PostgreSQL's own tools copy PostgreSQL."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from registry.errors import Unavailable

KEPT = 5
"""How many automatic copies stay."""


def copy_database(source: Path, target: Path) -> None:
    """Copy a live SQLite database, check the copy and put it at `target`, which appears whole or not at all.

    Blocks: call it in a thread. Raises Unavailable when the copy is not sound.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    address = f"{source.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as live, closing(sqlite3.connect(part)) as copy:
        live.backup(copy)
        # A copy in WAL mode would leave files beside it; a backup is one file.
        copy.execute("PRAGMA journal_mode=DELETE")
        found = copy.execute("PRAGMA quick_check").fetchone()[0]
    if found != "ok":
        part.unlink()
        raise Unavailable("backup-unsound", "The copy of the database is damaged: {found}.", found=found)
    with part.open("rb+") as written:
        os.fsync(written.fileno())
    part.replace(target)


def backup_before_change(source: Path, folder: Path, at: datetime) -> Path:
    """Copy the database into `folder` under a name with the time, and remove all but the newest `KEPT`.

    Blocks: call it in a thread. Gives the copy's path.
    """
    target = folder / f"{source.stem}-{at:%Y%m%dT%H%M%S%fZ}.sqlite3"
    copy_database(source, target)
    for old in sorted(folder.glob(f"{source.stem}-*Z.sqlite3"))[:-KEPT]:
        old.unlink()
    return target
