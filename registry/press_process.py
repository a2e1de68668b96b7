"""The press as its parent sees it: started, given one order at a time, restarted when it dies, stopped cleanly.

What happens inside is `registry/press/`'s. The keys' bytes never pass through here, only where they lie.
"""

import asyncio
import hashlib
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import structlog

from certificates.faults import WRONG_PIN
from registry.errors import Misconfigured, Unavailable
from registry.issuance.schemas import Sealed
from registry.press.frames import HEAD, Answer, Broken, Opening, Order, Ready, framed, length
from registry.settings import Settings

log = structlog.get_logger(__name__)

KEPT = (
    *("PATH", "HOME", "TMPDIR", "PYTHONPATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_CACHE_HOME"),
    *("SOFTHSM2_CONF", "YUBIHSM_PKCS11_CONF", "ChrystokiConfigurationPath", "CS_PKCS11_R3_CFG", "NFAST_HOME"),
)
"""Of the environment, what Python and the layout of pages need, and where vendors' PKCS#11 modules look for their own
settings. No address, no password of anything else."""

DEMONSTRATION_KEY = Path("press", "demonstration.p12")
"""Where the demonstration's sealing key is made, inside the data folder."""
DEMONSTRATION_STATEMENTS = Path("press", "statements.pem")
"""Where the demonstration's key of statements is made."""


class Made(NamedTuple):
    """What the press made: the product's bytes, their SHA-256 in hexadecimal, and what it says of them."""

    content: bytes
    sha256: str
    facts: dict[str, str]


