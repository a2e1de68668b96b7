"""The demonstration filled in a database of its own, with a real press: what a visitor then finds."""

import asyncio
from datetime import date

import pytest
import time_machine

from registry.accounts.queries import login_viewer
from registry.applications.queries import queue
from registry.applications.schemas import QueueFilter
from registry.audit.queries import verify_chain
from registry.db.lifecycle import connected
from registry.db.migrate import migrate
from registry.demonstration.plan import plan
from registry.demonstration.province import fill
from registry.demonstration.way import RECOGNISED, STAGES
from registry.duties.queries import reminders, renewals, waiting
from registry.duties.rules import Kind
from registry.editions.queries import draft, drafts
from registry.issuance.queries import certificates, status_of
from registry.notices.queries import open_objections, public_list
from registry.public_register.queries import search
from registry.simulations.queries import simulation, simulations
from registry.storage.installed import install
from registry.targets.queries import progress
from registry.worker import working


@pytest.mark.may_block
@pytest.mark.timeout(240)
@pytest.mark.parametrize("now", ["2026-11-20T02:00:00Z", "2029-01-03T02:00:00Z"])
async def test_every_stage_is_there_whatever_the_day(separate_settings, now):
    settings = separate_settings.model_copy(update={"environment": "demonstration"})
    await asyncio.to_thread(install, settings)
    with time_machine.travel(now, tick=True):
        async with connected(settings):
            await migrate(settings)
            async with working(settings):
                await fill(settings)
            await _look(date.fromisoformat(now[:10]))


async def _look(today: date) -> None:
    officer = await login_viewer("province")
    rows = (await queue(officer, QueueFilter())).items
    assert len(rows) == len([mall for mall in plan()["mall"] if mall["stage"] != "draft"]), (
        "drafts are nobody's business"
    )
    assert {row.state.value for row in rows} == {
        "submitted", "returned", "accepted", "in_review", "reviewed", "in_notice", "recognised"
    }  # fmt: skip
    (written,) = await drafts(officer)
    (asked,) = await simulations(officer)
    assert ((await draft(officer, written.id)).written.errors, written.criteria) == ((), 42)
    assert (asked.state.value, asked.draft_id, asked.done) == ("done", written.id, asked.total)
    whole = (await simulation(officer, asked.id)).whole
    counts = whole.counts
    assert all(target.after >= 0 for target in whole.targets)
    assert 0 < counts.falls < counts.submissions == asked.total
    held, total = await certificates(officer)
    assert total == len([mall for mall in plan()["mall"] if RECOGNISED[-1] in STAGES[mall["stage"]]])
    assert all(certificate.printed_at for certificate in held)
    words = {(await status_of(certificate.record.number)).status.value for certificate in held}
    assert {"valid", "suspended", "revoked"} <= words
    reissued = next(each for each in held if each.record.version > 1)
    assert reissued.record.site_name.endswith("印象城")
    assert (await status_of(reissued.record.number)).versions == 2
    member = await login_viewer("enterprise")
    assert [each.site_name for each in await renewals(member, on=today)] == ["贵阳示例花溪绿苑"]
    assert [each.duty.late for each in await waiting(officer, on=today)] == [True]
    assert {each.kind for each in await reminders(officer, on=today)} >= {Kind.EXPIRY, Kind.RECHECK}
    assert (await search(region="310000")).total == 20
    assert (await search(q="䶮城")).total >= 1
    assert len(await open_objections(officer)) == 1
    assert any(notice.open for notice in await public_list(today))
    malls = next(each for each in (await progress(2023, "520000")).indicators if each.indicator == "green-mall")
    assert malls.reached == 1
    assert (await verify_chain()).whole
