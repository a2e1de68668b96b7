"""P2: the certificate of P1 and its seal: RSA-2048, PAdES B-B."""

from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from certificates.demonstration import make_demonstration_key
from certificates.papers import papers_for
from certificates.press import print_and_seal
from certificates.printing import pages
from certificates.signing import Pkcs12Signer, seal
from certificates.statements import StatementKey, make_statement_key
from tests.bench.certificates import record
from tests.bench.peers import typst_kept, weasyprint_naive
from tests.bench.rounds import Work, compare

VARIANTS = {
    "ours": "tests.bench.p2_sealed:ours",
    "ours, with its papers, and read back before it leaves": "tests.bench.p2_sealed:ours_released",
    "WeasyPrint, SimpleSigner": "tests.bench.p2_sealed:naive",
    "Typst kept open, pyHanko with the key kept": "tests.bench.p2_sealed:typst_and_kept_key",
}


@cache
def key_file() -> Path:
    """A demonstration key, made for this process."""
    path = Path(mkdtemp()) / "seal.p12"
    make_demonstration_key(path, "bench")
    return path


def ours() -> Work:
    """Printed from a plate, sealed with the key that stays loaded."""
    signer = Pkcs12Signer.from_file(key_file())
    return lambda index: seal(pages(record(index)), signer).pdf


def ours_released() -> Work:
    """All that the press does: signed QR code and credential, and the finished file is read back."""
    signer = Pkcs12Signer.from_file(key_file())
    make_statement_key(statements := key_file().with_name("statements.pem"))
    key = StatementKey.from_file(statements)

    def released(index: int) -> bytes:
        one = record(index)
        return print_and_seal(one, signer, papers_for(one, key)).pdf

    return released


def naive() -> Work:
    """As pyHanko's first page shows it."""
    signer = signers.SimpleSigner.load_pkcs12(str(key_file()), passphrase=None)
    metadata = signers.PdfSignatureMetadata(
        field_name="Seal", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    work = weasyprint_naive.naive()

    def sealed(index: int) -> bytes:
        output = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(work(index))), metadata, signer=signer)
        return output.getvalue()

    return sealed


def typst_and_kept_key() -> Work:
    """Typst's page with our seal."""
    signer = Pkcs12Signer.from_file(key_file())
    work = typst_kept.kept_open()
    return lambda index: seal(work(index), signer).pdf


def run() -> dict[str, Any]:
    """`{"ours_ms", "ours_bytes", "peers": {name: {"ms", "ratio", "bytes"}}}`."""
    return compare(VARIANTS)
