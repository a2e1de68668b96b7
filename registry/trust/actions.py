"""Noting the keys that a press opened with. Called when a worker starts; the press says what it holds."""

import hashlib
from datetime import date, datetime

from certificates.statements import PublicKey
from certificates.trust import certificates_of, known_certificates
from registry import clock
from registry.audit.actions import Actor, record
from registry.db.transactions import transaction
from registry.press.frames import Ready
from registry.trust.models import TrustedKey
from registry.trust.rules import Change, Kind, Named, change


async def note_press(ready: Ready, *, actor: Actor, timestamp_roots: bytes = b"") -> Change:
    """Put the keys that a press holds on the list, and note which were given up for them. Gives what changed.

    The same keys again change nothing. `timestamp_roots`: PEM of those whose time-stamps are believed.
    """
    opened = _opened(ready, timestamp_roots)
    async with transaction():
        rows = await TrustedKey.all().select_for_update()
        done = change(((Named(row.kind, row.fingerprint), row.retired_at is not None) for row in rows), opened)
        if not done:
            return done
        now = clock.now()
        # Two workers that start at once note the same.
        await TrustedKey.bulk_create([_row(one, opened[one], now) for one in sorted(done.added)], ignore_conflicts=True)
        for one in done.retired:
            await TrustedKey.filter(kind=one.kind, fingerprint=one.fingerprint).update(retired_at=now)
        for one in done.resumed:
            await TrustedKey.filter(kind=one.kind, fingerprint=one.fingerprint).update(retired_at=None)
        newest = await TrustedKey.get(**min(opened)._asdict())
        await record(
            actor=actor,
            tag="trust:note",
            subject=("trusted_key", newest.id),
            data={
                name: sorted(f"{one.kind}:{one.fingerprint}" for one in getattr(done, name))
                for name in ("added", "resumed", "retired")
            },
        )
        return done


def _opened(ready: Ready, timestamp_roots: bytes) -> dict[Named, tuple[str, str, date | None]]:
    """Each opened key's content, subject and last day."""
    pem = {
        Kind.SEAL_ROOT: ready.anchors.encode(),
        Kind.SEAL: ready.certificate.encode(),
        Kind.TIMESTAMP_ROOT: timestamp_roots,
    }
    opened: dict[Named, tuple[str, str, date | None]] = {}
    for kind, content in pem.items():
        for known in known_certificates(content):
            (read,) = certificates_of((known,))
            opened[Named(kind, known.sha256)] = (known.content, known.subject, read.not_valid_after.date())
    if ready.statement_key:
        named = hashlib.sha256(PublicKey.read(ready.statement_key).raw).hexdigest()
        opened[Named(Kind.STATEMENT_KEY, named)] = (ready.statement_key, "", None)
    return opened


def _row(named: Named, told: tuple[str, str, date | None], now: datetime) -> TrustedKey:
    content, subject, expires_on = told
    return TrustedKey(
        kind=named.kind,
        fingerprint=named.fingerprint,
        content=content,
        subject=subject[:300],
        expires_on=expires_on,
        first_used_at=now,
    )
