"""Which editions there are: those shipped as files and those that bureaus have published.

Reading files is `scoring.loader`'s; what is done with drafts is in `actions.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from registry.editions.models import PublishedEdition
from registry.editions.schemas import Published
from registry.errors import Misconfigured
from registry.jurisdictions.rules import covers
from scoring.editions import Edition
from scoring.faults import NoEdition
from scoring.in_force import edition_on
from scoring.loader import Library, load_all

SHIPPED = load_all()
"""Read at import, so that no request waits for files. A test keeps every shipped file loadable."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What was published when these rows were all there were: rows never change, so their ids say everything."""

    ids: tuple[UUID, ...]
    published: tuple[Published, ...]
    library: Library


_shelf = _Shelf((), (), SHIPPED)


async def library() -> Library:
    """The shipped editions and after them the published ones, with documents and crosswalks.

    Raises Misconfigured `edition-changed` if a published one is not what was published.
    """
    return (await _current()).library


async def published() -> tuple[Published, ...]:
    """Every published edition, by scheme and place, oldest first. Raises as `library`."""
    return (await _current()).published


async def edition_named(scheme: str, edition: str) -> Edition:
    """A shipped or published edition by its name. Raises NoEdition `unknown-edition`, Misconfigured as `library`."""
    try:
        return SHIPPED.get(scheme, edition)
    except NoEdition:
        return (await library()).get(scheme, edition)


async def edition_in_force(scheme: str, on: date, place_code: str) -> Edition:
    """What judges on a day at a place: the edition of its own province, otherwise the shipped one. Raises NoEdition."""
    own = [each for each in await published() if each.edition.scheme == scheme and covers(each.place_code, place_code)]
    return next((each.edition for each in own if _holds(each.edition, on)), None) or edition_on(scheme, on, SHIPPED)


async def _current() -> _Shelf:
    """What is kept in this process, read again when another has published: one small question each time."""
    global _shelf  # noqa: PLW0603 - one shelf a process; it is replaced as a whole
    ids = tuple(row.id for row in await PublishedEdition.all().order_by("id").only("id"))
    if (shelf := _shelf).ids != ids:
        rows = await PublishedEdition.all().order_by("scheme", "place_code", "in_force_from")
        found = tuple(_closed(_read(row) for row in rows))
        editions = (*SHIPPED.editions, *(each.edition for each in found))
        _shelf = shelf = _Shelf(ids, found, replace(SHIPPED, editions=editions))
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


def _holds(edition: Edition, on: date) -> bool:
    return edition.in_force_from <= on and (edition.in_force_until is None or on <= edition.in_force_until)
