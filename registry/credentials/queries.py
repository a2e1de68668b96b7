"""Questions about credentials. All of it is public, and all of it is answered while the press is down."""

import asyncio
import re
from typing import Any

from certificates.content import CertificateRecord
from certificates.credential import did_document
from certificates.proofs import proof_in
from certificates.statements import PublicKey
from registry.credentials.models import SignedList
from registry.credentials.schemas import KeptList, PublicPapers
from registry.errors import NotFound
from registry.issuance import queries as issuance
from registry.trust import queries as trust

_NAME = re.compile(r"(revocation|suspension)-([1-9][0-9]{0,6})")


async def papers(number: str, *, version: int | None = None) -> PublicPapers:
    """The record of a number with its credential and its proof of the log, as they were sealed; the newest version
    unless one is named.

    Raises NotFound when there is no such certificate, or none sealed yet; Unavailable when its document cannot be read.
    """
    found = await issuance.record_for_public(number, version=version)
    document = await issuance.pdf_for_public(number, version=version)
    pdf = b"".join([piece async for piece in document.content])
    proof = await asyncio.to_thread(proof_in, pdf)
    return PublicPapers(found["record"], found["record_sha256"], found["pdf_sha256"], proof)


async def credential(number: str, *, version: int | None = None) -> dict[str, Any]:
    """The credential alone. Raises as `papers`; NotFound also for what was sealed without one."""
    found: dict[str, Any] | None = (await papers(number, version=version)).proof.get("credential")
    if found is None:
        raise NotFound("credential")
    return found


async def record_bytes(number: str, *, version: int | None = None) -> bytes:
    """The record in canonical JSON, the bytes that its digest is of. Raises NotFound."""
    found = await issuance.record_for_public(number, version=version)
    return CertificateRecord.model_validate(found["record"]).canonical_json()


async def status_list(name: str) -> KeptList:
    """The list of an address such as `revocation-1`, as it was last signed. Raises NotFound."""
    asked = _NAME.fullmatch(name)
    row = await SignedList.get_or_none(purpose=asked[1], number=int(asked[2])) if asked else None
    if row is None:
        raise NotFound("status list")
    return KeptList(row.content.encode(), row.made_at)


async def did(base: str) -> dict[str, Any]:
    """Our DID document: every key that signs or ever signed statements, the one in use first."""
    return did_document(base, [PublicKey.read(each) for each in await trust.statement_keys()])
