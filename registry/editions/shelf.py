"""The published editions as this process knows them: read again when another has published, checked against what was.

Questions about them are `queries.py`'s.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby
from uuid import UUID

from registry.editions.models import PublishedEdition
from registry.editions.schemas import Published
from registry.errors import Misconfigured
from scoring.editions import Edition
from scoring.loader import Library, load_all

SHIPPED = load_all()
"""Read at import, so that no request waits for files. A test keeps every shipped file loadable."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What was published when these rows were all there were: rows never change, so their ids say everything."""

    ids: tuple[UUID, ...]
    published: tuple[Published, ...]
    library: Library


_shelf = Shelf((), (), SHIPPED)


async def current() -> Shelf:
    """What is kept in this process, or read anew: one small question each time. Raises Misconfigured `edition-changed`."""
    global _shelf  # noqa: PLW0603 - one shelf a process; it is replaced as a whole
    ids = tuple(row.id for row in await PublishedEdition.all().order_by("id").only("id"))
    if (shelf := _shelf).ids != ids:
        rows = await PublishedEdition.all().order_by("scheme", "place_code", "in_force_from")
        found = tuple(_closed(_read(row) for row in rows))
        editions = (*SHIPPED.editions, *(each.edition for each in found))
        _shelf = shelf = Shelf(ids, found, replace(SHIPPED, editions=editions))
    return shelf


def _read(row: PublishedEdition) -> Published:
    """A row as it was published, or Misconfigured: other criteria than those published are none."""
    edition = Edition.model_validate(row.content)
    if edition.digest != row.digest:
        raise Misconfigured(
            "edition-changed",
            "The published criteria edition {edition} was changed in the database.",
            hint="Restore the row from a backup; changes belong in a new edition with its own day.",
            edition=f"{row.scheme}/{row.edition}",
            frozen=row.digest,
            found=edition.digest,
        )
    return Published(row.id, edition, row.place_code, row.document_number, row.published_on)


def _closed(ordered: Iterable[Published]) -> Iterable[Published]:
    """Each edition ended by the day before its successor of the same scheme and place begins."""
    for _, group in groupby(ordered, key=lambda each: (each.edition.scheme, each.place_code)):
        row = list(group)
        for each, later in zip(row, [*row[1:], None], strict=True):
            if later is None:
                yield each
            else:
                last = later.edition.in_force_from - timedelta(days=1)
                until = min(last, each.edition.in_force_until or last)
                yield replace(each, edition=each.edition.model_copy(update={"in_force_until": until}))
