"""The job loop with a real press: from a reserved number to a public entry, also when the press is killed on the way."""

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from certificates.checkpoints import origin_of, read_and_verify
from certificates.credential import is_signed
from certificates.demonstration import make_demonstration_key
from certificates.statements import PublicKey
from certificates.status_list import read_list
from certificates.verify import Outcome as Verified
from certificates.verify import verify
from registry import clock, worker
from registry.accounts.schemas import SYSTEM
from registry.credentials.queries import status_list
from registry.documents.models import Document
from registry.errors import NotFound
from registry.identifiers import new_id
from registry.issuance.actions import revoke
from registry.issuance.models import Certificate
from registry.issuance.queries import pdf_for_public, status_of
from registry.issuance.schemas import Outcome, Sealed
from registry.jobs.models import Job
from registry.press_process import PressProcess
from registry.public_register.queries import search
from registry.storage.installed import install
from registry.transparency import queries as log
from registry.transparency.checkpoints import Product
from registry.trust.queries import statement_keys, trust
from registry.worker import jobs, working
from tests.certificates.authorities import Authority
from tests.factories.certificates import office, reserved
from tests.factories.documents import requested

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(autouse=True)
async def _storage(settings):
    await asyncio.to_thread(install, settings)


async def until(happened: Callable[[], Awaitable[bool]], seconds: float = 40.0) -> None:
    async with asyncio.timeout(seconds):
        while not await happened():  # noqa: ASYNC110 - what is waited for happens in the database
            await asyncio.sleep(0.05)


async def shown(many: int = 1) -> bool:
    return (await search()).total == many


async def idle() -> bool:
    return not await Job.filter(done_at=None).exists()


async def test_a_reserved_number_becomes_a_public_entry(settings):
    await office()
    done = await reserved()
    async with working(settings):
        await until(shown)
        await until(idle)
    assert (await status_of(done.number)).outcome is Outcome.VALID
    signed = await log.checkpoint()
    (key,) = await statement_keys()
    checkpoint = read_and_verify(signed.note, [PublicKey.read(key)])
    assert (checkpoint.origin, checkpoint.size) == (origin_of(settings.base_url), 1)
    assert checkpoint.root == await log.root_at(1)


async def test_lists_are_signed_when_a_worker_starts_and_when_a_status_changes(settings):
    await office()
    done = await reserved()
    async with working(settings):
        await until(shown)
        await until(idle)
        today = clock.today()
        step = {"effective_on": today, "reason": "false-material", "document_number": "黔商发〔2026〕9号"}
        assert not await revoked_in_list()
        await revoke(done.certificate_id, actor=SYSTEM, **step)
        await until(idle)
    assert await revoked_in_list()


async def revoked_in_list() -> bool:
    content = json.loads((await status_list("revocation-1")).content)
    (key,) = await statement_keys()
    assert is_signed(content, PublicKey.read(key))
    return read_list(content).is_set(0)


async def test_a_press_killed_at_work_costs_time_and_nothing_else(settings, monkeypatch):
    """Killed during its first documents; the jobs run again, with the same numbers."""
    presses: list[PressProcess] = []
    kills = 2

    class Watched(PressProcess):
        async def seal(self, record: bytes) -> Sealed:
            nonlocal kills
            if self not in presses:
                presses.append(self)
            if kills and (victim := self.process_id):
                kills -= 1
                asyncio.get_running_loop().call_later(0.1, _kill, victim)
            return await super().seal(record)

    monkeypatch.setattr(worker, "PressProcess", Watched)
    await office()
    numbers = {(await reserved()).number for _ in range(3)}
    async with working(settings):
        await until(lambda: shown(3))
    assert kills == 0
    assert {row.number for row in await Certificate.all()} == numbers
    assert all([(await status_of(number)).outcome is Outcome.VALID for number in numbers])


