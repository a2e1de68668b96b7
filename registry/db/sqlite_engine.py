"""SQLite for the ORM: immediate transactions that survive cancellation. The ORM picks its dialect by this module's name.

The stock client begins deferred (a later write may find the database locked) and keeps its lock for ever when a task
is cancelled while it enters a transaction.
"""

import sqlite3
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from tortoise.backends.base.client import ConnectionWrapper, NestedTransactionContext, TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionContext, SqliteTransactionWrapper
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError

from registry.db.uninterrupted import uninterrupted


class ImmediateTransaction(SqliteTransactionWrapper):
    """The connection as seen inside a transaction."""

    _parent: SqliteClient

    async def begin(self) -> None:
        """Take the write lock now, so that reading first and writing later cannot fail half-way."""
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as reason:
            raise OperationalError(reason) from reason

    async def execute_script(self, query: str) -> None:
        """Run several statements inside the transaction; the driver's own way to do so commits it first."""
        for statement in split_statements(query):
            await self.execute_query(statement)

    def acquire_connection(self) -> ConnectionWrapper[Any]:
        """The connection; once the transaction is over, the ordinary one.

        A task started inside the transaction still holds this object afterwards: it must not slip its writes into
        whatever transaction is open by then.
        """
        if self._finalized:
            return self._parent.acquire_connection()
        return super().acquire_connection()

    def _in_transaction(self) -> TransactionContext:
        if self._finalized:
            return self._parent._in_transaction()  # noqa: SLF001 - the ORM's own protocol between its clients
        return NestedTransactionContext(ImmediateTransaction(self))


class CancellationSafeContext(SqliteTransactionContext):
    """Enters and leaves a transaction entirely or not at all."""

    __slots__ = ()

    connection: ImmediateTransaction

    async def __aenter__(self) -> ImmediateTransaction:
        await self._trxlock.acquire()
        try:
            await self.ensure_connection()
            await self.connection.begin()
        except BaseException:
            await uninterrupted(self._leave(commit=False))
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        return self.connection

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc_val: BaseException | None, exc_tb: TracebackType | None
    ) -> None:
        get_connections().reset(self.token)
        await uninterrupted(self._leave(commit=exc_type is None))

    async def _leave(self, *, commit: bool) -> None:
        try:
            raw = self.connection._connection  # noqa: SLF001 - the ORM's own protocol between its clients
            if self.connection._finalized or not raw:  # noqa: SLF001 - the same
                return
            if commit:
                try:
                    await self.connection.commit()
                except sqlite3.OperationalError as reason:
                    await raw.rollback()
                    raise OperationalError(reason) from reason
            else:
                await self.connection.rollback()
        finally:
            self.connection._finalized = True  # noqa: SLF001 - the same
            self._trxlock.release()


class ImmediateSqliteClient(SqliteClient):
    """The engine's client class."""

    def _in_transaction(self) -> TransactionContext:
        return CancellationSafeContext(ImmediateTransaction(self), self._lock)

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        """Run one statement for many rows, all or none, also when cancelled."""
        async with self._in_transaction() as inside:
            await inside.execute_many(query, values)


def split_statements(script: str) -> Iterator[str]:
    """The statements of an SQLite script; a semicolon within quotes or a comment does not end one."""
    statement = ""
    for piece in script.split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            if statement.strip(" ;\n\t"):
                yield statement.strip()
            statement = ""
    if rest := statement.strip(" ;\n\t"):
        yield rest


client_class = ImmediateSqliteClient
