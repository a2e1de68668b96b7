"""Questions about stored files, and reading their content. Quarantined and rejected files are never handed out."""

from collections.abc import Collection
from uuid import UUID

from registry.errors import NotFound, NotNow
from registry.storage.installed import installed
from registry.storage.models import StoredFile
from registry.storage.rules import FileState
from registry.storage.schemas import FileInfo, OpenedFile, Reader


async def open_file(viewer: Reader, file_id: UUID) -> OpenedFile:
    """A file of the viewer's own enterprise or own hand, to read. Raises NotFound, NotNow, Unavailable.

    Officials read evidence through the area it belongs to, which decides and then calls `open_for_area`.
    """
    row = await StoredFile.get_or_none(id=file_id)
    if row is None or not _own(viewer, row):
        raise NotFound("file")
    return _opened(row)


async def open_for_area(file_id: UUID) -> OpenedFile:
    """A file to read for an area that has decided that its viewer may. Raises NotFound, NotNow, Unavailable."""
    row = await StoredFile.get_or_none(id=file_id)
    if row is None:
        raise NotFound("file")
    return _opened(row)


async def evidence_file(file_id: UUID, *, enterprise_id: UUID) -> FileInfo:
    """What a file is that an enterprise offers as evidence; NotFound unless it is the enterprise's and not rejected."""
    row = await StoredFile.get_or_none(id=file_id, owner_enterprise_id=enterprise_id)
    if row is None or row.state is FileState.REJECTED:
        raise NotFound("file")
    return _info(row)


async def file_infos(file_ids: Collection[UUID]) -> dict[UUID, FileInfo]:
    """What files are, for an area that has decided that its viewer may know."""
    return {row.id: _info(row) for row in await StoredFile.filter(id__in=list(file_ids))}


def _own(viewer: Reader, row: StoredFile) -> bool:
    if viewer.is_system:
        return True
    if viewer.account_id is not None and row.uploaded_by == viewer.account_id:
        return True
    return row.owner_enterprise_id is not None and row.owner_enterprise_id in viewer.own_enterprises


def _opened(row: StoredFile) -> OpenedFile:
    if row.state is FileState.REJECTED:
        raise NotNow(
            "file-rejected",
            "This file was found to be harmful and is not handed out.",
            hint="Ask whoever handed it in for a clean one.",
        )
    if row.state is FileState.QUARANTINE:
        raise NotNow(
            "file-quarantined",
            "This file has not been looked into by the virus scanner yet.",
            hint="Please try again in a few minutes.",
        )
    return OpenedFile(_info(row), installed().storage.get(row.sha256))


def _info(row: StoredFile) -> FileInfo:
    return FileInfo(
        id=row.id,
        name=row.original_name,
        sha256=row.sha256,
        size=row.size,
        media_type=row.media_type,
        state=row.state,
        owner_enterprise_id=row.owner_enterprise_id,
        uploaded_by=row.uploaded_by,
        created_at=row.created_at,
    )
