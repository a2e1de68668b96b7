"""All that was ever handed in, part by part: for work that goes through everything and must not hold it in memory.

What one person may see of it is `queries.py`'s; callers here have asked that already.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tortoise.queryset import QuerySet

from registry.applications.facts import as_frozen
from registry.applications.models import Application, Submission
from registry.applications.rules import State
from registry.applications.schemas import HandedIn
from registry.jurisdictions.rules import stem_of


async def count(scheme: str, place_code: str, *, until: datetime) -> int:
    """How many applications of a scheme had handed in anything by then, in a place with all below it."""
    return await _handed_in(scheme, place_code, until).count()


async def part(
    scheme: str, place_code: str, *, until: datetime, after: UUID | None, at_once: int
) -> Sequence[HandedIn]:
    """The next applications by id, each with what it had handed in last by then; empty when there are no more."""
    wanted = _handed_in(scheme, place_code, until)
    if after is not None:
        wanted = wanted.filter(id__gt=after)
    rows = await wanted.select_related("round").order_by("id").limit(at_once)
    numbered = Submission.filter(application_id__in=[row.id for row in rows], submitted_at__lte=until)
    latest = {each.application_id: each.id for each in await numbered.order_by("number").only("id", "application_id")}
    full = await Submission.filter(id__in=list(latest.values())).select_related("application")
    submissions = {each.application_id: as_frozen(each) for each in full}
    return [HandedIn(row.id, row.place_code, row.round.year, State(row.state), submissions[row.id]) for row in rows]


def _handed_in(scheme: str, place_code: str, until: datetime) -> QuerySet[Application]:
    # Number 1 exists once for each application that was ever handed in, so the join multiplies nothing.
    return Application.filter(
        scheme=scheme,
        place_code__startswith=stem_of(place_code),
        submissions__number=1,
        submissions__submitted_at__lte=until,
    )