def _kill(process: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


async def test_what_stands_unprinted_when_the_worker_ends_is_printed_by_the_next(settings):
    await office()
    done = await reserved()
    async with working(settings):
        pass
    async with working(settings):
        await until(shown)
    assert (await status_of(done.number)).outcome is Outcome.VALID


async def test_each_job_has_a_meaning_and_names_what_it_does_not_find():
    class NoPress:
        async def seal(self, record: bytes) -> Sealed:
            raise AssertionError(record)

        async def order(self, wanted: str, content: bytes, /) -> Product:
            raise AssertionError(wanted, content)

    meanings = jobs(NoPress(), base="https://register.example")
    await meanings.pop("transparency.checkpoint")({})  # a log without entries wants no signature
    await meanings.pop("simulations.run")({"simulation_id": str(new_id())})  # one that was given up
    with pytest.raises(AssertionError, match="status-list"):
        await meanings.pop("credentials.lists")({})
    meanings.pop("duties.remind")
    keys = {
        "assessments.score": "submission_id",
        "documents.print": "document_id",
        "issuance.print": "certificate_id",
        "public_register.refresh": "certificate_id",
        "storage.scan": "file_id",
    }
    assert set(meanings) == set(keys)
    for name, key in keys.items():
        with pytest.raises(NotFound):
            await meanings[name]({key: str(new_id())})


async def printed_as(settings) -> tuple[bytes, Certificate]:
    """One more certificate, printed by a worker with these settings."""
    done = await reserved()
    async with working(settings):
        await until(lambda: Certificate.filter(id=done.certificate_id).exclude(printed_at=None).exists())
        await until(idle)
    pdf = b"".join([piece async for piece in (await pdf_for_public(done.number)).content])
    return pdf, await Certificate.get(id=done.certificate_id)


async def test_after_a_change_of_the_key_old_and_new_certificates_are_good(settings, tmp_path):
    await office()
    other = tmp_path / "keys" / "other.p12"
    await asyncio.to_thread(make_demonstration_key, other, "successor")
    made = [await printed_as(settings), await printed_as(settings.model_copy(update={"signer": str(other)}))]
    believed = await trust()
    assert [one.retired_at is None for one in believed.seals] == [True, False]
    signers = set()
    for pdf, row in made:
        verdict = await asyncio.to_thread(
            verify, pdf, believed, on=row.valid_from, changes=(), expected_digest=row.record_sha256
        )
        assert verdict.outcome is Verified.VALID
        signers.add(verdict.signer)
    assert len(signers) == 2


async def test_seals_are_stamped_while_the_authority_answers_and_not_when_it_is_out(settings, tmp_path):
    await office()
    authority = await asyncio.to_thread(Authority)
    await asyncio.to_thread((tmp_path / "tsa.pem").write_bytes, authority.root)

    async def respond(request):
        return web.Response(body=authority.answer(await request.read()))

    app = web.Application()
    app.router.add_post("/", respond)
    async with TestServer(app) as server:
        given = settings.model_copy(
            update={"tsa_url": str(server.make_url("/")), "tsa_trust": str(tmp_path / "tsa.pem")}
        )
        document_id, _ = await requested()
        stamped, row = await printed_as(given)
        paper = await Document.get(id=document_id)
    assert (row.seal_level, paper.seal_level) == ("B-T", "B-T")
    verdict = await asyncio.to_thread(verify, stamped, await trust())
    assert "timestamp-trusted" in [reason.code for reason in verdict.reasons]
    _, row = await printed_as(given)
    assert row.seal_level == "B-B"


async def reminded() -> bool:
    return await Job.filter(name="duties.remind", done_at__isnull=False).exists()


async def test_a_worker_asks_for_the_reminders_of_each_day_once(settings):
    for _ in range(2):
        async with working(settings):
            await until(reminded)
            await until(idle)
    assert [row.key for row in await Job.filter(name="duties.remind")] == [f"duties.remind:{clock.today()}"]
