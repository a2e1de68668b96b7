"""The whole work of the press on one document that is no certificate: check, print, seal, look at the result.

Called by the press process only. What is stored, and when, is `registry/documents/`'s.
"""

from certificates import seal_form
from certificates.document_pages import pages
from certificates.documents import Notice, ScoreSheet
from certificates.faults import Fault, Refused
from certificates.signing import SealedDocument, Signer, seal


def print_and_seal_document(document: Notice | ScoreSheet, signer: Signer) -> SealedDocument:
    """The document as a sealed PDF. Blocks for some tenths of a second; call it outside an event loop.

    Raises Refused when it cannot be printed, when the signer cannot seal, when a demonstration key meets a real
    document or the reverse, and when the seal does not match what was printed.
    """
    if document.demonstration != signer.demonstration:
        raise Refused(
            Fault(
                "demonstration-mismatch",
                "演示密钥只能签演示文书，正式密钥只能签正式文书。请检查签章设置。",
                "A demonstration key seals demonstration documents only, and a real key real ones."
                " Check the signer setting.",
            )
        )
    unsigned = pages(document)
    sealed = seal(unsigned, signer)
    if not (sealed.pdf.startswith(unsigned) and seal_form.is_sound(sealed.pdf)):
        raise Refused(
            Fault(
                "own-result-seal",
                "成品自检未通过：签章与文件不符，或不是规定的形式。",
                "The finished file fails: its seal does not match it, or is not in its form.",
            )
        )
    return sealed
