"""All or nothing, on both databases, also when tasks are cancelled, nested, or outlive the transaction."""

import asyncio
import random
from contextlib import suppress

import pytest
from tortoise.exceptions import IntegrityError, TransactionManagementError

from registry import clock
from registry.db.transactions import after_commit, in_open_transaction, transaction
from registry.jobs.models import Job

pytestmark = pytest.mark.usefixtures("db")


async def add(name: str, key: str | None = None) -> None:
    await Job.create(name=name, payload="{}", key=key, run_at=clock.now())


async def test_kept_or_lost_as_a_whole():
    async with transaction():
        assert in_open_transaction()
        await add("kept")
    with pytest.raises(LookupError):
        async with transaction():
            await add("lost")
            raise LookupError
    assert not in_open_transaction()
    assert await Job.all().values_list("name", flat=True) == ["kept"]


async def test_inner_joins_outer():
    with pytest.raises(LookupError):
        async with transaction():
            async with transaction():
                await add("inner")
            raise LookupError
    assert await Job.all().count() == 0


async def test_a_failed_part_is_never_half_kept():
    with pytest.raises(TransactionManagementError):
        async with transaction():
            await add("half")
            try:
                async with transaction():
                    raise LookupError
            except LookupError:
                pass
    assert await Job.all().count() == 0


async def test_after_commit_waits_for_the_commit():
    called: list[str] = []
    async with transaction():
        async with transaction():
            after_commit(lambda: called.append("kept"))
        assert called == []
    with pytest.raises(LookupError):
        async with transaction():
            after_commit(lambda: called.append("lost"))
            raise LookupError
    assert called == ["kept"]
    with pytest.raises(TransactionManagementError):
        after_commit(lambda: None)


async def test_a_task_that_outlives_its_transaction_writes_on_its_own_account():
    """Inheriting the ended transaction, it would be lost together with a stranger's."""
    ended, opened = asyncio.Event(), asyncio.Event()

    async def late() -> None:
        await ended.wait()
        await opened.wait()
        await add("late")
        async with transaction():
            await add("later")

    async with transaction():
        task = asyncio.create_task(late())
    ended.set()
    with pytest.raises(LookupError):
        async with transaction():
            await add("stranger")
            opened.set()
            await asyncio.sleep(0.05)
            raise LookupError
    await task
    assert set(await Job.all().values_list("name", flat=True)) == {"late", "later"}


async def test_cancelled_at_any_moment_nothing_hangs_or_leaks():
    dice = random.Random(1)  # noqa: S311 - a repeatable shuffle, not a secret
    cancelled = 0

    async def two() -> None:
        async with transaction():
            await add("first")
            await add("second")

    for _ in range(400):
        task = asyncio.create_task(two())
        if dice.random() < 0.3:
            for _ in range(dice.randrange(6)):
                await asyncio.sleep(0)
        else:
            await asyncio.sleep(dice.random() * 0.003)
        task.cancel()
        try:
            await asyncio.wait_for(task, 3)
        except asyncio.CancelledError:
            cancelled += 1
        await asyncio.wait_for(Job.exists(), 3)
    assert cancelled > 100
    assert await Job.filter(name="first").count() == await Job.filter(name="second").count()


async def test_cancelled_bulk_write_leaves_no_transaction_open():
    async def bulk() -> None:
        await Job.bulk_create([Job(name="bulk", payload="{}", run_at=clock.now()) for _ in range(200)])

    for turns in range(12):
        task = asyncio.create_task(bulk())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
    async with transaction():
        await add("after")
    assert await Job.filter(name="bulk").count() % 200 == 0


async def test_an_ignored_database_error_is_not_reported_as_success():
    """PostgreSQL turns the COMMIT into a ROLLBACK without a word."""
    await add("first", key="same")
    try:
        async with transaction():
            await add("second")
            with suppress(IntegrityError):
                await add("third", key="same")
    except TransactionManagementError:
        assert await Job.filter(name="second").count() == 0
    else:
        assert await Job.filter(name="second").count() == 1


async def test_read_first_write_later_from_many_tasks():
    """With a deferred BEGIN the later write could meet "database is locked"."""
    await add("0")

    async def raise_by_one() -> None:
        async with transaction():
            job = await Job.all().select_for_update().get()
            await asyncio.sleep(0)
            await Job.filter(id=job.id).update(name=str(int(job.name) + 1))

    await asyncio.gather(*(raise_by_one() for _ in range(20)))
    assert (await Job.get()).name == "20"
