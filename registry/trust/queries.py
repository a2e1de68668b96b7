"""Questions about keys. All of it is public: whoever checks a certificate needs it."""

from certificates.trust import Known, Trust
from registry.trust.models import TrustedKey
from registry.trust.rules import Kind
from registry.trust.schemas import KeyView


async def keys() -> tuple[KeyView, ...]:
    """Every key there ever was: those in use first, then the others, newest first."""
    rows = await TrustedKey.all()
    rows.sort(key=lambda row: (row.retired_at is None, row.first_used_at, row.fingerprint), reverse=True)
    return tuple(
        KeyView(
            kind=Kind(row.kind),
            fingerprint=row.fingerprint,
            content=row.content,
            subject=row.subject,
            expires_on=row.expires_on,
            first_used_at=row.first_used_at,
            retired_at=row.retired_at,
        )
        for row in rows
    )


async def anchors_pem() -> bytes:
    """PEM of every root whose seals are ours, newest first: old certificates stay good under the old root."""
    return "".join(key.content for key in await keys() if key.kind is Kind.SEAL_ROOT).encode()


async def statement_keys() -> tuple[str, ...]:
    """The public keys of statements as multibase; the first is the one in use."""
    return tuple(key.content for key in await keys() if key.kind is Kind.STATEMENT_KEY)


async def trust() -> Trust:
    """All of it in the form that verification reads."""
    known: dict[Kind, list[Known]] = {kind: [] for kind in Kind}
    for key in await keys():
        known[key.kind].append(
            Known(content=key.content, sha256=key.fingerprint, subject=key.subject, retired_at=key.retired_at)
        )
    return Trust(
        seal_roots=tuple(known[Kind.SEAL_ROOT]),
        seals=tuple(known[Kind.SEAL]),
        timestamp_roots=tuple(known[Kind.TIMESTAMP_ROOT]),
        statement_keys=tuple(known[Kind.STATEMENT_KEY]),
    )
