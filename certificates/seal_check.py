"""Is the seal of a file sound, whose is it, and when was it made? One part of a verdict; `verify.py` has the whole.

The form of the seal's own bytes is `seal_form.py`'s; what a reader believes, `trust.py`'s.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.validation import EmbeddedPdfSignature, PdfSignatureStatus, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certificates import seal_form
from certificates.trust import Trust, certificates_of


@dataclass(frozen=True, slots=True)
class SealFindings:
    """Codes of `verify.toml`; `broken` when the seal itself is no good, and nothing further is known.

    `sealed_at` is what the seal says of itself, `stamped_at` what a time-stamp says, trusted or not.
    """

    codes: tuple[str, ...]
    broken: bool = False
    signer: str = ""
    sealed_at: datetime | None = None
    stamped_at: datetime | None = None


def seal_findings(pdf: bytes, trust: Trust) -> SealFindings:
    """What is to be said of a file's seal. Hostile files may raise anything."""
    seals = PdfFileReader(BytesIO(pdf)).embedded_signatures
    if len(seals) != 1:
        return SealFindings(("several-seals" if seals else "no-seal",), broken=True)
    (seal,) = seals
    sealed_at = seal.self_reported_timestamp
    stamped_at = _stamped_at(seal)
    status = _examined(seal, trust, sealed_at, stamped_at)
    code = _broken(pdf, seal, status)
    if code:
        return SealFindings((code,), broken=True)
    proven = sealed_at
    codes = ["seal-intact"]
    stamp: Any = status.timestamp_validity
    if stamp is not None and stamp.trusted:
        # From here on the time is proven: the certificate must have been good then, not when the seal says.
        proven = stamped_at
        status = _examined(seal, trust, proven, stamped_at)
    codes.append(_chain_code(trust, status, seal.signer_cert.dump()))
    if stamp is not None:
        codes.append("timestamp-trusted" if stamp.trusted else "timestamp-unknown")
    given_up = trust.retired_at(seal.signer_cert.dump())
    if given_up is not None and (proven is None or proven > given_up):
        codes.append("sealed-after-retirement")
    return SealFindings(
        tuple(codes), signer=seal.signer_cert.subject.human_friendly, sealed_at=sealed_at, stamped_at=stamped_at
    )


def _stamped_at(seal: EmbeddedPdfSignature) -> datetime | None:
    token = seal_form.token_in(seal.signed_data)
    if token is None:
        return None
    at: datetime = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
    return at.astimezone(UTC)


def _examined(
    seal: EmbeddedPdfSignature, trust: Trust, moment: datetime | None, stamped_at: datetime | None
) -> PdfSignatureStatus:
    """PyHanko's findings: the seal as of a moment, the time-stamp as of its own."""
    roots = {"seal": certificates_of(trust.seal_roots), "stamp": certificates_of(trust.timestamp_roots)}
    return validate_pdf_signature(
        seal,
        ValidationContext(trust_roots=list(roots["seal"]), allow_fetching=False, moment=moment),
        ts_validation_context=ValidationContext(
            trust_roots=list(roots["stamp"]), allow_fetching=False, moment=stamped_at
        ),
        skip_diff=True,
    )


def _broken(pdf: bytes, seal: EmbeddedPdfSignature, status: PdfSignatureStatus) -> str:
    if not (status.intact and status.valid):
        return "seal-broken"
    if int(seal.byte_range[2]) + int(seal.byte_range[3]) != len(pdf):
        return "seal-incomplete"
    if not seal_form.is_exact(pdf):
        return "seal-form"
    stamp = status.timestamp_validity
    if stamp is not None and not (stamp.intact and stamp.valid):
        return "timestamp-broken"
    return ""


def _chain_code(trust: Trust, status: PdfSignatureStatus, signer: bytes) -> str:
    if status.trusted:
        return "chain-trusted" if trust.may_be_ours(signer) else "unknown-signer"
    if not trust.seal_roots:
        return "no-trust"
    if status.trust_problem_indic is AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND:
        return "unknown-signer"
    return "chain-refused"
