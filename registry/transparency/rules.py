"""What the log calls things, and the limits of what is asked of it. No database here; the tree is `certificates/merkle.py`'s."""

from certificates.log_entries import Kind

MOST_ENTRIES = 500
"""Entries that one question of a program gets at most."""


def about(subject: str) -> str:
    """What an entry is about: its subject without the count at the end, such as the number of `GM-520000-2026-0001/2`."""
    return subject.rpartition("/")[0] or subject


def check_kind(kind: str) -> None:
    """Raise ValueError for a kind of entry that monitors would not know: a programmer's slip, not a person's."""
    if kind not in set(Kind):
        raise ValueError(f"{kind!r} is no kind of entry; see certificates/log_entries.py")
