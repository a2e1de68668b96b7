"""The process knows what is published, and notices when another has published."""

import pytest

from registry.editions import shelf
from registry.editions.models import PublishedEdition
from tests.factories.editions import published

pytestmark = pytest.mark.usefixtures("db")


async def test_it_is_read_again_only_when_something_was_published(monkeypatch):
    first = await shelf.current()
    assert await shelf.current() is first
    await published()
    second = await shelf.current()
    assert (len(second.published), second.published[0].place_code) == (1, "520000")
    monkeypatch.setattr(shelf, "_read", None)
    assert await shelf.current() is second


async def test_another_database_is_another_shelf():
    assert (await shelf.current()).published == ()
    assert not await PublishedEdition.exists()
