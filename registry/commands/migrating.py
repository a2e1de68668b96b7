"""`migrate` and, for maintainers, `makemigrations`. The machinery is `registry/db/`'s."""

import asyncio
import os
import sys
from pathlib import Path
from shutil import which

from rich.console import Console

from registry.db import migrate as stairs
from registry.db.config import tortoise_config
from registry.db.history import write_steps
from registry.db.lifecycle import connected
from registry.settings import Settings


async def migrate() -> int:
    """Bring the tables up to date; an SQLite file is copied first. / 升级数据库结构；SQLite 文件先行备份。"""
    settings = Settings()
    out = Console(highlight=False)
    async with connected(settings):
        done = await stairs.migrate(settings, progress=lambda step: out.print(f"+ {step}"))
    if done.backup:
        out.print(f"Copy made before. / 升级前备份：{done.backup}", soft_wrap=True)
    out.print(f"{len(done.steps)} steps applied. / 已执行 {len(done.steps)} 步。")
    return 0


async def makemigrations(name: str = "change", *, initial: bool = False) -> int:
    """Write what the models say and the history does not yet, for maintainers. / 供维护者生成迁移步骤。

    Parameters
    ----------
    name
        What the step does, in a few words joined by underscores. / 步骤名称。
    initial
        Rewrite the whole history as one step; only before the first release. / 重写为单一初始步骤，仅限首次发布前。

    """
    out = Console(highlight=False)
    written = await write_steps(tortoise_config(Settings()), name, initial=initial)
    for path in written:
        await _format(path)
        out.print(str(path), soft_wrap=True)
    if not written:
        out.print("Models and history agree. / 模型与迁移历史一致。")
    return 0


async def _format(path: Path) -> None:
    """Lay the step out like the rest of the code, where the maintainers' formatter is installed."""
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    if formatter := which("ruff", path=beside):
        process = await asyncio.create_subprocess_exec(formatter, "format", "-q", str(path))
        await process.wait()
