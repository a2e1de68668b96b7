"""Connected inside the block, not outside; seen by tasks that others start."""

import asyncio
import contextvars

import pytest
from tortoise.context import get_current_context

from registry.db.lifecycle import connected
from registry.jobs.models import Job
from tests.databases import LEG


async def test_inside_and_afterwards(separate_settings):
    before = get_current_context()
    async with connected(separate_settings) as context:
        await context.generate_schemas()
        assert await Job.all().count() == 0
        assert get_current_context() is context
    assert get_current_context() is before


async def test_a_second_database_does_not_disturb_the_first(db, separate_settings):
    async with connected(separate_settings) as other:
        assert get_current_context() is other
    assert await Job.all().count() == 0


def test_tasks_started_without_our_context_see_it_too(separate_settings, monkeypatch):
    """A web server starts its tasks from callbacks that know nothing of ours."""
    monkeypatch.setattr("tortoise.context._global_context", None)  # the one of the session's database

    async def alone() -> None:
        async with connected(separate_settings) as context:
            await context.generate_schemas()
            outside = asyncio.get_running_loop().create_task(count(), context=contextvars.Context())
            assert await outside == 0

    async def count() -> int:
        return await Job.all().count()

    contextvars.Context().run(asyncio.run, alone())


@pytest.mark.skipif(LEG != "sqlite", reason="a server makes no folder")
async def test_the_data_folder_is_made(settings, tmp_path):
    async with connected(settings.model_copy(update={"database_url": "", "data": tmp_path / "a" / "b"})):
        assert (tmp_path / "a" / "b" / "lvce.sqlite3").exists()
