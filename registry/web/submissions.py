"""One effect per form: each rendered form carries a number, and the second post with it gets the first one's answer.

Kept in memory for ten minutes; across processes and restarts the actions' own compare-and-set and unique keys
stand behind it.
"""

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from registry.identifiers import new_id

FIELD = "_once"
KEPT_SECONDS = 600
KEPT_ENTRIES = 20_000

Key = tuple[str, str, str]


def new_number() -> str:
    """A number for one rendering of one form."""
    return str(new_id())


def content_key(number: str, posted: Mapping[str, object]) -> str:
    """The number with what was filled in: whoever goes back, changes something and sends again, means it."""
    filled = sorted((name, str(value)) for name, value in posted.items())
    return f"{number} {hashlib.sha256(repr(filled).encode('utf-8', 'surrogatepass')).hexdigest()}"


@dataclass(slots=True)
class Submissions:
    """Answers of forms posted lately: the address of the redirect that each one led to."""

    answers: "OrderedDict[Key, tuple[float, asyncio.Future[str | None]]]" = field(default_factory=OrderedDict)

    async def once(self, key: Key, run: Callable[[], Awaitable[web.StreamResponse]]) -> web.StreamResponse:
        """Run the handler, or wait for and repeat the redirect of its first run.

        Only redirects are repeated: a form shown again with faults had no effect, so it may be sent again.
        """
        self._forget()
        known = self.answers.get(key)
        if known is not None:
            place = await asyncio.shield(known[1])
            if place is not None:
                raise web.HTTPSeeOther(place)
            return await run()
        future: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self.answers[key] = (time.monotonic(), future)
        place = None
        try:
            return await run()
        except web.HTTPSeeOther as answer:
            place = answer.headers["Location"]
            raise
        finally:
            future.set_result(place)
            if place is None:
                self.answers.pop(key, None)

    def _forget(self) -> None:
        limit = time.monotonic() - KEPT_SECONDS
        while self.answers:
            key, (since, _) = next(iter(self.answers.items()))
            if since > limit and len(self.answers) < KEPT_ENTRIES:
                return
            del self.answers[key]
