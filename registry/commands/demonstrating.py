"""`demo`: the demonstration province on this machine, filled on the first run, then served.

What it is filled with is `registry/demonstration/`'s.
"""

import asyncio
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from registry import logs
from registry.accounts.rules import Role
from registry.commands.serving import alone, run_serve
from registry.db.lifecycle import connected
from registry.db.migrate import migrate
from registry.demonstration.plan import PASSWORD, plan
from registry.demonstration.province import fill
from registry.errors import Misconfigured
from registry.settings import Settings
from registry.storage.installed import install
from registry.worker import working

HERE = Path(__file__).parents[2]


async def demo(
    *, port: int = 8080, data: Path | None = None, fill_only: Annotated[bool, Parameter(negative="")] = False
) -> None:
    """A province with made-up malls at every stage, in your browser. Ctrl-C stops it. / 启动演示。

    Parameters
    ----------
    port
        Where to listen on this machine.
    data
        Folder for the demonstration; kept between runs. Default: data/demonstration beside the program.
    fill_only
        Fill the folder and stop.

    """
    folder = (data or HERE / "data" / "demonstration").absolute()
    settings = _settings(folder, port)
    logs.configure(settings)
    if not await asyncio.to_thread((folder / "lvce.sqlite3").exists):
        await _fill_at_once(folder, port)
    if fill_only:
        return
    await run_serve(settings, announce=_welcome)


def _settings(folder: Path, port: int) -> Settings:
    """A demonstration is one machine and its own folder, whatever else the environment says."""
    return Settings(
        environment="demonstration",
        data=folder,
        database_url="",
        storage_url="",
        signer="",
        base_url=os.environ.get("LVCE_BASE_URL", f"http://127.0.0.1:{port or 8080}"),
        host="127.0.0.1",
        port=port,
        province="520000",
        log_format="console",
        log_level="error",
    )


async def _fill_at_once(folder: Path, port: int) -> None:
    """Fill beside the folder and rename at the end: a demonstration is there whole or not at all."""
    partial = folder.with_name(f"{folder.name}.partial")
    settings = _settings(partial, port)
    with _writing(folder):
        await asyncio.to_thread(_check_free, folder)
        await asyncio.to_thread(partial.mkdir, exist_ok=True)
    async with alone(settings):
        with _writing(folder):
            await asyncio.to_thread(_empty, partial)
        await _filled(settings)
    with _writing(folder):
        await asyncio.to_thread(_put, partial, folder)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """What the system says against writing there, told as an error of ours."""
    try:
        yield
    except OSError as reason:
        raise Misconfigured(
            "demonstration-unwritable",
            "The demonstration cannot be written to {folder}: {reason}",
            hint="Choose another folder with --data, with about 100 MB of space.",
            folder=str(folder),
            reason=reason.strerror or str(reason),
        ) from reason


def _check_free(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists() and any(folder.iterdir()):
        raise Misconfigured(
            "demonstration-folder",
            "The folder {folder} holds something else.",
            hint="Choose an empty or a new folder with --data.",
            folder=str(folder),
        )


def _put(partial: Path, folder: Path) -> None:
    if folder.exists():
        folder.rmdir()
    partial.rename(folder)


def _empty(partial: Path) -> None:
    """What an interrupted run left behind is thrown away, but not the lock that we hold in it."""
    for entry in partial.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        elif entry.name != "serve.lock":
            entry.unlink()


async def _filled(settings: Settings) -> None:
    console = Console(stderr=True)
    with console.status("绿册 Lvce: filling the demonstration / 正在准备演示数据 …") as status:

        def told(what: str) -> None:
            if console.is_terminal:
                status.update(f"绿册 Lvce: {what}")

        await asyncio.to_thread(install, settings)
        async with connected(settings):
            await migrate(settings)
            async with working(settings):
                await fill(settings, told=told)


def _welcome(address: str) -> None:
    first = {Role(account["role"]): account["login"] for account in reversed(plan()["account"])}
    first[Role.ENTERPRISE_MEMBER] = plan()["enterprise"][0]["login"]
    lines = [
        "",
        f"  绿册 Lvce  {address}",
        "",
        "  Demonstration accounts / 演示账号",
        *(f"    {role.value:<20} {login}" for role, login in sorted(first.items())),
        f"    password / 密码        {PASSWORD}",
        "",
        "  Everything here is made up except places, targets and imported lists. Ctrl-C stops.",
        "  除地名、目标任务和导入名单外，均为虚构的演示数据。按 Ctrl-C 停止。",
        "",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
