"""Signing chains of other shapes than the demonstration's, and small PDFs that are no certificates."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID
from pypdf import PdfWriter

from certificates.signing import PadesSigner, signing_by

_USAGES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)
P256 = ec.SECP256R1()


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def elliptic_signer(*, begins_in_days=-1, lasts_days=365, may_sign=True, timestamps=False, curve=P256) -> PadesSigner:
    """A signer with an elliptic key under its own root."""
    key, leaf, root = elliptic_chain(
        begins_in_days=begins_in_days, lasts_days=lasts_days, may_sign=may_sign, curve=curve
    )
    return PadesSigner(signing_by(key), leaf, [root], timestamps=timestamps)


def elliptic_chain(*, begins_in_days=-1, lasts_days=365, may_sign=True, curve=P256):
    """An elliptic key, its certificate and the root above."""
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(days=begins_in_days)
    root_key, key = ec.generate_private_key(P256), ec.generate_private_key(curve)

    def draft(subject, public_key, first, last):
        return (
            x509.CertificateBuilder()
            .subject_name(_name(subject))
            .issuer_name(_name("test root"))
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(first)
            .not_valid_after(last)
        )

    usage = dict.fromkeys(_USAGES, False)
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    root = (
        draft("test root", root_key.public_key(), long_ago, long_ago + timedelta(days=9000))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    allowed = {"digital_signature": True, "content_commitment": True} if may_sign else {"key_agreement": True}
    leaf = (
        draft("test bureau", key.public_key(), start, start + timedelta(days=lasts_days))
        .add_extension(x509.KeyUsage(**(usage | allowed)), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    return key, leaf, root


def ed25519_certificate() -> x509.Certificate:
    """A certificate that a PAdES seal cannot be made with."""
    key = ed25519.Ed25519PrivateKey.generate()
    start = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name("other"))
        .issuer_name(_name("other"))
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=1))
        .sign(key, None)
    )


def small_pdf(*, attachment: bytes | None = None, pages: int = 1) -> bytes:
    """Blank pages, with or without an attachment named as the record's."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    if attachment is not None:
        writer.add_attachment("record.json", attachment)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def chained():
    """Three certificates, each issued by the next, the last by itself; as asn1crypto reads them."""
    from tests.certificates.authorities import Authority

    return Authority().chain


def signer_below_another() -> PadesSigner:
    """A signer with an RSA key whose certificate is issued by one that the root issued."""
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    keys = {name: rsa.generate_private_key(65537, 2048) for name in ("root", "between", "bureau")}
    made = {}
    for name, above in (("root", "root"), ("between", "root"), ("bureau", "between")):
        usage = dict.fromkeys(_USAGES, False)
        usage |= (
            {"digital_signature": True, "content_commitment": True} if name == "bureau" else {"key_cert_sign": True}
        )
        made[name] = (
            x509.CertificateBuilder()
            .subject_name(_name(f"test {name}"))
            .issuer_name(_name(f"test {above}"))
            .public_key(keys[name].public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(start + timedelta(days=365))
            .add_extension(x509.BasicConstraints(ca=name != "bureau", path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**usage), critical=True)
            .sign(keys[above], hashes.SHA256())
        )
    return PadesSigner(signing_by(keys["bureau"]), made["bureau"], [made["root"], made["between"]])
