"""A run of the press as a program: killed on the way, run again, every number printed and sealed once."""

import asyncio
import os
import signal
import sys
from datetime import timedelta

import pytest

from certificates.verify import Outcome, verify
from registry import clock
from registry.commands import printing
from registry.commands.printing import Run, print_, run_print
from registry.commands.serving import alone
from registry.db.lifecycle import connected
from registry.db.migrate import migrate
from registry.errors import Misconfigured
from registry.issuance.models import Certificate
from registry.issuance.queries import pdf_for_public, unprinted_count_for_system
from registry.issuance.succession import PRINT
from registry.jobs.models import Job
from registry.storage.installed import install
from registry.trust.queries import trust
from tests.databases import LEG
from tests.factories.certificates import office, reserved
from tests.registry.commands.test_serving import environment

MANY = 60


@pytest.fixture(autouse=True)
def _watched_loop():
    """Migrating reads files, as it may: nobody is served by this process."""


@pytest.fixture
async def prepared(separate_settings):
    """An installation with its tables, closed again."""
    async with connected(separate_settings):
        await migrate(separate_settings)
        await office()
    return separate_settings


async def reserve(settings, many):
    async with connected(settings):
        return {(await reserved()).number for _ in range(many)}


async def run(settings, *words, until=None):
    """The program's exit code, what it said, and on which stream."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "registry", "print", *words,
        env=environment(settings), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    if until is not None:
        async with asyncio.timeout(60):
            while process.returncode is None and not await until():  # noqa: ASYNC110 - another process does it
                await asyncio.sleep(0.02)
        os.kill(process.pid, signal.SIGKILL)
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


@pytest.mark.timeout(180)
async def test_a_run_that_is_killed_goes_on_where_it_was(prepared):
    numbers = await reserve(prepared, MANY)

    async def some_printed():
        async with connected(prepared):
            return await unprinted_count_for_system() <= MANY - 10

    code, _, _ = await run(prepared, "--presses", "2", until=some_printed)
    assert code == -signal.SIGKILL
    async with connected(prepared):
        left = await unprinted_count_for_system()
        assert 0 < left < MANY, "killed on the way"
        if LEG == "postgres":  # elsewhere another machine may hold them: their lease has to lapse
            await Job.filter(done_at=None).update(locked_until=clock.now() - timedelta(seconds=1))
    code, out, err = await run(prepared, "--presses", "2")
    assert code == 0, err
    assert f"{left} printed and sealed" in out
    assert "━" not in out + err, "no bar where nobody watches"
    await asyncio.to_thread(install, prepared)
    async with connected(prepared):
        rows = await Certificate.all().order_by("number")
        assert {row.number for row in rows} == numbers
        assert [int(row.number[-4:]) for row in rows] == list(range(1, MANY + 1)), "none lost, none doubled"
        assert await Job.filter(name=PRINT, done_at=None).count() == 0
        believed = await trust()
        for row in rows[::3]:
            pdf = b"".join([piece async for piece in (await pdf_for_public(row.number)).content])
            verdict = await asyncio.to_thread(
                verify, pdf, believed, on=row.valid_from, changes=(), expected_digest=row.record_sha256
            )
            assert (verdict.outcome, verdict.record.number) == (Outcome.VALID, row.number)


async def test_with_nothing_to_do_it_says_so_and_starts_no_press(prepared, monkeypatch, capsys):
    monkeypatch.setattr(printing, "PressProcess", None)
    monkeypatch.setattr(printing, "Settings", lambda: prepared)
    assert await print_() == 0
    assert "0 printed and sealed" in capsys.readouterr().out


async def test_what_was_given_up_or_lost_is_tried_again(prepared):
    await reserve(prepared, 3)
    async with connected(prepared):
        first, second, _ = await Job.filter(name=PRINT).order_by("id")
        await Job.filter(id=first.id).update(failed_at=clock.now(), attempts=9)
        await Job.filter(id=second.id).delete()
    done = await run_print(prepared)
    assert (done.printed, done.left, done.stopped) == (3, 0, False)


async def test_a_certificate_that_cannot_be_printed_is_counted_as_left(prepared, monkeypatch, capsys):
    await reserve(prepared, 2)

    class Failing(printing.JobLoop):
        async def start(self):
            await super().start()
            await Job.filter(name=PRINT, done_at=None).update(failed_at=clock.now())

    monkeypatch.setattr(printing, "JobLoop", Failing)
    monkeypatch.setattr(printing, "Settings", lambda: prepared)
    assert await print_(presses=1) == printing.FAULT
    assert "wait still" in capsys.readouterr().out


async def test_told_to_stop_it_ends_in_good_order(prepared):
    await reserve(prepared, 20)
    asyncio.get_running_loop().call_later(1.0, os.kill, os.getpid(), signal.SIGTERM)
    done = await run_print(prepared)
    assert done.stopped
    assert done.printed + done.left == 20
    async with connected(prepared):
        assert await Job.exclude(locked_by=None).filter(done_at=None).count() == 0


@pytest.mark.skipif(LEG == "postgres", reason="on PostgreSQL it runs beside workers")
async def test_beside_serve_on_sqlite_it_says_how(prepared):
    async with alone(prepared):
        with pytest.raises(Misconfigured) as caught:
            await run_print(prepared)
    assert caught.value.code == "serve-prints"


def test_a_run_says_what_it_did():
    assert Run(1, 2, stopped=False, seconds=0.5).left == 2
