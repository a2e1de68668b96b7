"""Numbers are given once, without gaps, inside the transaction of the decision."""

import asyncio
from datetime import date

import pytest
from tortoise.exceptions import TransactionManagementError

from registry.accounts.schemas import SYSTEM
from registry.db.transactions import transaction
from registry.errors import Invalid, Misconfigured
from registry.issuance.actions import register_bureau
from registry.issuance.models import Certificate
from registry.issuance.reserving import reserve
from registry.jobs.models import Job
from tests.factories.certificates import DAY, bureau, office, recognition, reserved
from tests.factories.enterprises import places

pytestmark = pytest.mark.usefixtures("db")


async def test_a_number_needs_a_transaction():
    with pytest.raises(TransactionManagementError):
        await reserve(recognition(), on=DAY)


async def test_the_number_the_frozen_record_and_the_print_job_come_together():
    await office()
    done = await reserved()
    row = await Certificate.get(id=done.certificate_id)
    assert (row.number, row.issued_on, row.valid_until) == ("GM-520000-2026-0001", DAY, date(2029, 3, 1))
    assert row.record["holder"] == "甲秀购物中心"
    assert row.printed_at is None
    assert [job.key for job in await Job.filter(name="issuance.print")] == [f"issuance.print:{row.id}"]


async def test_fifty_at_once_have_no_gap_and_no_double():
    await office()
    numbers = [done.number for done in await asyncio.gather(*(reserved() for _ in range(50)))]
    assert sorted(numbers) == [f"GM-520000-2026-{serial:04}" for serial in range(1, 51)]


async def test_a_lost_transaction_gives_its_number_back():
    await office()

    async def lost() -> None:
        async with transaction():
            await reserve(recognition(), on=DAY)
            raise LookupError

    with pytest.raises(LookupError):
        await lost()
    assert (await reserved()).number == "GM-520000-2026-0001"
    assert await Job.filter(name="issuance.print").count() == 1


async def test_the_same_application_keeps_its_number():
    await office()
    asked = recognition()

    async def once():
        async with transaction():
            return await reserve(asked, on=DAY)

    first, second = await asyncio.gather(once(), once())
    assert first == second
    assert await Certificate.all().count() == 1


async def test_each_year_has_its_own_series():
    await office()
    await reserved()
    assert (await reserved(on=date(2027, 1, 4))).number == "GM-520000-2027-0001"


async def test_without_a_bureau_nothing_is_issued():
    await places()
    with pytest.raises(Misconfigured) as caught:
        await reserved()
    assert caught.value.code == "bureau-unknown"


async def test_the_bureau_of_the_day_issues():
    await places()
    old = bureau(name_zh="贵州省商务局", valid_until=date(2026, 3, 1))
    await register_bureau(old, actor=SYSTEM)
    await register_bureau(bureau(valid_from=DAY), actor=SYSTEM)
    await reserved()
    row = await Certificate.get(number="GM-520000-2026-0001")
    assert row.record["issuer"]["name"]["zh"] == "贵州省商务厅"


async def test_what_cannot_be_printed_takes_no_number():
    await office()
    with pytest.raises(Invalid):
        await reserved(site_address="")
    assert (await reserved()).number == "GM-520000-2026-0001"
