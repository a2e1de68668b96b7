"""Kinds of keys, and what changes in the list when a press opens with the keys of the day. No database here."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a key is for."""

    SEAL_ROOT = "seal-root"
    SEAL = "seal"
    TIMESTAMP_ROOT = "timestamp-root"
    STATEMENT_KEY = "statement-key"


class Named(NamedTuple):
    """A key by its kind and fingerprint."""

    kind: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Change:
    """What is new, what is in use again, and what is used no longer."""

    added: frozenset[Named]
    resumed: frozenset[Named]
    retired: frozenset[Named]

    def __bool__(self) -> bool:
        return bool(self.added or self.resumed or self.retired)


def change(known: Iterable[tuple[Named, bool]], opened: Iterable[Named]) -> Change:
    """The change from the `known` keys (with whether each is retired) to those that were `opened`.

    A kind of which nothing was opened stays as it is: a press without time-stamps does not give their roots up.
    """
    now, before = frozenset(opened), dict(known)
    kinds = {one.kind for one in now}
    return Change(
        added=now - before.keys(),
        resumed=frozenset(one for one in now if before.get(one)),
        retired=frozenset(
            one for one, retired in before.items() if not retired and one.kind in kinds and one not in now
        ),
    )
