"""Handing files in, and settling those that wait in quarantine.

Bytes are looked into and safely stored before their row is written: a row never promises what is not there.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID

from registry import clock
from registry.audit.actions import Actor, record
from registry.db.transactions import transaction
from registry.errors import Invalid, NotFound, Unavailable
from registry.jobs.actions import enqueue
from registry.storage.inspection import inspect
from registry.storage.installed import installed
from registry.storage.models import StoredFile
from registry.storage.rules import FileState, clean_name
from registry.storage.scanning import Finding, Scan
from registry.storage.spool import pieces, spooled

SCAN_JOB = "storage.scan"


async def store(
    chunks: AsyncIterator[bytes],
    *,
    filename: str,
    actor: Actor,
    owner_enterprise_id: UUID | None,
    allowed: frozenset[str],
    use: Callable[[UUID], Awaitable[object]] | None = None,
) -> UUID:
    """Keep a file that somebody hands in, if it is what it may be (`allowed`: media types); returns the file's id.

    `use` is what the file is handed in for, done in the same transaction: a file that it refuses, or that a crash
    comes before, is none that anybody handed in. Raises what `use` raises, TooLarge, Invalid (see `inspection.inspect`; `file-infected`), Unavailable; then nothing is left behind. If
    the scanner does not answer, the file waits in quarantine and a job asks again.
    """
    here = installed()
    async with spooled(chunks, here.spool, here.max_upload_bytes) as path:
        media_type = await asyncio.to_thread(inspect, path, allowed)
        scan = await here.scanner.scan(path)
        if scan.finding is Finding.INFECTED:
            raise Invalid(
                "file-infected",
                "The virus scanner found {name} in this file. Nothing of it was kept.",
                hint="Have your computer checked, then hand in a clean copy.",
                name=scan.note,
            )
        kept = await here.storage.put(pieces(path))
    async with transaction():
        row = await StoredFile.create(
            sha256=kept.sha256,
            size=kept.size,
            media_type=media_type,
            original_name=clean_name(filename),
            state=_state(scan),
            scan_note=scan.note[:200],
            owner_enterprise_id=owner_enterprise_id,
            uploaded_by=actor.account_id,
            created_at=clock.now(),
        )
        if row.state is FileState.QUARANTINE:
            await enqueue(SCAN_JOB, {"file_id": str(row.id)}, key=f"{SCAN_JOB}:{row.id}")
        await record(
            actor=actor,
            tag="file:store",
            subject=("file", row.id),
            data={
                "sha256": kept.sha256,
                "size": kept.size,
                "media_type": media_type,
                "name": row.original_name,
                "enterprise": owner_enterprise_id,
                "state": row.state,
                "scan": scan.note,
            },
        )
        if use is not None:
            await use(row.id)
    return row.id


async def settle_quarantine(file_id: UUID, *, actor: Actor) -> None:
    """Scan a file that waits in quarantine, and let it out or reject it. One that was settled before stays as it is.

    Raises NotFound, Unavailable while the scanner still does not answer: the job is then tried again.
    """
    row = await StoredFile.get_or_none(id=file_id)
    if row is None:
        raise NotFound("file")
    if row.state is not FileState.QUARANTINE:
        return
    here = installed()
    async with spooled(here.storage.get(row.sha256), here.spool, row.size) as path:
        scan = await here.scanner.scan(path)
    if scan.finding is Finding.NO_ANSWER:
        raise Unavailable(
            "scanner-silent",
            "The virus scanner does not answer.",
            hint="Check LVCE_SCANNER_URL and whether the scanner runs; the file is scanned again by itself.",
        )
    state = _state(scan)
    async with transaction():
        if await StoredFile.filter(id=file_id, state=FileState.QUARANTINE).update(
            state=state, scan_note=scan.note[:200]
        ):
            await record(
                actor=actor, tag="file:settle", subject=("file", file_id), data={"state": state, "scan": scan.note}
            )


def _state(scan: Scan) -> FileState:
    match scan.finding:
        case Finding.INFECTED:
            return FileState.REJECTED
        case Finding.NO_ANSWER:
            return FileState.QUARANTINE
        case _:
            return FileState.CLEAN
