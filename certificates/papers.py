"""The papers that travel with a certificate beside its record: the text of its QR code and its proof.

The proof holds the credential and, when the log is at hand, that the log knows the record. How papers are printed is
`render.py`'s and `plates.py`'s; how they are checked `proofs.py`'s.
"""

from dataclasses import dataclass
from typing import Any

import rfc8785

from certificates import checkpoints, credential, qr_payload
from certificates.content import CertificateRecord, Sealed
from certificates.faults import Fault, Refused
from certificates.log_entries import issue_entry
from certificates.merkle import Inclusion, leaf_hash, verify_inclusion
from certificates.statements import StatementKey


class CertificateOrder(Sealed):
    """What the press is given to make a certificate: the record, and the proof that the log knows it if there is one."""

    record: CertificateRecord
    inclusion: Inclusion | None = None

    def content(self) -> bytes:
        """The order as JSON; read it with `model_validate_json`."""
        return self.model_dump_json(exclude_none=True).encode()


@dataclass(frozen=True, slots=True)
class Papers:
    """`qr` stands in the QR code in the place of the bare address; `proof` is embedded as `proof.json`."""

    qr: str
    proof: bytes


def papers_for(record: CertificateRecord, key: StatementKey, inclusion: Inclusion | None = None) -> Papers:
    """The papers of a record, signed; the same ones each time.

    `proof` is canonical JSON: `credential`, the `qr` code's text, so that whoever has no key can print the page again,
    and with an `inclusion` that one and the signed `checkpoint` of its root.
    Whoever calls vouches that the root is the log's. Raises Refused for a proof that is not this record's.
    """
    if inclusion is not None and not verify_inclusion(leaf_hash(issue_entry(record)), inclusion):
        raise Refused(
            Fault(
                "inclusion-differs",
                "公开日志的证明不属于这份证书记录。",
                "The proof of the public log is not this record's.",
            )
        )
    qr = qr_payload.make(record, key)
    document: dict[str, Any] = {
        "credential": credential.issued(record, key, None if inclusion is None else inclusion.index),
        "qr": qr,
    }
    if inclusion is not None:
        origin = checkpoints.origin_of(credential.base_of(record))
        checkpoint = checkpoints.Checkpoint(origin, inclusion.size, bytes.fromhex(inclusion.root))
        document |= {"inclusion": inclusion.model_dump(mode="json"), "checkpoint": checkpoints.sign(checkpoint, key)}
    return Papers(qr=qr, proof=rfc8785.dumps(document))
