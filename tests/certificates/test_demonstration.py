import stat
from concurrent.futures import ThreadPoolExecutor

from cryptography import x509

from certificates.demonstration import make_demonstration_key, write_trust
from certificates.signing import Pkcs12Signer


def test_the_key_says_what_it_is_and_is_its_owners_alone(key_file):
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    signer = Pkcs12Signer.from_file(key_file)
    assert signer.demonstration
    assert "DEMONSTRATION 贵州省商务厅" in signer.subject
    assert "NO LEGAL FORCE" in signer.subject
    (root,) = x509.load_pem_x509_certificates(key_file.with_suffix(".pem").read_bytes())
    assert "DEMONSTRATION ROOT" in root.subject.rfc4514_string()
    assert signer.anchors_pem == key_file.with_suffix(".pem").read_bytes()


def test_an_existing_key_is_kept_and_its_trust_is_written_anew(key_file):
    before = key_file.read_bytes()
    key_file.with_suffix(".pem").unlink()
    trust = make_demonstration_key(key_file, "another name")
    assert key_file.read_bytes() == before
    assert trust == write_trust(key_file)
    assert b"BEGIN CERTIFICATE" in trust.read_bytes()


def test_processes_that_start_at_once_end_with_one_key(tmp_path):
    path = tmp_path / "deep" / "seal.p12"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: make_demonstration_key(path, "县" * 80), range(4)))
    assert sorted(file.name for file in path.parent.iterdir()) == ["seal.p12", "seal.pem"]
    assert Pkcs12Signer.from_file(path).anchors_pem == path.with_suffix(".pem").read_bytes()
