"""Handing files in: all of it or nothing, by content, and only what was looked into is handed out."""

import asyncio
import errno
import hashlib
from dataclasses import replace

import pytest

from registry.accounts.rules import Role
from registry.accounts.schemas import SYSTEM, Grant, Viewer
from registry.audit.models import AuditEntry
from registry.errors import Invalid, NotFound, NotNow, TooLarge, Unavailable
from registry.identifiers import new_id
from registry.jobs.models import Job
from registry.storage import actions, queries
from registry.storage.inspection import EVIDENCE_TYPES, PDF
from registry.storage.installed import use
from registry.storage.models import StoredFile
from registry.storage.rules import FileState
from registry.storage.scanning import Finding, Scan
from tests.registry.storage.conftest import EXE, pdf, picture, stream

pytestmark = pytest.mark.usefixtures("db", "here")

MINE, OTHERS = new_id(), new_id()
MEMBER = Viewer(new_id(), "li.na", "李娜", "zh-CN", (Grant(Role.ENTERPRISE_MEMBER, enterprise_id=MINE),))
STRANGER = Viewer(new_id(), "other", "Other", "zh-CN", (Grant(Role.ENTERPRISE_MEMBER, enterprise_id=OTHERS),))


class Says:
    """A scanner that says what it is told to."""

    def __init__(self, finding, note=""):
        self.answer = Scan(finding, note)

    async def scan(self, path):
        assert await asyncio.to_thread(path.exists)
        return self.answer


def handed_in(data, filename="证明.pdf", owner=MINE):
    return actions.store(
        stream(data), filename=filename, actor=MEMBER, owner_enterprise_id=owner, allowed=EVIDENCE_TYPES
    )


def left(here):
    store = here.spool.parent / "files"
    return [path for folder in (here.spool, store) for path in folder.rglob("*") if path.is_file()]


async def nothing_kept(here):
    assert left(here) == []
    assert await StoredFile.all().count() == 0
    assert await AuditEntry.all().count() == 0


async def read(opened):
    return b"".join([chunk async for chunk in opened.chunks])


async def test_a_file_comes_back_as_it_was(here):
    data = pdf()
    file_id = await handed_in(data, "..\\照明\u202e证明.pdf")
    opened = await queries.open_file(MEMBER, file_id)
    assert await read(opened) == data
    info = opened.info
    assert (info.name, info.media_type, info.size, info.state) == ("照明证明.pdf", PDF, len(data), FileState.CLEAN)
    assert info.sha256 == hashlib.sha256(data).hexdigest()
    assert [entry.tag for entry in await AuditEntry.all()] == ["file:store"]
    assert "no scanner configured" in (await AuditEntry.first()).data
    assert list(here.spool.iterdir()) == []


async def test_the_same_content_lies_once(here):
    first, second = await handed_in(pdf()), await handed_in(pdf(), owner=OTHERS)
    assert first != second
    assert len(left(here)) == 1


@pytest.mark.parametrize(
    ("data", "refusal", "code"),
    [(EXE, Invalid, "file-type"), (b"", Invalid, "file-empty"), (pdf()[:100], Invalid, "file-damaged")],
)
async def test_a_refused_file_leaves_nothing(here, data, refusal, code):
    with pytest.raises(refusal) as told:
        await handed_in(data)
    assert told.value.code == code
    await nothing_kept(here)


async def test_a_file_without_end_is_cut_off_early(here):
    seen = 0

    async def endless():
        nonlocal seen
        while True:
            seen += 1_000_000
            yield bytes(1_000_000)

    use(replace(here, max_upload_bytes=5_000_000))
    with pytest.raises(TooLarge, match="file-over-limit"):
        await actions.store(endless(), filename="x.pdf", actor=MEMBER, owner_enterprise_id=MINE, allowed=EVIDENCE_TYPES)
    assert seen == 6_000_000
    await nothing_kept(here)


async def test_a_client_that_goes_away_leaves_nothing(here):
    arrived = asyncio.Event()

    async def stalling():
        yield pdf()
        arrived.set()
        await asyncio.sleep(60)

    task = asyncio.create_task(
        actions.store(stalling(), filename="x.pdf", actor=MEMBER, owner_enterprise_id=MINE, allowed=EVIDENCE_TYPES)
    )
    await arrived.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await nothing_kept(here)


