"""The contract of storage on the real adapter and on its twin, and what the real one does when the disk is full."""

import asyncio
import hashlib

import obstore
import pytest
import structlog
from obstore.exceptions import GenericError

from registry.errors import Misconfigured, NotFound, Unavailable
from registry.storage.ports import NullStorage, storage_at
from tests.registry.storage.conftest import stream

DATA = b"0123456789" * 100_000
HASH = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(params=["folder", "null"])
def storage(request, tmp_path):
    return storage_at("" if request.param == "folder" else "null://", tmp_path / "files")


@pytest.fixture
def folder(tmp_path):
    return storage_at("", tmp_path / "files")


def files(tmp_path):
    return sorted(
        str(path.relative_to(tmp_path / "files")) for path in (tmp_path / "files").rglob("*") if path.is_file()
    )


async def test_put_gives_hash_and_size(storage):
    kept = await storage.put(stream(DATA))
    assert (kept.sha256, kept.size) == (HASH, len(DATA))
    await storage.check()


async def test_what_was_never_put_is_not_there(storage):
    assert not await storage.exists("0" * 64)
    with pytest.raises(NotFound):
        [chunk async for chunk in storage.get("0" * 64)]


async def test_a_failing_source_keeps_nothing(storage):
    async def broken():
        yield DATA
        raise RuntimeError("the client went away")

    with pytest.raises(RuntimeError):
        await storage.put(broken())
    assert not await storage.exists(HASH)


def test_the_twin_is_loud(tmp_path):
    with structlog.testing.capture_logs() as logs:
        assert isinstance(storage_at("null://", tmp_path), NullStorage)
    assert logs[0]["log_level"] == "error"


async def test_content_comes_back_and_lies_once_under_its_hash(folder, tmp_path):
    for _ in range(2):
        await folder.put(stream(DATA))
    assert b"".join([chunk async for chunk in folder.get(HASH)]) == DATA
    assert files(tmp_path) == [f"sha256/{HASH[:2]}/{HASH[2:4]}/{HASH}"]


async def test_putting_the_same_at_once(folder, tmp_path):
    await asyncio.gather(*(folder.put(stream(DATA)) for _ in range(5)))
    assert len(files(tmp_path)) == 1


async def test_nothing_is_left_of_a_failure(folder, tmp_path):
    async def broken():
        yield DATA
        raise RuntimeError("the client went away")

    with pytest.raises(RuntimeError):
        await folder.put(broken())
    assert files(tmp_path) == []


async def test_a_full_disk_is_said_and_leaves_nothing(folder, tmp_path, monkeypatch):
    async def full(*_, **__):
        raise GenericError("Generic LocalFileSystem error: No space left on device (os error 28)")

    monkeypatch.setattr(obstore, "rename_async", full)
    with pytest.raises(Unavailable, match="storage-full"):
        await folder.put(stream(DATA))
    assert files(tmp_path) == []


async def test_a_store_that_fails_is_said(folder, monkeypatch):
    async def down(*_, **__):
        raise GenericError("connection refused")

    monkeypatch.setattr(obstore, "head_async", down)
    with pytest.raises(Unavailable, match="storage-down"):
        await folder.check()


async def test_a_folder_that_is_gone_is_said(folder, tmp_path):
    await folder.check()
    (tmp_path / "files" / "incoming").rmdir()
    (tmp_path / "files").rmdir()
    with pytest.raises(Unavailable, match="storage-down"):
        await folder.check()


def test_an_address_that_is_none(tmp_path):
    with pytest.raises(Misconfigured, match="storage-url"):
        storage_at("gopher://nowhere", tmp_path)


async def test_another_store_needs_no_folder(tmp_path):
    memory = storage_at("memory:///", tmp_path)
    kept = await memory.put(stream(DATA))
    assert await memory.exists(kept.sha256)
    await memory.check()
