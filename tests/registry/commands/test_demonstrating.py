"""The `demo` command as a program: filled once, whole or not at all, stopped cleanly."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest
from aiohttp import ClientSession

pytestmark = [pytest.mark.may_block, pytest.mark.timeout(180)]


async def _demo(folder: Path, *arguments: str) -> asyncio.subprocess.Process:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LVCE_")}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "registry", "demo", "--data", str(folder), *arguments),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def _address(process: asyncio.subprocess.Process) -> str:
    while line := (await process.stdout.readline()).decode():
        if "http://" in line:
            return line.split()[-1]
    raise AssertionError((await process.stderr.read()).decode())


async def test_it_survives_being_killed_while_filling_then_serves_and_stops(tmp_path):
    folder = tmp_path / "demonstration"
    first = await _demo(folder, "--port", "0")
    await asyncio.sleep(4)
    first.send_signal(signal.SIGKILL)
    await first.wait()
    assert not folder.exists(), "what is half filled is not there"
    again = await _demo(folder, "--port", "0")
    address = await _address(again)
    async with ClientSession() as session, session.get(f"{address}/readyz") as answer:
        assert answer.status == 200
    again.send_signal(signal.SIGINT)
    assert await asyncio.wait_for(again.wait(), 15) == 0
    said = (await again.stdout.read()).decode()
    assert "green-mall-demo" in said
    assert "province_decider" in said


async def test_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "diary.txt").write_text("mine", encoding="utf-8")
    process = await _demo(tmp_path)
    _, error = await process.communicate()
    assert process.returncode == 1
    assert "--data" in error.decode()
    assert [path.name for path in tmp_path.iterdir()] == ["diary.txt"]


async def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    process = await _demo(tmp_path / "file" / "demonstration")
    _, error = await process.communicate()
    assert process.returncode == 1
    assert "[demonstration-unwritable]" in error.decode()