async def test_a_full_disk_is_said_and_leaves_nothing(here, monkeypatch):
    import tempfile

    real = tempfile._TemporaryFileWrapper

    class Full(real):
        def write(self, data):  # noqa: ARG002 - the wrapper's signature
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "_TemporaryFileWrapper", Full)
    with pytest.raises(Unavailable, match="storage-full"):
        await handed_in(picture())
    monkeypatch.undo()
    await nothing_kept(here)


async def test_a_disk_that_fills_at_the_last_byte(here, monkeypatch):
    import tempfile

    real = tempfile._TemporaryFileWrapper

    for number, expected in ((errno.ENOSPC, Unavailable), (errno.EIO, OSError)):

        class Full(real):
            def close(self, number=number):
                super().close()
                raise OSError(number, "at the last byte")

        with monkeypatch.context() as patch:
            patch.setattr(tempfile, "_TemporaryFileWrapper", Full)
            with pytest.raises(expected):
                await handed_in(picture())
        await nothing_kept(here)


async def test_what_the_scanner_finds_is_not_kept(here):
    use(replace(here, scanner=Says(Finding.INFECTED, "Eicar")))
    with pytest.raises(Invalid, match="file-infected") as told:
        await handed_in(pdf())
    assert told.value.context == {"name": "Eicar"}
    await nothing_kept(here)


async def test_without_an_answer_a_file_waits_in_quarantine(here):
    use(replace(here, scanner=Says(Finding.NO_ANSWER, "TimeoutError")))
    file_id = await handed_in(pdf())
    job = await Job.get()
    assert (job.name, f'"{file_id}"' in job.payload) == ("storage.scan", True)
    for refused in (queries.open_file(MEMBER, file_id), queries.open_for_area(file_id)):
        with pytest.raises(NotNow, match="file-quarantined"):
            await refused
    with pytest.raises(Unavailable, match="scanner-silent"):
        await actions.settle_quarantine(file_id, actor=SYSTEM)
    use(replace(here, scanner=Says(Finding.CLEAN)))
    for _ in range(2):
        await actions.settle_quarantine(file_id, actor=SYSTEM)
    assert await read(await queries.open_file(MEMBER, file_id)) == pdf()
    assert [entry.tag for entry in await AuditEntry.all().order_by("seq")] == ["file:store", "file:settle"]
    assert list(here.spool.iterdir()) == []


async def test_a_quarantined_file_can_turn_out_harmful(here):
    use(replace(here, scanner=Says(Finding.NO_ANSWER)))
    file_id = await handed_in(pdf())
    assert (await queries.evidence_file(file_id, enterprise_id=MINE)).state is FileState.QUARANTINE
    use(replace(here, scanner=Says(Finding.INFECTED, "Eicar")))
    await actions.settle_quarantine(file_id, actor=SYSTEM)
    with pytest.raises(NotNow, match="file-rejected"):
        await queries.open_file(MEMBER, file_id)
    with pytest.raises(NotFound):
        await queries.evidence_file(file_id, enterprise_id=MINE)
    with pytest.raises(NotFound):
        await actions.settle_quarantine(new_id(), actor=SYSTEM)


async def test_settling_twice_at_once_is_recorded_once(here):
    use(replace(here, scanner=Says(Finding.NO_ANSWER)))
    file_id = await handed_in(pdf())
    use(replace(here, scanner=Says(Finding.CLEAN)))
    await asyncio.gather(*(actions.settle_quarantine(file_id, actor=SYSTEM) for _ in range(3)))
    assert await AuditEntry.filter(tag="file:settle").count() == 1


async def test_what_a_file_is_for_is_done_with_it_or_there_is_no_file(here):
    """A row that nobody refers to would be half of something."""

    async def refuse(file_id):
        assert await StoredFile.filter(id=file_id).exists()
        raise NotNow("application-not-editable", "It was handed in meanwhile.")

    used = []

    async def use(file_id):
        used.append(file_id)

    with pytest.raises(NotNow):
        await actions.store(
            stream(pdf()), filename="a.pdf", actor=MEMBER, owner_enterprise_id=MINE, allowed=EVIDENCE_TYPES, use=refuse
        )
    assert await StoredFile.all().count() == 0
    assert await AuditEntry.all().count() == 0
    file_id = await actions.store(
        stream(pdf()), filename="a.pdf", actor=MEMBER, owner_enterprise_id=MINE, allowed=EVIDENCE_TYPES, use=use
    )
    assert used == [file_id]
