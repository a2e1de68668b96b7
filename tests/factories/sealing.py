"""Certificates that were really sealed, by a press of their own."""

from registry.accounts.schemas import SYSTEM
from registry.credentials.listing import sign_lists
from registry.issuance.printing import print_certificate
from registry.issuance.queries import facts_for_system
from registry.issuance.schemas import Reserved
from registry.press_process import PressProcess
from registry.settings import Settings
from registry.storage.contents import read
from registry.trust.actions import note_press
from tests.factories.certificates import office, reserved


async def sealed_one(settings: Settings) -> tuple[Reserved, bytes]:
    """A certificate of our register, and its file. The lists are signed, the keys noted; the storage must be installed."""
    await office()
    done = await reserved()
    async with PressProcess(settings) as press:
        await note_press(press.opened, actor=SYSTEM)
        await print_certificate(done.certificate_id, press=press)
        await sign_lists(press=press, base=settings.base_url)
    facts = await facts_for_system(done.certificate_id)
    return done, b"".join([piece async for piece in read(facts.pdf_sha256)])
