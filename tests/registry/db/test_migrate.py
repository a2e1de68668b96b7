"""All pending steps or none, one process at a time, and a copy of the SQLite file beforehand."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from typing import Any

import pytest
import pytest_asyncio
from tortoise.context import TortoiseContext
from tortoise.exceptions import BaseORMException

from registry.db import migrate as under_test
from registry.db.config import tortoise_config
from registry.db.history import drift
from registry.db.migrate import apply_steps, migrate, pending, pending_steps
from registry.errors import Misconfigured
from registry.settings import Settings
from tests.databases import LEG
from tests.registry.db.small_history import MALL_AND_SHOPS, History

pytestmark = pytest.mark.may_block


@pytest_asyncio.fixture(loop_scope="session")
async def connection(separate_settings: Settings) -> AsyncIterator[Any]:
    """An empty database."""
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(separate_settings))
        yield context.db()


@pytest.fixture
def history(tmp_path):
    made = History(tmp_path, f"migrate_{tmp_path.name.replace('-', '_')}")
    yield made
    made.forget()


async def test_applied_once_in_order(connection, history):
    history.add(MALL_AND_SHOPS)
    history.add('ops.AddField("Mall", "code", fields.CharField(max_length=9, null=True)),')
    assert await pending_steps(history.apps) == ("0001_step", "0002_step")
    heard: list[str] = []
    assert await apply_steps(history.apps, progress=heard.append) == ("0001_step", "0002_step")
    assert heard == ["0001_step", "0002_step"]
    assert await apply_steps(history.apps) == ()
    assert await pending_steps(history.apps) == ()


async def test_a_step_that_fails_takes_the_steps_before_it_along(connection, history):
    history.add(MALL_AND_SHOPS)
    await apply_steps(history.apps)
    await connection.execute_script("INSERT INTO mall VALUES (1, 'A', '520100', 2026, 'x')")
    history.add('ops.AddField("Mall", "code", fields.CharField(max_length=9, null=True)),')
    history.add('ops.AddField("Mall", "needed", fields.CharField(max_length=9)),')
    with pytest.raises(BaseORMException):
        await apply_steps(history.apps)
    assert "code" not in dict((await connection.execute_query_dict("SELECT * FROM mall"))[0])
    assert await pending_steps(history.apps) == ("0002_step", "0003_step")
    history.drop_last()
    assert await apply_steps(history.apps) == ("0002_step",)


async def test_the_tables_and_the_note_of_the_step_are_kept_together(connection, history, monkeypatch):
    """Killed between the two, the step would be applied twice."""

    async def die(self: object, *names: str) -> None:
        raise KeyboardInterrupt

    history.add(MALL_AND_SHOPS)
    with monkeypatch.context() as patch:
        patch.setattr("tortoise.migrations.recorder.MigrationRecorder.record_applied", die)
        with pytest.raises(KeyboardInterrupt):
            await apply_steps(history.apps)
    assert await apply_steps(history.apps) == ("0001_step",)


@pytest.mark.skipif(LEG != "postgres", reason="on SQLite the transaction itself is the lock")
async def test_two_processes_that_start_together_migrate_once(connection, history, separate_settings):
    history.add(MALL_AND_SHOPS)

    async def process() -> tuple[str, ...]:
        async with TortoiseContext() as context:
            await context.init(config=tortoise_config(separate_settings))
            return await apply_steps(history.apps)

    assert sorted(await asyncio.gather(*(process() for _ in range(4)))) == [(), (), (), ("0001_step",)]


@pytest.mark.skipif(LEG != "sqlite", reason="PostgreSQL checks references itself")
async def test_a_dangling_reference_changes_nothing(connection, history):
    history.add(MALL_AND_SHOPS)
    await apply_steps(history.apps)
    await connection.execute_script(
        "PRAGMA foreign_keys=OFF; INSERT INTO shop (id, mall_id, name) VALUES (1, 99, 'x');"
    )
    history.add('ops.AddField("Mall", "code", fields.CharField(max_length=9, null=True)),')
    with pytest.raises(Misconfigured, match="1 rows of shop"):
        await apply_steps(history.apps)
    assert await pending_steps(history.apps) == ("0002_step",)


async def test_our_own_history_makes_all_tables_and_copies_them_before_the_next_step(
    connection, separate_settings, monkeypatch
):
    assert (await migrate(separate_settings)).backup is None
    assert await pending(separate_settings) == ()
    again = await migrate(separate_settings)
    assert (again.steps, again.backup) == ((), None)

    async def one_more(_: object) -> tuple[str, ...]:
        return ("9999_more",)

    monkeypatch.setattr(under_test, "pending", one_more)
    made = (await migrate(separate_settings)).backup
    if LEG == "postgres":
        assert made is None
        return
    assert made is not None
    assert made.parent == separate_settings.data / "backups"
    with closing(sqlite3.connect(made)) as copy:
        assert copy.execute("SELECT count(*) FROM sqlite_master WHERE name = 'audit_entry'").fetchone() == (1,)


async def test_the_history_makes_the_same_tables_as_the_models(connection, separate_settings, db):
    if await drift(tortoise_config(separate_settings)):
        pytest.skip("the history is behind the models: test_history.py says so")
    await migrate(separate_settings)
    migrated, modelled = await shape(connection), await shape(db.db())
    migrated = {line for line in migrated if not line.startswith("sqlite_") and "tortoise_migrations" not in line}
    assert migrated - modelled == set()
    assert modelled - migrated == set()


async def shape(connection: Any) -> set[str]:
    """One line for each column, index and rule of a database."""
    if LEG == "sqlite":
        query = (
            "SELECT t.name || ' ' || c.name || ' ' || c.type || ' ' || c.\"notnull\" || ' ' || ifnull(c.dflt_value, '-')"
            " AS line FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'"
            " UNION ALL SELECT t.name || ' ' || i.\"unique\" || ' ' || (SELECT group_concat(k.name) FROM"
            " pragma_index_info(i.name) k) FROM sqlite_master t, pragma_index_list(t.name) i WHERE t.type = 'table'"
            " UNION ALL SELECT t.name || ' ' || f.\"from\" || ' ' || f.\"table\" || ' ' || f.on_delete"
            " FROM sqlite_master t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'"
        )
    else:
        query = (
            "SELECT concat_ws(' ', table_name, column_name, data_type, character_maximum_length, is_nullable,"
            " column_default) AS line FROM information_schema.columns WHERE table_schema = 'public'"
            " UNION ALL SELECT regexp_replace(indexdef, 'INDEX .* ON', 'INDEX ON') FROM pg_indexes"
            " WHERE schemaname = 'public'"
            " UNION ALL SELECT concat_ws(' ', conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint"
            " WHERE connamespace = 'public'::regnamespace"
        )
    return {row["line"] for row in await connection.execute_query_dict(query)}
