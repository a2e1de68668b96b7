"""Setting targets: one by one, or all of a policy document from a file."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from registry.accounts.rules import Permission
from registry.accounts.schemas import Viewer
from registry.audit.actions import record
from registry.db.transactions import transaction
from registry.errors import Forbidden
from registry.jurisdictions.rules import covers
from registry.targets.documents import read_targets
from registry.targets.models import Target
from registry.targets.schemas import Loaded, TargetForm

KEY = ("year", "indicator", "counting", "place_code")


async def set_target(form: TargetForm, *, actor: Viewer) -> bool:
    """Set what a document asks of a place in a year, or correct it. False if it stood so already. Raises Forbidden."""
    return bool((await _set([form], actor=actor)).written)


async def load_targets(file: Path, *, actor: Viewer) -> Loaded:
    """Set all targets of a file (see `data/guizhou-2023.toml` for its form), or none; repeating it changes nothing.

    Raises Misconfigured for a file that cannot be read, Forbidden.
    """
    return await _set(await asyncio.to_thread(read_targets, file), actor=actor)


async def _set(forms: Sequence[TargetForm], *, actor: Viewer) -> Loaded:
    places = actor.places_for(Permission.TARGET_MANAGE)
    if not all(any(covers(outer, form.place_code) for outer in places) for form in forms):
        raise Forbidden(Permission.TARGET_MANAGE)
    written = 0
    async with transaction():
        for form in forms:
            values = form.model_dump(mode="python")
            key = {name: values.pop(name) for name in KEY}
            known = await Target.get_or_none(**key)
            if known is not None and all(getattr(known, name) == value for name, value in values.items()):
                continue
            row, _ = await Target.update_or_create(defaults=values, **key)
            await record(
                actor=actor,
                tag="target:set",
                subject=("target", row.id),
                data=form.model_dump(mode="json"),
                place_code=form.place_code,
            )
            written += 1
    return Loaded(written, len(forms) - written)
