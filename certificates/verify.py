"""Is this file a genuine certificate, and valid on a day? Three answers with reasons, in both languages.

Needs no key, no network and no register; who has the register passes the changes of status. Wording: `verify.toml`.
"""

import logging
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from io import BytesIO
from operator import attrgetter
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pypdf import PdfReader

from certificates.content import CertificateRecord
from certificates.documents import CONTENT_NAME
from certificates.lifecycle import StatusChange, Window, status_on
from certificates.proofs import Brought, Findings, Known, examine, statement_keys
from certificates.seal_check import seal_findings
from certificates.statements import PublicKey
from certificates.trust import DEMONSTRATION, Trust, read_trust

RECORD_NAME, PROOF_NAME = "record.json", "proof.json"
Attachments = Mapping[str, Sequence[bytes]]
_LOG = logging.getLogger(__name__)
# pyHanko logs each failed check with its traceback; without a handler Python would print that to the terminal.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).addHandler(logging.NullHandler())
_READ_BACK = attrgetter(
    *("number", "title.zh", "holder", "statement.zh", "enterprise", "uscc", "address", "decision_document"),
    "issuer.name.zh",
)
"""What every layout prints as the record has it; the statement names level and criteria."""


class Outcome(StrEnum):
    """The one word of a verdict."""

    VALID = "VALID"
    NOT_VALID = "NOT VALID"
    CANNOT_TELL = "CANNOT TELL"


@dataclass(frozen=True, slots=True)
class Reason:
    """One check: its code, what it `says` (pass, fail, unknown, note) and the sentence in both languages."""

    code: str
    says: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome with every reason; the record, the signer and the moment of sealing (by its own word,
    and by a time-stamp) as far as they were read.

    `knows` is what the verdict rests on beside the file's own words, each with its age.
    """

    outcome: Outcome
    reasons: tuple[Reason, ...]
    record: CertificateRecord | None = None
    signer: str = ""
    sealed_at: datetime | None = None
    stamped_at: datetime | None = None
    knows: tuple[Known, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The verdict for machines."""
        return {
            "outcome": self.outcome.value,
            "reasons": [
                {"code": one.code, "says": one.says, "text": {"zh": one.zh, "en": one.en}} for one in self.reasons
            ],
            "number": self.record.number if self.record else None,
            "digest": self.record.digest if self.record else None,
            "record": self.record.model_dump(mode="json", exclude_none=True) if self.record else None,
            "signer": self.signer or None,
            "sealed_at": self.sealed_at.isoformat() if self.sealed_at else None,
            "stamped_at": self.stamped_at.isoformat() if self.stamped_at else None,
            "knows": [each.to_json() for each in self.knows],
        }


@cache
def _wording() -> dict[str, Reason]:
    document = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {code: Reason(code, **entry) for code, entry in document.items()}


def reason(code: str) -> Reason:
    """The reason of a code of `verify.toml`."""
    return _wording()[code]


def reason_codes() -> tuple[str, ...]:
    """Every reason code that a verdict can carry."""
    return tuple(_wording())


