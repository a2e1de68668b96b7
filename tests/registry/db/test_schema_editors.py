"""Changing a column loses no row, no index and no rule, on either database."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from tortoise.context import TortoiseContext
from tortoise.exceptions import BaseORMException, IntegrityError

from registry.db.config import tortoise_config
from registry.db.migrate import apply_steps
from registry.errors import Misconfigured
from registry.settings import Settings
from tests.databases import LEG
from tests.registry.db.small_history import MALL_AND_SHOPS, History

pytestmark = pytest.mark.may_block


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    made = History(tmp_path, f"history_{tmp_path.name.replace('-', '_')}")
    yield made
    made.forget()


@pytest_asyncio.fixture(loop_scope="session")
async def database(separate_settings: Settings, history: History) -> AsyncIterator[Any]:
    """A database with a mall, two shops, and the first step of the history."""
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(separate_settings))
        history.add(MALL_AND_SHOPS)
        await apply_steps(history.apps)
        connection = context.db()
        await connection.execute_script("INSERT INTO mall VALUES (1, 'A', '520100', 2026, 'x')")
        await connection.execute_script("INSERT INTO shop (id, mall_id, name) VALUES (1, 1, 'a'), (2, 1, 'b')")
        yield connection


async def indexes(connection: Any, table: str) -> set[tuple[bool, str]]:
    """(unique, columns) of each index of a table, the primary key's left out."""
    if LEG == "postgres":
        rows = await connection.execute_query_dict(
            "SELECT i.indisunique AS u, (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(i.indkey)"
            " WITH ORDINALITY AS k(attnum, n) JOIN pg_attribute a ON a.attnum = k.attnum AND a.attrelid = i.indrelid)"
            f" AS c FROM pg_index i WHERE i.indrelid = '{table}'::regclass AND NOT i.indisprimary"
        )
        return {(row["u"], row["c"]) for row in rows}
    found = set()
    for row in await connection.execute_query_dict(f"PRAGMA index_list({table})"):
        if row["origin"] != "pk":
            parts = await connection.execute_query_dict(f"PRAGMA index_info({row['name']})")
            found.add((bool(row["unique"]), ",".join(part["name"] for part in parts)))
    return found


BEFORE = {(True, "name"), (False, "city"), (True, "city,year"), (False, "year,city")}


async def test_a_new_model_has_its_indexes(database):
    assert await indexes(database, "mall") == BEFORE
    assert await indexes(database, "shop") == {(False, "mall_id")}


async def test_a_changed_column_keeps_children_and_indexes(database, history):
    history.add('ops.AlterField("Mall", "note", fields.CharField(max_length=40, null=True)),')
    await apply_steps(history.apps)
    assert await indexes(database, "mall") == BEFORE
    assert len(await database.execute_query_dict("SELECT * FROM shop")) == 2
    await database.execute_script("INSERT INTO mall VALUES (2, 'B', '520200', 2026, NULL)")
    with pytest.raises(IntegrityError):
        await database.execute_query("INSERT INTO mall VALUES (3, 'A', '520300', 2026, NULL)")
    with pytest.raises(IntegrityError):
        await database.execute_query("INSERT INTO mall VALUES (3, 'C', '520100', 2026, NULL)")


async def test_references_still_hold_afterwards(database, history):
    history.add('ops.AlterField("Shop", "name", fields.CharField(max_length=40)),')
    history.add('ops.AlterField("Mall", "note", fields.CharField(max_length=40)),')
    await apply_steps(history.apps)
    with pytest.raises(IntegrityError):
        await database.execute_query("INSERT INTO shop (id, mall_id, name) VALUES (3, 99, 'nowhere')")
    await database.execute_query("DELETE FROM mall")
    assert await database.execute_query_dict("SELECT * FROM shop") == []


async def test_changed_twice_nothing_is_lost_on_the_second_turn(database, history):
    for length in (40, 60):
        history.add(f'ops.AlterField("Mall", "note", fields.CharField(max_length={length}, null={length == 40})),')
    await apply_steps(history.apps)
    assert await indexes(database, "mall") == BEFORE


async def test_a_removed_column_takes_only_its_own_indexes(database, history):
    history.add('ops.RemoveField("Mall", "note"),')
    await apply_steps(history.apps)
    assert await indexes(database, "mall") == BEFORE
    assert len(await database.execute_query_dict("SELECT * FROM shop")) == 2


