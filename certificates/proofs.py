"""What the proof inside a certificate is worth: its credential, its place in the log, and lists that a reader brought.

Each check gives reason codes of `verify.toml`. Nothing is fetched: what a reader does not have is not known, which never
makes a certificate valid and never invalid. The seal and the page are `verify.py`'s.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from io import BytesIO
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field, ValidationError
from pypdf import PdfReader

from certificates import checkpoints, qr_payload
from certificates.content import CertificateRecord, Sealed
from certificates.credential import PURPOSES, base_of, digest_sri, is_signed, key_named
from certificates.credential import credential as credential_of
from certificates.faults import Refused
from certificates.log_entries import issue_entry
from certificates.merkle import Hash, Inclusion, leaf_hash, verify_consistency, verify_inclusion
from certificates.statements import PublicKey
from certificates.status_list import StatusList, read_list
from certificates.trust import Trust

_CHINA = timezone(timedelta(hours=8))
ODD = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
"""What reading a reader's own odd file ends with (Refused and ValidationError are ValueErrors). It says nothing of the
certificate, which must not be called broken for it."""


class Proof(Sealed):
    """`proof.json` as it lies in the file."""

    credential: dict[str, Any]
    inclusion: Inclusion | None = None
    checkpoint: str | None = None
    qr: str | None = None


class Later(Sealed):
    """A later state of the log that a reader kept: a checkpoint, and the proof that leads there from the file's own."""

    checkpoint: str
    consistency: tuple[str, ...] | None = None


class Remembered(BaseModel):
    """What a monitor of the log remembers (`python -m registry monitor`): the reader's own, so nobody needs to sign it."""

    origin: str
    size: Annotated[int, Field(ge=1)]
    root: Hash
    seen_at: AwareDatetime
    consistency: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that a verdict rests on, and how old it is: `at` is its moment; a checkpoint has a `size` instead."""

    what: str
    at: datetime | None = None
    size: int | None = None

    def to_json(self) -> dict[str, Any]:
        """For machines; absent values are left out."""
        moment = self.at.isoformat() if self.at else None
        facts = {"what": self.what, "at": moment, "size": self.size}
        return {name: value for name, value in facts.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Brought:
    """What a reader brought along, as bytes of files: a later state of the log, status lists."""

    log: bytes | None = None
    lists: tuple[bytes, ...] = ()


@dataclass(slots=True)
class Findings:
    """What was found: reason codes in the order of the checks, and what they rest on."""

    codes: list[str] = field(default_factory=list)
    knows: list[Known] = field(default_factory=list)
    status_known: bool = False
    """Whether lists told of every purpose, so that no register needs to be asked."""


def examine(
    content: bytes | None,
    record: CertificateRecord,
    keys: Sequence[PublicKey],
    brought: Brought,
    on: date | None,
    *,
    any_known: bool = False,
) -> Findings:
    """The findings on `proof.json` (None: the file has none). `keys` are believed; the seal vouches where the reader has
    none. `any_known`: there are some, though perhaps none of the day of issue.
    """
    found = Findings()
    if content is None:
        found.codes.append("no-credential")
        return found
    try:
        proof = Proof.model_validate_json(content)
    except ValidationError:
        found.codes.append("credential-broken")
        return found
    signer = key_named(proof.credential)
    if signer is None or not is_signed(proof.credential, signer):
        found.codes.append("credential-broken")
        return found
    if not _binds(proof.credential, record):
        found.codes.append("credential-differs")
        return found
    if proof.qr is not None and not _is_code(proof.qr, record, signer):
        found.codes.append("credential-broken")
        return found
    found.codes.append(_signer_code(signer, keys, any_known=any_known))
    believed = [*keys, signer]  # what is signed by the key that signed the credential stands and falls with it
    _look_into_log(proof, record, believed, brought.log, found)
    _look_into_lists(proof.credential, believed, brought.lists, on, found)
    return found


def proof_in(pdf: bytes) -> dict[str, Any]:
    """The `proof.json` of one of our own files, unchecked; empty when it has none."""
    found = PdfReader(BytesIO(pdf)).attachments.get("proof.json", [])
    return dict(json.loads(found[0])) if found else {}


def statement_keys(trust: Trust, record: CertificateRecord) -> tuple[PublicKey, ...]:
    """The keys that could sign on the record's day of issue. Raises Refused for one that is no key."""
    in_use = (
        each
        for each in trust.statement_keys
        if each.retired_at is None or each.retired_at.astimezone(_CHINA).date() >= record.issued_on
    )
    return tuple(PublicKey.read(each.content) for each in in_use)


def _binds(document: Mapping[str, Any], record: CertificateRecord) -> bool:
    """Whether a credential is of this record: by its digest, and by what a reader would see of it.

    Not by comparing the whole: later versions may word a credential otherwise, and old ones stay good.
    """
    wanted = credential_of(record)
    try:
        digests = {each["digestSRI"] for each in document["relatedResource"]}
        number = document["credentialSubject"]["licenseNumber"]
    except (KeyError, TypeError):
        return False
    same = all(document.get(name) == wanted.get(name) for name in ("id", "validFrom", "validUntil"))
    return same and number == record.number and digests == {digest_sri(record.canonical_json())}


