"""Watching how many questions are put to the database."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest


@pytest.fixture
def counted_queries(caplog: pytest.LogCaptureFixture) -> Callable[[], AbstractContextManager[list[str]]]:
    """`with counted_queries() as asked`: what was asked within the block, as the database driver logs it."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        asked: list[str] = []
        caplog.clear()
        with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
            yield asked
        asked.extend(record.getMessage() for record in caplog.records if record.name == "tortoise.db_client")

    return counting
