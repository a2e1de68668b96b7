"""Bringing the tables up to date: all pending steps in one transaction, one process at a time.

Writing new steps is `history.py`'s; how a step changes a table is `schema_editors.py`'s.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tortoise.connection import get_connection
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget
from tortoise.migrations.migration import Migration
from tortoise.migrations.operations import CreateModel
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State
from tortoise.transactions import in_transaction

from registry import clock
from registry.db.backups import backup_before_change
from registry.db.config import APP, tortoise_config
from registry.db.schema_editors import SafePostgresEditor, SafeSqliteEditor
from registry.errors import Misconfigured
from registry.settings import Settings

LOCK = 0x4C76_6365
"""Key of PostgreSQL's advisory lock: "Lvce". Two processes that start together migrate one after the other."""


@dataclass(frozen=True)
class Migrated:
    """What was done: names of the steps, and where the copy made before them is."""

    steps: tuple[str, ...]
    backup: Path | None


async def pending(settings: Settings) -> tuple[str, ...]:
    """Names of the steps that the connected database lacks."""
    return await pending_steps(tortoise_config(settings)["apps"])


async def migrate(settings: Settings, *, progress: Callable[[str], None] = lambda _: None) -> Migrated:
    """Apply what is pending to the connected database. `progress` hears each step's name.

    All or nothing. An SQLite file that holds tables is first copied to `backups` in the data folder.
    Raises Misconfigured when a step would lose rows or leave a reference dangling.
    """
    backup = None
    if settings.is_sqlite and await pending(settings) and await _has_tables():
        backup = await asyncio.to_thread(
            backup_before_change, settings.sqlite_path, settings.data / "backups", clock.now()
        )
    steps = await apply_steps(tortoise_config(settings)["apps"], progress=progress)
    return Migrated(steps=steps, backup=backup)


async def pending_steps(apps: dict[str, Any]) -> tuple[str, ...]:
    """Names of the steps of these apps' history that the connected database lacks."""
    executor = MigrationExecutor(get_connection("default"), apps)
    return tuple(step.migration.name for step in await executor.plan([MigrationTarget(APP, "__latest__")]))


async def apply_steps(apps: dict[str, Any], *, progress: Callable[[str], None] = lambda _: None) -> tuple[str, ...]:
    """Apply the pending steps of these apps' history, all in one transaction. Gives their names."""
    connection: Any = get_connection("default")
    sqlite = connection.capabilities.dialect == "sqlite"
    if sqlite:
        # Copying a table drops the old one, and with it, were this on, every row that refers to it.
        await connection.execute_script("PRAGMA foreign_keys=OFF")
    try:
        async with in_transaction("default") as inside:
            if not sqlite:
                await inside.execute_query("SELECT pg_advisory_xact_lock($1)", [LOCK])
            done = await _run(inside, apps, progress)
            if sqlite and done:
                await _check_references(inside)
    finally:
        if sqlite:
            await connection.execute_script("PRAGMA foreign_keys=ON")
    return done


async def _run(connection: Any, apps: dict[str, Any], progress: Callable[[str], None]) -> tuple[str, ...]:
    executor = _Executor(connection, apps)
    await executor.recorder.ensure_schema(executor.editor())
    # Read under the lock: another process may have been faster.
    plan = await executor.plan([MigrationTarget(APP, "__latest__")])
    applied = set(await executor.recorder.applied_migrations())
    state = await executor.state_after(applied)
    for step in plan:
        progress(step.migration.name)
        await _apply(step.migration, state, executor.editor())
        await executor.recorder.record_applied(step.migration.app_label, step.migration.name)
    return tuple(step.migration.name for step in plan)


async def _apply(migration: Migration, state: State, editor: BaseSchemaEditor) -> None:
    """One step. Making a table does not look back, so the ORM's slow copy of all models before it is spared."""
    for operation in migration.operations:
        before = state if isinstance(operation, CreateModel) else state.clone()
        operation.state_forward(migration.app_label, state)
        await operation.database_forward(migration.app_label, before, state, editor)
    state.validate_relations_initialized()


class _Executor(MigrationExecutor):
    """The ORM's planner with our editors; its own run commits each step before it notes that it did."""

    def editor(self) -> BaseSchemaEditor:
        """An editor on this executor's connection, which is inside the transaction."""
        sqlite = self.connection.capabilities.dialect == "sqlite"
        return (SafeSqliteEditor if sqlite else SafePostgresEditor)(self.connection, atomic=True)

    async def state_after(self, applied: set[Any]) -> State:
        """The tables as they stand after the applied steps."""
        return await self._project_state(applied)


async def _check_references(connection: Any) -> None:
    dangling = await connection.execute_query_dict("PRAGMA foreign_key_check")
    if dangling:
        raise Misconfigured(
            "migration-dangling",
            "After this migration {count} rows of {table} would refer to nothing; nothing was changed.",
            count=len(dangling),
            table=dangling[0]["table"],
        )


async def _has_tables() -> bool:
    rows = await get_connection("default").execute_query_dict(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' LIMIT 1"
    )
    return bool(rows)
