"""Which storage, scanner and limits this process uses: set once at start from the settings, asked by the actions."""

import time
from dataclasses import dataclass
from pathlib import Path

from registry.errors import Misconfigured
from registry.settings import Settings
from registry.storage.ports import Storage, storage_at
from registry.storage.scanning import Scanner, scanner_at

ABANDONED = 3600.0
"""Seconds without a write after which a file in the spool is nobody's. Another process may be receiving beside us."""


@dataclass(frozen=True, slots=True)
class Installed:
    """What the process stores files with. `spool` is a folder on this machine where they wait to be looked into."""

    storage: Storage
    scanner: Scanner
    spool: Path
    max_upload_bytes: int


_here: list[Installed] = []


def install(settings: Settings) -> Installed:
    """Use what the settings name from now on (makes the folders; call it at start, outside the event loop or in a thread).

    What a killed process left in the spool is removed once it is old. Raises Misconfigured for an address that is not understood.
    """
    spool = settings.data / "spool"
    spool.mkdir(parents=True, exist_ok=True)
    for left in spool.glob("upload-*"):
        _sweep(left)
    made = Installed(
        storage=storage_at(settings.storage_url, settings.data / "files"),
        scanner=scanner_at(settings.scanner_url),
        spool=spool,
        max_upload_bytes=settings.max_upload_bytes,
    )
    use(made)
    return made


def _sweep(left: Path) -> None:
    try:
        if time.time() - left.stat().st_mtime > ABANDONED:
            left.unlink()
    except FileNotFoundError:
        return  # whose it was has just ended


def use(made: Installed) -> None:
    """Use these parts from now on."""
    _here[:] = [made]


def installed() -> Installed:
    """The parts in use. Raises Misconfigured before `install` was called."""
    if not _here:
        raise Misconfigured(
            "storage-not-installed",
            "The storage of files was not set up at start.",
            hint="Report this: it is a fault of the program.",
        )
    return _here[0]
