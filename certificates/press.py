"""The whole work of the press on one certificate: check, print, seal, and check the result before it leaves.

Called by the press process only. What is stored, and when, is `registry/issuance/`'s.
"""

from certificates.content import CertificateRecord
from certificates.faults import Fault, Refused
from certificates.papers import Papers
from certificates.printing import pages
from certificates.signing import SealedDocument, Signer, seal
from certificates.verify import Outcome, verify


def print_and_seal(
    record: CertificateRecord, signer: Signer, papers: Papers | None = None, *, plates: bool = True
) -> SealedDocument:
    """The record as a sealed PDF, with its papers if given, that has passed its own verification.

    Blocks for some tenths of a second; call it outside an event loop. `plates=False` has every page laid out anew. Raises Refused when the record cannot be
    printed, when the signer cannot seal, when a demonstration key meets a real record or the reverse, and when
    the finished file does not verify as VALID.
    """
    if record.demonstration != signer.demonstration:
        raise Refused(
            Fault(
                "demonstration-mismatch",
                "演示密钥只能签演示证书，正式密钥只能签正式证书。请检查签章设置。",
                "A demonstration key seals demonstration certificates only, and a real key real ones."
                " Check the signer setting.",
            )
        )
    document = seal(pages(record, papers, plates=plates), signer)
    verdict = verify(document.pdf, signer.anchors_pem, expected_digest=record.digest)
    if verdict.outcome is not Outcome.VALID:
        raise Refused(
            *(
                Fault(
                    f"own-result-{reason.code}", f"成品自检未通过：{reason.zh}", f"The finished file fails: {reason.en}"
                )
                for reason in verdict.reasons
                if reason.says in {"fail", "unknown"}
            )
        )
    return document
