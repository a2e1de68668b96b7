"""The whole work of the press on one certificate: check, print, seal, and check the result before it leaves.

Called by the press process only. What is stored, and when, is `registry/issuance/`'s.

Nothing leaves unread. Of each certificate it is read back from the finished bytes that they begin with the pages that
preflight examined, that the record is inside, that hash and signature are right, and that the seal is in its one form:
a millisecond. What a reader would make of it (the chain up to its root, the text of the page) is the same for all
certificates of a layout under one key; it is asked in full, by `verify`, for the first of them and then for one in
`FULL_EVERY`, which takes some fifty milliseconds.
"""

import itertools

from certificates import seal_form
from certificates.content import CertificateRecord
from certificates.faults import Fault, Refused
from certificates.papers import Papers
from certificates.printing import pages
from certificates.revisions import embedded_files
from certificates.signing import SealedDocument, Signer, seal
from certificates.verify import Outcome, verify

FULL_EVERY = 200
_made = itertools.count(1)
_proven: set[tuple[object, ...]] = set()


def print_and_seal(
    record: CertificateRecord, signer: Signer, papers: Papers | None = None, *, plates: bool = True
) -> SealedDocument:
    """The record as a sealed PDF, with its papers if given, that has passed its own verification.

    Blocks; call it outside an event loop. `plates=False` has every page laid out anew. Raises Refused when the record
    cannot be printed, when the signer cannot seal, when a demonstration key meets a real record or the reverse, and
    when the finished file is not what it must be.
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
    unsigned = pages(record, papers, plates=plates)
    document = seal(unsigned, signer)
    kind = (record.kind, record.layout, plates, papers is None, signer.certificate_pem)
    if kind not in _proven or next(_made) % FULL_EVERY == 0:
        _verify_in_full(document, record, signer)
        _proven.add(kind)
    _read_back(document, unsigned, record)
    return document


def _verify_in_full(document: SealedDocument, record: CertificateRecord, signer: Signer) -> None:
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


def _read_back(document: SealedDocument, unsigned: bytes, record: CertificateRecord) -> None:
    if not (document.pdf.startswith(unsigned) and seal_form.is_sound(document.pdf)):
        raise Refused(
            Fault(
                "own-result-seal",
                "成品自检未通过：签章与文件不符，或不是规定的形式。",
                "The finished file fails: its seal does not match it, or is not in its form.",
            )
        )
    if record.canonical_json() not in embedded_files(unsigned):
        raise Refused(
            Fault(
                "own-result-record",
                "成品自检未通过：文件中嵌入的不是这份证书记录。",
                "The finished file fails: the record inside is not the one that was printed.",
            )
        )
