"""What only PostgreSQL needs. Transactions as such are tested in test_transactions.py, on both legs."""

import pytest
from tortoise.exceptions import IntegrityError, TransactionManagementError
from tortoise.transactions import in_transaction

from registry import clock
from registry.db.transactions import transaction
from registry.jobs.models import Job
from tests.databases import LEG

pytestmark = [
    pytest.mark.skipif(LEG != "postgres", reason="the PostgreSQL leg tests this"),
    pytest.mark.usefixtures("db"),
]


async def twice() -> None:
    for _ in range(2):
        await Job.create(name="same", payload="{}", key="same", run_at=clock.now())


async def test_commit_after_a_failed_statement_raises():
    with pytest.raises(TransactionManagementError, match="nothing was kept"):
        async with transaction():
            with pytest.raises(IntegrityError):
                await twice()
    assert await Job.all().count() == 0


async def test_a_savepoint_rolled_back_does_not_spoil_the_rest():
    async with transaction():
        await Job.create(name="kept", payload="{}", run_at=clock.now())
        with pytest.raises(IntegrityError):
            async with in_transaction("default"):
                await twice()
    assert await Job.all().values_list("name", flat=True) == ["kept"]


async def test_connections_return_to_the_pool(db):
    for _ in range(30):
        with pytest.raises(LookupError):
            async with transaction():
                raise LookupError
    assert db.db()._pool.get_idle_size() == db.db()._pool.get_size()
