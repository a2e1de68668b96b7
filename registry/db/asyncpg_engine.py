"""PostgreSQL for the ORM: transactions that survive cancellation. The ORM picks its dialect by this module's name.

The stock client loses a pooled connection for ever when a task is cancelled while it enters a transaction, and
reports success for a COMMIT that the server turned into a ROLLBACK.
"""

from collections.abc import Callable
from types import TracebackType
from typing import Any

from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    ConnectionWrapper,
    NestedTransactionContext,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.connection import get_connections
from tortoise.exceptions import TransactionManagementError

from registry.db.uninterrupted import uninterrupted


class SafeTransaction(TransactionWrapper):
    """The connection as seen inside a transaction."""

    broken = False
    """A statement failed, so the server will roll back whatever we ask for."""

    async def _translate_exceptions(self, func: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return await super()._translate_exceptions(func, *args, **kwargs)
        except BaseException:
            self.broken = True
            raise

    async def commit(self) -> None:
        """Commit, or raise TransactionManagementError if an earlier statement failed and was ignored."""
        if self.broken:
            await self.rollback()
            raise TransactionManagementError("a statement of this transaction failed, so nothing was kept")
        await super().commit()

    async def savepoint_rollback(self) -> None:
        """Undo the inner block; the statements before it are sound again."""
        await super().savepoint_rollback()
        if isinstance(self._parent, SafeTransaction):
            self._parent.broken = False

    def acquire_connection(self) -> Any:
        """The connection; once the transaction is over, one of the pool (for tasks that outlive the transaction)."""
        if self._finalized:
            return self._parent.acquire_connection()
        return ConnectionWrapper(self._lock, self)

    def _in_transaction(self) -> TransactionContext:
        if self._finalized:
            return self._parent._in_transaction()  # noqa: SLF001 - the ORM's own protocol between its clients
        return NestedTransactionContext(SafeTransaction(self))


class CancellationSafeContext(TransactionContextPooled):
    """Enters and leaves a transaction entirely or not at all; the connection always returns to the pool."""

    __slots__ = ()

    client: SafeTransaction

    async def __aenter__(self) -> SafeTransaction:
        await self.ensure_connection()
        self.client._connection = await self._pool.acquire()  # noqa: SLF001 - the ORM's own protocol
        try:
            await self.client.begin()
        except BaseException:
            # The pool rolls back whatever was begun when it takes a connection back.
            await uninterrupted(self._release())
            raise
        self.token = get_connections().set(self.connection_name, self.client)
        return self.client

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc_val: BaseException | None, exc_tb: TracebackType | None
    ) -> None:
        get_connections().reset(self.token)
        await uninterrupted(self._leave(commit=exc_type is None))

    @property
    def _pool(self) -> Any:
        return self.client._parent._pool  # noqa: SLF001 - the ORM's own protocol between its clients

    async def _leave(self, *, commit: bool) -> None:
        try:
            if not self.client._finalized:  # noqa: SLF001 - the ORM's own protocol between its clients
                await (self.client.commit() if commit else self.client.rollback())
        finally:
            await self._release()

    async def _release(self) -> None:
        self.client._finalized = True  # noqa: SLF001 - the ORM's own protocol between its clients
        if self._pool:
            await self._pool.release(self.client._connection)  # noqa: SLF001 - the same


class SafeAsyncpgClient(AsyncpgDBClient):
    """The engine's client class."""

    def _in_transaction(self) -> TransactionContext:
        return CancellationSafeContext(SafeTransaction(self), self._pool_init_lock)


client_class = SafeAsyncpgClient
