"""The print job: takes a reserved certificate's frozen record to the press and keeps what comes back, exactly once.

A process killed at any point leaves either no document noted, and the job runs again, or one noted, and it is done;
the number was given before and is never given again. The press itself is `registry/press/`'s.
"""

from typing import Protocol
from uuid import UUID

import structlog

from certificates.merkle import Inclusion
from certificates.papers import CertificateOrder
from registry.accounts.schemas import SYSTEM
from registry.errors import Misconfigured
from registry.issuance.actions import record_print
from registry.issuance.queries import facts_for_system, unprinted_count_for_system, unprinted_for_system
from registry.issuance.schemas import Sealed
from registry.issuance.succession import PRINT
from registry.jobs.actions import enqueue
from registry.jobs.queries import waiting
from registry.storage.contents import keep
from registry.transparency import queries as transparency
from registry.trust.timestamping import NO_AUTHORITY, TimestampAuthority, with_timestamp

log = structlog.get_logger(__name__)


class Press(Protocol):
    """Whoever renders and seals. `seal` gets a `CertificateOrder` as JSON and returns the sealed document, verified.

    It never returns an unsealed one. Raises Unavailable when it cannot work now and may later, Misconfigured when it
    refuses this record for good.
    """

    async def seal(self, order: bytes) -> Sealed:
        """The sealed document of an order."""
        ...


async def print_certificate(
    certificate_id: UUID, *, press: Press, authority: TimestampAuthority = NO_AUTHORITY
) -> None:
    """Have a certificate sealed, and stamped if the authority answers; keep it, note it. Done before: nothing happens.

    Raises Misconfigured `record-changed` if the frozen record no longer has the digest it was reserved with.
    """
    facts = await facts_for_system(certificate_id)
    if facts.printed_at is not None:
        return
    if facts.record.digest != facts.record_sha256:
        raise Misconfigured(
            "record-changed",
            "The record of certificate {number} is no longer what was decided.",
            hint="Restore the database from a backup; nothing is printed from a changed record.",
            number=facts.record.number,
        )
    order = CertificateOrder(record=facts.record, inclusion=await _inclusion(facts.log_index))
    sealed = await press.seal(order.content())
    pdf, level = await with_timestamp(sealed.pdf, sealed.level, authority)
    kept = await keep(pdf)
    noted = await record_print(certificate_id, actor=SYSTEM, sha256=kept.sha256, level=level)
    log.info("certificate printed", number=facts.record.number, sha256=kept.sha256, first=noted)


async def order_unprinted() -> None:
    """See that a print job waits for every certificate without a document, should one have been lost. Those that have
    a job get no second one.
    """
    if await unprinted_count_for_system() > await waiting(PRINT):
        for each in await unprinted_for_system():
            await enqueue(PRINT, {"certificate_id": str(each)}, key=f"{PRINT}:{each}")


async def _inclusion(index: int | None) -> Inclusion | None:
    """The proof that the log knows the record, always at the size that the log had right after it: the same bytes again
    however late and however often it is printed.
    """
    return None if index is None else await transparency.inclusion(index, index + 1)
