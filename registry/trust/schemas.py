"""Shapes of the list of keys: what a press opened, and a key as anybody may see it."""

from dataclasses import dataclass
from datetime import date, datetime

from registry.trust.rules import Kind


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key: `content` PEM or multibase, `fingerprint` SHA-256 in hexadecimal, `retired_at` None while it is in use."""

    kind: Kind
    fingerprint: str
    content: str
    subject: str
    expires_on: date | None
    first_used_at: datetime
    retired_at: datetime | None

    @property
    def spaced(self) -> str:
        """The fingerprint as people compare it: pairs with colons between."""
        return ":".join(self.fingerprint[at : at + 2] for at in range(0, len(self.fingerprint), 2)).upper()
