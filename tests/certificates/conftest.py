"""A record to change, a demonstration key, and one sealed certificate for the whole run."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from certificates.content import Bilingual, CertificateRecord, Edition, Issuer, Place
from certificates.demonstration import make_demonstration_key
from certificates.kinds import kind
from certificates.numbering import e_licence_identifier, format_number
from certificates.papers import papers_for
from certificates.press import print_and_seal
from certificates.render import render
from certificates.signing import Pkcs12Signer, SealedDocument
from tests.certificates.wallets import Tree, logged, statement_key

CASES = Path(__file__).parents[1] / "cases" / "certificates"
ISSUER_USCC = "11520000009390000T"
MakeRecord = Callable[..., CertificateRecord]


@pytest.fixture(autouse=True)
def _watched_loop():
    """Nobody waits for the loop that pyHanko runs for itself: the press is a process apart."""


def build_record(**changes: Any) -> CertificateRecord:
    """A plausible record of a fictitious mall; keyword arguments replace fields."""
    green = kind("green-mall")
    edition = Edition(
        code="green-mall/2021-05-25",
        citation=Bilingual(
            zh="《绿色商场创建评价指标（试行）》（商办流通函〔2021〕186号）",
            en="the Green Mall Evaluation Indicators (Trial), Shang Ban Liu Tong Han [2021] No. 186",
        ),
    )
    title, level, statement = green.wording("provincial", edition)
    parts: dict[str, Any] = {"place": "520100", "year": 2026, "serial": 1}
    fields: dict[str, Any] = {
        "number": format_number(green, **parts),
        "identifier": e_licence_identifier(green, issuer=ISSUER_USCC, **parts),
        "scheme": "green-mall",
        "kind": "green-mall",
        "title": title,
        "statement": statement,
        "level": level,
        "holder": "贵阳龙䶮国际购物中心",
        "holder_en": "Longyan International Shopping Centre, Guiyang",
        "enterprise": "贵州𬭎昌商业管理有限公司",
        "uscc": "91520000MA6DXY8K1L",
        "address": "贵州省贵阳市观山湖区林城东路168号",
        "place": Place(code="520100", name=Bilingual(zh="贵阳市", en="Guiyang")),
        "edition": edition,
        "decision_document": "黔商发〔2026〕12号",
        "decided_on": date(2026, 3, 16),
        "issuer": Issuer(
            name=Bilingual(zh="贵州省商务厅", en="Department of Commerce of Guizhou Province"), uscc=ISSUER_USCC
        ),
        "seal_line": "演示专用章",
        "issued_on": date(2026, 3, 18),
        "valid_from": date(2026, 3, 18),
        "valid_until": date(2029, 3, 17),
        "verify_url": "https://lvce.example.org/verify/GM-520100-2026-0001",
        "demonstration": True,
    }
    return CertificateRecord(**(fields | changes))


@pytest.fixture(scope="session")
def make_record() -> MakeRecord:
    return build_record


@pytest.fixture(scope="session")
def record() -> CertificateRecord:
    return build_record()


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "seal.p12"
    make_demonstration_key(path, "贵州省商务厅")
    return path


@pytest.fixture(scope="session")
def signer(key_file: Path) -> Pkcs12Signer:
    return Pkcs12Signer.from_file(key_file)


@pytest.fixture(scope="session")
def unsigned(record: CertificateRecord) -> bytes:
    return render(record)


@pytest.fixture(scope="session")
def sealed(record: CertificateRecord, signer: Pkcs12Signer) -> SealedDocument:
    return print_and_seal(record, signer)


@pytest.fixture(scope="session")
def log() -> Tree:
    """A log of six entries, in which the record's stands fourth."""
    tree, _ = logged(build_record())
    return tree


@pytest.fixture(scope="session")
def proven(record: CertificateRecord, signer: Pkcs12Signer, log: Tree) -> SealedDocument:
    """The certificate with its papers: credential and proof of the log."""
    return print_and_seal(record, signer, papers_for(record, statement_key(), log.inclusion(3)))


@pytest.fixture(scope="session")
def cases() -> Path:
    return CASES
