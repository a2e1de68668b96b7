"""Writing places: the shipped seed, and lists that a bureau imports. Nothing is ever deleted; a place gets a last day."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from uuid import UUID

from registry.audit.actions import Actor, record
from registry.db.transactions import transaction
from registry.errors import Invalid, InvalidMany, LvceError
from registry.jurisdictions.models import Place
from registry.jurisdictions.rules import PlaceRow, level_of, name_key, parent_of, read_row
from registry.jurisdictions.schemas import Imported
from registry.jurisdictions.seed import seed_rows

EVERY_PLACE = UUID(int=0)
"""Subject of audit entries about the list as a whole."""

_MUTABLE = ("name_zh", "name_en", "valid_to", "replaced_by")


async def seed(*, actor: Actor) -> Imported:
    """Write the places that the product ships with. Repeating it adds nothing and undoes no later import."""
    shipped = await asyncio.to_thread(seed_rows)
    async with transaction():
        known = {(row.code, row.valid_from) for row in await Place.all().only("id", "code", "valid_from")}
        codes = {code for code, _ in known}
        fresh = [row for row in shipped if row.code not in codes]
        done = Imported(added=len(fresh), changed=0, unchanged=len(known))
        if fresh:
            await Place.bulk_create([_place(row) for row in fresh], batch_size=500)
            await record(actor=actor, tag="place:seed", subject=("place", EVERY_PLACE), data={"added": done.added})
        return done


async def import_places(rows: Sequence[Mapping[str, str]], *, actor: Actor) -> Imported:
    """Write a list of places (columns: see `rules.read_row`), all of it or none; repeating it changes nothing.

    A row with a known code and first day changes names, last day and successor. Raises InvalidMany with one fault per
    bad row; rows are counted from 2, as in a spreadsheet under its heading.
    """
    wanted = _readable(rows)
    async with transaction():
        on_file: dict[str, list[Place]] = {}
        for place in await Place.filter(code__in=sorted({row.code for row in wanted})):
            on_file.setdefault(place.code, []).append(place)
        added: list[Place] = []
        changed = unchanged = 0
        for row in wanted:
            same = [place for place in on_file.get(row.code, []) if place.valid_from == row.valid_from]
            if not same:
                added.append(_place(row))
                on_file.setdefault(row.code, []).append(added[-1])
            elif all(getattr(same[0], name) == getattr(row, name) for name in _MUTABLE):
                unchanged += 1
            else:
                changed += 1
                same[0].update_from_dict({name: getattr(row, name) for name in _MUTABLE})
                same[0].name_key = name_key(row.name_zh)
                if not any(same[0] is new for new in added):
                    await same[0].save()
        _check_overlaps(on_file)
        await Place.bulk_create(added, batch_size=500)
        done = Imported(added=len(added), changed=changed, unchanged=unchanged)
        if added or changed:
            await record(
                actor=actor,
                tag="place:import",
                subject=("place", EVERY_PLACE),
                data={"added": done.added, "changed": done.changed, "codes": [row.code for row in wanted]},
            )
        return done


def _readable(rows: Iterable[Mapping[str, str]]) -> list[PlaceRow]:
    good: list[PlaceRow] = []
    faults: list[LvceError] = []
    for number, cells in enumerate(rows, start=2):
        try:
            good.append(read_row(cells, number))
        except Invalid as fault:
            faults.append(fault)
    if faults:
        raise InvalidMany(faults)
    return good


def _check_overlaps(on_file: Mapping[str, Sequence[Place]]) -> None:
    for code, places in on_file.items():
        ordered = sorted(places, key=lambda place: place.valid_from)
        for earlier, later in pairwise(ordered):
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                raise Invalid(
                    "place-overlap",
                    "The code {place} would stand for two places on {day}.",
                    hint="Give the earlier place its last day in the same list.",
                    place=code,
                    day=later.valid_from.isoformat(),
                )


def _place(row: PlaceRow) -> Place:
    return Place(
        code=row.code,
        name_zh=row.name_zh,
        name_en=row.name_en,
        name_key=name_key(row.name_zh),
        level=level_of(row.code),
        parent_code=parent_of(row.code),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        replaced_by=row.replaced_by,
    )
