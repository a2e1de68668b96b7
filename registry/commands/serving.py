"""`serve` (web, job loop and press in one process tree), `web` and `worker` (apart, on PostgreSQL), and how they stop.

What is served is `registry/app.py`'s and `registry/worker.py`'s.
"""

import asyncio
import fcntl
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

import structlog
from aiohttp import web as aiohttp_web

from registry.app import create_app
from registry.db.lifecycle import connected
from registry.db.migrate import pending
from registry.errors import Misconfigured
from registry.settings import Settings
from registry.storage.installed import install
from registry.worker import working

log = structlog.get_logger(__name__)

REQUESTS_END = 3.0
"""Seconds that requests in hand get to end when we are told to stop."""

Announce = Callable[[str], None]


async def serve() -> None:
    """Web, job loop and press: all that one machine needs. Ctrl-C stops it cleanly. / 启动网页、任务与签章进程。"""
    await run_serve(Settings(), announce=_print_address)


async def web() -> None:
    """The web alone; PostgreSQL only. / 仅启动网页（PostgreSQL）。"""
    await run_web(Settings(), announce=_print_address)


async def worker(hands: int = 2) -> None:
    """A job loop with its press, without a door; PostgreSQL only. / 仅启动任务与签章进程（PostgreSQL）。"""
    await run_worker(Settings(), hands=hands)


def _print_address(address: str) -> None:
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


async def run_serve(settings: Settings, *, announce: Announce = lambda _: None) -> None:
    """Web, job loop and press until SIGINT or SIGTERM; `announce` hears the address once it answers.

    Raises Misconfigured when another process serves the same SQLite data folder, when migrations are pending, or
    when the press has no key.
    """
    async with AsyncExitStack() as stack:
        stop = stack.enter_context(told_to_stop())
        await stack.enter_async_context(alone(settings))
        await stack.enter_async_context(prepared(settings))
        await stack.enter_async_context(working(settings))
        announce(await stack.enter_async_context(_listening(settings)))
        await stop.wait()
        log.info("stopping")
    log.info("stopped")


async def run_web(settings: Settings, *, announce: Announce = lambda _: None) -> None:
    """The web alone, any number of them beside any number of workers. PostgreSQL only."""
    _refuse_apart_on_sqlite(settings)
    async with AsyncExitStack() as stack:
        stop = stack.enter_context(told_to_stop())
        await stack.enter_async_context(prepared(settings))
        announce(await stack.enter_async_context(_listening(settings)))
        await stop.wait()
        log.info("stopping")
    log.info("stopped")


async def run_worker(settings: Settings, *, hands: int = 2) -> None:
    """A job loop with its own press, without a door. PostgreSQL only."""
    _refuse_apart_on_sqlite(settings)
    async with AsyncExitStack() as stack:
        stop = stack.enter_context(told_to_stop())
        await stack.enter_async_context(prepared(settings))
        await stack.enter_async_context(working(settings, hands=hands))
        log.info("working", hands=hands)
        await stop.wait()
        log.info("stopping")
    log.info("stopped")


@asynccontextmanager
async def prepared(settings: Settings) -> AsyncIterator[None]:
    """The store of files and the database, up to date."""
    await asyncio.to_thread(install, settings)
    async with connected(settings):
        if steps := await pending(settings):
            raise Misconfigured(
                "migrations-pending",
                "The database lacks {count} steps of its history: {steps}.",
                hint="Run `python -m registry migrate` first; it makes a copy before it changes anything.",
                count=len(steps),
                steps=", ".join(steps),
            )
        yield


@asynccontextmanager
async def _listening(settings: Settings) -> AsyncIterator[str]:
    """The application behind a socket; yields its address."""
    app = await asyncio.to_thread(create_app, settings)
    # An upload cut off at its limit is drained this long, so that the browser shows the page that says why.
    runner = aiohttp_web.AppRunner(app, access_log=None, shutdown_timeout=REQUESTS_END, lingering_time=2.0)
    await runner.setup()
    try:
        site = aiohttp_web.TCPSite(runner, settings.host, settings.port)
        try:
            await site.start()
        except OSError as reason:
            raise Misconfigured(
                "port-taken",
                "Nothing can listen on {host}:{port}: {reason}",
                hint="Stop the other program, or choose another LVCE_PORT.",
                host=settings.host,
                port=str(settings.port),
                reason=reason.strerror or str(reason),
            ) from reason
        host, port = runner.addresses[0][:2]
        address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        log.info("listening", address=address)
        yield address
    finally:
        await runner.cleanup()


@asynccontextmanager
async def alone(settings: Settings) -> AsyncIterator[None]:
    """On SQLite, the only process that serves this data folder: two that write starve each other.

    The lock is the kernel's, so it ends with the process however that ends.
    """
    if not settings.is_sqlite:
        yield
        return
    handle = await asyncio.to_thread(_locked, settings)
    try:
        yield
    finally:
        os.close(handle)


def _locked(settings: Settings) -> int:
    settings.data.mkdir(parents=True, exist_ok=True)
    path = settings.data / "serve.lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as reason:
        other = os.read(handle, 20).decode("ascii", "replace").strip() or "?"
        os.close(handle)
        raise Misconfigured(
            "already-serving",
            "Another process (number {process}) serves the data folder {folder} already.",
            hint="Use that one, stop it, or choose another folder with LVCE_DATA.",
            process=other,
            folder=str(settings.data),
        ) from reason
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
    return handle


def _refuse_apart_on_sqlite(settings: Settings) -> None:
    if settings.is_sqlite:
        raise Misconfigured(
            "sqlite-apart",
            "On SQLite the web and the worker cannot run as two processes.",
            hint="Run `python -m registry serve`, or set LVCE_DATABASE_URL to a PostgreSQL database.",
        )


@contextmanager
def told_to_stop() -> Iterator[asyncio.Event]:
    """An event that SIGINT or SIGTERM sets. A second signal is no longer caught: it ends the program at once."""
    loop = asyncio.get_running_loop()
    told = asyncio.Event()

    def release() -> None:
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(each)

    def heard() -> None:
        told.set()
        release()

    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, heard)
    try:
        yield told
    finally:
        release()
