"""Doorways by which one certificate follows another: a new version of the same number, or a new number after a renewal.

They join the caller's transaction and leave no audit entry of their own; the caller's names the certificate. Lines of
status history are written here and nowhere else.
"""

import json
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from tortoise.exceptions import TransactionManagementError

from certificates.lifecycle import RENEWED, Status
from certificates.lifecycle import StatusChange as Change
from registry import clock
from registry.db.transactions import in_open_transaction
from registry.errors import Conflict, NotFound
from registry.issuance.disclosure import disclose_change, disclose_issue
from registry.issuance.models import Certificate, StatusChange
from registry.issuance.previews import reissue_preview
from registry.issuance.queries import facts_for_system
from registry.issuance.schemas import CertificateFacts, Reserved
from registry.issuance.standing import SIGN_LISTS
from registry.jobs.actions import enqueue

PRINT = "issuance.print"
"""The job that takes a record to the press; its key is the certificate's id, so that there is one."""
REFRESH = "public_register.refresh"
"""The job that copies what changed to the public register; it stands above us and is called by name."""


async def reissue(
    certificate_id: UUID,
    changes: Mapping[str, str],
    *,
    reason: str,
    document_number: str,
    on: date,
    actor_id: UUID | None,
) -> Reserved:
    """Issue a certificate anew under its number, from `on`: the old version is superseded from that day, the new one goes
    to the press. Asked again for a version that was replaced it refuses.

    `changes` as in `records.reissued`; `reason` one of `certificates.lifecycle.REISSUES`. Raises NotFound, NotNow
    `reissue-not-valid` or `reissue-planned`, Invalid, Conflict `certificate-replaced`.
    """
    _check_joined()
    old = await locked(certificate_id)
    record = await reissue_preview(certificate_id, changes, on=on)
    new = await Certificate.create(
        number=record.number,
        version=record.version,
        identifier=record.identifier,
        scheme=old.scheme,
        place_code=old.place_code,
        application_id=old.application_id,
        enterprise_id=old.enterprise_id,
        site_id=old.site_id,
        supersedes_id=old.id,
        renews_id=old.renews_id,
        level=old.level,
        site_format=old.site_format,
        building_area_m2=old.building_area_m2,
        year=old.year,
        record=json.loads(record.canonical_json()),
        record_sha256=record.digest,
        log_index=await disclose_issue(record),
        issued_on=on,
        valid_from=old.valid_from,
        valid_until=old.valid_until,
        reserved_at=clock.now(),
    )
    await Certificate.filter(id=old.id).update(replaced_by_id=new.id)
    await append(old.id, Change(Status.SUPERSEDED, on, reason, document_number), actor_id=actor_id)
    await enqueue(PRINT, {"certificate_id": str(new.id)}, key=f"{PRINT}:{new.id}")
    return Reserved(new.id, new.number, new.identifier)


async def give_way(certificate_id: UUID, *, on: date, document_number: str) -> bool:
    """End a certificate because it was renewed: its newest version is superseded from `on`. Whether it did: one that
    ended before, or whose days were over, is left as it is.
    """
    _check_joined()
    found = await _newest_locked(certificate_id)
    facts = await facts_for_system(found.id)
    if facts.status_on(on) not in {Status.VALID, Status.SUSPENDED}:
        return False
    await append(found.id, Change(Status.SUPERSEDED, on, RENEWED, document_number), actor_id=None)
    return True


async def _newest_locked(certificate_id: UUID) -> Certificate:
    """Of all versions the newest, and that row alone, locked: whoever locks older ones first waits for us crosswise."""
    wanted = certificate_id
    while True:
        row = await Certificate.get_or_none(id=wanted)
        if row is not None and row.replaced_by_id is None:
            row = await Certificate.select_for_update().get(id=wanted)
        if row is None:
            raise NotFound("certificate")
        if row.replaced_by_id is None:
            return row
        wanted = row.replaced_by_id


async def append(certificate_id: UUID, change: Change, *, actor_id: UUID | None, remark: str = "") -> int:
    """One more line of a certificate's history, and the public register told; which line it is. Checking is the caller's."""
    _check_joined()
    ordinal = 1 + await StatusChange.filter(certificate_id=certificate_id).count()
    await StatusChange.create(
        certificate_id=certificate_id,
        ordinal=ordinal,
        status=change.status,
        effective_on=change.effective_on,
        reason=change.reason,
        remark=remark,
        document_number=change.document,
        at=clock.now(),
        actor_id=actor_id,
    )
    await disclose_change(await Certificate.get(id=certificate_id), ordinal, change)
    await tell_register(certificate_id, str(ordinal))
    await enqueue(SIGN_LISTS, {}, key=f"{SIGN_LISTS}:{certificate_id}:{ordinal}")
    return ordinal


async def tell_register(certificate_id: UUID, event: str) -> None:
    """Have the public copy made anew."""
    await enqueue(REFRESH, {"certificate_id": str(certificate_id)}, key=f"{REFRESH}:{certificate_id}:{event}")


async def locked(certificate_id: UUID) -> Certificate:
    """A certificate's newest version, locked until the transaction ends. NotFound; Conflict `certificate-replaced`."""
    found = await Certificate.select_for_update().get_or_none(id=certificate_id)
    if found is None:
        raise NotFound("certificate")
    if found.replaced_by_id is not None:
        raise Conflict(
            "certificate-replaced",
            "This version was replaced by a newer one, so nothing more happens to it.",
            hint="Open the newest version of this number.",
        )
    return found


async def earlier(certificate: Certificate) -> list[CertificateFacts]:
    """The versions before one, the newest first."""
    found, at = [], certificate.supersedes_id
    while at is not None:
        found.append(await facts_for_system(at))
        row = await Certificate.get(id=at)
        at = row.supersedes_id
    return found


def _check_joined() -> None:
    if not in_open_transaction():
        raise TransactionManagementError("a certificate changes inside the transaction of an action")
