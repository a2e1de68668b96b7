"""Shape of the answer about a file: its own verdict, with the register's word put in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from registry.issuance.schemas import StatusAnswer


@dataclass(frozen=True, slots=True)
class Said:
    """One check of a file: its code, what it says (pass, fail, unknown, note), in both languages."""

    code: str
    says: str
    zh: str
    en: str

    @property
    def text(self) -> dict[str, str]:
        """The sentence, as the command gives it in JSON."""
        return {"zh": self.zh, "en": self.en}


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """The answer about a file. `outcome` is VALID, NOT VALID or CANNOT TELL.

    `registered` is None when the register was not asked: the file is no certificate, or not one of this register. `knows`
    is what the verdict rests on, with its age; `record` what lies in the file, believed only as far as `reasons` say.
    """

    outcome: str
    reasons: tuple[Said, ...]
    number: str | None
    digest: str | None
    record: dict[str, Any] | None
    signer: str | None
    sealed_at: datetime | None
    knows: tuple[dict[str, Any], ...]
    registered: StatusAnswer | None
