"""Shapes of stored files that leave this area."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from registry.storage.rules import FileState


class Reader(Protocol):
    """Whoever wants to read a file; a viewer is one."""

    @property
    def account_id(self) -> UUID | None:
        """The account, or None for the system and the public."""
        ...

    @property
    def is_system(self) -> bool:
        """Whether it is the program itself."""
        ...

    @property
    def own_enterprises(self) -> tuple[UUID, ...]:
        """Enterprises whose papers the reader may see as their member."""
        ...


@dataclass(frozen=True, slots=True)
class FileInfo:
    """A stored file without its content. `size` is in bytes, `media_type` what the content really is."""

    id: UUID
    name: str
    sha256: str
    size: int
    media_type: str
    state: FileState
    owner_enterprise_id: UUID | None
    uploaded_by: UUID | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file being read: what it is, and its content in pieces."""

    info: FileInfo
    chunks: AsyncIterator[bytes]
