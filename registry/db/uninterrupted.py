"""Finishing a piece of work whatever happens to the task that asked for it.

BEGIN, COMMIT and ROLLBACK go through here; cutting them in half is what deadlocks or leaks connections.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


async def uninterrupted(work: Coroutine[Any, Any, Result]) -> Result:
    """Run `work` to its end in a task of its own; a cancellation that arrives meanwhile is raised afterwards.

    Returns or raises what `work` does, unless the caller was cancelled: then CancelledError, once work is done.
    """
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as reason:
            cancelled = reason
        except Exception:  # noqa: BLE001 - raised again by task.result() below
            break
    if cancelled is not None and not task.cancelled():
        if (failure := task.exception()) is not None:
            raise cancelled from failure
        raise cancelled
    return task.result()
