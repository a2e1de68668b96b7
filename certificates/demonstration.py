"""A key for demonstrations: made on first run, its certificate says what it is. Never for real certificates."""

import os
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

_KEY_BITS = 2048
_YEARS = 10
_NAME_LIMIT = 64  # X.520 upper bound of a common name, counted in bytes by OpenSSL


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, common_name.encode()[:_NAME_LIMIT].decode(errors="ignore")),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "DEMONSTRATION ONLY - NO LEGAL FORCE"),
        ]
    )


def _draft(subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, start: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365 * _YEARS))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def make_demonstration_key(path: Path, common_name: str) -> Path:
    """Makes a root and a signing key (RSA-2048) as PKCS#12 without passphrase at `path`, readable by its owner only.

    Returns the path of the root certificate beside it (`….pem`), by which readers trust the seal. The key appears
    whole or not at all, and an existing one is kept: two processes that start at once end with the same key.
    """
    if not path.exists():
        _place(path, _bundle(common_name), keep=True)
    return write_trust(path)


def _bundle(common_name: str) -> bytes:
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    root_key = rsa.generate_private_key(65537, _KEY_BITS)
    root_name = _name(f"DEMONSTRATION ROOT {common_name}")
    root = (
        _draft(root_name, root_name, root_key.public_key(), start)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    key = rsa.generate_private_key(65537, _KEY_BITS)
    certificate = (
        _draft(_name(f"DEMONSTRATION {common_name}"), root_name, key.public_key(), start)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()),
            critical=False,
        )
        .sign(root_key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(b"lvce demonstration", key, certificate, [root], NoEncryption())


def write_trust(path: Path) -> Path:
    """Writes the root certificates of a PKCS#12 file without passphrase as PEM beside it; returns that path."""
    _, _, others = pkcs12.load_key_and_certificates(path.read_bytes(), None)
    trust = path.with_suffix(".pem")
    _place(trust, b"".join(one.public_bytes(Encoding.PEM) for one in others), keep=False)
    return trust


def _place(path: Path, content: bytes, *, keep: bool) -> None:
    """Writes a 0600 file that appears whole or not at all; with `keep` one that is already there stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp opens with mode 0600
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if keep:
            with suppress(FileExistsError):
                os.link(draft, path)  # fails when the file exists, unlike a rename
        else:
            os.replace(draft, path)  # noqa: PTH105 - the pair of os.link above
    finally:
        draft.unlink(missing_ok=True)
