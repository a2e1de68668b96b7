"""Logs as they are in tests: entries that say little, and the press's word for them."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.growth import Growth, sign_growth
from certificates.log_entries import Kind
from certificates.statements import StatementKey
from registry.accounts.schemas import SYSTEM
from registry.db.transactions import transaction
from registry.press.frames import Ready
from registry.transparency.actions import append
from registry.transparency.checkpoints import sign_checkpoint
from registry.trust.actions import note_press

KIND = Kind.ISSUE.value
ORIGIN = "127.0.0.1:8080/log"
KEY = StatementKey(Ed25519PrivateKey.from_private_bytes(b"log of the tests" * 2))


class Signing:
    """A press that only signs, in this process: with the key's own code, but without starting a program."""

    def __init__(self, key: StatementKey = KEY) -> None:
        self.key = key
        self.orders: list[str] = []

    async def order(self, wanted: str, content: bytes, /) -> "Signing.Made":
        """As the press does it."""
        self.orders.append(wanted)
        return Signing.Made(sign_growth(Growth.model_validate_json(content), self.key).encode())

    class Made:
        """What was made."""

        def __init__(self, content: bytes) -> None:
            self.content = content


async def logged(count: int, start: int = 0) -> list[int]:
    """The first `count` entries of a log of the tests, appended if they are not there; their indexes from `start` on."""
    indexes = []
    for number in range(start, count):
        async with transaction():
            indexes.append(await append(b'{"n":%d}' % number, kind=KIND, subject=f"GM-{number}/1"))
    return indexes


async def signed(count: int, start: int = 0) -> None:
    """A log of `count` entries with a checkpoint over all of them; those before `start` are there already."""
    await logged(count, start)
    await sign_checkpoint(press=Signing(), origin=ORIGIN)


async def trusted(key: StatementKey = KEY) -> None:
    """The key put on the list of those that ever signed for us, as a press does that opens with it."""
    await note_press(Ready(ok=True, statement_key=key.public.multibase), actor=SYSTEM)
