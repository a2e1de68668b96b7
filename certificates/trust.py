"""What a reader believes: roots of seals and of time-stamps, keys of statements, and which keys were given up when.

Read from a file that the registry publishes (JSON), or from bare PEM. Who keeps the list is `registry/trust/`'s; what
follows for one file is `verify.py`'s.
"""

import codecs
import hashlib
from datetime import datetime
from typing import Literal

from asn1crypto import pem  # type: ignore[import-untyped]  # ships no types
from asn1crypto import x509 as asn1_x509
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from certificates.faults import Fault, Refused
from certificates.statements import PublicKey

DEMONSTRATION = "DEMONSTRATION"
"""In the subject of a sealing certificate: it seals demonstrations and nothing else."""


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Known(_Shape):
    """A certificate or key: `content` is PEM or multibase, `sha256` the fingerprint of its DER or raw bytes, hexadecimal.

    `retired_at`: since then nothing new is made with it; what was made before stays good.
    """

    content: str
    sha256: str
    subject: str = ""
    retired_at: AwareDatetime | None = None


class Trust(_Shape):
    """Everything that a reader believes, newest first in each list.

    `seals` are the certificates that sealed, `seal_roots` those above them. A root may stand above half a country, so
    where any seals are listed nobody else's is ours; bare roots are believed as far as they reach.
    `timestamp_roots` speak for time-stamps and for nothing else.
    """

    format: Literal["lvce-trust-1"] = "lvce-trust-1"
    seal_roots: tuple[Known, ...] = ()
    seals: tuple[Known, ...] = ()
    timestamp_roots: tuple[Known, ...] = ()
    statement_keys: tuple[Known, ...] = ()

    def may_be_ours(self, certificate: bytes) -> bool:
        """Whether a sealing certificate (DER) is one of those listed, if any are."""
        return not self.seals or any(one.sha256 == hashlib.sha256(certificate).hexdigest() for one in self.seals)

    def retired_at(self, certificate: bytes) -> datetime | None:
        """When the key of a sealing certificate (DER) was given up; None if it was not, or nobody knows it."""
        named = hashlib.sha256(certificate).hexdigest()
        return next((one.retired_at for one in self.seals if one.sha256 == named), None)


def read_trust(content: bytes) -> Trust:
    """The trust of a published file, or of PEM certificates, which then are roots of seals; none for an empty file.

    Raises Refused `trust-unreadable` for anything else, one key that cannot be read included: what is believed must be
    known before a file is judged by it.
    """
    content = content.removeprefix(codecs.BOM_UTF8)  # some editors put it there
    try:
        if content.lstrip().startswith(b"{"):
            trust = Trust.model_validate_json(content)
            certificates_of(trust.timestamp_roots)
            for each in trust.statement_keys:
                PublicKey.read(each.content)
        else:
            trust = Trust(seal_roots=known_certificates(content))
        certificates_of(trust.seal_roots)
    except (ValidationError, ValueError) as error:
        raise Refused(
            Fault(
                "trust-unreadable",
                "信任文件既不是 PEM 格式的根证书，也不是本系统发布的信任列表。",
                "The trust file is neither PEM root certificates nor the list that a registry publishes.",
                "trust",
            )
        ) from error
    return trust


def known_certificates(content: bytes) -> tuple[Known, ...]:
    """The certificates of a PEM text, each once. Raises ValueError for what is not PEM; none for an empty text."""
    if not content.strip():
        return ()
    found = {}
    for _, _, der in pem.unarmor(content, multiple=True):
        subject = asn1_x509.Certificate.load(der, strict=True).subject.human_friendly
        text = pem.armor("CERTIFICATE", der).decode()
        found[hashlib.sha256(der).hexdigest()] = Known(
            content=text, sha256=hashlib.sha256(der).hexdigest(), subject=subject
        )
    return tuple(found.values())


def certificates_of(known: tuple[Known, ...]) -> tuple[asn1_x509.Certificate, ...]:
    """The certificates themselves. Raises ValueError for one that is none."""
    return tuple(asn1_x509.Certificate.load(pem.unarmor(one.content.encode())[2], strict=True) for one in known)
