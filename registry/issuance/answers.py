"""What is said about a certificate on a day, pure: VALID, NOT VALID or CANNOT TELL, and why, in both languages.

Looking the certificate up is `queries.status_of`'s; the words are data, `answers.toml`.
"""

import tomllib
from datetime import date, datetime
from pathlib import Path

from certificates.lifecycle import reasons, status_on
from registry.issuance.schemas import CertificateFacts, Outcome, PublicRecord, Reason, StatusAnswer

WORDS: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
CHANGES = reasons()
"""Read when the program starts, like the words above: a request must not wait for a disk."""


def reason(code: str) -> Reason:
    """The sentence of a reason code, ours or one of a status change; the bare code for one of a later version."""
    words = WORDS.get(code) or CHANGES.get(code) or {"zh": code, "en": code}
    return Reason(code, str(words["zh"]), str(words["en"]))


def unknown(number: str, on: date, at: datetime) -> StatusAnswer:
    """The number was never given by this register: what was shown is not one of its certificates."""
    return StatusAnswer(Outcome.NOT_VALID, None, (reason("unknown-number"),), number, on, at)


def unavailable(number: str, on: date, at: datetime) -> StatusAnswer:
    """The register cannot be asked; not knowing is never an answer about the certificate."""
    return StatusAnswer(Outcome.CANNOT_TELL, None, (reason("register-unavailable"),), number, on, at)


def answer(
    facts: CertificateFacts, record: PublicRecord, *, on: date, today: date, at: datetime, versions: int = 1
) -> StatusAnswer:
    """The answer for a certificate that is on file. The window and the whole status history are consulted.

    Until it is sealed nothing genuine can have been shown, so nothing of its content is told. `versions`: how many
    there are of its number.
    """
    number, version = record.number, record.version
    if facts.printed_at is None:
        why = [reason("not-printed-yet" if version == 1 else "reissue-in-press")]
        return StatusAnswer(Outcome.CANNOT_TELL, None, tuple(why), number, on, at, None, version, versions)
    found = status_on(facts.window, [each.as_change() for each in facts.changes], on)
    why = [reason(found.reason)]
    if versions > 1:
        why.append(reason("several-versions"))
    if on > today:
        why.append(reason("future-day"))
    if record.demonstration:
        why.append(reason("demonstration"))
    outcome = Outcome.VALID if found.valid else Outcome.NOT_VALID
    return StatusAnswer(outcome, found.status, tuple(why), number, on, at, record, version, versions)
