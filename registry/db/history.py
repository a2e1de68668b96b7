"""Writing the history of the tables, for maintainers: what the models say and `registry/migrations/` does not yet."""

import sys
from pathlib import Path
from typing import Any

from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.writer import MigrationWriter, migrations_module_path


async def drift(config: dict[str, Any]) -> list[MigrationWriter]:
    """The steps that would bring the history to where the models are; empty when they agree. Needs no database."""
    async with TortoiseContext() as context:
        await context.init(config=config, init_connections=False)
        apps = {label: dict(app) for label, app in config["apps"].items()}
        if context.apps is None:
            raise AssertionError("init without apps")
        for model in context.apps.get_models_iterable():
            # The ORM takes the docstring for part of the table; a better sentence is not a migration.
            model._meta.table_description = ""  # noqa: SLF001 - the ORM's own way to a model's options
        return await MigrationAutodetector(context.apps, apps).changes()


async def write_steps(config: dict[str, Any], name: str, *, initial: bool = False) -> list[Path]:
    """Write what `drift` finds as the next step, called `name`. Gives the files written.

    `initial` first throws the whole history away: only before the first release, when no installation has one.
    """
    if initial:
        forget_history(config)
    written = []
    for step in await drift(config):
        if not step.initial:
            step.name = f"{step.name.split('_')[0]}_{name}"
        text = f'"""Tables after step {step.name}. Written by `python -m registry makemigrations`."""\n\n{step.as_string()}'
        step.path().write_text(text, encoding="utf-8")
        written.append(step.path())
    return written


def forget_history(config: dict[str, Any]) -> None:
    """Delete every step, from disk and from memory."""
    for app in config["apps"].values():
        package = app["migrations"]
        for file in migrations_module_path(package).glob("[0-9]*.py"):
            file.unlink()
            sys.modules.pop(f"{package}.{file.stem}", None)
