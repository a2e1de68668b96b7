"""Shapes in which credentials leave: what a certificate's number leads to, a list with its age."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from registry import clock


@dataclass(frozen=True, slots=True)
class PublicPapers:
    """What was sealed under a number. `proof` is the content of `proof.json`; empty for what was sealed without one."""

    record: dict[str, Any]
    record_sha256: str
    pdf_sha256: str
    proof: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """All of it in one object."""
        nothing = {"credential": None, "inclusion": None, "checkpoint": None}
        found = {"record": self.record, "record_sha256": self.record_sha256, "pdf_sha256": self.pdf_sha256}
        return {**nothing, **self.proof, **found}


@dataclass(frozen=True, slots=True)
class KeptList:
    """A status list as it was signed at `made_at`."""

    content: bytes
    made_at: datetime

    @property
    def age(self) -> timedelta:
        """How long ago it was signed; never less than nothing."""
        return max(clock.now() - self.made_at, timedelta())
