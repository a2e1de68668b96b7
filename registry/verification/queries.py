"""Is this file genuine and good? Examined in a process apart, as files of strangers can be made to hurt."""

import asyncio
import contextlib
import json
import os
import sys
from datetime import date, datetime
from typing import Any

import structlog

from certificates.content import CertificateRecord
from certificates.credential import base_of
from certificates.examination import Question
from certificates.verify import Outcome, not_finished
from registry import clock
from registry.errors import NotFound, Unavailable
from registry.issuance import queries as issuance
from registry.issuance.schemas import Outcome as Answer
from registry.issuance.schemas import StatusAnswer
from registry.trust import queries as trust
from registry.verification.rules import said, together, with_status
from registry.verification.schemas import FileAnswer, Said

log = structlog.get_logger(__name__)

MOST_BYTES = 8 * 1024 * 1024
"""Of a file that is examined; certificates have some 200 KB."""
PATIENCE = 20.0
"""Seconds that one file may take."""
SEATS = 2
"""Files examined at a time; the others wait as long as one may take."""
_KEPT = ("PATH", "PYTHONPATH", "HOME")
_seats = asyncio.Semaphore(SEATS)


async def answer_about(pdf: bytes, *, base: str, on: date | None = None) -> FileAnswer:
    """The answer about a file for a day, today if not given. `base` is our public address.

    Raises Unavailable `verification-busy` when too many files are being examined, and when the keys that we believe
    cannot be read.
    """
    day = on or clock.today()
    verdict = await _examined(Question(trust=await trust.trust(), on=day), pdf)
    reasons = [Said(each["code"], each["says"], **each["text"]) for each in verdict["reasons"]]
    register = await _register(verdict, base=base, on=day)
    outcome = together(verdict["outcome"], register.outcome if register else None)
    if register is not None and register.record is not None and await _differs(verdict):
        reasons.append(said("record-differs"))
        outcome = Outcome.NOT_VALID.value
    return FileAnswer(
        outcome=outcome,
        reasons=with_status(reasons, register),
        number=verdict["number"],
        digest=verdict["digest"],
        record=verdict["record"],
        signer=verdict["signer"],
        sealed_at=datetime.fromisoformat(verdict["sealed_at"]) if verdict["sealed_at"] else None,
        knows=tuple(verdict["knows"]),
        registered=register,
    )


async def _register(verdict: dict[str, Any], *, base: str, on: date) -> StatusAnswer | None:
    """What the register says of the number in the file; None when the file is of another register or nobody's.

    It is ours also under an address that we no longer have, or that stands before us, if we know this very record.
    """
    if verdict["record"] is None:
        return None
    answer = await issuance.status_of(verdict["number"], on, version=verdict["record"]["version"])
    if base_of(CertificateRecord.model_validate(verdict["record"])) == base or answer.outcome is Answer.CANNOT_TELL:
        return answer
    return None if answer.record is None or await _differs(verdict) else answer


async def _differs(verdict: dict[str, Any]) -> bool:
    """Whether another record is registered under the number and version of the file."""
    try:
        found = await issuance.record_for_public(verdict["number"], version=verdict["record"]["version"])
    except NotFound:
        return False
    return bool(found["record_sha256"] != verdict["digest"])


async def _examined(question: Question, pdf: bytes) -> dict[str, Any]:
    try:
        async with asyncio.timeout(PATIENCE):
            await _seats.acquire()
    except TimeoutError as late:
        raise Unavailable(
            "verification-busy",
            "Too many files are being checked at the moment.",
            hint="Wait a minute and send the file again.",
        ) from late
    try:
        return await _by_process(question, pdf)
    finally:
        _seats.release()


async def _by_process(question: Question, pdf: bytes) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "certificates.examination",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT if name in os.environ} | {"PYTHONUTF8": "1"},
    )
    try:
        async with asyncio.timeout(PATIENCE):
            printed, _ = await process.communicate(question.framed(pdf))
        verdict: dict[str, Any] = json.loads(printed)
    except (TimeoutError, ValueError, OSError) as why:
        log.warning("a file was not examined to the end", reason=repr(why), code=process.returncode, bytes=len(pdf))
        return not_finished().to_json()
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return verdict
