"""Work that was begun is finished, and a cancellation is still a cancellation."""

import asyncio

import pytest

from registry.db.uninterrupted import uninterrupted


async def test_result_and_error_come_through():
    async def give() -> int:
        return 3

    async def fail() -> None:
        raise ValueError("no")

    assert await uninterrupted(give()) == 3
    with pytest.raises(ValueError, match="no"):
        await uninterrupted(fail())


@pytest.mark.parametrize("fails", [False, True])
async def test_cancelled_again_and_again_it_still_ends_first(*, fails: bool):
    ended = False

    async def slow() -> None:
        nonlocal ended
        for _ in range(5):
            await asyncio.sleep(0)
        ended = True
        if fails:
            raise ValueError("no")

    task = asyncio.create_task(uninterrupted(slow()))
    for _ in range(3):
        await asyncio.sleep(0)
        task.cancel()
    with pytest.raises(asyncio.CancelledError) as caught:
        await task
    assert ended
    assert isinstance(caught.value.__cause__, ValueError) is fails


async def test_work_that_cancels_itself_is_not_awaited_for_ever():
    async def cancelled() -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await uninterrupted(cancelled())