@pytest.mark.parametrize("options", ["db_index=True", "unique=True"])
async def test_an_added_column_has_its_index_and_can_lose_it(database, history, options: str):
    history.add(f'ops.AddField("Mall", "code", fields.CharField(max_length=9, null=True, {options})),')
    await apply_steps(history.apps)
    assert await indexes(database, "mall") == BEFORE | {("unique" in options, "code")}
    history.add('ops.AlterField("Mall", "code", fields.CharField(max_length=9, null=True)),')
    await apply_steps(history.apps)
    assert await indexes(database, "mall") == BEFORE


async def test_an_index_and_a_rule_can_come_later(database, history):
    history.add('ops.AlterField("Mall", "note", fields.CharField(max_length=20, db_index=True)),')
    history.add('ops.AlterField("Shop", "name", fields.CharField(max_length=20, unique=True)),')
    await apply_steps(history.apps)
    assert await indexes(database, "mall") == BEFORE | {(False, "note")}
    assert await indexes(database, "shop") == {(False, "mall_id"), (True, "name")}


async def test_a_rule_can_go_whether_it_came_with_the_table_or_later(database, history):
    history.add('ops.RemoveConstraint(model_name="Mall", fields=["city", "year"]),')
    await apply_steps(history.apps)
    assert await indexes(database, "mall") == BEFORE - {(True, "city,year")}
    await database.execute_script("INSERT INTO mall VALUES (2, 'B', '520100', 2026, 'x')")
    assert len(await database.execute_query_dict("SELECT * FROM shop")) == 2
    history.add(
        'ops.AddConstraint(model_name="Mall", constraint=UniqueConstraint(fields=("name", "year"), name=None)),'
    )
    await apply_steps(history.apps)
    assert (True, "name,year") in await indexes(database, "mall")
    history.add('ops.RemoveConstraint(model_name="Mall", fields=["name", "year"]),')
    await apply_steps(history.apps)
    assert await indexes(database, "mall") == BEFORE - {(True, "city,year")}


async def test_a_rule_that_the_rows_break_changes_nothing(database, history):
    await database.execute_script("INSERT INTO shop (id, mall_id, name) VALUES (3, 1, 'a')")
    history.add('ops.AlterField("Mall", "note", fields.CharField(max_length=40, null=True)),')
    history.add('ops.AlterField("Shop", "name", fields.CharField(max_length=20, unique=True)),')
    with pytest.raises(BaseORMException):
        await apply_steps(history.apps)
    with pytest.raises(IntegrityError):
        await database.execute_query("INSERT INTO mall VALUES (2, 'B', '520200', 2026, NULL)")


@pytest.mark.skipif(LEG != "sqlite", reason="PostgreSQL changes columns without copying the table")
async def test_triggers_survive_and_a_rename_with_a_change_is_refused(database, history):
    await database.execute_script(
        "CREATE TRIGGER kept BEFORE DELETE ON mall BEGIN SELECT RAISE(ABORT, 'malls stay'); SELECT 1; END;"
    )
    history.add('ops.AlterField("Mall", "note", fields.CharField(max_length=40)),')
    await apply_steps(history.apps)
    with pytest.raises(IntegrityError, match="malls stay"):
        await database.execute_query("DELETE FROM mall")
    history.add('ops.AlterField("Mall", "note", fields.CharField(max_length=20, source_field="remark", null=True)),')
    with pytest.raises(Misconfigured, match="two migrations"):
        await apply_steps(history.apps)


@pytest.mark.skipif(LEG != "sqlite", reason="PostgreSQL changes columns without copying the table")
async def test_a_copy_that_loses_rows_is_noticed(database, history, monkeypatch):
    from tortoise.migrations.schema_editor.sqlite import SqliteSchemaEditor

    copy = SqliteSchemaEditor._remake_table

    async def losing(self, *args: Any, **kwargs: Any) -> None:
        await copy(self, *args, **kwargs)
        await self.client.execute_query("DELETE FROM mall")

    monkeypatch.setattr(SqliteSchemaEditor, "_remake_table", losing)
    history.add('ops.AlterField("Mall", "note", fields.CharField(max_length=40)),')
    with pytest.raises(Misconfigured, match="1 rows into 0"):
        await apply_steps(history.apps)
    assert len(await database.execute_query_dict("SELECT * FROM mall")) == 1