def _is_code(text: str, record: CertificateRecord, signer: PublicKey) -> bool:
    """Whether this is the text of the record's QR code, signed by the key of its credential."""
    try:
        statement = qr_payload.read(text)
    except Refused:
        return False
    return statement.speaks_of(record) and statement.signed_by([signer]) is not None


def _signer_code(signer: PublicKey, keys: Sequence[PublicKey], *, any_known: bool) -> str:
    if not keys and not any_known:
        return "credential-own-key"
    return "credential-signed" if signer.raw in {key.raw for key in keys} else "statement-key-unknown"


def _look_into_log(
    proof: Proof, record: CertificateRecord, keys: Sequence[PublicKey], later: bytes | None, found: Findings
) -> None:
    if proof.inclusion is None or proof.checkpoint is None:
        found.codes.append("no-log-proof")
        return
    try:
        checkpoint = checkpoints.read_and_verify(proof.checkpoint, keys)
    except Refused:
        found.codes.append("log-proof-broken")
        return
    named = (checkpoints.origin_of(base_of(record)), proof.inclusion.size, bytes.fromhex(proof.inclusion.root))
    included = verify_inclusion(leaf_hash(issue_entry(record)), proof.inclusion)
    if not included or named != (checkpoint.origin, checkpoint.size, checkpoint.root):
        found.codes.append("log-proof-broken")
        return
    found.codes.append("log-included")
    found.knows.append(Known("checkpoint", size=checkpoint.size))
    if later is not None:
        _compare(checkpoint, later, keys, found)


def _compare(own: checkpoints.Checkpoint, later: bytes, keys: Sequence[PublicKey], found: Findings) -> None:
    """The file's checkpoint with the state of the log that a reader kept."""
    try:
        known, at, hashes = _read_later(later, keys)
        proof = None if hashes is None else [bytes.fromhex(each) for each in hashes]
    except ODD:
        found.codes.append("log-unusable")
        return
    if known.origin != own.origin:
        found.codes.append("log-unusable")
        return
    found.knows.append(Known("later-checkpoint", at=at, size=known.size))
    if known.size == own.size:
        found.codes.append("log-continues" if known.root == own.root else "log-rewritten")
    elif proof is None:
        found.codes.append("log-not-connected")
    else:
        first, second = sorted((own, known), key=lambda each: each.size)
        connected = verify_consistency(first.size, second.size, first.root, second.root, proof)
        found.codes.append("log-continues" if connected else "log-unusable")


def _read_later(
    content: bytes, keys: Sequence[PublicKey]
) -> tuple[checkpoints.Checkpoint, datetime | None, tuple[str, ...] | None]:
    """The checkpoint, when it was seen, and a proof of consistency: from a signed note, from JSON with a note, or from
    what a monitor remembers. Raises ValueError for anything else, and for a note that nobody believed signed.
    """
    text = content.decode()
    if not text.lstrip().startswith("{"):
        return checkpoints.read_and_verify(text, keys), None, None
    if "checkpoint" in json.loads(text):
        later = Later.model_validate_json(text)
        return checkpoints.read_and_verify(later.checkpoint, keys), None, later.consistency
    kept = Remembered.model_validate_json(text)
    return checkpoints.Checkpoint(kept.origin, kept.size, bytes.fromhex(kept.root)), kept.seen_at, kept.consistency


def _look_into_lists(
    document: Mapping[str, Any], keys: Sequence[PublicKey], lists: Iterable[bytes], on: date | None, found: Findings
) -> None:
    told = set()
    for content in lists:
        try:
            listed = read_list(json.loads(content))
            code = _listed_code(document, listed, keys, on)
        except ODD:
            found.codes.append("status-list-unusable")
            continue
        found.codes.append(code)
        found.knows.append(Known(f"status-list-{listed.purpose}", at=listed.valid_from))
        told.add(listed.purpose)
    found.status_known = told >= set(PURPOSES)


def _listed_code(document: Mapping[str, Any], listed: StatusList, keys: Sequence[PublicKey], on: date | None) -> str:
    """What a list says of the credential. Raises ValueError or KeyError for a list that cannot be used for it."""
    if not any(is_signed(listed.document, key) for key in keys):
        raise ValueError("nobody who is believed signed this list")
    entry = next(
        (
            each
            for each in document["credentialStatus"]
            if (each["statusListCredential"], each["statusPurpose"]) == (listed.address, listed.purpose)
        ),
        None,
    )
    if entry is None:
        raise ValueError("the list of other certificates")
    is_set = listed.is_set(int(entry["statusListIndex"]))
    first, last = (moment.astimezone(_CHINA).date() for moment in (listed.valid_from, listed.valid_until))
    if is_set and listed.purpose == "revocation" and (on is None or on >= first):
        return "status-list-ended"  # for ever, so that an old list says it too
    if on is not None and not first <= on <= last:
        return "status-list-stale"
    return "status-suspended" if is_set else "status-list-clear"
