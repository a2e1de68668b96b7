import hashlib
from datetime import UTC, datetime

import pytest

from certificates.faults import Refused
from certificates.trust import Known, Trust, certificates_of, known_certificates, read_trust
from tests.certificates.wallets import statement_key

GIVEN_UP = datetime(2027, 1, 1, tzinfo=UTC)


def test_bare_pem_holds_roots_of_seals(signer):
    assert read_trust(b" \n") == Trust()
    trust = read_trust(signer.anchors_pem * 2)
    assert len(trust.seal_roots) == 1, "each once"
    assert read_trust(b"\xef\xbb\xbf" + signer.anchors_pem) == trust, "as some editors save it"
    assert "DEMONSTRATION ROOT" in trust.seal_roots[0].subject
    assert trust.timestamp_roots == ()


def test_a_published_list_comes_back_as_it_was(signer):
    (seal,) = known_certificates(signer.certificate_pem)
    retired = seal.model_copy(update={"retired_at": GIVEN_UP})
    trust = Trust(
        seal_roots=known_certificates(signer.anchors_pem),
        seals=(retired,),
        timestamp_roots=known_certificates(signer.anchors_pem),
        statement_keys=(Known(content=statement_key().public.multibase, sha256="00"),),
    )
    assert read_trust(trust.model_dump_json().encode()) == trust
    der = certificates_of((seal,))[0].dump()
    assert seal.sha256 == hashlib.sha256(der).hexdigest()
    assert trust.retired_at(der) == GIVEN_UP
    assert trust.retired_at(b"another") is None


@pytest.mark.parametrize(
    "content",
    [
        b"no pem",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        b"{}}",
        b'{"format": "another"}',
        b'{"seal_roots": [{"content": "no pem", "sha256": ""}]}',
        b'{"timestamp_roots": [{"content": "no pem", "sha256": ""}]}',
        b'{"statement_keys": [{"content": "zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169", "sha256": ""}]}',
    ],
)
def test_anything_else_is_refused(content):
    with pytest.raises(Refused, match="trust-unreadable"):
        read_trust(content)
