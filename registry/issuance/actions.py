"""What is done to certificates after their number was reserved: noting the print, and every change of their status.

Reserving is `reserving.py`'s, issuing anew `succession.py`'s, taking a record to the press `printing.py`'s.
"""

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from uuid import UUID

from certificates.lifecycle import Status, Window
from certificates.lifecycle import StatusChange as Change
from registry import clock
from registry.accounts.impartiality import check_impartial
from registry.accounts.rules import Permission
from registry.accounts.schemas import Viewer
from registry.audit.actions import record
from registry.db.transactions import transaction
from registry.errors import Forbidden, NotFound
from registry.identifiers import normal_uscc
from registry.issuance.models import Certificate, IssuingBureau
from registry.issuance.queries import facts_for_system
from registry.issuance.rules import check_change
from registry.issuance.schemas import Bureau
from registry.issuance.succession import append, earlier, locked, tell_register
from registry.text import clean_line, clean_paragraphs


async def register_bureau(bureau: Bureau, *, actor: Viewer) -> None:
    """Put the issuing bureau of a place on file, or correct the row that begins on the same day. Administrators only."""
    if not actor.may(Permission.ACCOUNT_MANAGE):
        raise Forbidden(Permission.ACCOUNT_MANAGE)
    values = {
        "name_zh": bureau.name_zh,
        "name_en": bureau.name_en,
        "uscc": normal_uscc(bureau.uscc),
        "signatory": bureau.signatory,
        "verify_base_url": bureau.verify_base_url,
        "demonstration": bureau.demonstration,
        "valid_until": bureau.valid_until,
    }
    async with transaction():
        row, _ = await IssuingBureau.update_or_create(
            defaults=values, place_code=bureau.place_code, valid_from=bureau.valid_from
        )
        await record(
            actor=actor,
            tag="bureau:register",
            subject=("issuing_bureau", row.id),
            data=values,
            on=bureau.valid_from,
            place_code=bureau.place_code,
        )


async def record_print(certificate_id: UUID, *, actor: Viewer, sha256: str, level: str) -> bool:
    """Note the sealed document of a certificate, once; the public register follows. False if one was noted before."""
    async with transaction():
        noted = await Certificate.filter(id=certificate_id, printed_at__isnull=True).update(
            pdf_sha256=sha256, seal_level=level, printed_at=clock.now()
        )
        if not noted:
            return False
        certificate = await Certificate.get(id=certificate_id)
        await tell_register(certificate_id, "printed")
        await record(
            actor=actor,
            tag="certificate:print",
            subject=("certificate", certificate_id),
            data={"number": certificate.number, "pdf_sha256": sha256, "seal_level": level},
            place_code=certificate.place_code,
        )
        return True


async def suspend(
    certificate_id: UUID, *, actor: Viewer, effective_on: date, reason: str, document_number: str = "", remark: str = ""
) -> None:
    """Suspend from a day on, today or later. `reason` is a code of `certificates/lifecycle.toml`.

    Doing the same twice writes one line. Raises NotFound outside the actor's places, NotNow, Invalid.
    """
    step = Step(Status.SUSPENDED, effective_on, reason, document_number, remark)
    await _change(certificate_id, step, actor=actor, needs=Permission.CERTIFICATE_SUSPEND, tag="certificate:suspend")


async def reinstate(
    certificate_id: UUID,
    *,
    actor: Viewer,
    effective_on: date,
    reason: str = "cleared",
    document_number: str = "",
    remark: str = "",
) -> None:
    """End a suspension from a day on, today or later; otherwise as `suspend`."""
    step = Step(Status.VALID, effective_on, reason, document_number, remark)
    await _change(certificate_id, step, actor=actor, needs=Permission.CERTIFICATE_SUSPEND, tag="certificate:reinstate")


async def revoke(
    certificate_id: UUID, *, actor: Viewer, effective_on: date, reason: str, document_number: str, remark: str = ""
) -> None:
    """Revoke for ever, from a day on that may lie back as far as the certificate's first; otherwise as `suspend`."""
    step = Step(Status.REVOKED, effective_on, reason, document_number, remark)
    await _change(certificate_id, step, actor=actor, needs=Permission.CERTIFICATE_REVOKE, tag="certificate:revoke")


async def cancel(
    certificate_id: UUID, *, actor: Viewer, effective_on: date, reason: str, document_number: str, remark: str = ""
) -> None:
    """Cancel (注销) for ever, at the holder's wish or because the holder is no more; otherwise as `revoke`."""
    step = Step(Status.CANCELLED, effective_on, reason, document_number, remark)
    await _change(certificate_id, step, actor=actor, needs=Permission.CERTIFICATE_REVOKE, tag="certificate:cancel")


@dataclass(frozen=True, slots=True)
class Step:
    """A change of status as asked for."""

    status: Status
    effective_on: date
    reason: str
    document_number: str
    remark: str


async def _change(certificate_id: UUID, asked: Step, *, actor: Viewer, needs: Permission, tag: str) -> None:
    step = replace(
        asked,
        document_number=clean_line(asked.document_number, maximum=100, field="document_number"),
        remark=clean_paragraphs(asked.remark, maximum=1000, field="remark"),
    )
    if not actor.may(needs):
        raise Forbidden(needs)
    async with transaction():
        certificate = await Certificate.get_or_none(id=certificate_id)
        if certificate is None or not actor.may_at(needs, certificate.place_code):
            raise NotFound("certificate")
        check_impartial(actor, certificate.enterprise_id)
        certificate = await locked(certificate_id)
        change = Change(step.status, step.effective_on, step.reason, step.document_number)
        facts = await facts_for_system(certificate_id)
        if facts.changes and facts.changes[-1].as_change() == change:
            return
        life = [facts, *await earlier(certificate)]
        window = Window(life[-1].window.first, facts.window.last)
        check_change(window, [each.as_change() for each in facts.changes], change, clock.today())
        await append(certificate_id, change, actor_id=actor.account_id, remark=step.remark)
        # What ends a number from a day on ends the versions that counted on the days from then on, too.
        for newer, older in pairwise(life):
            if change.effective_on < newer.window.first:
                await append(older.id, change, actor_id=actor.account_id, remark=step.remark)
        await record(
            actor=actor,
            tag=tag,
            subject=("certificate", certificate_id),
            data={"number": certificate.number, "reason": step.reason, "document_number": step.document_number},
            on=step.effective_on,
            place_code=certificate.place_code,
        )
