"""Two editions of a scheme side by side, for anybody. What differs is worked out by `scoring/diff.py`."""

from dataclasses import dataclass

from registry.editions.queries import library
from registry.errors import NotFound
from scoring.crosswalk import Crosswalk
from scoring.diff import Change, diff
from scoring.editions import Edition
from scoring.faults import NoEdition


@dataclass(frozen=True, slots=True)
class Compared:
    """Two editions, every change in the order of the new one, and which criterion continues which."""

    old: Edition
    new: Edition
    changes: tuple[Change, ...]
    walk: Crosswalk


async def compared(scheme: str, old: str, new: str) -> Compared:
    """Compare two shipped or published editions by name. Raises NotFound where one of them is none."""
    shelf = await library()
    try:
        first, second = shelf.get(scheme, old), shelf.get(scheme, new)
    except NoEdition:
        raise NotFound("edition") from None
    walk = shelf.crosswalk(first, second)
    return Compared(first, second, diff(first, second, walk), walk)
