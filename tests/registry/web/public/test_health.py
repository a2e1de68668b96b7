"""Alive and ready."""

from datetime import timedelta

from registry.jobs import queries
from registry.storage import installed


async def test_alive(browser):
    assert (await (await browser.get("/healthz")).json()) == {"status": "alive"}


async def test_ready_when_all_parts_answer(browser, monkeypatch):
    async def seconds_ago() -> timedelta:
        return timedelta(seconds=3)

    monkeypatch.setattr(queries, "heartbeat_age", seconds_ago)
    response = await browser.get("/readyz")
    assert response.status == 200
    assert await response.json() == {
        "status": "ready",
        "parts": {"storage": True, "database": True, "worker": True},
    }
    assert response.headers["Cache-Control"] == "no-store"


async def test_not_ready_without_a_worker(browser):
    response = await browser.get("/readyz")
    assert response.status == 503
    assert (await response.json())["parts"] == {"storage": True, "database": True, "worker": False}


async def test_not_ready_without_storage_and_database(browser, monkeypatch):
    async def broken() -> timedelta:
        raise ConnectionError("postgres://secret@host")

    monkeypatch.setattr(queries, "heartbeat_age", broken)
    monkeypatch.setattr(installed, "_here", [])
    response = await browser.get("/readyz")
    assert (await response.json())["parts"] == {"storage": False, "database": False, "worker": False}
    assert "secret" not in await response.text()
