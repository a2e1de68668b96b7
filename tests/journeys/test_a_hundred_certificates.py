"""A hundred certificates of all layouts, printed and sealed: four programs that are not ours agree with us on each.

Poppler's pdfsig and MuPDF check the seal, qpdf the file, ZXing reads the code from the picture that poppler paints.
"""

import subprocess

import pytest

from certificates import qr_payload
from certificates.content import Bilingual, Filing
from certificates.layouts import names
from certificates.papers import papers_for
from certificates.press import print_and_seal
from certificates.seal_form import span_of
from certificates.signing import Pkcs12Signer
from certificates.statements import StatementKey, make_statement_key
from certificates.verify import Outcome, verify
from tests.bench.certificates import record as numbered
from tests.certificates.conftest import key_file  # noqa: F401 - the fixture
from tests.certificates.looking import codes, pixels

SHARES = 5
RARE = 20
"""Every so many certificates has a name that no plate can set."""


def record(index):
    one = numbered(index)
    layout = names()[index % len(names())]
    changes = {"layout": layout}
    if index % RARE == 0:
        changes["holder"] = f"贵阳龙䶮{index}国际购物中心"
    if layout == "filing":
        changes["filing"] = Filing(categories=(Bilingual(zh="废旧金属", en="Scrap metal"),))
    return one.model_copy(update=changes)


@pytest.fixture(scope="module")
def keys(tmp_path_factory, key_file):  # noqa: F811 - the fixture
    path = tmp_path_factory.mktemp("statements") / "key.pem"
    make_statement_key(path)
    return Pkcs12Signer.from_file(key_file), StatementKey.from_file(path)


def said(*command):
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return run.returncode, run.stdout + run.stderr


@pytest.mark.timeout(300)
@pytest.mark.parametrize("share", range(SHARES))
def test_everybody_agrees(keys, tmp_path, share):
    signer, statements = keys
    for index in range(share, 100, SHARES):
        one = record(index)
        papers = papers_for(one, statements)
        pdf = print_and_seal(one, signer, papers).pdf
        verdict = verify(pdf, signer.anchors_pem, on=one.valid_from, changes=(), expected_digest=one.digest)
        assert (verdict.outcome, verdict.record) == (Outcome.VALID, one), index

        path = tmp_path / f"{index}.pdf"
        path.write_bytes(pdf)
        _, text = said("pdfsig", path)
        assert "Signature is Valid" in text, index
        assert "Total document signed" in text, index
        assert said("qpdf", "--check", path)[0] == 0, index
        code, text = said("mutool", "sign", "-v", path)
        assert code == 0, index
        assert "unchanged since signing" in text, index
        assert codes(pixels(pdf, tmp_path, 300)) == [papers.qr], index
        told = qr_payload.read(papers.qr)
        assert told.signed_by([statements.public]), index
        assert told.speaks_of(one), index

        start, end = span_of(pdf)
        for place in (100 + index * 311, start - 30, end + 3) if index % 4 == 0 else ():
            changed = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
            assert verify(changed, signer.anchors_pem).outcome is Outcome.NOT_VALID, (index, place)
            path.write_bytes(changed)
            assert "Signature is Valid" not in said("pdfsig", path)[1], (index, place)
