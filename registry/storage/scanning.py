"""Looking for malware: the port, a client of ClamAV's daemon, and the Null twin that only says that nobody looked."""

import asyncio
import struct
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import structlog

from registry.errors import Misconfigured

LOG = structlog.get_logger(__name__)
CHUNK_BYTES = 64 * 1024
CONNECT_SECONDS = 5
ANSWER_SECONDS = 60
LONGEST_ANSWER = 4096


class Finding(StrEnum):
    """What a scan came to."""

    CLEAN = "clean"
    INFECTED = "infected"
    NO_SCANNER = "no_scanner"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class Scan:
    """A finding, and a note for the operators: the name of what was found, or why there is no answer."""

    finding: Finding
    note: str = ""


class Scanner(Protocol):
    """Looks into a file on this machine. Never raises: no answer is a finding too."""

    async def scan(self, path: Path) -> Scan:
        """What is found in the file."""
        ...


class NullScanner:
    """The twin for installations without a scanner: passes everything on, loudly."""

    async def scan(self, path: Path) -> Scan:
        """See the port."""
        LOG.warning("scanner.none", file=path.name, reason="no scanner configured")
        return Scan(Finding.NO_SCANNER, "no scanner configured")


class ClamdScanner:
    """ClamAV's daemon, spoken to by its INSTREAM command over a unix socket or TCP."""

    def __init__(self, *, socket: str = "", host: str = "", port: int = 3310) -> None:
        """Either the path of a unix socket, or host and port."""
        self._socket, self._host, self._port = socket, host, port

    async def scan(self, path: Path) -> Scan:
        """See the port."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                answer = await self._ask(path)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError) as error:
            LOG.error("scanner.silent", error=repr(error))  # noqa: TRY400 - printing a traceback reads source files in the event loop
            return Scan(Finding.NO_ANSWER, type(error).__name__)
        if answer == "stream: OK":
            return Scan(Finding.CLEAN)
        if answer.endswith(" FOUND"):
            name = answer.removeprefix("stream: ").removesuffix(" FOUND")
            LOG.warning("scanner.found", name=name)
            return Scan(Finding.INFECTED, name[:150])
        LOG.error("scanner.refused", answer=answer[:200])
        return Scan(Finding.NO_ANSWER, answer[:150])

    async def _ask(self, path: Path) -> str:
        async with asyncio.timeout(CONNECT_SECONDS):
            if self._socket:
                reader, writer = await asyncio.open_unix_connection(self._socket)
            else:
                reader, writer = await asyncio.open_connection(self._host, self._port)
        try:
            writer.write(b"zINSTREAM\0")
            file = await asyncio.to_thread(path.open, "rb")
            try:
                while chunk := await asyncio.to_thread(file.read, CHUNK_BYTES):
                    writer.write(struct.pack("!L", len(chunk)) + chunk)
                    await writer.drain()
            finally:
                await asyncio.shield(asyncio.to_thread(file.close))
            writer.write(struct.pack("!L", 0))
            await writer.drain()
            answer = await reader.readuntil(b"\0")
        finally:
            writer.close()
        return answer[:LONGEST_ANSWER].rstrip(b"\0").decode("utf-8", "replace")


def scanner_at(url: str) -> Scanner:
    """The scanner that the settings name: `tcp://host:port`, `unix:///path`, or none. Raises Misconfigured."""
    if not url:
        return NullScanner()
    address = urlsplit(url)
    if address.scheme == "unix" and address.path:
        return ClamdScanner(socket=address.path)
    if address.scheme == "tcp" and address.hostname:
        return ClamdScanner(host=address.hostname, port=address.port or 3310)
    raise Misconfigured(
        "scanner-url",
        "The scanner's address is not understood.",
        hint="Set LVCE_SCANNER_URL to tcp://host:port or unix:///path/of/clamd.ctl, or leave it empty.",
    )
