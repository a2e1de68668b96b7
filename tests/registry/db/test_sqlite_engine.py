"""What only SQLite needs. Transactions as such are tested in test_transactions.py, on both legs."""

import sqlite3

import pytest
from tortoise.connection import get_connection
from tortoise.exceptions import OperationalError

from registry.db.sqlite_engine import split_statements
from registry.db.transactions import transaction
from tests.databases import LEG

pytestmark = pytest.mark.skipif(LEG != "sqlite", reason="the SQLite leg tests this")


async def test_safe_pragmas_are_set(db):
    async def pragma(name: str) -> object:
        return next(iter((await db.db().execute_query_dict(f"PRAGMA {name}"))[0].values()))

    assert await pragma("journal_mode") == "wal"
    assert await pragma("foreign_keys") == 1
    assert await pragma("synchronous") == 2  # FULL
    assert await pragma("busy_timeout") == 10_000


async def test_a_transaction_takes_the_write_lock_at_once(db, session_settings):
    other = sqlite3.connect(session_settings.sqlite_path, timeout=0, isolation_level=None)
    try:
        async with transaction():
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
    finally:
        other.close()


async def test_another_writer_in_the_way_is_an_error_and_nothing_stays_locked(db, session_settings):
    other = sqlite3.connect(session_settings.sqlite_path, timeout=0, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    await db.db().execute_script("PRAGMA busy_timeout=1")
    try:
        with pytest.raises(OperationalError, match="locked"):
            async with transaction():
                raise AssertionError("never entered")
    finally:
        await db.db().execute_script("PRAGMA busy_timeout=10000")
        other.execute("ROLLBACK")
        other.close()
    async with transaction():
        pass


async def test_a_script_inside_a_transaction_is_part_of_it(db):
    with pytest.raises(LookupError):
        async with transaction():
            await get_connection("default").execute_script("CREATE TABLE x (a); CREATE TABLE y (a);")
            raise LookupError
    assert await db.db().execute_query_dict("SELECT name FROM sqlite_master WHERE name IN ('x', 'y')") == []


def test_statements_end_at_semicolons_that_mean_it():
    script = "CREATE TABLE a (b TEXT /* c; d */); INSERT INTO a VALUES (';');; \n SELECT 1"
    assert list(split_statements(script)) == [
        "CREATE TABLE a (b TEXT /* c; d */);",
        "INSERT INTO a VALUES (';');",
        "SELECT 1;",
    ]
