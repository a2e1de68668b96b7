"""What is found about a seal alone; the whole verdict is tested beside `verify.py`, time-stamps beside their module."""

import pytest

from certificates import seal_check, seal_form
from certificates.seal_check import seal_findings
from certificates.trust import Trust, known_certificates, read_trust
from tests.certificates.chains import elliptic_signer, small_pdf


@pytest.mark.parametrize("make", [lambda signer: signer, lambda _: elliptic_signer()])
def test_a_seal_on_any_page_is_found(signer, make):
    by = make(signer)
    found = seal_findings(by.seal(small_pdf()), read_trust(by.anchors_pem))
    assert (found.codes, found.broken, found.stamped_at) == (("seal-intact", "chain-trusted"), False, None)
    assert found.signer
    assert found.sealed_at


def test_whose_seal_it_is_depends_on_what_is_believed(signer):
    pdf = signer.seal(small_pdf())
    assert seal_findings(pdf, Trust()).codes == ("seal-intact", "no-trust")
    assert seal_findings(pdf, read_trust(elliptic_signer().anchors_pem)).codes == ("seal-intact", "unknown-signer")
    assert seal_findings(small_pdf(), Trust()) == seal_check.SealFindings(("no-seal",), broken=True)


def test_another_certificate_below_the_same_root_is_not_ours(signer):
    trust = Trust(seal_roots=known_certificates(signer.anchors_pem), seals=known_certificates(signer.certificate_pem))
    elsewhere = known_certificates(elliptic_signer().certificate_pem)
    pdf = signer.seal(small_pdf())
    assert seal_findings(pdf, trust).codes == ("seal-intact", "chain-trusted")
    assert seal_findings(pdf, trust.model_copy(update={"seals": elsewhere})).codes == ("seal-intact", "unknown-signer")


def test_a_form_that_fits_and_a_byte_range_that_does_not(signer):
    pdf = signer.seal(small_pdf())
    found = seal_findings(pdf + b"\n", read_trust(signer.anchors_pem))
    assert (found.codes, found.broken) == (("seal-incomplete",), True)
    assert not seal_form.is_exact(pdf + b"\n")
