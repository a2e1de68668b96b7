"""The job that has the status lists signed: when a status changes, and each day, so that no list is older than a day.

When the press is down the last lists stay, and everybody sees from them how old they are.
"""

from datetime import datetime, timedelta
from typing import Protocol

import structlog

from certificates.status_list import ListOrder, encoded
from registry import clock
from registry.credentials.models import SignedList
from registry.credentials.rules import ListName, places_of
from registry.issuance.standing import SIGN_LISTS, standing_on
from registry.jobs.actions import enqueue
from registry.transparency import queries as transparency

log = structlog.get_logger(__name__)

OLD = timedelta(hours=20)
"""A list of this age is signed again though nothing changed; less than a day, as the daily job may come early."""


class Product(Protocol):
    """What a press made."""

    @property
    def content(self) -> bytes:
        """Its bytes."""
        ...


class Press(Protocol):
    """Whoever holds the key of statements; `registry/press_process.py` has the real one."""

    async def order(self, wanted: str, content: bytes, /) -> Product:
        """What is made of `content`. Raises Unavailable when it cannot work now, Misconfigured when it refuses."""
        ...


async def daily() -> None:
    """Order the day's signing of the lists, once a day however often this is called."""
    await enqueue(SIGN_LISTS, {}, key=f"{SIGN_LISTS}:{clock.today()}")


async def sign_lists(*, press: Press, base: str) -> None:
    """Have every list signed that says something else than is so today, or is `OLD`. `base` is our public address.

    Raises what the press raises; what was signed by then is kept.
    """
    asked_at = clock.now()  # before looking: whoever looked later knows more, and is not overwritten
    wanted = places_of(await standing_on(clock.today()), await transparency.size())
    kept = {(row.purpose, row.number): row for row in await SignedList.all()}
    for name, places in wanted.items():
        row = kept.get(name)
        if row is None or asked_at - row.made_at > OLD or f'"{encoded(places)}"' not in row.content:
            await _sign(name, places, made_at=asked_at, press=press, base=base)


async def _sign(name: ListName, places: tuple[int, ...], *, made_at: datetime, press: Press, base: str) -> None:
    purpose, number = name
    order = ListOrder.model_validate(
        {"base": base, "purpose": purpose, "number": number, "set_places": places, "made_at": made_at}
    )
    made = await press.order("status-list", order.model_dump_json().encode())
    kept = {"content": made.content.decode(), "made_at": made_at}
    if not await SignedList.filter(purpose=purpose, number=number, made_at__lte=made_at).update(**kept):
        await SignedList.bulk_create([SignedList(purpose=purpose, number=number, **kept)], ignore_conflicts=True)
    log.info("status list signed", purpose=purpose, number=number, set=len(places))
