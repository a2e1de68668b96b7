"""The contract of scanners, against a daemon of our own that speaks INSTREAM, and on the twin."""

import asyncio
import struct
from contextlib import asynccontextmanager

import pytest
import structlog

from registry.errors import Misconfigured
from registry.storage.scanning import ClamdScanner, Finding, NullScanner, Scan, scanner_at


@asynccontextmanager
async def daemon(answer, *, hang_up=False, socket=None):
    received = bytearray()

    async def serve(reader, writer):
        if not hang_up:
            assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
            while (size := struct.unpack("!L", await reader.readexactly(4))[0]) > 0:
                received.extend(await reader.readexactly(size))
            writer.write(answer)
            await writer.drain()
        writer.close()

    server = await (asyncio.start_unix_server(serve, socket) if socket else asyncio.start_server(serve, "127.0.0.1", 0))
    async with server:
        yield ("" if socket else server.sockets[0].getsockname()[1]), received


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"content" * 50_000)
    return path


@pytest.mark.parametrize(
    ("answer", "scan"),
    [
        (b"stream: OK\0", Scan(Finding.CLEAN)),
        (b"stream: Eicar-Test-Signature FOUND\0", Scan(Finding.INFECTED, "Eicar-Test-Signature")),
        (b"INSTREAM size limit exceeded. ERROR\0", Scan(Finding.NO_ANSWER, "INSTREAM size limit exceeded. ERROR")),
    ],
)
async def test_the_daemon_sees_all_and_its_word_counts(file, answer, scan):
    async with daemon(answer) as (port, received):
        assert await scanner_at(f"tcp://127.0.0.1:{port}").scan(file) == scan
        assert bytes(received) == file.read_bytes()


async def test_over_a_unix_socket(file, tmp_path):
    path = str(tmp_path / "s")
    async with daemon(b"stream: OK\0", socket=path):
        assert (await scanner_at(f"unix://{path}").scan(file)).finding is Finding.CLEAN


async def test_no_answer_is_a_finding(file):
    async with daemon(b"", hang_up=True) as (port, _):
        hung_up = await ClamdScanner(host="127.0.0.1", port=port).scan(file)
    nobody = await ClamdScanner(host="127.0.0.1", port=port).scan(file)
    assert {hung_up.finding, nobody.finding} == {Finding.NO_ANSWER}


async def test_the_twin_passes_everything_loudly(file):
    with structlog.testing.capture_logs() as logs:
        scan = await scanner_at("").scan(file)
    assert scan.finding is Finding.NO_SCANNER
    assert logs[0]["log_level"] == "warning"
    assert isinstance(scanner_at(""), NullScanner)


@pytest.mark.parametrize("url", ["clamd", "unix://", "http://127.0.0.1:3310"])
def test_an_address_that_is_none(url):
    with pytest.raises(Misconfigured, match="scanner-url"):
        scanner_at(url)
