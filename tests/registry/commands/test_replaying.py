"""`replay` says whether every judgement still comes out the same, and which does not."""

import asyncio

import pytest

from registry.__main__ import main
from registry.assessments.actions import score_submission
from registry.assessments.models import Assessment
from registry.db.lifecycle import connected
from tests.factories import applications as make

pytestmark = pytest.mark.may_block


@pytest.fixture(autouse=True)
def _installation(separate_settings, monkeypatch):
    monkeypatch.setenv("LVCE_ENVIRONMENT", "test")
    monkeypatch.setenv("LVCE_DATA", str(separate_settings.data))
    monkeypatch.setenv("LVCE_DATABASE_URL", separate_settings.database_url)


def test_judgements_come_out_the_same_until_one_is_altered(capsys, separate_settings):
    main(["migrate"])
    assert main(["replay"]) == 0

    async def write():
        async with connected(separate_settings):
            made = await make.submitted()
            await score_submission(made.submission_id)

    async def alter():
        async with connected(separate_settings):
            row = await Assessment.get()
            await Assessment.filter(id=row.id).update(scorecard=row.scorecard | {"total": "999"})

    asyncio.run(write())
    capsys.readouterr()
    assert main(["replay"]) == 0
    assert "1 assessments made again" in capsys.readouterr().out
    asyncio.run(alter())
    assert main(["replay"]) == 1
    out = capsys.readouterr().out
    assert "FAULT" in out
    assert "1 of 1 assessments differ" in out
