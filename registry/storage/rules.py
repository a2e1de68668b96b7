"""What may be kept, pure: states of a file, where content lies by its hash, names made harmless, limits of archives and pictures.

Looking into bytes is `inspection.py`'s; moving them is `ports.py`'s.
"""

import unicodedata
from enum import StrEnum


class FileState(StrEnum):
    """Whether a file may be handed out: only a clean one is."""

    QUARANTINE = "quarantine"
    CLEAN = "clean"
    REJECTED = "rejected"


def content_path(sha256: str) -> str:
    """Where content lies: `sha256/ab/cd/<hash>`, two levels so that no folder grows without bound."""
    return f"sha256/{sha256[:2]}/{sha256[2:4]}/{sha256}"


MAXIMUM_NAME = 120


def clean_name(filename: str, fallback: str = "file") -> str:
    """A client's file name made harmless: no folders, no control or direction characters, at most 120 characters.

    Direction marks could show `exe.fdp` as `pdf.exe`; they go, whatever script the name is in.
    """
    last = unicodedata.normalize("NFC", filename).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C" or unicodedata.category(c) == "Co")
    name = " ".join(kept.split()).strip(". ")
    if len(name) > MAXIMUM_NAME:
        stem, dot, ending = name.rpartition(".")
        short_ending = dot and len(ending) <= 8  # noqa: PLR2004 - longer than any ending that says a type
        name = f"{stem[: MAXIMUM_NAME - len(ending) - 1]}.{ending}" if short_ending else name[:MAXIMUM_NAME]
    return name or fallback
