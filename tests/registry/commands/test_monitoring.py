"""A monitor on a real server over loopback: whole, grown, rewritten, rolled back, forked, gone."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
import time_machine
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates import merkle
from certificates.checkpoints import Checkpoint, sign
from certificates.merkle import leaf_hash
from certificates.statements import StatementKey
from registry import clock
from registry.app import create_app
from registry.commands import monitoring
from registry.commands.monitoring import monitor
from registry.storage.installed import install
from registry.transparency.models import LogCheckpoint, LogHead, LogLeaf, LogNode
from tests.factories.log import KEY, ORIGIN, signed, trusted

OTHER = StatementKey(Ed25519PrivateKey.from_private_bytes(b"o" * 32))


@pytest.fixture
def app(settings) -> web.Application:
    install(settings)
    return create_app(settings)


@pytest_asyncio.fixture(loop_scope="session")
async def address(app, db) -> AsyncIterator[str]:
    """The product on a port of this machine, with a key on its list."""
    await trusted()
    async with TestServer(app) as server:
        yield str(server.make_url("/"))


@pytest.fixture
def file(tmp_path):
    return tmp_path / "state.json"


def remembered(file):
    return json.loads(file.read_text())


async def rewrite(index: int) -> bytes:
    """Somebody who may write everything, and has the key, rewrites an entry and the tree above; gives the new root."""
    entry = '{"n":"rewritten"}'
    await LogLeaf.filter(index=index).update(entry=entry, leaf_hash=leaf_hash(entry.encode()).hex())
    nodes = {}
    for leaf in await LogLeaf.all().order_by("index"):
        nodes |= merkle.appended(leaf.index, leaf_hash(leaf.entry.encode()), nodes)
    for node, value in nodes.items():
        await LogNode.filter(level=node.level, place=node.place).update(hash=value.hex())
    await LogCheckpoint.all().delete()
    return merkle.root(await LogLeaf.all().count(), nodes)


async def sign_anew(size: int, root: bytes, key: StatementKey = KEY) -> None:
    note = sign(Checkpoint(ORIGIN, size, root), key)
    await LogCheckpoint.create(size=size, root=root.hex(), note=note, at=clock.now())


@pytest.mark.parametrize("full", [False, True])
async def test_a_log_that_grows_is_whole(address, file, capsys, full):
    for size in (1, 3, 3, 8):
        await signed(size)
        assert await monitor(address, state=file, full=full) == 0
        assert f"whole: {size} entries" in capsys.readouterr().out
        assert remembered(file)["size"] == size
    assert remembered(file)["keys"] == [KEY.public.multibase]


async def test_a_rewritten_log_is_found(address, file, capsys):
    await signed(5)
    assert await monitor(address, state=file) == 0
    before = file.read_text()
    await sign_anew(5, await rewrite(2))
    assert await monitor(address, state=file) == 1
    assert "two different logs" in capsys.readouterr().out
    await signed(9, 5)
    assert await monitor(address, state=file) == 1
    assert "does not begin with" in capsys.readouterr().out
    assert file.read_text() == before


async def test_a_rewriting_that_was_not_signed_is_found_by_reading_everything(address, file, capsys):
    await signed(5)
    assert await monitor(address, state=file) == 0
    await LogLeaf.filter(index=2).update(entry="{}")
    assert await monitor(address, state=file) == 0
    assert await monitor(address, state=file, full=True) == 1
    assert "first 5 entries are not those" in capsys.readouterr().out


async def test_entries_that_are_held_back_are_found(address, file, capsys, monkeypatch):
    monkeypatch.setattr(monitoring, "PAGE", 2)
    await signed(5)
    await LogLeaf.filter(index=3).delete()
    assert await monitor(address, state=file, full=True) == 1
    assert "signed but not shown" in capsys.readouterr().out
    assert not file.exists()


async def test_a_rolled_back_log_is_found(address, file, capsys):
    """As after an old backup was put back."""
    await signed(3)
    await signed(7)
    assert await monitor(address, state=file) == 0
    await LogCheckpoint.filter(size=7).delete()
    await LogHead.all().update(size=3)
    assert await monitor(address, state=file) == 1
    assert "went back from 7 entries to 3" in capsys.readouterr().out


async def test_another_key_is_not_believed_unless_it_is_given(address, file, capsys):
    await signed(2)
    assert await monitor(address, state=file, key=(OTHER.public.multibase,)) == 1
    assert await monitor(address, state=file) == 0
    note = await LogCheckpoint.get()
    await LogCheckpoint.all().delete()
    await sign_anew(2, bytes.fromhex(note.root), OTHER)
    await trusted(OTHER)
    assert await monitor(address, state=file) == 1
    assert "not signed by a pinned key" in capsys.readouterr().out
    assert await monitor(address, state=file, key=(OTHER.public.multibase,)) == 0
    assert await monitor(address, state=file) == 0
    assert remembered(file)["keys"] == [OTHER.public.multibase]


async def test_a_log_that_moved_is_still_the_log(address, file, capsys):
    await signed(2)
    assert await monitor(address, state=file) == 0
    note = await LogCheckpoint.get()
    await LogCheckpoint.all().update(note=sign(Checkpoint("new.example/log", 2, bytes.fromhex(note.root)), KEY))
    assert await monitor(address, state=file) == 0
    assert "calls itself new.example/log" in capsys.readouterr().out


async def test_clocks_decide_nothing(address, file, capsys):
    await signed(2)
    with time_machine.travel(clock.now() + timedelta(days=4000)):
        assert await monitor(address, state=file) == 0
    await signed(4)
    with time_machine.travel(clock.now() - timedelta(days=4000)):
        assert await monitor(address, state=file) == 0
    assert "a clock was set back" in capsys.readouterr().out


async def test_no_answer_is_no_accusation(address, file, capsys):
    assert await monitor(address, state=file) == 2
    assert "answers 404" in capsys.readouterr().out
    await signed(2)
    assert await monitor(address, state=file) == 0
    for gone in (f"http://127.0.0.1:{unused_port()}", "http://", "nonsense"):
        assert await monitor(gone, state=file.with_name("other.json")) == 2
    assert await monitor(address, state=file, key=("nonsense",)) == 2
    assert await monitor("http://127.0.0.1:1", state=file) == 2
    assert "remembers" in capsys.readouterr().out
    file.write_text("junk")
    assert await monitor(address, state=file) == 2
    assert file.read_text() == "junk"


async def serving(answers):
    """A server that is no register."""

    async def answer(request: web.Request) -> web.Response:
        return answers[request.path]

    other = web.Application()
    other.router.add_get("/{path:.*}", answer)
    return TestServer(other)


async def test_a_server_that_is_no_register_is_an_outage(file, monkeypatch, capsys):
    note = sign(Checkpoint(ORIGIN, 1, merkle.leaf_hash(b"x")), KEY)
    for answers, told in (
        ({"/log/checkpoint": web.Response(text="<html>")}, "no checkpoint"),
        # Nobody leads a monitor to places that only its own machine reaches.
        (
            {"/log/checkpoint": web.Response(status=302, headers={"Location": "/a"}), "/a": web.Response(text=note)},
            "answers 302",
        ),
        ({"/log/checkpoint": web.Response(body=b"\xff" * 99)}, "no checkpoint"),
        ({"/log/checkpoint": web.Response(text="x" * 99_999)}, "without end"),
        (
            {"/log/checkpoint": web.Response(text=note), "/api/v1/log/checkpoint": web.Response(text="{}")},
            "something else",
        ),
        (
            {
                "/log/checkpoint": web.Response(text=note),
                "/api/v1/log/checkpoint": web.json_response({"keys": ["zJunk"]}),
            },
            "multibase",
        ),
    ):
        monkeypatch.setattr(monitoring, "MOST_BYTES", 50_000)
        async with await serving(answers) as server:
            assert await monitor(str(server.make_url("/")), state=file) == 2
        assert told in capsys.readouterr().out


async def test_without_a_name_the_state_lies_here(address, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    await signed(1)
    assert await monitor(address) == 0
    (made,) = tmp_path.glob("lvce-monitor-127.0.0.1-*.json")
    assert remembered(made)["size"] == 1