class PressProcess:
    """A press of our own; use it as `async with PressProcess(settings) as press`."""

    def __init__(self, settings: Settings, *, patience: float = 60.0) -> None:
        """`patience`: seconds that opening, or one document, may take."""
        self._opening = opening_for(settings)
        self._patience = patience
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self.ready: Ready | None = None

    async def __aenter__(self) -> Self:
        """Start at once, so that a key that cannot be used stops the program here and not at the first certificate."""
        async with self._turn:
            try:
                await self._started()
            except (Broken, OSError, asyncio.IncompleteReadError) as reason:
                log.warning("press lost at its start", reason=repr(reason))
                await self._started()  # killed while it opened: a second try tells an accident from a fault
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let it finish the document in hand, then stop it."""
        async with self._turn:
            await self._stop(grace=5.0)

    @property
    def opened(self) -> Ready:
        """What the press said when it opened its keys. Only inside `async with`."""
        if self.ready is None or not self.ready.ok:
            raise Broken("the press was not opened")
        return self.ready

    @property
    def process_id(self) -> int | None:
        """The child's, while it lives."""
        alive = self._process is not None and self._process.returncode is None
        return self._process.pid if self._process is not None and alive else None

    async def seal(self, order: bytes) -> Sealed:
        """The sealed document of a `CertificateOrder` as JSON. Raises as `order`."""
        made = await self.order("certificate", order)
        return Sealed(made.content, made.sha256, made.facts["level"])

    async def order(self, wanted: str, content: bytes) -> Made:
        """What the press makes of `content` under a name of `registry/press/work.py`; one at a time, in turn.

        Raises Unavailable when the press died or took too long (the next call starts a new one), Misconfigured when
        it refuses this order or its own key.
        """
        async with self._turn:
            try:
                process = await self._started()
                async with asyncio.timeout(self._patience):
                    return await self._exchange(process, wanted, content)
            except (Broken, OSError, TimeoutError, asyncio.IncompleteReadError) as reason:
                await self._stop(grace=0)
                log.warning("press lost", reason=repr(reason))
                raise Unavailable(
                    "press-unavailable",
                    "The press does not answer, so nothing is sealed yet.",
                    hint="Nothing needs to be done: it is tried again.",
                ) from reason
            except asyncio.CancelledError:
                # Half an exchange is on the pipe: whoever asks next needs a new one.
                await self._stop(grace=0)
                raise

    async def _exchange(self, process: asyncio.subprocess.Process, wanted: str, content: bytes) -> Made:
        await _send(process, Order(wanted=wanted).model_dump_json().encode())
        await _send(process, content)
        answer = Answer.model_validate_json(await _receive(process))
        if answer.ok:
            product = await _receive(process)
            if hashlib.sha256(product).hexdigest() != answer.sha256:
                raise Broken("the product is not the one that was announced")
            return Made(product, answer.sha256, answer.facts)
        if answer.lasting:
            raise Misconfigured(
                "press-refused",
                "The press refuses this order: {reason}",
                hint="Correct what it names; a certificate keeps its number.",
                reason=answer.error,
            )
        raise Unavailable(
            "press-fault",
            "The press failed at this order: {reason}",
            hint="It is tried again; if it keeps failing, tell the operator.",
            reason=answer.error,
        )

    async def _started(self) -> asyncio.subprocess.Process:
        if self._process is not None and self._process.returncode is None:
            return self._process
        if self.ready is not None and self.ready.code == WRONG_PIN:
            raise _no_key(self.ready)
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "registry.press",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={name: os.environ[name] for name in KEPT if name in os.environ} | {"PYTHONUTF8": "1"},
        )
        try:
            async with asyncio.timeout(self._patience):
                await _send(self._process, self._opening.model_dump_json().encode())
                self.ready = Ready.model_validate_json(await _receive(self._process))
        except BaseException:
            await self._stop(grace=0)
            raise
        if not self.ready.ok:
            await self._stop(grace=1.0)
            raise _no_key(self.ready)
        log.info("press ready", process=self._process.pid, subject=self.ready.subject, level=self.ready.level)
        return self._process

    async def _stop(self, *, grace: float) -> None:
        """Close its pipe, wait `grace` seconds for it to leave, then kill it."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            async with asyncio.timeout(grace):
                await process.wait()
        except TimeoutError:
            _kill(process)
            await process.wait()


def opening_for(settings: Settings) -> Opening:
    """Where the keys are. Raises Misconfigured in production: `signer-missing`, `statement-key-missing`."""
    production = settings.environment == "production"
    if production and not settings.signer:
        raise Misconfigured(
            "signer-missing",
            "No sealing key is set.",
            hint="Set LVCE_SIGNER to a PKCS#12 file or a PKCS#11 address; only the demonstration makes a key of its own.",
        )
    if production and not settings.statement_key:
        raise Misconfigured(
            "statement-key-missing",
            "No key for statements is set.",
            hint="Set LVCE_STATEMENT_KEY to an Ed25519 key in a PEM file: openssl genpkey -algorithm ed25519.",
        )
    signer = settings.signer
    if not signer.startswith("pkcs11:"):
        signer = str(Path(signer or settings.data / DEMONSTRATION_KEY).absolute())
    statements = Path(settings.statement_key or settings.data / DEMONSTRATION_STATEMENTS)
    return Opening(
        signer=signer,
        password=settings.signer_password.get_secret_value(),
        statements=str(statements.absolute()),
        make_key=not settings.signer,
        make_statements=not settings.statement_key,
        name="Lvce",
        plates=settings.plates,
        timestamps=bool(settings.tsa_url),
    )


def _no_key(told: Ready) -> Misconfigured:
    return Misconfigured(
        "press-key",
        "The press cannot use its key: {reason}",
        hint="Check LVCE_SIGNER, LVCE_SIGNER_PASSWORD and LVCE_STATEMENT_KEY.",
        reason=told.error,
    )


def _kill(process: asyncio.subprocess.Process) -> None:
    try:
        process.kill()
    except ProcessLookupError:
        return


async def _send(process: asyncio.subprocess.Process, content: bytes) -> None:
    if process.stdin is None:
        raise Broken("the press has no pipe")
    process.stdin.write(framed(content))
    await process.stdin.drain()


async def _receive(process: asyncio.subprocess.Process) -> bytes:
    if process.stdout is None:
        raise Broken("the press has no pipe")
    size = length(await process.stdout.readexactly(HEAD.size))
    return await process.stdout.readexactly(size)
