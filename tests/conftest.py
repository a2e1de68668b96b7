"""What every test may ask for: settings of a throw-away installation, and an empty database on either leg.

No test reaches beyond this machine, and none may block the event loop.
"""

import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from blockbuster import blockbuster_ctx
from tortoise.context import TortoiseContext
from tortoise.timezone import get_default_timezone

from registry import logs
from registry.db.lifecycle import connected
from registry.settings import Settings
from tests.databases import LEG, WANTED, database_server, run_psql


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The legs of the databases keep the tests that ask for one, the leg alone the others."""
    if not WANTED:
        return
    asking = WANTED != "alone"
    kept = [item for item in items if ("database_address" in getattr(item, "fixturenames", ())) is asking]
    if len(kept) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


@pytest.fixture(scope="session", autouse=True)
def _loopback_only() -> Iterator[None]:
    """Connections to other machines fail at once."""
    connect = socket.socket.connect
    here = ("127.", "::1", "localhost")

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(here):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


def pytest_configure(config: pytest.Config) -> None:
    """Name our markers."""
    config.addinivalue_line("markers", "may_block: for code that runs before or after serving, when nobody waits")


@pytest.fixture(autouse=True)
def _watched_loop(request: pytest.FixtureRequest) -> Iterator[None]:
    """Our code blocking the event loop (files, sleep, sockets, locks) raises BlockingError."""
    if request.node.get_closest_marker("may_block"):
        yield
        return
    with blockbuster_ctx(["registry", "scoring", "certificates"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _logs() -> None:
    """Logs as in production, so that logging an error does not block the loop either."""
    logs.configure(Settings(environment="test", log_format="console", log_level="warning"))


@pytest.fixture(scope="session")
def database_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where databases are on this leg; `{}` stands for a database's name."""
    with database_server(tmp_path_factory.mktemp("databases")) as address:
        yield address


@pytest.fixture(scope="session")
def session_settings(tmp_path_factory: pytest.TempPathFactory, database_address: str) -> Settings:
    """Settings of the installation that the tests of a session share."""
    return Settings(
        environment="test",
        data=tmp_path_factory.mktemp("data"),
        database_url=empty_database(database_address, "shared"),
        base_url="http://127.0.0.1:8080",
    )


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _session_database(session_settings: Settings) -> AsyncIterator[TortoiseContext]:
    async with connected(session_settings) as context:
        get_default_timezone()  # the first asking reads a file; the answer is kept
        await context.generate_schemas()
        yield context


@pytest_asyncio.fixture(loop_scope="session")
async def db(_session_database: TortoiseContext) -> AsyncIterator[TortoiseContext]:
    """The database of this leg, with all tables and no rows."""
    yield _session_database
    await _empty_tables(_session_database)


@pytest.fixture
def settings(session_settings: Settings, tmp_path: Path) -> Settings:
    """Settings with a data folder of the test's own and the database that `db` connects to."""
    return session_settings.model_copy(update={"data": tmp_path})


@pytest.fixture
def separate_settings(database_address: str, tmp_path: Path) -> Settings:
    """Settings of an installation of the test's own: empty database without tables, empty data folder."""
    name = f"t{abs(hash(tmp_path)):x}"
    return Settings(environment="test", data=tmp_path, database_url=empty_database(database_address, name))


def empty_database(address: str, name: str) -> str:
    """Make a database and return its address."""
    if LEG == "postgres":
        run_psql(address, f'CREATE DATABASE "{name}"')
    return address.format(name)


async def _empty_tables(context: TortoiseContext) -> None:
    connection = context.db()
    tables = [model._meta.db_table for model in context.apps.get_models_iterable()]
    wipe = "".join(f'DELETE FROM "{table}";' for table in tables)
    if LEG == "sqlite":
        # One transaction: outside of one, each statement waits for the disk.
        await connection.execute_script(f"PRAGMA foreign_keys=OFF;BEGIN;{wipe}COMMIT;PRAGMA foreign_keys=ON;")
    else:
        await connection.execute_script(f"SET session_replication_role=replica;{wipe}RESET session_replication_role;")
