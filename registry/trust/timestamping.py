"""Asking a time-stamp authority about seals, as well as it can be done: without its answer a document is issued too.

The press has no network, so this is done beside it, on the sealed file; only the hash of a signature is sent. What is
asked, and where the answer goes, is `certificates/timestamps.py`'s.
"""

import asyncio
import secrets
import time
from pathlib import Path
from typing import Protocol

import aiohttp
import structlog

from certificates import timestamps
from certificates.faults import Refused
from certificates.trust import Trust, known_certificates
from registry.errors import Misconfigured, Unavailable
from registry.settings import Settings

log = structlog.get_logger(__name__)

ATTEMPTS = 2
PATIENCE = 5.0
"""Seconds that each attempt may take. A certificate waits no longer than both."""
SILENCE = 60.0
"""Seconds for which an authority that did not answer is not asked again, so that its outage holds up no run."""
LONGEST = 64 * 1024
"""Bytes of the longest answer that is read."""
_QUESTION, _OK = "application/timestamp-query", 200


class TimestampAuthority(Protocol):
    """Whoever says, signed, that something existed at a time (RFC 3161).

    `ask` sends a TimeStampReq in DER and returns the answer unread: whether it is good is found out by whoever uses
    it. It raises Unavailable when there is none in time, and never waits longer than it says. `trust` holds the roots
    by which its time-stamps are believed.
    """

    @property
    def trust(self) -> Trust: ...
    async def ask(self, question: bytes) -> bytes:
        """The answer, a TimeStampResp in DER."""
        ...


class HttpAuthority:
    """An authority behind HTTP (RFC 3161, 3.4)."""

    def __init__(self, address: str, trust: Trust) -> None:
        self.trust = trust
        self._address = address
        self._silent_until = 0.0

    async def ask(self, question: bytes) -> bytes:
        """The answer after at most two attempts. Raises Unavailable `timestamp-unavailable`."""
        if time.monotonic() < self._silent_until:
            raise _unavailable("it did not answer before")
        reason = ""
        for _ in range(ATTEMPTS):
            try:
                return await self._once(question)
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                reason = type(error).__name__
        self._silent_until = time.monotonic() + SILENCE
        raise _unavailable(reason)

    async def _once(self, question: bytes) -> bytes:
        limit = aiohttp.ClientTimeout(total=PATIENCE)
        async with (
            aiohttp.ClientSession(timeout=limit) as session,
            session.post(
                self._address, data=question, headers={"Content-Type": _QUESTION}, allow_redirects=False
            ) as response,
        ):
            content = b""
            async for part in response.content.iter_any():
                content += part
                if len(content) > LONGEST:
                    raise aiohttp.ClientPayloadError("longer than any time-stamp")
            if response.status != _OK or not content:
                raise aiohttp.ClientResponseError(response.request_info, (), status=response.status)
            return content


class NoAuthority:
    """The Null twin: nobody is asked, and whoever asks is told so."""

    trust = Trust()

    async def ask(self, question: bytes) -> bytes:
        """Never returns. Raises Unavailable."""
        raise _unavailable(f"none is set, {len(question)} bytes stay unasked")


NO_AUTHORITY = NoAuthority()


def authority_at(settings: Settings) -> TimestampAuthority:
    """The authority of the settings. Raises Misconfigured for roots that cannot be read. Reads a file."""
    if not settings.tsa_url:
        return NO_AUTHORITY
    try:
        roots = known_certificates(Path(settings.tsa_trust).read_bytes()) if settings.tsa_trust else ()
    except (OSError, ValueError) as error:
        raise Misconfigured(
            "timestamp-trust",
            "The roots of the time-stamp authority cannot be read from {file}.",
            hint="Set LVCE_TSA_TRUST to a file of certificates in PEM form.",
            file=settings.tsa_trust,
        ) from error
    return HttpAuthority(settings.tsa_url, Trust(timestamp_roots=roots))


def roots_of(authority: TimestampAuthority) -> bytes:
    """The roots of an authority as PEM."""
    return "".join(one.content for one in authority.trust.timestamp_roots).encode()


async def with_timestamp(pdf: bytes, level: str, authority: TimestampAuthority) -> tuple[bytes, str]:
    """A sealed document with a time-stamp, and level B-T; or as it came, with its own level, when none can be had."""
    if isinstance(authority, NoAuthority):
        return pdf, level
    nonce = secrets.randbits(63)
    try:
        answer = await authority.ask(await asyncio.to_thread(timestamps.question, pdf, nonce))
        stamped = await asyncio.to_thread(timestamps.stamped, pdf, answer, nonce, authority.trust)
    except (Unavailable, Refused) as reason:
        log.warning("no time-stamp", reason=str(reason))
        return pdf, level
    return stamped, timestamps.LEVEL


def _unavailable(reason: str) -> Unavailable:
    return Unavailable(
        "timestamp-unavailable",
        "The time-stamp authority does not answer: {reason}.",
        hint="Certificates are issued without a time-stamp meanwhile, and say so.",
        reason=reason,
    )
