"""One line per event, with the request's id, without secrets or local variables."""

import asyncio
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from pydantic import SecretStr

from registry import logs
from registry.settings import Settings


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    logs.configure(Settings(environment="test", log_format="console", log_level="warning"))


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_ours_and_those_of_libraries_are_json_with_the_requests_id(capsys):
    logs.configure(Settings(log_format="json", log_level="info"))
    token = logs.request_id.set("r-1")
    try:
        structlog.get_logger("ours").info("收到", place="贵阳")
        logging.getLogger("aiohttp.server").warning("theirs %s", 1)
    finally:
        logs.request_id.reset(token)
    structlog.get_logger("ours").debug("not wanted")
    ours, theirs = lines(capsys)
    assert (ours["event"], ours["place"], ours["level"], ours["request_id"]) == ("收到", "贵阳", "info", "r-1")
    assert (theirs["event"], theirs["request_id"], theirs["logger"]) == ("theirs 1", "r-1", "aiohttp.server")


def test_secrets_are_masked_at_any_depth(capsys):
    logs.configure(Settings(log_format="json"))
    structlog.get_logger().warning(
        "sign-in",
        password="hunter2",
        Authorization="Bearer hunter2",
        given={"csrf_token": "hunter2", "login": "li"},
        many=[{"cookie": "hunter2"}],
        wrapped=SecretStr("hunter2"),
        session="",
    )
    (line,) = lines(capsys)
    assert "hunter2" not in json.dumps(line)
    assert line["password"] == "***"
    assert line["given"] == {"csrf_token": "***", "login": "li"}
    assert line["session"] == ""


@pytest.mark.parametrize("form", ["json", "console"])
def test_errors_are_written_without_local_variables(form, capsys):
    logs.configure(Settings(log_format=form))
    local = "hunter" + "2"
    try:
        raise LookupError("gone")
    except LookupError:
        structlog.get_logger().exception("failed")
        logging.getLogger("theirs").exception("failed too")
    err = capsys.readouterr().err
    assert err.count("LookupError") >= 2
    assert local not in err


@pytest.mark.parametrize("form", ["json", "console"])
def test_errors_written_off_the_event_loop_keep_their_traceback(form, capsys):
    """Formatting happens in a thread, where no error is being handled: it has to be carried there."""
    logs.configure(Settings(log_format=form))

    async def fail() -> None:
        try:
            raise LookupError("gone")
        except LookupError:
            await structlog.get_logger().aexception("failed")

    asyncio.run(fail())
    assert "LookupError" in capsys.readouterr().err


def test_the_database_layer_is_not_heard(capsys):
    logs.configure(Settings(log_format="json", log_level="debug"))
    logging.getLogger("tortoise.db_client").debug("SELECT 'hunter2'")
    assert lines(capsys) == []


def test_set_up_twice_each_line_is_written_once(capsys):
    logs.configure(Settings(log_format="json"))
    logs.configure(Settings(log_format="json"))
    structlog.get_logger().warning("once")
    assert len(lines(capsys)) == 1
