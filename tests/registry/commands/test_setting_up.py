"""`setup` makes an installation that can run; the imports keep it up to date."""

import asyncio
import os
import subprocess
import sys
from datetime import date

import pytest

from registry.accounts.queries import login_viewer
from registry.accounts.rules import Permission
from registry.db.lifecycle import connected
from registry.issuance.queries import bureau_of
from registry.jurisdictions.queries import place
from registry.workdays.queries import calendar_for

pytestmark = [pytest.mark.may_block, pytest.mark.timeout(120)]

SETUP = ("setup", "--login", "root", "--name", "管理员", "--bureau", "贵州省商务厅", "--bureau-en", "Guizhou Commerce")
CODE = ("--bureau-code", "11520000DEM000001B")


def run(settings, *arguments: str, said: str = "", language: str = "zh_CN.UTF-8") -> "subprocess.CompletedProcess[str]":
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("LVCE_", "LC_", "LANG"))},
        "LVCE_ENVIRONMENT": "test",
        "LVCE_DATA": str(settings.data),
        "LVCE_DATABASE_URL": settings.database_url,
        "LANG": language,
        "PYTHONUTF8": "1",
    }
    return subprocess.run(
        [sys.executable, "-m", "registry", *arguments],
        env=environment, input=said, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


async def test_an_installation_from_nothing(separate_settings, tmp_path):
    calendar = tmp_path / "2031.csv"
    calendar.write_text("day,kind,name_zh,name_en\n2031-01-01,休,元旦,New Year\n", "utf-8")

    def steps() -> None:
        assert run(separate_settings, "migrate").returncode == 0
        for _ in range(2):
            done = run(separate_settings, *SETUP, *CODE, said="a long enough secret\n")
            assert done.returncode == 0, done.stderr
        for said in ("已写入", "原已在册"):
            done = run(
                separate_settings,
                "import",
                "workdays",
                str(calendar),
                "--year",
                "2031",
                "--document",
                "国办发明电〔2030〕1号",
            )
            assert done.returncode == 0, done.stderr
            assert said in done.stdout

    await asyncio.to_thread(steps)
    async with connected(separate_settings):
        assert (await login_viewer("root")).may(Permission.ACCOUNT_MANAGE)
        assert (await bureau_of("520000", date.today())).name_zh == "贵州省商务厅"  # noqa: DTZ011 - as setup does
        assert (await place("520100")).name_zh == "贵阳市"
        assert 2031 in (await calendar_for(date(2031, 1, 2))).years


async def test_what_is_wrong_is_said_in_the_terminals_language(separate_settings, tmp_path):
    wrong = tmp_path / "places.csv"
    wrong.write_text("code,name_zh,valid_from\n52,贵州,2020-01-01\n520100,,2020-01-01\n", "utf-8")

    def steps() -> None:
        run(separate_settings, "migrate")
        bad = run(separate_settings, *SETUP, "--bureau-code", "11520000DEM000001A", said="a long enough secret\n")
        assert bad.returncode == 1
        assert "最后一位" in bad.stderr or "校验" in bad.stderr, bad.stderr
        short = run(separate_settings, *SETUP, *CODE, said="short\n", language="en_GB.UTF-8")
        assert short.returncode == 1
        assert "[password-short] A password has at least" in short.stderr
        rows = run(separate_settings, "import", "places", str(wrong), language="en_GB.UTF-8")
        assert rows.returncode == 1
        assert rows.stderr.count("[place-row]") == 2
        assert "Traceback" not in bad.stderr + short.stderr + rows.stderr

    await asyncio.to_thread(steps)
