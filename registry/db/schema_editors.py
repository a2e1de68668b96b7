"""How a migration step changes tables, without losing anything. Which steps run, and when, is `migrate.py`'s.

The ORM's own editors forget indexes: on both databases when a column with one is added, on SQLite all of a table's
whenever one of its columns changes, because SQLite changes a column by copying the table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tortoise.fields.base import Field
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor, SqliteSchemaEditor
from tortoise.models import Model

from registry.errors import Misconfigured


class SafePostgresEditor(AsyncpgSchemaEditor):
    """PostgreSQL: a new column gets the index that its field asks for."""

    async def add_field(self, model: type[Model], field_name: str) -> None:
        """Add the column, and its index."""
        await super().add_field(model, field_name)
        if _wants_index(model._meta.fields_map[field_name]):  # noqa: SLF001 - the ORM's own way to a model's fields
            await self.add_index(model, Index(fields=(field_name,)))


@dataclass(frozen=True)
class _SavedIndex:
    """An index, or a unique rule, as it was before the table was copied; `sql` is None for a rule of the table."""

    columns: tuple[str, ...]
    unique: bool
    sql: str | None


class SafeSqliteEditor(SqliteSchemaEditor):
    """SQLite: the copied table has every row, index, unique rule and trigger of the old one."""

    _forgotten: tuple[str, ...] = ()
    """Columns of a unique rule that the next copy of a table leaves out."""

    async def _run_sql(self, sql: str) -> None:
        # Whole: the stock editor cuts at every semicolon, those in a description too.
        await self.client.execute_script(sql)

    async def add_field(self, model: type[Model], field_name: str) -> None:
        """Add the column, and its index."""
        await super().add_field(model, field_name)
        if _wants_index(model._meta.fields_map[field_name]):  # noqa: SLF001 - the ORM's own way to a model's fields
            await self.add_index(model, Index(fields=(field_name,)))

    async def remove_constraint(self, model: type[Model], constraint: UniqueConstraint | CheckConstraint) -> None:
        """Drop a unique rule, whether it is an index of its own or written into the table, which is then copied."""
        if isinstance(constraint, CheckConstraint):
            await super().remove_constraint(model, constraint)
            return
        table, columns = model._meta.db_table, tuple(self._resolve_fields_to_columns(model, constraint.fields))  # noqa: SLF001 - the ORM's own way to a model's table
        rules = [index async for index in self._indexes(table) if index.unique and index.columns == columns]
        if any(rule.sql is not None for rule in rules):
            await super().remove_constraint(model, constraint)
            return
        self._forgotten = columns
        try:
            await self._remake_table(model)
        finally:
            self._forgotten = ()

    async def _remake_table(
        self,
        model: type[Model],
        create_field: Field[Any] | None = None,
        delete_field: Field[Any] | None = None,
        alter_fields: Sequence[tuple[Field[Any], Field[Any]]] | None = None,
    ) -> None:
        table = model._meta.db_table  # noqa: SLF001 - the ORM's own way to a model's table
        for old, new in alter_fields or ():
            if _column(old) != _column(new):
                raise Misconfigured(
                    "migration-rename-and-change",
                    "Column {column} of {table} is renamed and changed in one step.",
                    hint="Write two migrations: first the new name, then the change.",
                    column=_column(old),
                    table=table,
                )
        indexes = [
            index async for index in self._indexes(table) if not (index.unique and index.columns == self._forgotten)
        ]
        triggers = await self._query(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type = 'trigger' AND sql IS NOT NULL", table
        )
        rows = await self._count(table)
        await super()._remake_table(model, create_field, delete_field, alter_fields)
        if (now := await self._count(table)) != rows:
            raise Misconfigured(
                "migration-lost-rows",
                "Copying {table} turned {before} rows into {after}; nothing was changed.",
                table=table,
                before=rows,
                after=now,
            )
        await self._restore(model, indexes, {_column(new): new for _, new in alter_fields or ()})
        for trigger in triggers:
            await self._run_sql(trigger["sql"])

    async def _restore(self, model: type[Model], before: Iterable[_SavedIndex], changed: dict[str, Field[Any]]) -> None:
        table = model._meta.db_table  # noqa: SLF001 - the ORM's own way to a model's table
        columns = {row["name"] for row in await self._query(f'PRAGMA table_info("{table}")')}
        present = {(index.columns, index.unique) async for index in self._indexes(table)}
        for index in before:
            field = changed.get(index.columns[0]) if len(index.columns) == 1 else None
            dropped = field is not None and not (field.unique if index.unique else field.index)
            gone = not columns.issuperset(index.columns)
            if dropped or gone or (index.columns, index.unique) in present:
                continue
            if index.sql is not None:
                await self._run_sql(index.sql)
            else:
                await self.add_constraint(model, UniqueConstraint(fields=self._names(model, index.columns)))
            present.add((index.columns, index.unique))
        for column, field in changed.items():
            if _wants_index(field) and ((column,), False) not in present:
                await self.add_index(model, Index(fields=(column,)))

    async def _indexes(self, table: str) -> Any:
        for row in await self._query(f'PRAGMA index_list("{table}")'):
            if row["origin"] == "pk":
                continue
            columns = tuple(part["name"] for part in await self._query(f'PRAGMA index_info("{row["name"]}")'))
            sql = await self._query("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?", row["name"])
            yield _SavedIndex(columns=columns, unique=bool(row["unique"]), sql=sql[0]["sql"])

    async def _count(self, table: str) -> int:
        return int((await self._query(f'SELECT count(*) AS n FROM "{table}"'))[0]["n"])

    async def _query(self, sql: str, *values: object) -> list[dict[str, Any]]:
        return await self.client.execute_query_dict(sql, list(values))

    @staticmethod
    def _names(model: type[Model], columns: Iterable[str]) -> tuple[str, ...]:
        by_column = {column: name for name, column in model._meta.fields_db_projection.items()}  # noqa: SLF001 - the same
        return tuple(by_column[column] for column in columns)


def _wants_index(field: Field[Any]) -> bool:
    return bool(getattr(field, "index", False)) and not field.pk and not field.unique


def _column(field: Field[Any]) -> str:
    return field.source_field or field.model_field_name
