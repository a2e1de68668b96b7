"""kill -9 of the worker while it simulates an edition: it goes on from where it was, and counts nobody twice."""

import asyncio
import random
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from registry import clock
from registry.applications import snapshot
from registry.applications.models import Application, Submission
from registry.audit.models import AuditEntry
from registry.db.lifecycle import connected
from registry.identifiers import new_id
from registry.settings import Settings
from registry.simulations.models import Simulation, SimulationMove
from tests.factories.reviewing import handed_in
from tests.journeys.calling import Caller, session
from tests.journeys.installation import DAY, install_for
from tests.journeys.running import running

MALLS, KILLS = 900, 3
ASKED = {"scheme": "green-mall", "edition": "2018-03-01", "place_code": "520000", "token": "k" * 32}
PATIENCE = 90.0


@pytest.fixture(autouse=True)
def _watched_loop() -> None:
    """Filling the database reads files, as it may: this process serves nobody."""


@pytest.mark.timeout(600)
async def test_it_goes_on_from_where_it_was(separate_settings: Settings) -> None:
    made = await install_for(separate_settings)
    with time_machine.travel(clock.start_of(DAY) - timedelta(hours=2)):
        await filled(separate_settings)
    async with running(separate_settings, at=DAY) as product, session() as http:
        province = Caller(http, product.address, made.tokens["province"], before=lambda *_: None)
        asked = await province.act("POST", "/api/v1/simulations", ASKED)
        address = f"/api/v1/simulations/{asked['id']}"
        for _ in range(KILLS):
            await asyncio.sleep(random.uniform(0.2, 1.5))  # noqa: S311 - a moment, not a secret
            product.kill("worker")
            await product.up()
        assert await province.act("POST", "/api/v1/simulations", ASKED) == asked
        found = await ended(province, address)
        assert found["whole"]["counts"]["submissions"] == MALLS
        await product.stop()
    async with connected(separate_settings):
        row = await Simulation.get()
        assert (row.state, row.done, row.total) == ("done", MALLS, MALLS)
        ids = await SimulationMove.all().values_list("application_id", flat=True)
        assert len(ids) == len(set(ids)) == sum(sum(part["kinds"].values()) for part in row.tally["places"].values())
        assert await AuditEntry.filter(tag="simulation:finish").count() == 1


async def ended(province: Caller, address: str) -> dict[str, Any]:
    """The outcome, once it is there."""
    async with asyncio.timeout(PATIENCE):
        while (found := await province.get(address))["row"]["state"] == "running":  # noqa: ASYNC110 - another process, which tells nobody
            await asyncio.sleep(0.2)
    return dict(found)


async def filled(settings: Settings) -> None:
    """One mall's application, and so many like it."""
    async with connected(settings):
        first = await handed_in({"X101": True, "X103": 1})
        application = await Application.get(id=first.id)
        submission = await Submission.get(id=first.submission_id)
        copies = [
            Application(
                **{name: getattr(application, name) for name in ("round_id", "scheme", "enterprise_id", "place_code")},
                **{name: getattr(application, name) for name in ("edition", "state", "opened_at")},
                site_id=new_id(),
            )
            for _ in range(MALLS - 1)
        ]
        await Application.bulk_create(copies, batch_size=200)
        kept = ("number", "revision", "edition", "edition_digest", "snapshot", "submitted_on", "submitted_at")
        values = {name: getattr(submission, name) for name in kept}
        await Submission.bulk_create(
            [
                Submission(application_id=copy.id, sha256=snapshot.fingerprint(submission.snapshot), **values)
                for copy in copies
            ],
            batch_size=200,
        )