def verify(
    pdf: bytes,
    trust: bytes | Trust,
    *,
    on: date | None = None,
    changes: Sequence[StatusChange] | None = None,
    expected_digest: str | None = None,
    keys: Sequence[PublicKey] = (),
    brought: Brought | None = None,
) -> Verdict:
    """The verdict on a file.

    `trust` is what to believe, or the bytes of a file of it (`trust.py`). With `on` the validity window, and the `changes` that
    a register knows, decide too; `changes` None means that no register was asked, which the verdict says.
    `expected_digest` is the digest of the registered record. `keys` of statements are believed beside those of `trust`,
    and `brought` is what a reader kept of log and status lists. Blocks: call it outside an event loop.
    """
    believed = trust if isinstance(trust, Trust) else read_trust(trust)
    asked = _Asked(on, changes, expected_digest, tuple(keys), brought or Brought())
    try:
        return _examined(pdf, believed, asked)
    except MemoryError:  # this machine's want, or a file made to cause it: neither makes the certificate a false one
        return not_finished()
    except Exception:  # noqa: BLE001 - hostile files break parsers in any way, and broken is an answer here
        _LOG.debug("a file could not be examined", exc_info=True)
        return _verdict(["unreadable"])


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question beside the file, as `verify` was asked it."""

    on: date | None
    changes: Sequence[StatusChange] | None
    expected_digest: str | None
    keys: tuple[PublicKey, ...]
    brought: Brought


def no_file() -> Verdict:
    """The verdict when there is no file to look at."""
    return _verdict(["no-file"])


def not_finished() -> Verdict:
    """The verdict when examining the file took more than it may."""
    return _verdict(["examination-stopped"])


def _verdict(codes: Sequence[str], **known: Any) -> Verdict:
    reasons = tuple(_wording()[code] for code in codes)
    said = {reason.says for reason in reasons}
    if "fail" in said:
        outcome = Outcome.NOT_VALID
    elif "unknown" in said:
        outcome = Outcome.CANNOT_TELL
    else:
        outcome = Outcome.VALID
    return Verdict(outcome, reasons, **known)


def _examined(pdf: bytes, trust: Trust, asked: _Asked) -> Verdict:
    seal = seal_findings(pdf, trust)
    if seal.broken:
        return _verdict(seal.codes)
    attachments = PdfReader(BytesIO(pdf)).attachments
    record = _embedded(attachments)
    codes = [*seal.codes, *_record_codes(pdf, attachments, record, asked.expected_digest)]
    found = Findings() if record is None else _proven(attachments, record, trust, asked)
    codes += [*found.codes, *_status_codes(record, asked, found)]
    if record is not None and record.demonstration:
        codes.append("demonstration")
    elif record is not None and DEMONSTRATION in seal.signer:
        codes.append("demonstration-seal")
    knows = (Known("seal", at=seal.sealed_at), *found.knows)
    return _verdict(
        codes,
        record=record,
        signer=seal.signer,
        sealed_at=seal.sealed_at,
        stamped_at=seal.stamped_at,
        knows=knows,
    )


def _proven(attachments: Attachments, record: CertificateRecord, trust: Trust, asked: _Asked) -> Findings:
    proofs = attachments.get(PROOF_NAME, [None])
    keys = [*statement_keys(trust, record), *asked.keys]
    content = proofs[0] if len(proofs) == 1 else b""
    return examine(content, record, keys, asked.brought, asked.on, any_known=bool(trust.statement_keys))


def _status_codes(record: CertificateRecord | None, asked: _Asked, found: Findings) -> list[str]:
    """What the window and the register say; what lists said of revocation and suspension is found already."""
    codes = []
    if record is not None and asked.on is not None:
        window = Window.of(valid_from=record.valid_from, issued_on=record.issued_on, valid_until=record.valid_until)
        code = f"status-{status_on(window, asked.changes or (), asked.on).status.value}"
        if not (code == "status-valid" and {"status-list-ended", "status-suspended"} & set(found.codes)):
            codes.append(code)
    if asked.changes is None and not found.status_known:
        codes.append("register-not-asked")
    return codes


def _embedded(attachments: Attachments) -> CertificateRecord | None:
    """The record inside the file; None when there is none or it is not in canonical form."""
    found = attachments.get(RECORD_NAME, [])
    if len(found) != 1:
        return None
    try:
        record = CertificateRecord.model_validate_json(found[0])
    except ValidationError:
        return None
    return record if record.canonical_json() == found[0] else None


def _record_codes(
    pdf: bytes, attachments: Attachments, record: CertificateRecord | None, expected_digest: str | None
) -> list[str]:
    if record is None:
        # A sealed notice or score sheet is genuine and still vouches for nobody's recognition.
        other = RECORD_NAME not in attachments and len(attachments.get(CONTENT_NAME, [])) == 1
        return ["other-document" if other else "record-missing"]
    printed = "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)
    if any("".join(text.split()) not in printed for text in _READ_BACK(record)):
        return ["page-differs"]
    if expected_digest is not None and record.digest != expected_digest:
        return ["record-differs"]
    return ["record-matches"]
