"""The one way to open a transaction. Only actions, the press, the queue and the log do."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from tortoise.exceptions import TransactionManagementError
from tortoise.transactions import in_transaction


@dataclass
class _Open:
    """One open transaction, shared by everything that joins it."""

    active: bool = True
    doomed: bool = False
    after: list[Callable[[], None]] = field(default_factory=list)


_current: ContextVar[_Open | None] = ContextVar("open_transaction", default=None)


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """All of the block is kept, or none of it. Inside another transaction, joins it.

    When an inner block fails, the whole transaction is lost even if the error is caught half-way up: raising
    TransactionManagementError then is better than keeping half of an action.
    """
    outer = _joined()
    if outer is not None:
        try:
            yield
        except BaseException:
            outer.doomed = True
            raise
        return
    here = _Open()
    token = _current.set(here)
    try:
        async with in_transaction("default"):
            yield
            if here.doomed:
                raise TransactionManagementError("a part of this transaction failed, so nothing was kept")
    finally:
        here.active = False
        _current.reset(token)
    for call in here.after:
        call()


def in_open_transaction() -> bool:
    """Whether the caller stands inside `transaction()`."""
    return _joined() is not None


def after_commit(call: Callable[[], None]) -> None:
    """Run `call` once the open transaction is kept; never if it is not. It must be quick and not raise.

    Raises TransactionManagementError outside a transaction.
    """
    here = _joined()
    if here is None:
        raise TransactionManagementError("after_commit needs an open transaction")
    here.after.append(call)


def _joined() -> _Open | None:
    # A task started inside a transaction inherits this variable, perhaps beyond its end.
    here = _current.get()
    return here if here is not None and here.active else None
