"""A person with a program over the API who does what people do when a server goes away: wait, look, go on.

A step is given as what is wanted (`done`, a look) and what brings it about (`act`). What was acknowledged is never
sent again; what was not is looked for first, because the server may have died after it and before the answer.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, FormData

TRIES = 200
PAUSE = 0.1

Look = Callable[[], Awaitable[bool]]
Act = Callable[[], Awaitable[Any]]
BeforeActs = Callable[[str, str], None]


class Lost(Exception):
    """The server went away before it answered."""


class Refused(AssertionError):
    """The server answered, but not with what was wanted."""

    def __init__(self, what: str, status: int, body: object) -> None:
        super().__init__(f"{what}: {status} {body}")
        self.status = status


class Caller:
    """One person's program: `get` looks, `act` changes something, `until` brings a step to its end."""

    def __init__(self, session: ClientSession, address: str, token: str = "", *, before: BeforeActs) -> None:
        self.session, self.address, self.token, self._before = session, address, token, before
        self.lost = 0

    async def get(self, path: str) -> Any:
        """The JSON at an address; waits while the server is away."""
        for _ in range(TRIES * 20):
            try:
                return await self.ask("GET", path)
            except Lost:
                await asyncio.sleep(PAUSE)
        raise AssertionError(f"the server stayed away: {path}")

    async def there(self, path: str) -> bool:
        """Whether an address answers with something."""
        try:
            await self.get(path)
        except Refused as refusal:
            if refusal.status == 404:
                return False
            raise
        return True

    async def act(self, method: str, path: str, body: Any = None) -> Any:
        """Send something once. Raises Lost if no answer came, Refused if it was another than was hoped for."""
        self._before(method, path)
        return await self.ask(method, path, body)

    async def until(self, done: Look, act: Act) -> None:
        """Act until `done`. A refusal is a fault, unless the server had gone away: then look once more before."""
        lost = False
        for _ in range(TRIES):
            if await done():
                return
            try:
                await act()
            except Lost:
                self.lost += 1
                lost = True
            except Refused:
                if not lost:
                    raise
                lost = False
                await asyncio.sleep(PAUSE)
        raise AssertionError("a step does not come to its end")

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """As `act`, for a look that happens to be a post."""
        given: dict[str, Any] = {}
        if isinstance(body, bytes):
            given["data"] = FormData()
            given["data"].add_field("file", body, filename="台账.pdf", content_type="application/pdf")
        elif method != "GET":
            given["json"] = {} if body is None else body
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            async with self.session.request(method, f"{self.address}{path}", headers=headers, **given) as answer:
                json = answer.content_type.endswith("json")
                content = await (answer.json() if json else answer.read())
        except (ClientError, OSError, TimeoutError) as reason:
            raise Lost from reason
        if answer.status >= 400:
            raise Refused(f"{method} {path}", answer.status, content)
        return content


async def surely(look: Look) -> bool:
    """A look that is a post: repeated until the server is there to answer it."""
    for _ in range(TRIES * 20):
        try:
            return await look()
        except Lost:
            await asyncio.sleep(PAUSE)
    raise AssertionError("the server stayed away")


async def pause() -> None:
    """Give the machine time: there is nothing to do but to look again."""
    await asyncio.sleep(0.3)


def session() -> ClientSession:
    """A session whose requests end: nobody waits for ever for a server that was killed."""
    return ClientSession(timeout=ClientTimeout(total=20))
