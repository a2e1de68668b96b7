"""`python -m registry import green-malls`: as a program, in both languages, on a database of its own."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from registry.accounts.schemas import SYSTEM
from registry.db.lifecycle import connected
from registry.db.migrate import migrate
from registry.jurisdictions.actions import seed

LIST = Path(__file__).parents[3] / "registry/demonstration/green_mall_lists.csv"


@pytest.fixture(autouse=True)
def _watched_loop():
    """Migrating reads files, as it may: nobody is served meanwhile."""


def run(settings, *arguments: str, language: str = "en_GB.UTF-8") -> "subprocess.CompletedProcess[str]":
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("LVCE_", "LC_", "LANG"))},
        "LVCE_ENVIRONMENT": "test",
        "LVCE_DATA": str(settings.data),
        "LVCE_DATABASE_URL": settings.database_url,
        "LANG": language,
        "PYTHONUTF8": "1",
    }
    return subprocess.run(
        [sys.executable, "-m", "registry", "import", "green-malls", *arguments],
        env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


async def installed(settings) -> None:
    """An installation with its places; nobody stays connected, as the program will be."""
    async with connected(settings):
        await migrate(settings)
        await seed(actor=SYSTEM)


async def test_the_published_lists(separate_settings, tmp_path):
    await installed(separate_settings)
    dry = await asyncio.to_thread(run, separate_settings, str(LIST), "--dry-run", "--json")
    assert (dry.returncode, json.loads(dry.stdout)["added"], json.loads(dry.stdout)["written"]) == (0, 33, False)
    first = await asyncio.to_thread(run, separate_settings, str(LIST))
    assert (first.returncode, first.stdout) == (0, "33 new, 0 changed, 0 as before, 0 refused.\n"), first.stderr
    again = await asyncio.to_thread(run, separate_settings, str(LIST), language="zh_CN.UTF-8")
    assert again.stdout == "新增 0 行，变更 0 行，原有 33 行，拒绝 0 行。\n"
    wrong = tmp_path / "wrong.csv"
    await asyncio.to_thread(wrong.write_text, "province,area,mall,year,level\n上海,火星,甲,2021,P\n", "utf-8")
    refused = await asyncio.to_thread(run, separate_settings, str(wrong), "--json")
    assert refused.returncode == 1
    assert json.loads(refused.stdout)["refused"][0]["column"] == "area"
    in_words = await asyncio.to_thread(run, separate_settings, str(wrong), "--source", "x", language="zh_CN.UTF-8")
    assert "第 2 行，“area”列" in in_words.stdout
    odd = tmp_path / "odd.csv"
    text = "province,area,mall,year,level,identifier\n上海,浦东新区,甲,2021,P,1.2.156\n"
    await asyncio.to_thread(odd.write_text, text, "utf-8")
    warned = await asyncio.to_thread(run, separate_settings, str(odd), language="zh_CN.UTF-8")
    assert warned.returncode == 0, warned.stderr
    assert "第 2 行，“identifier”列：电子证照标识不符合 GB/T 36904：结构不符" in warned.stdout
    missing = await asyncio.to_thread(run, separate_settings, str(tmp_path / "none.csv"))
    assert missing.returncode != 0
    assert "none.csv" in missing.stderr + missing.stdout
