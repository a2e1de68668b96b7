"""A file on its way in exists for the length of the block and not a moment longer."""

import pytest

from registry.errors import TooLarge
from registry.storage.spool import pieces, spooled
from tests.registry.storage.conftest import stream

DATA = b"0123456789" * 300_000


async def test_the_content_is_there_inside_and_gone_after(tmp_path):
    async with spooled(stream(DATA), tmp_path, len(DATA)) as path:
        assert b"".join([piece async for piece in pieces(path)]) == DATA
    assert list(tmp_path.iterdir()) == []


async def test_one_byte_too_many(tmp_path):
    with pytest.raises(TooLarge, match="file-over-limit"):
        async with spooled(stream(DATA), tmp_path, len(DATA) - 1):
            raise AssertionError
    assert list(tmp_path.iterdir()) == []


async def test_a_failure_inside_the_block_leaves_nothing_either(tmp_path):
    with pytest.raises(OSError, match="unrelated"):
        async with spooled(stream(DATA), tmp_path, len(DATA)):
            raise OSError("unrelated")
    assert list(tmp_path.iterdir()) == []
