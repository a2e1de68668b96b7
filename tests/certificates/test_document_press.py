import pytest

from certificates.document_pages import pages
from certificates.document_press import print_and_seal_document
from certificates.faults import Refused
from certificates.seal_form import is_sound
from tests.certificates.letters import notice, score_sheet


@pytest.mark.parametrize("document", [notice(), score_sheet()], ids=lambda one: one.kind)
def test_a_document_is_sealed_over_every_byte(document, signer):
    sealed = print_and_seal_document(document, signer)
    assert sealed.pdf.startswith(pages(document))
    assert is_sound(sealed.pdf)
    assert sealed.level == "B-B"


def test_a_demonstration_key_seals_no_real_document(signer):
    with pytest.raises(Refused, match="demonstration-mismatch"):
        print_and_seal_document(notice(demonstration=False), signer)


def test_a_seal_that_does_not_match_is_refused(signer):
    class Forger:
        demonstration = True
        level = signer.level

        def seal(self, _pdf):
            return signer.seal(pages(score_sheet()))

    with pytest.raises(Refused, match="own-result-seal"):
        print_and_seal_document(notice(), Forger())
