"""Serving as a program: it answers, works, stops when told, is alone on its data folder, and survives kill -9."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession

from registry.commands.serving import run_web, run_worker
from registry.db.lifecycle import connected
from registry.db.migrate import migrate
from registry.errors import Misconfigured
from registry.issuance.models import Certificate
from registry.issuance.queries import status_of
from registry.issuance.schemas import Outcome
from registry.public_register.queries import search
from registry.settings import Settings
from tests.databases import LEG
from tests.factories.certificates import office, reserved


@pytest.fixture(autouse=True)
def _watched_loop():
    """Migrating reads files, as it may: nobody is served by this process."""


def environment(settings: Settings) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("LVCE_")}
    return ours | {
        "LVCE_ENVIRONMENT": settings.environment,
        "LVCE_DATA": str(settings.data),
        "LVCE_DATABASE_URL": settings.database_url,
        "LVCE_PORT": "0",
    }


async def started(settings: Settings, word: str = "serve") -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "registry", word,
        env=environment(settings), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    process = await started(settings)
    try:
        assert process.stdout is not None
        async with asyncio.timeout(60):
            address = (await process.stdout.readline()).decode().strip()
        if not address:
            raise AssertionError((await process.communicate())[1].decode()[-4000:])
        yield process, address
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def get(address: str) -> int:
    async with ClientSession() as client, client.get(address) as answer:
        return answer.status


async def until_shown(settings: Settings, many: int) -> None:
    async with asyncio.timeout(60):
        while True:
            async with connected(settings):
                if (await search()).total == many:
                    return
            await asyncio.sleep(0.2)


def children_of(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task")
    return [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]


def alive(processes: list[int]) -> bool:
    return any(Path(f"/proc/{process}").exists() for process in processes)


async def migrated(settings: Settings) -> None:
    async with connected(settings):
        await migrate(settings)


async def test_without_its_tables_it_says_what_to_do(separate_settings):
    process = await started(separate_settings)
    _, errors = await process.communicate()
    assert process.returncode == 1
    assert "migrations-pending" in errors.decode()


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
async def test_it_answers_works_and_stops_within_seconds(separate_settings, told):
    await migrated(separate_settings)
    async with connected(separate_settings):
        await office()
        done = await reserved()
    async with serving(separate_settings) as (process, address):
        assert await get(f"{address}/healthz") == 200
        await until_shown(separate_settings, 1)
        presses = children_of(process.pid)
        process.send_signal(told)
        async with asyncio.timeout(10):
            assert await process.wait() == 0
        assert not alive(presses)
    async with connected(separate_settings):
        assert (await status_of(done.number)).outcome is Outcome.VALID


async def test_killed_at_once_it_takes_its_work_up_again(separate_settings):
    """No double number, no lost certificate, and the orphaned press leaves by itself."""
    await migrated(separate_settings)
    async with connected(separate_settings):
        await office()
        numbers = {(await reserved()).number for _ in range(4)}
    for delay in (0.0, 0.5):
        async with serving(separate_settings) as (process, _):
            presses = children_of(process.pid)
            await asyncio.sleep(delay)
            process.kill()
            await process.wait()
            async with asyncio.timeout(10):
                while alive(presses):  # noqa: ASYNC110 - an orphan tells nobody that it is gone
                    await asyncio.sleep(0.05)
    async with serving(separate_settings):
        await until_shown(separate_settings, 4)
    async with connected(separate_settings):
        assert {row.number for row in await Certificate.all()} == numbers


@pytest.mark.skipif(LEG != "sqlite", reason="the lock is SQLite's: PostgreSQL may be served many times")
async def test_a_data_folder_is_served_once(separate_settings):
    await migrated(separate_settings)
    async with serving(separate_settings) as (process, _):
        second = await started(separate_settings)
        _, errors = await second.communicate()
        assert second.returncode == 1
        assert str(process.pid) in errors.decode()


@pytest.mark.skipif(LEG != "sqlite", reason="PostgreSQL runs them apart")
@pytest.mark.parametrize("run", [run_web, run_worker])
async def test_on_sqlite_nothing_runs_apart(separate_settings, run):
    with pytest.raises(Misconfigured) as caught:
        await run(separate_settings)
    assert caught.value.code == "sqlite-apart"


@pytest.mark.skipif(LEG != "postgres", reason="on SQLite they are refused")
@pytest.mark.parametrize("word", ["web", "worker"])
async def test_on_postgresql_they_run_apart(separate_settings, word):
    await migrated(separate_settings)
    process = await started(separate_settings, word)
    assert process.stderr is not None
    async with asyncio.timeout(60):
        while b"listening" not in (line := await process.stderr.readline()) and b'"working"' not in line:
            assert line, "it ended by itself"
    process.terminate()
    async with asyncio.timeout(15):
        await process.communicate()
    assert process.returncode == 0


async def test_a_port_that_is_taken_is_named(separate_settings):
    await migrated(separate_settings)
    taken = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0)
    port = taken.sockets[0].getsockname()[1]
    settings = separate_settings.model_copy(update={"port": port})
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "registry", "serve",
        env=environment(settings) | {"LVCE_PORT": str(port)}, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, errors = await process.communicate()
    taken.close()
    assert process.returncode == 1
    assert f":{port}" in errors.decode()
